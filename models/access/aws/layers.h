// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/statement_match.h"

#include <string>
#include <string_view>
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
struct LayerTruth {
  Truth allow = Truth::No;
  Truth deny = Truth::No;
  PrincipalTruth named; ///< resource layer: allow, by the way in which the caller is named
};

/// The same with the statements that say it.
struct Layer : LayerTruth {
  std::string name;      ///< "identity policy", "SCP at ou-1" …
  std::string_view kind; ///< "identity", "boundary", "session", "resource", "scp", "rcp", "endpoint"
  std::vector<StatementMatch> allows, denies; ///< those that are not No
};

/// Evaluates one more policy of those that say the same kind of thing together.
void addPolicy(LayerTruth& layer, const Policy& policy, const Request& request, const MatchRules& rules);
void addPolicy(Layer& layer, const Policy& policy, const Request& request, const MatchRules& rules);

} // namespace countersign::iam
