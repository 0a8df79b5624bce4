// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/drift_data.h"

#include "models/review/changes_in.h"

#include <algorithm>
#include <set>

namespace countersign::ui {

namespace {

Result<void> readSources(Desk& desk, DriftData& data) {
  COUNTERSIGN_ASSIGN(const auto sources, desk.sources());
  std::set<std::string> systems;
  for (const SourceRow& source : sources) {
    if (source.role != SourceRole::Audit) systems.insert(source.system);
    data.intent = data.intent || source.role == SourceRole::Intent;
    if (source.role != SourceRole::Live || data.looksTwice) continue;
    COUNTERSIGN_ASSIGN(const auto snapshots, desk.snapshots(source.id));
    data.looksTwice = snapshots.size() > 1;
  }
  data.systems.assign(systems.begin(), systems.end());
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

Result<DriftData> driftData(Desk& desk, const DriftFilter& filter) {
  DriftData data;
  DriftQuery query;
  if (!filter.system.empty()) query.systems = {filter.system};
  COUNTERSIGN_ASSIGN(data.report, desk.drift(query));
  COUNTERSIGN_ASSIGN(ChangesIn in, changesIn(desk, filter.days, filter.system));
  data.changes = std::move(in.changes);
  data.seen = std::move(in.seen);
  COUNTERSIGN_ASSIGN(data.causes, desk.causes(in.since));
  COUNTERSIGN_ASSIGN(const FacetCounts all, desk.facets({}));
  data.records = all.total;
  COUNTERSIGN_TRY(readSources(desk, data));
  std::set<std::string> causes;
  for (const SeenChangeRow& row : data.seen)
    causes.insert(row.causeKey);
  std::erase_if(data.causes, [&](const CauseRow& cause) {
    return !filter.system.empty() && cause.system != filter.system && !causes.contains(cause.key);
  });
  std::stable_partition(data.changes.begin(), data.changes.end(),
                        [](const ChangeRow& row) { return drift::wantsAction(row.state); });
  data.bars = changesBars(data.seen, in.since, desk.clock().now());
  data.latency = latencyFigures(data.changes, drift::Leg::Shown);
  COUNTERSIGN_TRY(countReopened(desk, data));
  return data;
}

} // namespace countersign::ui
