// SPDX-License-Identifier: Apache-2.0
#include "models/review/overview_view.h"

#include <cstdio>

namespace countersign {
namespace {

std::string percentText(const DayShare& day) {
  if (day.records == 0) return {};
  char out[16];
  std::snprintf(out, sizeof out, "%.1f",
                100.0 * static_cast<double>(day.fresh) / static_cast<double>(day.records));
  return out;
}

} // namespace

NumberTable numbersOf(const std::vector<DayShare>& days) {
  NumberTable out{{"at", "current_or_ageing", "records", "percent"}, {}};
  for (const DayShare& day : days)
    out.rows.push_back({formatRfc3339Seconds(day.at), std::to_string(day.fresh), std::to_string(day.records),
                        percentText(day)});
  return out;
}

} // namespace countersign
