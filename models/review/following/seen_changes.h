// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/follow_changes.h"
#include "models/review/following/moment_changes.h"

#include <vector>

namespace countersign {

/// Records that something which moved between two times may have moved.
Result<std::set<RecordId>> movedRecords(FollowReader& reader, Instant from, Instant to);

/// Events that must have come before what they did was seen, and by their own clock came after: by how much
/// an audit source's clock runs ahead at least.
Result<ClockSkew> measureSkew(FollowReader& reader, Instant from, Instant to);

/// What live state shows otherwise between two times, record by record, with the audit event that did it and
/// the request that explains it. What only the audit trail knows (undone before a snapshot could show it) is
/// added. Newest first.
Result<std::vector<SeenChangeRow>> seenChanges(FollowReader& reader, const std::set<RecordId>& records,
                                               const std::vector<ChangeRow>& requests, const ClockSkew& skew,
                                               Instant from, Instant to);

} // namespace countersign
