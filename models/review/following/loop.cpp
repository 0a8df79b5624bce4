// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/loop.h"

#include "models/review/following/edits.h"
#include "models/review/following/overlaps.h"
#include "models/review/following/wish_match.h"
#include "models/store/log.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace countersign {
namespace {

/// The same request, said by an intent source after a plan or a ticket had said it: it is one.
bool saysAgain(const ChangeRow& intent, const std::set<RecordId>& about, const AskedChange& earlier,
               const std::set<RecordId>& earlierAbout) {
  if (earlier.row.requested.after > intent.requested.by) return false;
  const bool shared =
      std::any_of(about.begin(), about.end(), [&](RecordId id) { return earlierAbout.contains(id); });
  if (!shared) return false;
  if (earlier.row.origin == ChangeOrigin::Plan) return earlier.row.requested.by > intent.requested.after;
  const Wish &a = earlier.row.wish, &b = intent.wish;
  if (a.kind != b.kind) return false;
  HeldPermission said;
  said.system = b.system;
  said.action = said.shown = b.action;
  said.resource = b.resource;
  return b.action.empty() || WishedPermission(a).touches(said);
}

Result<void> resolve(FollowReader& reader, AskedChange& asked) {
  for (const std::string& key : asked.keys) {
    COUNTERSIGN_ASSIGN(const auto found, reader.recordsWith(key));
    asked.records.insert(found.begin(), found.end());
  }
  return {};
}

/// Leaves those that are about one record.
Result<void> restrictTo(FollowReader& reader, RecordId record, std::vector<AskedChange>& asked) {
  std::vector<AskedChange> kept;
  for (AskedChange& a : asked) {
    std::set<RecordId> about = a.records;
    for (const std::string& key : a.keys) {
      COUNTERSIGN_ASSIGN(const auto found, reader.recordsWith(key));
      about.insert(found.begin(), found.end());
    }
    if (about.contains(record)) kept.push_back(std::move(a));
  }
  asked = std::move(kept);
  return {};
}

/// A later decision that takes back what an earlier one revoked.
Result<void> supersede(Workspace& w, std::vector<ChangeRow>& rows) {
  LogStore log(w);
  for (ChangeRow& row : rows) {
    if (row.origin != ChangeOrigin::Revocation || row.record == 0) continue;
    COUNTERSIGN_ASSIGN(const auto entries, log.ofRecord(row.record));
    for (const StoredEntry& e : entries)
      if (e.seq > row.entry && e.kind == "attestation" &&
          (e.what.rfind("certify", 0) == 0 || e.what.rfind("exception", 0) == 0)) {
        row.state = drift::ChangeState::Superseded;
        row.text = "log entry " + std::to_string(e.seq) + " decided otherwise: " + e.what;
        break;
      }
  }
  return {};
}

} // namespace

Result<Loop> workOutLoop(Workspace& w, const Windows& windows, Instant now, std::optional<RecordId> only) {
  FollowReader reader(w, now);
  Loop out;
  COUNTERSIGN_ASSIGN(out.skew, measureSkew(reader, Instant::min(), now));
  std::set<RecordId> moved;
  if (only) {
    moved.insert(*only);
  } else {
    COUNTERSIGN_ASSIGN(moved, movedRecords(reader, Instant::min(), now));
  }
  COUNTERSIGN_ASSIGN(auto asked, importedRequests(reader));
  for (AskedChange& a : asked)
    COUNTERSIGN_TRY(resolve(reader, a));
  COUNTERSIGN_ASSIGN(auto intent, intentRequests(reader, moved));
  std::erase_if(intent, [&](const AskedChange& i) {
    return std::any_of(asked.begin(), asked.end(),
                       [&](const AskedChange& a) { return saysAgain(i.row, i.records, a, a.records); });
  });
  COUNTERSIGN_ASSIGN(auto revoked, signedRevocations(reader));
  COUNTERSIGN_ASSIGN(auto probes, namedProbes(reader));
  for (auto* list : {&intent, &revoked, &probes})
    std::move(list->begin(), list->end(), std::back_inserter(asked));
  if (only) COUNTERSIGN_TRY(restrictTo(reader, *only, asked));
  for (const AskedChange& a : asked) {
    COUNTERSIGN_ASSIGN(ChangeRow row, followChange(reader, a, windows, out.skew));
    out.changes.push_back(std::move(row));
  }
  settleOverlaps(asked, out.changes);
  COUNTERSIGN_TRY(supersede(w, out.changes));
  std::stable_sort(out.changes.begin(), out.changes.end(),
                   [](const ChangeRow& a, const ChangeRow& b) { return a.requested.by > b.requested.by; });
  if (only) return out;
  COUNTERSIGN_ASSIGN(out.seen, seenChanges(reader, moved, out.changes, out.skew, Instant::min(), now));
  COUNTERSIGN_ASSIGN(out.edits, editsAbove(reader, moved, out.skew, Instant::min(), now));
  std::map<std::string, std::size_t> shown;
  for (const SeenChangeRow& row : out.seen)
    ++shown[row.causeKey];
  for (CauseRow& edit : out.edits)
    if (const auto found = shown.find(edit.key); found != shown.end()) edit.differences = found->second;
  return out;
}

bool matches(const ChangeRow& row, const ChangeQuery& q) {
  const auto in = [](const auto& wanted, const auto& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  };
  return in(q.states, row.state) && in(q.origins, row.origin) && in(q.kinds, row.wish.kind) &&
         (!q.record || *q.record == row.record) && (!q.since || row.requested.by >= *q.since) &&
         (!q.until || row.requested.after <= *q.until) && (!q.wantsAction || drift::wantsAction(row.state));
}

std::vector<LatencyRow> latencyRows(const std::vector<const ChangeRow*>& rows,
                                    const std::map<std::string, std::string>& floorBySource) {
  using Group = std::tuple<drift::Leg, std::string, std::string>;
  std::map<Group, std::vector<drift::Latency>> groups;
  std::map<Group, std::size_t> refused;
  const auto each = [&](const ChangeRow& r, auto&& visit) {
    visit("all", std::string());
    visit("tier", std::string(name(r.tier)));
    visit("kind", std::string(name(r.wish.kind)));
    visit("month", formatRfc3339Seconds(r.requested.by).substr(0, 7));
    std::set<std::string> places;
    for (const drift::PlaceOutcome& p : r.places)
      if (p.landed && places.insert(p.name).second) visit("source", p.name);
  };
  for (const ChangeRow* r : rows) {
    for (const auto& [leg, latency] : r->latencies)
      each(*r, [&, leg = leg, latency = latency](const char* by, const std::string& value) {
        groups[{leg, by, value}].push_back(latency);
      });
    for (const std::string& text : r->refused)
      if (const auto leg = drift::legFrom(text.substr(0, text.find(':'))))
        each(*r, [&](const char* by, const std::string& value) { ++refused[{*leg, by, value}]; });
  }
  for (const auto& [group, count] : refused)
    groups.try_emplace(group);
  std::vector<LatencyRow> out;
  for (auto& [group, list] : groups) {
    const auto& [leg, by, value] = group;
    LatencyRow row{leg, by, value, drift::percentiles(list), 0, {}};
    if (const auto found = refused.find(group); found != refused.end()) row.refused = found->second;
    if (by == "source")
      if (const auto floor = floorBySource.find(value); floor != floorBySource.end())
        row.floor = floor->second;
    out.push_back(std::move(row));
  }
  return out;
}

} // namespace countersign
