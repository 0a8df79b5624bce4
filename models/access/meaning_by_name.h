// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/meaning.h"

#include <string>
#include <string_view>

namespace countersign {

/// "PutRolePolicy" → "Put role policy"
std::string sentenceFromName(std::string_view name);
/// What an action that no catalogue knows does, as far as its name tells; Administer for a wildcard.
Reach reachByName(std::string_view system, std::string_view action);

} // namespace countersign
