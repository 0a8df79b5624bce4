// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk.h"

#include <algorithm>
#include <tuple>

namespace countersign {

Result<std::vector<DueRow>> Desk::due(std::size_t limit) {
  RecordQuery query;
  query.seals = {SealState::Contradicted, SealState::Stale, SealState::Ageing};
  query.sortBy = RecordColumn::Tier;
  COUNTERSIGN_ASSIGN(const auto ids, recordIds(query));
  COUNTERSIGN_ASSIGN(auto rows, recordRows(ids));
  COUNTERSIGN_ASSIGN(const Windows w, windows());
  std::vector<DueRow> out;
  for (RecordRow& row : rows) {
    DueRow due;
    due.window = w.of(row.tier);
    // Past two thirds of its window a record is to be looked at again.
    if (row.seenLive) due.since = *row.seenLive + due.window * 2 / 3;
    due.row = std::move(row);
    out.push_back(std::move(due));
  }
  // Contradicted is known to be wrong; then what can do most, and what has waited longest.
  const auto order = [](const DueRow& d) {
    return std::tuple(d.row.tier, d.row.seal != SealState::Contradicted,
                      d.row.access.known ? -static_cast<int>(d.row.access.reach) : 0,
                      d.since ? toMicros(*d.since) : 0, d.row.name);
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const DueRow& a, const DueRow& b) { return order(a) < order(b); });
  if (limit != 0 && out.size() > limit) out.resize(limit);
  return out;
}

} // namespace countersign
