// SPDX-License-Identifier: Apache-2.0
#include "models/review/changes_in.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

bool isIn(const ChangeRow& row, const std::string& system) {
  return row.wish.system == system ||
         std::any_of(row.places.begin(), row.places.end(), [&](const auto& p) { return p.system == system; });
}

} // namespace

Result<ChangesIn> changesIn(Desk& desk, unsigned days, const std::string& system) {
  ChangesIn out;
  if (days != 0)
    out.since = std::chrono::floor<std::chrono::days>(desk.clock().now()) - std::chrono::days(days - 1);
  ChangeQuery asked;
  asked.since = out.since;
  COUNTERSIGN_ASSIGN(out.changes, desk.changes(asked));
  COUNTERSIGN_ASSIGN(out.seen, desk.seenChanges(out.since));
  if (system.empty()) return out;
  COUNTERSIGN_ASSIGN(const auto sources, desk.sources());
  std::map<std::int64_t, std::string> systemOf;
  for (const SourceRow& source : sources)
    systemOf[source.id] = source.system;
  std::erase_if(out.changes, [&](const ChangeRow& row) { return !isIn(row, system); });
  std::erase_if(out.seen, [&](const SeenChangeRow& row) { return systemOf[row.source] != system; });
  return out;
}

} // namespace countersign
