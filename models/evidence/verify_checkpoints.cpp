// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/verify_internal.h"

#include <array>
#include <cstdio>

namespace countersign::evidence::verifying {
namespace {

constexpr Seconds slack{300};

std::string stemOf(std::uint64_t size) {
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "log/checkpoints/%08llu",
                static_cast<unsigned long long>(size));
  return buffer.data();
}

struct Token {
  Digest sha256;
  Instant at;
};

struct Stamped {
  std::map<std::uint64_t, Token> tokens; ///< by size of the checkpoint
  std::uint64_t covered = 0;
};

/// Roots of the log at all sizes up to the number of entries, as they are asked for in rising order.
class Roots {
public:
  explicit Roots(const std::vector<ReadEntry>& entries) : entries_(entries) {}
  Digest at(std::uint64_t size) {
    if (size < range_.size()) range_ = {};
    while (range_.size() < size)
      range_.append(entries_[range_.size()].leaf);
    return range_.root();
  }

private:
  const std::vector<ReadEntry>& entries_;
  CompactRange range_;
};

void checkToken(const Package& package, const std::string& stem, std::uint64_t size, Stamped& stamped,
                Findings& findings) {
  const std::string& token = package.text(stem + ".tsr");
  const auto at =
      package.tsaCa
          ? verifyToken(token, package.text(stem + ".body"), *package.tsaCa)
          : Result<Instant>(failure(ErrorCode::Crypto, "the CA of the time-stamp authority is missing"));
  if (!at) {
    findings.fail("checkpoints", stem + ".tsr: " + at.error().message);
    return;
  }
  if (!stamped.tokens.empty() && *at < stamped.tokens.rbegin()->second.at)
    findings.fail("checkpoints", stem + ".tsr is older than the token before it");
  stamped.tokens.emplace(size, Token{sha256(token), *at});
}

/// One checkpoint: its files have `stem` in common.
void checkOne(const Package& package, const std::string& stem, Roots& roots, std::uint64_t entries,
              Stamped& stamped, Findings& findings) {
  const std::string& body = package.text(stem + ".body");
  auto checkpoint = readCheckpointBody(body);
  if (!checkpoint || checkpoint->origin != package.origin || stemOf(checkpoint->size) != stem) {
    findings.fail("checkpoints", stem + ".body is no checkpoint of this log, or not named by its size");
    return;
  }
  if (checkpoint->size > entries) {
    findings.fail("checkpoints", stem + ".body is of " + std::to_string(checkpoint->size) +
                                     " entries, the log has only " + std::to_string(entries) +
                                     ": it was CUT BACK");
    return;
  }
  if (roots.at(checkpoint->size) != checkpoint->root)
    findings.fail("checkpoints", stem + ".body is not the log's state at that size");
  checkpoint->keyId = package.logKeyId;
  checkpoint->signature = package.text(stem + ".sig");
  if (!verifyCheckpoint(*checkpoint, package.keys.at(package.logKeyId)))
    findings.fail("checkpoints", "signature of " + stem + ".body");
  if (checkpoint->note() != package.text(stem + ".note"))
    findings.fail("checkpoints", stem + ".note is not the note of its checkpoint");
  stamped.covered = checkpoint->size;
  if (package.has(stem + ".tsr")) checkToken(package, stem, checkpoint->size, stamped, findings);
}

void checkSandwich(const Stamped& stamped, const std::vector<ReadEntry>& entries, Findings& findings) {
  std::uint64_t named = 0;
  bool begun = false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const EntryHeader& h = entries[i].statement.header;
    const std::string which = "entry " + std::to_string(i);
    const auto after = stamped.tokens.upper_bound(i);
    if (after != stamped.tokens.end() && h.claimedAt > after->second.at + slack)
      findings.fail("times",
                    which + " claims a time after the token of " + std::to_string(after->first) + " entries");
    if (!h.lowerBound) {
      if (begun)
        findings.fail("times", which + " leaves out the time-stamp token that the one before it names");
      continue;
    }
    begun = true;
    const auto token = stamped.tokens.find(h.lowerBound->checkpointSize);
    if (token == stamped.tokens.end() || token->second.sha256 != h.lowerBound->tokenSha256)
      findings.fail("times", which + " names a time-stamp token that is not here");
    else if (h.claimedAt < token->second.at - slack && h.clockWarnings.empty())
      findings.fail("times", which + " claims a time before the token that it names");
    if (h.lowerBound->checkpointSize > i || h.lowerBound->checkpointSize < named)
      findings.fail("times", which + " names a token out of order");
    named = h.lowerBound->checkpointSize;
  }
}

void checkAnchor(const Package& package, const std::string& text, Roots& roots, std::uint64_t entries,
                 Findings& findings) {
  const auto gap = text.find("\n\n");
  const auto anchor = readCheckpointBody(
      gap == std::string::npos ? std::string_view(text) : std::string_view(text).substr(0, gap + 1));
  if (!anchor)
    findings.cannot("the checkpoint kept elsewhere cannot be read: " + anchor.error().message);
  else if (anchor->origin != package.origin)
    findings.fail("checkpoints", "the checkpoint kept elsewhere is of another log");
  else if (anchor->size > entries)
    findings.fail("checkpoints", "the checkpoint kept elsewhere is of " + std::to_string(anchor->size) +
                                     " entries, the log has only " + std::to_string(entries) +
                                     ": it was CUT BACK");
  else if (roots.at(anchor->size) != anchor->root)
    findings.fail("checkpoints", "the log is not the one of the checkpoint kept elsewhere");
}

} // namespace

void checkCheckpoints(const Package& package, const VerifyOptions& options,
                      const std::vector<ReadEntry>& entries, Findings& findings, Verification& out) {
  Roots roots(entries);
  Stamped stamped;
  for (const auto& [name, size] : package.sizes) {
    if (name.rfind("log/checkpoints/", 0) != 0) continue;
    const auto dot = name.rfind('.');
    const std::string stem = name.substr(0, dot), end = dot == std::string::npos ? "" : name.substr(dot);
    const bool whole =
        package.has(stem + ".body") && package.has(stem + ".note") && package.has(stem + ".sig");
    if (!whole || (end != ".body" && end != ".note" && end != ".sig" && end != ".tsr"))
      findings.fail("checkpoints", "a file of a checkpoint is missing, or there is one too many: " + name);
    else if (end == ".body")
      checkOne(package, stem, roots, entries.size(), stamped, findings);
  }
  if (stamped.covered != entries.size())
    findings.fail("checkpoints", "the last checkpoint covers " + std::to_string(stamped.covered) + " of " +
                                     std::to_string(entries.size()) + " entries");
  if (!options.checkpoint.empty()) checkAnchor(package, options.checkpoint, roots, entries.size(), findings);
  // Times of what nobody signed, or of a kind that is not known, say nothing.
  bool readable = !findings.failed("signatures");
  for (const ReadEntry& e : entries)
    readable = readable && e.known;
  if (readable) checkSandwich(stamped, entries, findings);
  out.root = roots.at(entries.size());
}

} // namespace countersign::evidence::verifying
