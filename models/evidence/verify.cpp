// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/verify.h"

#include "models/evidence/verify_internal.h"

#include <algorithm>
#include <array>

namespace countersign::evidence {
namespace verifying {

void Findings::fail(const std::string& check, std::string detail) {
  failures_.emplace(check, std::move(detail));
}

void Findings::finish(Verification& out) const {
  constexpr std::array names{"files", "manifest",  "trust", "objects",    "signatures",
                             "chain", "authority", "times", "references", "checkpoints"};
  for (const char* name : names) {
    const auto found = failures_.find(name);
    const bool reached = cannot_.empty() && (!failed() || found != failures_.end());
    if (found != failures_.end())
      out.checks.push_back({name, false, found->second});
    else if (reached)
      out.checks.push_back({name, true, {}});
  }
  if (failed())
    out.verdict = Verdict::Fail;
  else if (!cannot_.empty() || !unknown_.empty())
    out.verdict = Verdict::CannotCheck;
  else
    out.verdict = Verdict::Pass;
  if (out.verdict == Verdict::CannotCheck)
    out.checks.push_back({"readable", false, cannot_.empty() ? unknown_ : cannot_});
}

const std::string& Package::text(const std::string& name) const {
  static const std::string none;
  const auto found = content.find(name);
  return found != content.end() ? found->second : none;
}

} // namespace verifying

std::string_view verdictName(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names{"PASS", "FAIL", "CANNOT CHECK"};
  return names[static_cast<std::size_t>(verdict)];
}

int verdictExit(Verdict verdict) {
  return static_cast<int>(verdict);
}

namespace {

using namespace verifying;

/// Colons, spaces and capitals as openssl prints them are accepted. False for what is no SHA-256.
bool tidyFingerprint(std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ':' && c != ' ') out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  text = out;
  return out.empty() || (out.size() == 64 && out.find_first_not_of("0123456789abcdef") == std::string::npos);
}

void addNotes(const Package& package, const VerifyOptions& options, const std::vector<ReadEntry>& entries,
              Verification& out) {
  if (options.caSha256.empty())
    out.notes.push_back("compare by phone or letter: SHA-256 of the CA is " + out.caSha256);
  if (package.tsaCa && options.tsaCaSha256.empty())
    if (const auto tsa = Certificate::fromPem(*package.tsaCa))
      out.notes.push_back("compare by phone or letter: SHA-256 of the time-stamp authority's CA is " +
                          tsa->sha256().hex());
  if (options.checkpoint.empty())
    out.notes.push_back(
        "no checkpoint from elsewhere given: a log cut back to an older state cannot be told");
  const bool stamped = std::any_of(package.sizes.begin(), package.sizes.end(), [](const auto& file) {
    return file.first.size() > 4 && file.first.compare(file.first.size() - 4, 4, ".tsr") == 0;
  });
  if (!stamped)
    out.notes.push_back("no time-stamp tokens: times are those that the reviewer's computer claimed");
  for (const ReadEntry& e : entries)
    if (const auto* enrol = std::get_if<KeyEnrol>(&e.statement.body); enrol != nullptr && e.known)
      out.notes.push_back("the key " + enrol->key.keyId + " was enrolled later, see the log");
}

} // namespace

Verification verifyPackage(const std::string& folder, const VerifyOptions& given) {
  VerifyOptions options = given;
  Verification out;
  Findings findings;
  Package package;
  package.folder = folder;
  std::vector<ReadEntry> entries;
  if (!tidyFingerprint(options.caSha256) || !tidyFingerprint(options.tsaCaSha256)) {
    findings.cannot("a given fingerprint is no SHA-256");
  } else if (readFolder(package, options, findings) && readTrust(package, options, findings)) {
    out.caSha256 = package.authority->sha256().hex();
    if (checkEntries(package, options, entries, findings))
      checkCheckpoints(package, options, entries, findings, out);
  }
  findings.finish(out);
  out.entries = entries.size();
  if (out.verdict == Verdict::Pass) addNotes(package, options, entries, out);
  return out;
}

} // namespace countersign::evidence
