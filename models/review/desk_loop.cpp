// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

/// States depend on the time as well (what is overdue, what has ended): after so long they are worked out
/// again.
constexpr std::chrono::minutes loopAge{1};

} // namespace

bool Desk::Impl::loopHolds(std::int64_t generation, Instant t) const {
  return loop && loopGeneration == generation && t >= loopNow && t - loopNow < loopAge;
}

/// Of one record less has to be worked out, unless all of it is at hand.
Result<std::shared_ptr<const Loop>> Desk::Impl::loopOf(RecordId record) {
  COUNTERSIGN_ASSIGN(const std::int64_t generation, workspace->generation());
  const Instant t = now();
  if (loopHolds(generation, t)) return loop;
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(*workspace));
  COUNTERSIGN_ASSIGN(Loop made, workOutLoop(*workspace, windows, t, record));
  return std::make_shared<const Loop>(std::move(made));
}

Result<std::shared_ptr<const Loop>> Desk::Impl::loopNowOf() {
  COUNTERSIGN_ASSIGN(const std::int64_t generation, workspace->generation());
  const Instant t = now();
  if (loopHolds(generation, t)) return loop;
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(*workspace));
  COUNTERSIGN_ASSIGN(Loop made, workOutLoop(*workspace, windows, t));
  loop = std::make_shared<const Loop>(std::move(made));
  loopGeneration = generation;
  loopNow = t;
  return loop;
}

Result<std::vector<ChangeRow>> Desk::changes(const ChangeQuery& query) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  std::vector<ChangeRow> out;
  for (const ChangeRow& row : loop->changes)
    if (matches(row, query)) out.push_back(row);
  return out;
}

Result<std::vector<SeenChangeRow>> Desk::seenChanges(std::optional<Instant> from, std::optional<Instant> to) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  std::vector<SeenChangeRow> out;
  for (const SeenChangeRow& row : loop->seen)
    if ((!from || row.at >= *from) && (!to || row.at <= *to)) out.push_back(row);
  return out;
}

Result<std::vector<ChangeRow>> Desk::changesOf(RecordId record) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopOf(record));
  std::vector<ChangeRow> out;
  std::copy_if(loop->changes.begin(), loop->changes.end(), std::back_inserter(out),
               [&](const ChangeRow& row) { return row.record == record; });
  return out;
}

Result<RecordChanges> Desk::recordChanges(RecordId record) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  RecordChanges out;
  std::copy_if(loop->changes.begin(), loop->changes.end(), std::back_inserter(out.followed),
               [&](const ChangeRow& row) { return row.record == record; });
  std::copy_if(loop->seen.begin(), loop->seen.end(), std::back_inserter(out.seen),
               [&](const SeenChangeRow& row) { return row.record == record; });
  return out;
}

Result<std::vector<CauseRow>> Desk::causes(std::optional<Instant> from, std::optional<Instant> to) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  std::vector<CauseRow> out;
  for (const CauseRow& edit : loop->edits)
    if ((!from || *edit.at >= *from) && (!to || *edit.at <= *to)) out.push_back(edit);
  return out;
}

Result<std::vector<LatencyRow>> Desk::latencies(const ChangeQuery& query) {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  std::vector<const ChangeRow*> rows;
  for (const ChangeRow& row : loop->changes)
    if (matches(row, query)) rows.push_back(&row);
  SourceStore store(*impl_->workspace);
  std::map<std::string, std::string> floors;
  COUNTERSIGN_ASSIGN(const auto snapshots, store.snapshots());
  COUNTERSIGN_ASSIGN(const auto sources, store.sources());
  for (const StoredSnapshot& s : snapshots)
    if (const drift::Floor* floor = drift::floorOf(s.connector))
      for (const StoredSource& source : sources)
        if (source.id == s.source) floors.emplace(source.name, std::string(floor->text));
  return latencyRows(rows, floors);
}

Result<std::vector<SkewRow>> Desk::clockSkew() {
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  std::vector<SkewRow> out;
  for (const auto& [source, row] : loop->skew.bySource)
    out.push_back(row);
  return out;
}

} // namespace countersign
