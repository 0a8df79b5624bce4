// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/policies.h"
#include "tests/estate/tickets.h"

#include <set>
#include <vector>

/// What identities may do by the exports of a day: worked out from what is written into them.
namespace countersign::estate {

/// Every action on every resource.
std::vector<Permission> permissionsOf(const PolicyText& policy);
/// What the role binding that is asked for gives.
Permission bindingPermission(const Identity& serviceAccount);
/// What is taken away where one permission is: on each of its resources.
std::vector<Permission> takenPermissions(const Plan& plan, const Identity& role);

/// All that the exports of a day give it in its own system.
std::set<Permission> heldOn(const Plan& plan, const Identity& identity, int day);

} // namespace countersign::estate
