// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/policy.h"

#include <string>
#include <vector>

namespace countersign::vault {

/// What a request has to be like beside its path and operation, each in words. `writes`: the operation takes
/// parameters; `lists`: it lists keys.
std::vector<std::string> constraintTexts(const Permissions& p, bool writes, bool lists);

/// Approvals that the engine asks for beside the rule; editions differ in whether they do.
std::vector<std::string> approvalTexts(const Permissions& p);

} // namespace countersign::vault
