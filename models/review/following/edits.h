// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/follow_changes.h"

namespace countersign {

/// Edits of what several identities rest on (a shared policy, a group, an organization policy) between two
/// times: each with the live identities that rested on it before and after, whether what they may do became
/// otherwise by it or not, and with the newest audit event on it between the two looks. Edits that moved one
/// identity alone are left out, and those of an identity itself. Most identities first. `records`: all that
/// may have moved. Errors: those of reading.
Result<std::vector<CauseRow>> editsAbove(FollowReader& reader, const std::set<RecordId>& records,
                                         const ClockSkew& skew, Instant from, Instant to);

} // namespace countersign
