// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/condition.h"
#include "models/access/gcp/principal.h"

#include <string>

namespace countersign::gcp {

/// Whether an entry of deniedPermissions means a permission: "service/resource.verb", "service/resource.*",
/// "service/*.verb", "service/*.*".
Finding permissionMatches(const Estate& estate, const std::string& entry, const std::string& permission);
/// Whether a rule is about a permission, its exceptions taken off.
Finding aboutPermission(const Estate& estate, const DenyRule& rule, const std::string& permission);
/// Whether it is about a principal, its exceptions taken off. Of a set of principals: about all of it; where
/// about some of it only, perhaps.
Finding aboutPrincipal(const DenyRule& rule, const Principal& principal);
Finding denies(const Estate& estate, const DenyRule& rule, const Principal& principal,
               const std::string& permission, Conditions& conditions);

} // namespace countersign::gcp
