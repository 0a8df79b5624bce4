// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/verify_internal.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <thread>

namespace countersign::evidence::verifying {
namespace {

std::string number8(std::uint64_t n) {
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%08llu", static_cast<unsigned long long>(n));
  return buffer.data();
}

/// The entries are the files of log/entries/ and, line by line, the envelopes of the bundle.
bool gather(const Package& package, std::vector<ReadEntry>& entries, Findings& findings) {
  std::size_t count = 0;
  for (const auto& [name, size] : package.sizes)
    count += name.rfind("log/entries/", 0) == 0 ? 1U : 0U;
  std::string_view bundle = package.text("log/bundle.intoto.jsonl");
  for (std::size_t i = 0; i < count / 3; ++i) {
    const std::string stem = "log/entries/" + number8(i);
    if (!package.has(stem + ".json") || !package.has(stem + ".key") || !package.has(stem + ".sig")) break;
    const std::string& key = package.text(stem + ".key");
    ReadEntry entry;
    entry.envelope = {package.text(stem + ".json"), key.substr(0, key.empty() ? 0 : key.size() - 1),
                      package.text(stem + ".sig")};
    if (key != entry.envelope.keyId + '\n' || !package.keys.contains(entry.envelope.keyId)) {
      findings.fail("trust", "the key of " + stem + " is not in trust/");
      return false;
    }
    const std::string bytes = entry.envelope.bytes();
    entry.leaf = leafHash(bytes);
    if (bundle.substr(0, bytes.size()) != bytes || bundle.substr(bytes.size(), 1) != "\n")
      findings.fail("chain", "the bundle is not the entries, from " + stem);
    bundle.remove_prefix(std::min(bundle.size(), bytes.size() + 1));
    entries.push_back(std::move(entry));
  }
  if (entries.empty() || entries.size() * 3 != count)
    findings.fail("chain", entries.empty() ? "the log is empty"
                                           : "an entry of the log is missing, or there is one too many");
  if (!bundle.empty()) findings.fail("chain", "the bundle is not the entries");
  return !entries.empty() && entries.size() * 3 == count;
}

/// Signatures and payloads, with several threads.
void checkSignatures(const Package& package, unsigned threads, std::vector<ReadEntry>& entries,
                     Findings& findings) {
  std::atomic<std::size_t> next{0};
  std::vector<std::string> problems(entries.size());
  std::vector<char> unsigned_(entries.size(), 0);
  const auto work = [&] {
    for (std::size_t i = next++; i < entries.size(); i = next++) {
      ReadEntry& e = entries[i];
      if (!verifyEnvelope(e.envelope, package.keys.at(e.envelope.keyId))) {
        unsigned_[i] = 1;
        continue; // what nobody signed is not read
      }
      auto statement = readStatement(e.envelope.payload);
      if (statement)
        e.statement = std::move(*statement);
      else if (statement.error().code == ErrorCode::Unsupported)
        e.known = false;
      else
        problems[i] = statement.error().message;
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < threads; ++i)
    pool.emplace_back(work);
  work();
  for (std::thread& t : pool)
    t.join();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (unsigned_[i] != 0) findings.fail("signatures", "signature of entry " + std::to_string(i));
    if (!problems[i].empty()) findings.fail("chain", "entry " + std::to_string(i) + ": " + problems[i]);
    if (!entries[i].known) findings.unknown("an entry is of a kind that this version does not know");
  }
}

void checkChain(const Package& package, const std::vector<ReadEntry>& entries, Findings& findings) {
  Digest previous;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const EntryHeader& h = entries[i].statement.header;
    if (h.seq != i || h.previous != previous || h.origin != package.origin)
      findings.fail("chain", "the chain is broken at entry " + std::to_string(i));
    if (h.signer.keyId != entries[i].envelope.keyId ||
        h.signer.certSha256 != package.certificates.at(entries[i].envelope.keyId).sha256())
      findings.fail("chain",
                    "another signer in the payload than on the envelope, in entry " + std::to_string(i));
    previous = entries[i].leaf;
  }
}

struct Authority {
  std::map<std::string, std::uint64_t> from; ///< key id → seq of the entry that allows it
  std::map<std::string, std::uint64_t> until;
};

void enrol(const Package& package, const AuthorisedKey& key, std::uint64_t seq, Authority& authority,
           Findings& findings) {
  const auto certificate = package.certificates.find(key.keyId);
  if (certificate == package.certificates.end())
    findings.fail("authority", "the certificate of the enrolled key " + key.keyId + " is missing");
  else if (certificate->second.sha256() != key.certSha256)
    findings.fail("authority", "another certificate than enrolled: " + key.keyId);
  if (!authority.from.emplace(key.keyId, seq).second)
    findings.fail("authority", "a key was enrolled twice: " + key.keyId);
}

Authority readAuthority(const Package& package, const std::vector<ReadEntry>& entries, Findings& findings) {
  Authority out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const StatementBody& body = entries[i].statement.body;
    const auto* open = std::get_if<LogOpen>(&body);
    if ((open != nullptr) != (i == 0))
      findings.fail("authority", "the log does not begin with the list of its keys, or has a second one");
    if (open != nullptr && i == 0) {
      if (open->caSha256 != package.authority->sha256() || open->logKeyId != package.logKeyId)
        findings.fail("authority", "the log was opened for another CA or log key");
      for (const AuthorisedKey& key : open->keys)
        enrol(package, key, 0, out, findings);
    }
    if (const auto* added = std::get_if<KeyEnrol>(&body)) enrol(package, added->key, i, out, findings);
    if (const auto* revoked = std::get_if<KeyRevoke>(&body)) out.until.emplace(revoked->keyId, i);
  }
  return out;
}

