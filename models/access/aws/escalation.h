// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/grants.h"
#include "models/access/escalation.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::iam {

/// One permission that a path takes: any one of the actions, on a resource of a kind.
struct PathNeed {
  std::vector<std::string_view> actions;
  /// Pattern: "arn:*:iam::????????????:role/*". The first `*` stands for a partition, not for any text.
  std::string_view resource;
  int same = 0;       ///< needs with the same number, not 0, are of one and the same resource
  bool other = false; ///< not of the principal itself
};

/// A known path. Sources: Rhino Security Labs, "AWS IAM Privilege Escalation Methods"; pathfinding.cloud
/// (Datadog); Service Authorization Reference. What lies between (finding out names, trust of a role) is
/// `needs`.
struct PathRule {
  std::string_view id, title, needs;
  std::vector<PathNeed> permissions;
};
const std::vector<PathRule>& identityPaths(); ///< over identities, policies, keys and resource policies
const std::vector<PathRule>& servicePaths();  ///< over services that run code with a role

/// The ARN of a principal, and others that are the same one: names are unique in an account, whatever the
/// path, so that user/ci and user/team/ci are one user.
std::vector<Glob> namesOf(const std::string& arn);

/// The known paths of a principal whose rows (grants.h) these are. `principal`: its ARN, or empty. A path is
/// there where each permission that it takes is in a row of an Allow that is not denied; conditional where
/// one of them can be had only from rows that are conditional or not evaluated. Bounded: what takes too long
/// is conditional, and says so.
EscalationPaths escalationPaths(const GrantRows& rows, const std::string& principal);
/// The same by these rules only.
EscalationPaths escalationPaths(const GrantRows& rows, const std::string& principal,
                                const std::vector<PathRule>& rules);

} // namespace countersign::iam
