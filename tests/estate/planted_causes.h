// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::estate {

/// An edit above several identities, on the last day.
struct PlantedCause {
  std::string_view kind;         ///< "shared-policy-edited", "group-edited", "scp-edited"
  std::string name;              ///< of what was edited
  std::string who, from;         ///< empty: no audit trail has it
  std::vector<std::string> uids; ///< that lived before and after; at least two
};

std::vector<PlantedCause> plantedCauses(const Plan& plan);

} // namespace countersign::estate
