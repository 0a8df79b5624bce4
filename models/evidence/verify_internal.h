// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/certificate.h"
#include "models/evidence/log.h"
#include "models/evidence/verify.h"

#include <map>
#include <set>

/// Parts of `verifyPackage`; numbered as in verify.sh.
namespace countersign::evidence::verifying {

/// Collects what was found; the first detail of each failing check is kept.
class Findings {
public:
  void fail(const std::string& check, std::string detail);
  void unknown(std::string why) { unknown_ = std::move(why); }
  void cannot(std::string why) { cannot_ = std::move(why); }
  bool failed() const { return !failures_.empty(); }
  bool failed(const std::string& check) const { return failures_.contains(check); }
  const std::string& cannotReason() const { return cannot_; }
  void finish(Verification& out) const;

private:
  std::map<std::string, std::string> failures_;
  std::string unknown_, cannot_;
};

/// The bytes of a package, all read once, and what trust/ says.
struct Package {
  std::string folder;
  std::map<std::string, std::uint64_t> sizes; ///< every file but the manifest's two
  std::map<std::string, std::string> content; ///< trust/, log/, closures/ and small files
  std::string origin, logKeyId, exportKeyId;
  std::optional<Certificate> authority;
  std::map<std::string, PublicKey> keys;
  std::map<std::string, Certificate> certificates;
  std::optional<std::string> tsaCa;

  bool has(const std::string& name) const { return sizes.contains(name); }
  const std::string& text(const std::string& name) const;
};

struct ReadEntry {
  Envelope envelope;
  Statement statement;
  bool known = true; ///< false: of a kind that this version does not know
  Digest leaf;
};

/// 1 and 3: file set, manifest, digests. False where nothing more can be said.
bool readFolder(Package& package, const VerifyOptions& options, Findings& findings);
/// 2: CA, keys, certificates.
bool readTrust(Package& package, const VerifyOptions& options, Findings& findings);
/// 4 to 8: entries. Fills `entries`.
bool checkEntries(const Package& package, const VerifyOptions& options, std::vector<ReadEntry>& entries,
                  Findings& findings);
/// 9 and 10: checkpoints, tokens, the checkpoint that was kept elsewhere.
void checkCheckpoints(const Package& package, const VerifyOptions& options,
                      const std::vector<ReadEntry>& entries, Findings& findings, Verification& out);

} // namespace countersign::evidence::verifying