void checkAuthority(const Package& package, const std::vector<ReadEntry>& entries, Findings& findings) {
  const Authority authority = readAuthority(package, entries, findings);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string& key = entries[i].envelope.keyId;
    const auto from = authority.from.find(key), until = authority.until.find(key);
    if (from == authority.from.end())
      findings.fail("authority", "the key " + key + " signed but may not");
    else if (from->second != 0 && i <= from->second)
      findings.fail("authority", "the key " + key + " signed before it was enrolled");
    if (until != authority.until.end() && i > until->second)
      findings.fail("authority", "the key " + key + " signed after it was revoked");
  }
  if (package.exportKeyId != package.logKeyId &&
      (!authority.from.contains(package.exportKeyId) || authority.until.contains(package.exportKeyId)))
    findings.fail("authority", "the exporter's key may not sign");
}

void checkTimes(const Package& package, const std::vector<ReadEntry>& entries, Findings& findings) {
  Instant last;
  std::map<std::string, std::pair<Instant, Instant>> used; // first and last entry of each key, in log order
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const EntryHeader& h = entries[i].statement.header;
    if (h.claimedAt < last && h.clockWarnings.empty())
      findings.fail("times", "entry " + std::to_string(i) + " claims a time before the entry before it");
    last = h.claimedAt;
    const auto [it, first] = used.try_emplace(entries[i].envelope.keyId, h.claimedAt, h.claimedAt);
    it->second.second = h.claimedAt;
  }
  for (const auto& [key, times] : used)
    for (const Instant at : {times.first, times.second})
      if (const auto ok = checkCertificate(package.certificates.at(key), *package.authority, at); !ok)
        findings.fail("times",
                      "the key " + key + " at " + formatRfc3339Seconds(at) + ": " + ok.error().message);
}

/// All runs of 64 hexadecimal digits: what a closure or snapshots.json names.
std::set<std::string> namedDigests(std::string_view text) {
  std::set<std::string> out;
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool hex =
        i < text.size() && ((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f'));
    run = hex ? run + 1 : 0;
    if (run == 64) {
      out.emplace(text.substr(i - 63, 64));
      run = 0;
    }
  }
  return out;
}

void checkAttested(const Package& package, const Attestation& a, const std::string& which,
                   Findings& findings) {
  const std::string closure = "closures/" + a.digest.hex() + ".json";
  if (!package.has(closure) || !package.has("views/" + a.view.sha256.hex() + ".txt")) {
    findings.fail("references",
                  "the closure, or the text that was shown, is missing that " + which + " names");
    return;
  }
  const auto named = namedDigests(package.text(closure));
  for (const SignedDocument& d : a.documents) {
    if (!package.has("state/" + d.sha256.hex() + ".json"))
      findings.fail("references", "a document is missing that " + which + " names");
    if (!named.contains(d.sha256.hex()))
      findings.fail("references", "a signed document is not in the closure that was signed, in " + which);
  }
}

void checkReferences(const Package& package, const std::vector<ReadEntry>& entries, Findings& findings) {
  std::map<Digest, std::uint64_t> byLeaf;
  const auto snapshots = namedDigests(package.text("snapshots.json"));
  const auto earlier = [&](const Digest& hash, const std::string& which) -> std::optional<std::uint64_t> {
    const auto found = byLeaf.find(hash);
    if (found == byLeaf.end()) {
      findings.fail("references", which + " names an entry that is not in the log before it");
      return std::nullopt;
    }
    return found->second;
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string which = "entry " + std::to_string(i);
    const StatementBody& body = entries[i].statement.body;
    if (const auto* a = std::get_if<Attestation>(&body)) {
      checkAttested(package, *a, which, findings);
      if (a->prior) earlier(*a->prior, which);
    } else if (const auto* c = std::get_if<Countersign>(&body)) {
      const auto target = earlier(c->entryHash, which);
      if (target && (*target != c->seq || entries[*target].envelope.keyId == entries[i].envelope.keyId))
        findings.fail("references",
                      which + " countersigns an entry of the same key, or another one than it says");
    } else if (const auto* o = std::get_if<RevocationOutcome>(&body)) {
      const auto target = earlier(o->entryHash, which);
      if (target && *target != o->seq)
        findings.fail("references", which + " names another entry than it says");
      for (const Digest& s : o->snapshots)
        if (!snapshots.contains(s.hex()))
          findings.fail("references", "a snapshot is missing that " + which + " names");
    }
    byLeaf.emplace(entries[i].leaf, i);
  }
}

} // namespace

bool checkEntries(const Package& package, const VerifyOptions& options, std::vector<ReadEntry>& entries,
                  Findings& findings) {
  if (!gather(package, entries, findings)) return false;
  if (options.progress && !options.progress(0.2)) {
    findings.cannot("the check was cancelled");
    return false;
  }
  checkSignatures(package, std::clamp(options.threads, 1U, 64U), entries, findings);
  if (options.progress && !options.progress(0.8)) {
    findings.cannot("the check was cancelled");
    return false;
  }
  for (const ReadEntry& e : entries)
    if (!e.known)
      return true; // its place cannot be read, so that nothing that follows could be told from tampering
  if (findings.failed("signatures")) return true;
  checkChain(package, entries, findings);
  checkAuthority(package, entries, findings);
  checkTimes(package, entries, findings);
  checkReferences(package, entries, findings);
  return true;
}

} // namespace countersign::evidence::verifying
