// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_area.h"

#include <vector>

namespace countersign::iam {

/// The parts of a region that are in another one, and those that are not.
struct Divided {
  std::vector<pattern::Region> inside, outside;
};
/// What cannot be decided is in `outside`, and `split` says so.
Divided dividedBy(const pattern::Region& region, const pattern::Region& by, pattern::Splitter& split);

} // namespace countersign::iam
