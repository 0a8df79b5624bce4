// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/neutral/record_place.h"

#include <optional>
#include <string_view>

namespace countersign::neutral {

/// The part of a change list.
constexpr std::string_view changesPart = "changes";

/// True for a column of docs/formats/change-list.md.
bool isListColumn(std::string_view name);

/// Reads one line of a list of changes (docs/formats/change-list.md) into `batch`: a change, or gaps of the
/// part "changes" where it cannot be used. `captured`: no time of what was done can be later.
void readListedChange(Json record, const RecordPlace& place, std::optional<Instant> captured, Batch& batch);

} // namespace countersign::neutral
