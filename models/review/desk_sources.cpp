// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/store/record_list.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& s : list)
    out += (out.empty() ? "" : "; ") + s;
  return out;
}

} // namespace

Result<std::vector<SourceRow>> Desk::sources() {
  Workspace& w = *impl_->workspace;
  SourceStore store(w);
  COUNTERSIGN_ASSIGN(const auto all, store.sources());
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  std::vector<SourceRow> out;
  for (const StoredSource& s : all) {
    SourceRow row;
    row.id = s.id;
    row.key = s.key;
    row.name = s.name;
    row.system = s.system;
    row.scope = s.scope;
    row.role = s.role;
    row.owner = s.owner;
    row.fallback = s.fallback;
    COUNTERSIGN_ASSIGN(const auto strictest, RecordList(w).strictestTier(s.id));
    row.window = windows.of(strictest.value_or(Tier::Low));
    COUNTERSIGN_ASSIGN(const auto snapshots, store.snapshots(s.id));
    COUNTERSIGN_ASSIGN(const auto parts, store.parts(s.id));
    for (const StoredPart& p : parts)
      row.holds += p.open;
    if (s.role == SourceRole::Audit) {
      COUNTERSIGN_ASSIGN(row.holds, store.eventCount(s.id));
    }
    if (!snapshots.empty()) {
      const StoredSnapshot& newest = snapshots.front();
      row.lastCaptured = newest.capturedAt;
      row.captureBasis = std::string(name(newest.basis));
      row.complete = newest.complete;
      row.completeness = newest.complete ? "complete" : "partial: " + joined(newest.incomplete);
      row.gaps = newest.gaps;
      row.lastSnapshot = newest.id;
    }
    out.push_back(std::move(row));
  }
  return out;
}

Result<std::vector<SnapshotRow>> Desk::snapshots(std::optional<std::int64_t> source) {
  SourceStore store(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto all, store.snapshots(source));
  COUNTERSIGN_ASSIGN(const auto sources, store.sources());
  std::vector<SnapshotRow> out;
  for (const StoredSnapshot& s : all) {
    const auto of =
        std::find_if(sources.begin(), sources.end(), [&](const auto& x) { return x.id == s.source; });
    SnapshotRow row;
    row.id = s.id;
    row.source = of == sources.end() ? std::string() : of->name;
    row.file = s.file;
    row.sha256 = s.raw.hex();
    row.basis = std::string(name(s.basis));
    row.completeness = s.complete ? "complete" : "partial: " + joined(s.incomplete);
    row.capturedAt = s.capturedAt;
    row.importedAt = s.importedAt;
    row.documents = s.documents;
    row.added = s.added;
    row.changed = s.changed;
    row.removed = s.removed;
    row.events = s.events;
    row.gaps = s.gaps;
    row.bytesKept = s.bytesKept;
    out.push_back(std::move(row));
  }
  return out;
}

Result<std::vector<GapRow>> Desk::gaps(std::int64_t snapshot) {
  SourceStore store(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto all, store.gaps(snapshot));
  std::vector<GapRow> out;
  for (const StoredGap& g : all)
    out.push_back({g.error, g.part, g.warning});
  return out;
}

Result<void> Desk::setSourcePeople(std::int64_t source, const std::string& owner,
                                   const std::string& fallback) {
  return SourceStore(*impl_->workspace).setPeople(source, owner, fallback);
}

} // namespace countersign
