// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/follow_changes.h"

#include <functional>
#include <set>
#include <vector>

namespace countersign {

/// The newest request about an object, or about one of these records, that was made before a time.
using RequestAbout =
    std::function<const ChangeRow*(std::int64_t object, const std::set<RecordId>& records, Instant at)>;

/// Events that changed state, and of which no complete look after them shows anything: undone before the next
/// snapshot, or of no consequence for access. Events that are `explained` already are left out, and those
/// after which nobody has looked yet.
Result<std::vector<SeenChangeRow>> auditOnlyChanges(FollowReader& reader,
                                                    const std::set<std::int64_t>& explained,
                                                    const RequestAbout& requestAbout, drift::Micros skew,
                                                    Instant from, Instant to);

} // namespace countersign
