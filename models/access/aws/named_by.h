// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/effective.h"

#include <string>
#include <vector>

namespace countersign {

/// A policy of a resource, or a role's trust policy, that names a principal.
struct AwsNamingPolicy {
  HeldPolicy policy;
  std::string arn, account; ///< of the resource; the account may not be known
  bool trust = false;
};

/// Reads the live policies of resources and trust policies that name the principal by its ARN, or one of its
/// sessions. Those that name its account only leave it to the account, and those for everyone name nobody:
/// they are looked at when it is asked what may be done on their resource.
std::vector<AwsNamingPolicy> awsNamingPolicies(DocumentReader& reader, const HeldPolicies& held);

/// Adds to what is effective what these policies give and no policy of the principal's own does.
/// `own`: what its own policies come to.
void addNamedBy(DocumentReader& reader, const HeldPolicies& held, AwsPolicySet& set,
                const iam::GrantRows& own, AwsPolicies& policies, Instant now, EffectiveList& to);

} // namespace countersign
