// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/certificate.h"
#include "models/evidence/log.h"
#include "models/evidence/report.h"

#include <functional>

namespace countersign::evidence {

/// All that goes into an evidence package.
struct PackageInput {
  std::string origin;
  std::vector<std::string> entries;                ///< envelopes, in the order of the log, from 0
  std::vector<Checkpoint> checkpoints;             ///< by size; the last one covers all entries
  Certificate authority;                           ///< the reviewers' CA
  std::map<std::string, Certificate> certificates; ///< key id → certificate; the log key's as well
  std::string logKeyId;
  std::string tsaCaPem;                    ///< "" where there are no time-stamp tokens
  std::map<Digest, std::string> documents; ///< SHA-256 → canonical document
  std::map<Digest, std::string> closures; ///< SHA-256 → canonical closure: names documents by 64 hex digits
  std::map<Digest, std::string> views;    ///< SHA-256 → plain text that was shown
  std::map<Digest, std::string> sources;  ///< SHA-256 → masked bytes of a snapshot; may be empty
  Json snapshots = Json::array();         ///< metadata, one object a snapshot
  ReportData report;
  std::map<std::string, std::string> moreReports; ///< file name → bytes, for example report.pdf
};

/// Writes a package into `target`, which must not exist: into `<target>.partial-<pid>` first, everything
/// synced, then renamed. The manifest is signed with `exportKey`: the log key or a key that may sign.
/// Twice the same input gives the same bytes, but for MANIFEST.sha256.sig.
/// `progress` (0..1) may return false to cancel; nothing is left behind then.
/// Errors: InvalidArgument (an object that an entry names is missing, digests that do not fit, no checkpoint
/// of all entries, file names), Io, DiskFull, Cancelled, Crypto.
Result<void> writePackage(const PackageInput& input, const std::string& target, const SigningKey& exportKey,
                          const std::function<bool(double)>& progress = {});

/// verify.sh, verify-proof.sh, VERIFY.txt and README.txt as they stand in every package: for publishing them
/// elsewhere than in a package.
const std::map<std::string, std::string>& packageTexts();

} // namespace countersign::evidence
