// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/review/loop_charts.h"
#include "models/review/overview_todo.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

std::size_t countOf(const std::map<std::string, std::size_t>& counts, std::string_view word) {
  const auto found = counts.find(std::string(word));
  return found == counts.end() ? 0 : found->second;
}

void setRecords(const FacetCounts& facets, Overview& out) {
  out.records = facets.total;
  out.current = countOf(facets.seal, name(SealState::Current));
  out.ageing = countOf(facets.seal, name(SealState::Ageing));
  out.stands = countOf(facets.standing, name(StandingState::Stands));
  out.moved = countOf(facets.standing, name(StandingState::Moved));
  out.exceptions = countOf(facets.standing, name(StandingState::Exception));
  out.expired = countOf(facets.standing, name(StandingState::Expired));
}

void setChanges(const std::vector<ChangeRow>& changes, Overview& out) {
  const LatencyFigures latency = latencyFigures(changes, drift::Leg::Shown);
  out.latency = latency.percentiles;
  out.changes = changes.size();
  out.neverLanded = latency.neverLanded;
  for (const ChangeRow& row : changes) {
    if (!takesAway(row)) continue;
    if (row.state == drift::ChangeState::Unknown) ++out.revocationsUnknown;
    if (!isOpen(row)) continue;
    ++out.revocationsOpen;
    out.oldestRevocation = std::min(out.oldestRevocation.value_or(row.requested.by), row.requested.by);
  }
}

Result<std::vector<SourceStrictness>> strictness(Workspace& w, const std::vector<SourceRow>& sources) {
  std::vector<SourceStrictness> out;
  for (const SourceRow& s : sources) {
    COUNTERSIGN_ASSIGN(const auto strictest, RecordList(w).strictestTier(s.id));
    out.push_back({&s, strictest});
  }
  return out;
}

/// As findings at this severity: those of the evaluation, and differences that are as bad.
Result<std::vector<RecordId>> criticalOf(Workspace& w, const DriftReport& report) {
  COUNTERSIGN_ASSIGN(const auto held, RecordStore(w).withFinding(Severity::Critical));
  std::set<RecordId> out(held.begin(), held.end());
  for (const DifferenceRow& row : report.rows)
    if (row.severity == name(Severity::Critical) && row.record != 0) out.insert(row.record);
  return std::vector<RecordId>(out.begin(), out.end());
}

} // namespace

Result<Overview> Desk::overview() {
  Overview out;
  out.at = impl_->now();
  COUNTERSIGN_ASSIGN(const FacetCounts facets, this->facets({}));
  setRecords(facets, out);
  COUNTERSIGN_ASSIGN(const DriftReport report, drift({}));
  out.permissions = report.permissions;
  out.agree = report.agree;
  out.differences = report.total;
  out.causes = report.causes.size();
  COUNTERSIGN_ASSIGN(const auto loop, impl_->loopNowOf());
  setChanges(loop->changes, out);
  RecordQuery moved;
  moved.standings = {StandingState::Moved};
  COUNTERSIGN_ASSIGN(const auto movedIds, recordIds(moved));
  COUNTERSIGN_ASSIGN(const auto critical, criticalOf(*impl_->workspace, report));
  COUNTERSIGN_ASSIGN(const auto index, impl_->recordIndex());
  COUNTERSIGN_ASSIGN(const auto all, sources());
  COUNTERSIGN_ASSIGN(const auto strict, strictness(*impl_->workspace, all));
  for (auto list :
       {changesTodo(loop->changes), recordsTodo(critical, movedIds, index->overdueExceptions(out.at)),
        sourcesTodo(strict, out.at)})
    std::move(list.begin(), list.end(), std::back_inserter(out.todo));
  std::stable_sort(out.todo.begin(), out.todo.end(),
                   [](const Todo& a, const Todo& b) { return a.kind < b.kind; });
  return out;
}

} // namespace countersign
