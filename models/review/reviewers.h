// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

class Workspace;

/// A person who may sign in a workspace.
struct Reviewer {
  std::string keyId, name, email, role;
  std::vector<std::string> aliases; ///< names and credential ids of this person in other systems
  std::int64_t enrolledEntry = 0;   ///< in the log
  std::optional<std::int64_t> revokedEntry;
};

Result<std::vector<Reviewer>> reviewers(Workspace& workspace);

/// Replaces the names that a reviewer has in other systems: with them is checked that nobody certifies an
/// identity of their own. `keyId` may be the first digits of the id, at least four.
/// Errors: NotFound (none, or more than one, begins so).
Result<void> setReviewerAliases(Workspace& workspace, const std::string& keyId,
                                const std::vector<std::string>& aliases);

/// What a reviewer is, in words. Errors: as `setReviewerAliases`.
Result<void> setReviewerRole(Workspace& workspace, const std::string& keyId, const std::string& role);

} // namespace countersign
