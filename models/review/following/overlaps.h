// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/follow_changes.h"

#include <vector>

namespace countersign {

/// Plans that change the same object, the later one made before the earlier one was seen to have landed: each
/// stays a request of its own, says which others it overlaps and which of them what happened fits. One
/// landing that fits several is measured for the first one that asked. `rows`: of `asked`, one each.
void settleOverlaps(const std::vector<AskedChange>& asked, std::vector<ChangeRow>& rows);

} // namespace countersign
