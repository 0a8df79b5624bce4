// SPDX-License-Identifier: Apache-2.0
#include "models/review/evidence_export.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

/// "aws-prod captured 2026-11-20T06:00:00Z, SHA-256 …"
std::string proofOf(const std::vector<StoredSnapshot>& snapshots, const drift::PlaceOutcome& place) {
  if (!place.shown) return {};
  for (const StoredSnapshot& s : snapshots)
    if (s.source == place.source && s.capturedAt == *place.shown)
      return place.name + " captured " + formatRfc3339Seconds(s.capturedAt) + ", SHA-256 " + s.raw.hex();
  return {};
}

void addRevocation(const ChangeRow& c, const std::vector<StoredSnapshot>& snapshots,
                   evidence::ReportData& data) {
  evidence::ReportRevocation row;
  row.recordName = c.recordName;
  row.grants = c.wish.action.empty() ? "the identity" : c.wish.action + " on " + c.wish.resource;
  row.state = std::string(drift::name(c.state));
  row.decidedAt = c.requested.by;
  row.seq = static_cast<std::uint64_t>(c.entry);
  for (const drift::PlaceOutcome& p : c.places) {
    row.system = p.name;
    row.systemState = std::string(drift::name(p.state));
    row.landedAt = p.undone ? std::nullopt : p.shown;
    row.left = p.left.empty() ? p.why : p.left;
    row.proof = p.undone ? std::string() : proofOf(snapshots, p);
    data.revocations.push_back(row);
  }
  if (c.places.empty()) {
    row.left = c.text;
    data.revocations.push_back(row);
  }
}

/// Whether a change belongs to the group of a line of latencies.
bool isOf(const ChangeRow& c, const LatencyRow& l) {
  if (l.by == "tier") return name(c.tier) == l.value;
  if (l.by == "kind") return name(c.wish.kind) == l.value;
  if (l.by == "month") return formatRfc3339Seconds(c.requested.by).substr(0, 7) == l.value;
  if (l.by == "source")
    return std::any_of(c.places.begin(), c.places.end(), [&](const drift::PlaceOutcome& p) {
      return p.name == l.value && p.state == drift::ChangeState::NeverLanded;
    });
  return true;
}

} // namespace

Result<void> addLoop(Desk& desk, Workspace& w, evidence::ReportData& data) {
  SourceStore store(w);
  COUNTERSIGN_ASSIGN(const auto snapshots, store.snapshots());
  Instant at = data.generatedAt;
  for (const StoredSnapshot& s : snapshots)
    at = std::max(at, Instant(std::chrono::ceil<std::chrono::seconds>(s.importedAt)));
  COUNTERSIGN_ASSIGN(const auto then, Desk::open(desk.file(), std::make_shared<FixedClock>(at)));
  ChangeQuery revoked;
  revoked.origins = {ChangeOrigin::Revocation};
  COUNTERSIGN_ASSIGN(auto rows, then->changes(revoked));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ChangeRow& a, const ChangeRow& b) { return a.entry < b.entry; });
  for (const ChangeRow& c : rows)
    addRevocation(c, snapshots, data);
  ChangeQuery never;
  never.states = {drift::ChangeState::NeverLanded};
  COUNTERSIGN_ASSIGN(const auto lost, then->changes(never));
  COUNTERSIGN_ASSIGN(const auto latencies, then->latencies({}));
  for (const LatencyRow& l : latencies) {
    evidence::ReportLatency row;
    row.until = std::string(drift::name(l.leg));
    row.group = l.value.empty() ? l.by : l.by + " " + l.value;
    row.count = l.percentiles.count;
    if (row.count > 0) {
      row.p50 = drift::text(l.percentiles.p50);
      row.p95 = drift::text(l.percentiles.p95);
      row.worst = drift::text(l.percentiles.worst);
    }
    row.neverLanded = static_cast<std::uint64_t>(
        std::count_if(lost.begin(), lost.end(), [&](const ChangeRow& c) { return isOf(c, l); }));
    row.floor = l.floor;
    data.latency.push_back(std::move(row));
  }
  return {};
}

} // namespace countersign
