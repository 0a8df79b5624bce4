// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/tenant.h"
#include "models/access/pattern_area.h"

#include <string>
#include <vector>

namespace countersign::azure {

/// One plane of a permission block at a scope, as sets of texts: `actions` without `nots`, on `scopes`.
struct Portion {
  pattern::GlobList actions, nots, scopes;
};

/// A management group's portion holds the subscriptions that are known to lie below it.
Portion portionOf(const Tenant& tenant, const Block& block, bool data, const std::string& scope,
                  bool childScopes = true);

using Regions = std::vector<pattern::Region>;
/// What a portion is, what is left of regions without it, and what of them is in it.
Regions regionsOf(pattern::Splitter& split, const Portion& portion);
Regions without(pattern::Splitter& split, const Regions& regions, const Portion& portion);
Regions within(pattern::Splitter& split, const Regions& regions, const Portion& portion);

} // namespace countersign::azure
