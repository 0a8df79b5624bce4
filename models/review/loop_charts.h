// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"
#include "models/review/number_table.h"

namespace countersign {

/// What was seen to change in live state in one stretch of time.
struct ChangesBar {
  Instant from{}, upTo{}; ///< midnight UTC; `upTo` is not in it
  std::size_t requested = 0, unrequested = 0;
  bool operator==(const ChangesBar&) const = default;
};

/// One bar a day (UTC), from the day of `since` or else of the oldest change to that of `now`, empty days
/// too; where that were more than `mostChangesBars`, one bar for 7, 28 or 364 days, or a multiple. What only
/// the audit trail shows counts as well. Empty where there is no change.
std::vector<ChangesBar> changesBars(const std::vector<SeenChangeRow>& rows, std::optional<Instant> since,
                                    Instant now);
inline constexpr std::size_t mostChangesBars = 120;

/// How long changes took, of one leg.
struct LatencyFigures {
  std::vector<drift::Bar> bars;
  drift::Percentiles percentiles;
  std::size_t bounded = 0;     ///< of which only bounds are known, because they landed between two looks
  std::size_t refused = 0;     ///< shorter than the clocks differ: no figure
  std::size_t neverLanded = 0; ///< complete looks after their time was up do not show them
};
LatencyFigures latencyFigures(const std::vector<ChangeRow>& rows, drift::Leg leg);

/// day, up_to (RFC 3339 dates), requested, not_requested.
NumberTable numbersOf(const std::vector<ChangesBar>& bars);
/// above_seconds, up_to_seconds, changes.
NumberTable numbersOf(const std::vector<drift::Bar>& bars);

} // namespace countersign
