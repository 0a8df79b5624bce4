// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/neutral/record_content.h"
#include "models/identity/document.h"

#include <optional>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// Members of a record that say what a change asks for: `change`, `permission`, `resource`, `system`,
/// `credential`, `owner`, `until`, `probe`.
bool isWishMember(std::string_view name);
/// `approved_at`, `approved_by`, `closed_at`.
bool isApprovalMember(std::string_view name);

/// Reads what a record asks for (docs/formats/change-list.md) into `change.wish`. `change.at` has to be there
/// already where it is known: an end before it is a fault. What a member says that has no meaning with this
/// change is kept in `change.details`, or loses the record where it would be another change with it: half a
/// change is not followed.
void readWish(const Json& record, Change& change, std::vector<Fault>& faults);

/// Reads by whom and when it was approved, and when it was closed. Times later than `newest`, or a closing
/// before the request, are left out and said.
void readApproval(const Json& record, std::optional<Instant> newest, Change& change,
                  std::vector<Fault>& faults);

/// A member's time (RFC 3339 with an offset) that is not later than `newest`. Else nullopt and a fault, which
/// loses the record where `loses`.
std::optional<Instant> pastTime(const Json& record, const char* member, std::optional<Instant> newest,
                                bool loses, std::vector<Fault>& faults);

} // namespace countersign::neutral
