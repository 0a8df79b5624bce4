// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/review/desk.h"

namespace countersign {

/// A decision request as it is staged in the workspace, and back. Errors: Malformed.
std::string decisionToJson(const DecisionRequest& request);
Result<DecisionRequest> decisionFromJson(const std::string& json);

} // namespace countersign
