// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/statement_match.h"

#include <string>
#include <vector>

namespace countersign::iam {

/// Policies attached to one organization root, unit or account.
struct OrganizationLevel {
  std::string target; ///< "r-…", "ou-…", or an account
  std::vector<const Policy*> policies;
};

/// All policies that bear on a request. What is not imported is named in `notImported`, never left out in
/// silence.
struct PolicySet {
  std::vector<const Policy*> identity; ///< inline, managed, and those of groups
  std::vector<const Policy*> boundary; ///< permissions boundary; empty: none is set
  std::vector<const Policy*> session;  ///< session policies; empty: none was given
  const Policy* resource = nullptr;    ///< of the resource: bucket policy, key policy, trust policy …
  std::vector<OrganizationLevel>
      serviceControl; ///< SCPs of the caller's account, from the root down; empty: none
  std::vector<OrganizationLevel> resourceControl; ///< RCPs of the resource's account, likewise
  std::vector<const Policy*> endpoint; ///< of the VPC endpoints that the request passes; empty: none
  /// Block Public Access with RestrictPublicBuckets is on for the bucket, or for its account.
  bool restrictPublicBuckets = false;
  bool principalInManagementAccount = false, resourceInManagementAccount = false;
  std::vector<std::string> notImported; ///< "service control policies" …: they may deny what the rest allows
};

/// What one kind of policy says.
struct Layer {
  std::string name; ///< "identity policy", "SCP at ou-1" …
  std::string kind; ///< "identity", "boundary", "session", "resource", "scp", "rcp", "endpoint"
  Truth allow = Truth::No;
  Truth deny = Truth::No;
  PrincipalMatch named; ///< resource layer: allow, by the way in which the caller is named
  std::vector<StatementMatch> allows, denies; ///< those that are not No
};

/// Evaluates policies that say the same kind of thing together.
Layer evaluateLayer(std::string name, std::string kind, const std::vector<const Policy*>& policies,
                    const Request& request, const MatchRules& rules);
/// A layer that is not there, and so limits nothing.
Layer openLayer(std::string kind);

} // namespace countersign::iam
