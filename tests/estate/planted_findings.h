// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What rules have to say of the estate on the last day (docs/findings.md).
namespace countersign::estate {

/// Rules of which each finding is known: where they say something of another record, they are wrong.
const std::vector<std::string_view>& plantedRules();

struct PlantedFinding {
  std::string_view rule;
  std::string text; ///< that the finding's text has in it
};

class FindingPlan {
public:
  explicit FindingPlan(const Plan& plan);
  std::vector<PlantedFinding> of(const Identity& identity) const;

private:
  const Plan& plan_;
  std::set<std::size_t> withToken_; ///< service accounts of which some day's exports have a token
};

/// Whether the log of a clock that runs ahead dates the change after the capture that shows it.
bool datedAfterCapture(const Plan& plan, const Identity& identity, const Change& change);

} // namespace countersign::estate
