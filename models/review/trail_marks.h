// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"

namespace countersign {

/// For each row of an audit trail: whether what it tells of had been asked for. Nullopt where it tells of no
/// change that was seen. An event counts by its time and action, a snapshot by its time and source; of
/// several changes, one that nobody asked for makes it "not requested". For the screen alone, never signed.
std::vector<std::optional<bool>> trailMarks(const std::vector<TrailRow>& trail,
                                            const std::vector<SeenChangeRow>& seen);

} // namespace countersign
