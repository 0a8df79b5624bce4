// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"

#include <string>
#include <vector>

namespace countersign {

/// A policy that bears on a principal, and where it is written.
struct HeldPolicy {
  std::string name;         ///< "BackupWrite v7", "inline policy BackupWrite"
  std::string path;         ///< "policy BackupWrite v7 ← role"
  HeldDocumentPtr document; ///< that has the policy in normal form (docs/formats/documents.md)
  std::string inner;        ///< JSON pointer to it: "/document", "/inline/BackupWrite"
  /// Where the text is not from a snapshot: under which condition it is the one that counts.
  std::string assumed = {};
  const Json& text() const;
};

/// Policies attached to an organization's root or unit, or to the account.
struct HeldPolicyLevel {
  std::string target;
  std::vector<HeldPolicy> policies;
};

/// All that documents say gives and limits an AWS role or user its permissions.
struct HeldPolicies {
  std::string arn, account; ///< empty: not known
  std::vector<HeldPolicy> identity, boundary;
  std::vector<HeldPolicyLevel> serviceControl, resourceControl; ///< from the root down
  bool inManagementAccount = false;
  bool known = false;                   ///< the document shows a role or user
  std::vector<std::string> missing;     ///< identity-based policies and groups that are in no snapshot
  std::vector<std::string> notImported; ///< what may deny, and is in no snapshot
  /// Which of the policies are from the catalogue (HeldPolicy::assumed).
  std::vector<std::string> assumed() const;
};

/// Reads what bears on an aws.role or aws.user in one plane. Guardrails count for live principals only.
/// What is looked for and not found is told to the reader.
HeldPolicies awsHeldPolicies(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);

} // namespace countersign
