// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/secret_text.h"

#include <vector>

namespace countersign::secretfinding {

/// Where a text begins with a line of column names: the cells below those that are named like a secret.
std::vector<Stretch> secretCells(std::string_view text);

} // namespace countersign::secretfinding
