// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

namespace countersign {

/// What was asked for and what was seen to change in a time, in one system or in all.
struct ChangesIn {
  std::optional<Instant> since; ///< midnight UTC; nullopt: all time
  std::vector<ChangeRow> changes;
  std::vector<SeenChangeRow> seen;
};

/// Of the last `days` days, today among them; 0: all time. `system` as in PrincipalRow, "" for all; a request
/// is in the system that it names and in those in which it is followed. Each newest first. Errors: those of
/// reading.
Result<ChangesIn> changesIn(Desk& desk, unsigned days, const std::string& system);

} // namespace countersign
