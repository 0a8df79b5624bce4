// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/follow_changes.h"

#include "models/store/log.h"

#include <algorithm>

namespace countersign {
namespace {

using drift::Between;
using drift::ChangeState;
using drift::Leg;
using drift::PlaceOutcome;

bool takesAway(WishKind kind) {
  return kind == WishKind::Take || kind == WishKind::Remove || kind == WishKind::Disable;
}

std::string joined(const std::vector<PlaceOutcome>& places, const std::function<bool(ChangeState)>& wanted,
                   const std::function<std::string(const PlaceOutcome&)>& text) {
  std::string out;
  for (const PlaceOutcome& p : places)
    if (wanted(p.state))
      if (const std::string one = text(p); !one.empty()) out += (out.empty() ? "" : "; ") + one;
  return out;
}

/// In one sentence where it stands.
std::string textOf(const ChangeRow& row) {
  const auto is = [](auto... states) {
    return [states...](ChangeState s) { return ((s == states) || ...); };
  };
  const auto withLeft = [](const PlaceOutcome& p) {
    return p.name + (p.left.empty() ? p.why.empty() ? "" : ": " + p.why : ": " + p.left);
  };
  switch (row.state) {
  case ChangeState::PartlyLanded:
    return "landed in " +
           joined(row.places,
                  is(ChangeState::Applied, ChangeState::Effective, ChangeState::Held, ChangeState::AlreadySo,
                     ChangeState::Closed),
                  [](const PlaceOutcome& p) { return p.name; }) +
           "; not in " +
           joined(row.places, is(ChangeState::Requested, ChangeState::NeverLanded, ChangeState::Unknown),
                  withLeft);
  case ChangeState::Returned:
  case ChangeState::RolledBack:
    return joined(row.places, is(row.state), [](const PlaceOutcome& p) {
      std::string out = p.name + ": undone, seen " + formatRfc3339Seconds(*p.undone);
      if (p.undoing) out += ", " + p.undoing->action + " by " + p.undoing->who;
      return out + (p.left.empty() ? "" : ": " + p.left);
    });
  case ChangeState::Held:
  case ChangeState::Effective:
    return joined(row.places, is(ChangeState::Held, ChangeState::Effective), [](const PlaceOutcome& p) {
      return p.shown
                 ? p.name + " since " + formatRfc3339Seconds(*p.shown) + (p.left.empty() ? "" : ", " + p.left)
                 : p.name;
    });
  default:
    return joined(
        row.places, [](ChangeState) { return true; }, withLeft);
  }
}

bool landedIn(const PlaceOutcome& p) {
  return p.landed.has_value();
}

/// A latency that is shorter than what the clocks may differ is no figure.
void measure(ChangeRow& row, Leg leg, const Between& landed, drift::Micros skew) {
  const drift::Latency l = drift::latency(row.requested, landed);
  if (skew.count() > 0 && leg != Leg::Shown && l.most < skew)
    row.refused.push_back(std::string(drift::name(leg)) + ": shorter than the clocks differ (" +
                          formatDuration(std::chrono::duration_cast<Seconds>(skew)) + ")");
  else
    row.latencies[leg] = l;
}

/// Of all systems together: it has landed when the last one has it.
void measureAll(ChangeRow& row, drift::Micros skew) {
  if (row.places.empty() || !std::any_of(row.places.begin(), row.places.end(), landedIn)) return;
  const bool everywhere = std::all_of(row.places.begin(), row.places.end(), [](const PlaceOutcome& p) {
    return p.landed || p.state == ChangeState::AlreadySo || p.state == ChangeState::Closed;
  });
  if (!everywhere) return;
  Between applied{Instant::min(), Instant::min()};
  std::optional<Instant> audit, shown;
  for (const PlaceOutcome& p : row.places) {
    if (!p.landed) continue;
    applied.after = std::max(applied.after, p.landed->after);
    applied.by = std::max(applied.by, p.landed->by);
    if (p.mark) audit = std::max(audit.value_or(p.mark->at), p.mark->at);
    if (p.shown) shown = std::max(shown.value_or(*p.shown), *p.shown);
  }
  measure(row, Leg::Applied, applied, skew);
  if (audit) measure(row, Leg::Audit, {*audit, *audit}, skew);
  if (shown) measure(row, Leg::Shown, {*shown, *shown}, skew);
}

/// Until somebody certified the record with the change in it.
Result<void> measureReview(FollowReader& reader, ChangeRow& row) {
  const auto shown = row.latencies.find(Leg::Shown);
  if (row.record == 0 || shown == row.latencies.end()) return {};
  LogStore log(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto entries, log.ofRecord(row.record));
  const Instant from = row.requested.after + shown->second.most;
  std::optional<Instant> first;
  for (const StoredEntry& e : entries)
    if (e.kind == "attestation" && e.what.rfind("certify", 0) == 0 && e.at >= from)
      first = std::min(first.value_or(e.at), e.at);
  if (first) row.latencies[Leg::Reviewed] = drift::latency(row.requested, {*first, *first});
  return {};
}

/// An event of a clock that is known to run ahead says only until when it was done, and that by the look that
/// shows it at the latest: the clock may run ahead by more than is known.
PlaceOutcome withClock(PlaceOutcome out, const drift::PlaceHistory& place, const Between& requested,
                       const ClockSkew& skew) {
  if (!out.mark || !out.landed || !out.shown) return out;
  const drift::Micros ahead = skew.of(out.mark->source);
  if (ahead.count() == 0) return out;
  Instant after = requested.after;
  for (const Instant look : place.looks)
    if (look < *out.shown) after = std::max(after, look);
  out.landed = Between{after, std::clamp(out.mark->at - ahead, after, *out.shown)};
  return out;
}

Result<void> followRecord(FollowReader& reader, RecordId id, const AskedChange& asked, const Windows& windows,
                          const ClockSkew& skew, ChangeRow& row) {
  COUNTERSIGN_ASSIGN(const auto timeline, reader.timeline(id));
  row.record = id;
  row.recordName = timeline->name;
  row.tier = timeline->tier;
  COUNTERSIGN_ASSIGN(const auto places, placesOf(reader, *timeline, row.wish, row.requested.after));
  for (const drift::PlaceHistory& place : places)
    row.places.push_back(
        withClock(drift::followIn(place, {row.requested, row.wish.until, takesAway(asked.row.wish.kind)},
                                  {reader.now(), windows.of(row.tier), skew.most()}),
                  place, row.requested, skew));
  return {};
}

Result<void> followObjects(FollowReader& reader, const AskedChange& asked, const Windows& windows,
                           const ClockSkew& skew, ChangeRow& row) {
  COUNTERSIGN_ASSIGN(const auto places,
                     placesOfObjects(reader, asked.keys, row.wish, row.requested.after, asked.planned));
  for (const drift::PlaceHistory& place : places)
    row.places.push_back(withClock(drift::followIn(place, {row.requested, {}, takesAway(row.wish.kind)},
                                                   {reader.now(), windows.of(row.tier), skew.most()}),
                                   place, row.requested, skew));
  return {};
}

} // namespace

drift::Micros ClockSkew::most() const {
  drift::Micros out{};
  for (const auto& [source, row] : bySource)
    out = std::max(out, row.skew);
  return out;
}

drift::Micros ClockSkew::of(std::int64_t source) const {
  const auto found = bySource.find(source);
  return found == bySource.end() ? drift::Micros{} : found->second.skew;
}

Result<ChangeRow> followChange(FollowReader& reader, const AskedChange& asked, const Windows& windows,
                               const ClockSkew& skew) {
  ChangeRow row = asked.row;
  std::set<RecordId> records = asked.records;
  if (records.empty())
    for (const std::string& key : asked.keys) {
      COUNTERSIGN_ASSIGN(const auto found, reader.recordsWith(key));
      records.insert(found.begin(), found.end());
    }
  // What a plan says of an object is followed at that object, which may be an identity as well.
  const bool ofObjects = row.origin == ChangeOrigin::Plan;
  if (records.size() == 1 || (!ofObjects && !records.empty())) {
    const RecordId id = *records.begin();
    if (ofObjects) {
      COUNTERSIGN_ASSIGN(const auto timeline, reader.timeline(id));
      row.record = id;
      row.recordName = timeline->name;
      row.tier = timeline->tier;
    } else {
      COUNTERSIGN_TRY(followRecord(reader, id, asked, windows, skew, row));
    }
  }
  if (ofObjects || records.empty()) COUNTERSIGN_TRY(followObjects(reader, asked, windows, skew, row));
  row.state = drift::combined(row.places);
  row.text = row.places.empty() ? records.empty() ? "no identity or object of that name is known"
                                                  : "no live source can show it"
                                : textOf(row);
  measureAll(row, skew.most());
  COUNTERSIGN_TRY(measureReview(reader, row));
  return row;
}

} // namespace countersign
