// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/effective.h"
#include "models/access/compared.h"

namespace countersign {

/// Grants of statements (those that awsGrants made) and of the neutral format, exactly: NotAction,
/// NotResource, denials, conditions and policy variables included.
std::vector<GrantParts> awsCompare(const Grants& wide, const Grants& narrow, AwsPolicies& policies);

} // namespace countersign
