// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/drift_data.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::ui {

namespace {

bool isIn(const ChangeRow& row, const std::string& system) {
  return row.wish.system == system ||
         std::any_of(row.places.begin(), row.places.end(), [&](const auto& p) { return p.system == system; });
}

Result<void> readSources(Desk& desk, const DriftFilter& filter, DriftData& data) {
  COUNTERSIGN_ASSIGN(const auto sources, desk.sources());
  std::map<std::int64_t, std::string> systemOf;
  std::set<std::string> systems;
  for (const SourceRow& source : sources) {
    systemOf[source.id] = source.system;
    if (source.role != SourceRole::Audit) systems.insert(source.system);
    data.intent = data.intent || source.role == SourceRole::Intent;
    if (source.role != SourceRole::Live || data.looksTwice) continue;
    COUNTERSIGN_ASSIGN(const auto snapshots, desk.snapshots(source.id));
    data.looksTwice = snapshots.size() > 1;
  }
  data.systems.assign(systems.begin(), systems.end());
  if (filter.system.empty()) return {};
  std::erase_if(data.seen, [&](const SeenChangeRow& row) { return systemOf[row.source] != filter.system; });
  std::erase_if(data.changes, [&](const ChangeRow& row) { return !isIn(row, filter.system); });
  return {};
}

/// How many records of the largest cause were certified before it moved them.
Result<void> countReopened(Desk& desk, DriftData& data) {
  if (data.causes.empty()) return {};
  RecordQuery query;
  query.standings = {StandingState::Moved};
  COUNTERSIGN_ASSIGN(const auto moved, desk.recordIds(query));
  const std::set<RecordId> ids(moved.begin(), moved.end());
  data.largestReopened =
      static_cast<std::size_t>(std::count_if(data.causes.front().ids.begin(), data.causes.front().ids.end(),
                                             [&](RecordId id) { return ids.contains(id); }));
  return {};
}

} // namespace

std::optional<Instant> sinceOf(const DriftFilter& filter, Instant now) {
  if (filter.days == 0) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(now) - std::chrono::days(filter.days - 1);
}

Result<DriftData> driftData(Desk& desk, const DriftFilter& filter) {
  DriftData data;
  const Instant now = desk.clock().now();
  const auto since = sinceOf(filter, now);
  DriftQuery query;
  if (!filter.system.empty()) query.systems = {filter.system};
  COUNTERSIGN_ASSIGN(data.report, desk.drift(query));
  ChangeQuery asked;
  asked.since = since;
  COUNTERSIGN_ASSIGN(data.changes, desk.changes(asked));
  COUNTERSIGN_ASSIGN(data.seen, desk.seenChanges(since));
  COUNTERSIGN_ASSIGN(data.causes, desk.causes(since));
  COUNTERSIGN_ASSIGN(const FacetCounts all, desk.facets({}));
  data.records = all.total;
  COUNTERSIGN_TRY(readSources(desk, filter, data));
  std::set<std::string> causes;
  for (const SeenChangeRow& row : data.seen)
    causes.insert(row.causeKey);
  std::erase_if(data.causes, [&](const CauseRow& cause) { return !causes.contains(cause.key); });
  std::stable_partition(data.changes.begin(), data.changes.end(),
                        [](const ChangeRow& row) { return drift::wantsAction(row.state); });
  data.bars = changesBars(data.seen, since, now);
  data.latency = latencyFigures(data.changes, drift::Leg::Shown);
  COUNTERSIGN_TRY(countReopened(desk, data));
  return data;
}

} // namespace countersign::ui
