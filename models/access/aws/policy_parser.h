// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"

#include <string>

namespace countersign::iam {

/// Reads one statement; `variables`: the version of the policy has policy variables.
Statement parseStatement(JsonView statement, std::string pointer, bool variables);

} // namespace countersign::iam
