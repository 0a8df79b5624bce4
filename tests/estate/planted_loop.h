// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

namespace countersign::estate {

/// The members of planted.json on the loop of changes: "changes", "to_revoke", "seen", "clock".
void writePlantedLoop(TextFile& file, JsonOut& out, const Plan& plan);

} // namespace countersign::estate
