// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/layers.h"

#include <string_view>

namespace countersign::iam {

/// sts:GetCallerIdentity needs no permission, and a policy that denies it has no effect (AWS STS API
/// Reference, "GetCallerIdentity").
bool alwaysAllowed(const Request& request);

/// Why AWS refuses this to every customer whatever the policies say; empty: it does not.
std::string_view refusedByAws(const Request& request);

/// The account alone cannot allow this: the policy of the resource has to, if only by naming the account.
bool needsResourcePolicy(const Request& request);

/// The resource's policy is about this action: a trust policy is about assuming the role, not about the role
/// as a resource of IAM.
bool resourcePolicyApplies(const Request& request);

/// Neither SCPs nor RCPs restrict service-linked roles (AWS Organizations User Guide, "Service control
/// policies", "Resource control policies").
bool isServiceLinkedRole(const Principal& principal);

/// Whether RCPs are about the service (AWS Organizations User Guide, "List of AWS services that support
/// RCPs"). Undecided for services that are not known to be: the list grows.
Truth supportsResourceControl(const Request& request);

} // namespace countersign::iam
