// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/time.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace countersign::evidence {

enum class Verdict { Pass, Fail, CannotCheck };
/// "PASS", "FAIL", "CANNOT CHECK".
std::string_view verdictName(Verdict verdict);
/// 0, 1, 2: the exit status of verify.sh and of the command line.
int verdictExit(Verdict verdict);

struct Check {
  std::string name; ///< stable: "manifest", "files", "trust", "objects", "signatures", "chain", "authority",
                    ///< "checkpoints", "times", "references"
  bool ok = false;
  std::string detail; ///< what was found; for a failure the first thing that does not hold
};

struct Verification {
  Verdict verdict = Verdict::CannotCheck;
  std::vector<Check> checks;
  std::vector<std::string> notes; ///< what a person still has to compare, and what nothing here proves
  std::uint64_t entries = 0;
  std::optional<Digest> root;
  std::string caSha256; ///< 64 digits; compare with what was received elsewhere
};

struct VerifyOptions {
  std::string caSha256;    ///< expected fingerprint, "" to only report it
  std::string checkpoint;  ///< body or note of a checkpoint that was kept elsewhere, "" for none
  std::string tsaCaSha256; ///< expected fingerprint of the time-stamp authority's CA, "" to only report it
  unsigned threads = 2;
  std::function<bool(double)> progress; ///< 0..1; false cancels: CannotCheck
};

/// Checks a package, independently of the code that wrote it. Tampering is always Fail; CannotCheck is kept
/// for what is no package, cannot be read, or is of a later version.
Verification verifyPackage(const std::string& folder, const VerifyOptions& options = {});

} // namespace countersign::evidence
