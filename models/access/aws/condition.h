// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"
#include "models/access/aws/request.h"
#include "models/access/truth.h"

#include <optional>
#include <string>

namespace countersign::iam {

struct ConditionResult {
  Truth truth = Truth::No;
  std::string missing;          ///< Undecided: what is not known
  std::optional<Instant> until; ///< the result rests on the time and may be another from then on
};

/// One key of the Condition element. `allow`: of a statement that allows (which counts for samples only).
ConditionResult evaluateCondition(const ConditionTest& test, const Context& context, bool allow);

/// "s3:prefix StringEquals a or b", for people.
std::string conditionText(const ConditionTest& test);

} // namespace countersign::iam
