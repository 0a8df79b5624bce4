// SPDX-License-Identifier: Apache-2.0
#include "models/review/trail_marks.h"

namespace countersign {
namespace {

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool tellsOf(const TrailRow& row, const SeenChangeRow& change) {
  if (row.tag == "snapshot")
    return change.shown && row.at == change.at && endsWith(row.text, " in " + change.sourceName);
  return !change.event.empty() && change.eventAt == row.at && row.title == change.event;
}

} // namespace

std::vector<std::optional<bool>> trailMarks(const std::vector<TrailRow>& trail,
                                            const std::vector<SeenChangeRow>& seen) {
  std::vector<std::optional<bool>> out(trail.size());
  for (std::size_t i = 0; i < trail.size(); ++i)
    for (const SeenChangeRow& change : seen)
      if (tellsOf(trail[i], change)) out[i] = out[i].value_or(true) && change.requested;
  return out;
}

} // namespace countersign
