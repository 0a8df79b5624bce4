// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/audit_only.h"

#include "models/store/records.h"

#include <algorithm>

namespace countersign {
namespace {

/// No clock is off by more than this: an event that is later than what it did by more did something else.
constexpr std::chrono::hours mostSkew{1};

/// Where an event's objects lie, and whether a snapshot shows what it did.
class Visibility {
public:
  Visibility(FollowReader& reader, drift::Micros skew)
      : reader_(reader), movements_(reader.workspace()), skew_(skew) {}

  enum class Seen { Shown, NotShown, NotYet };

  Result<Seen> of(std::int64_t object, Instant at) {
    COUNTERSIGN_ASSIGN(const auto moments, movements_.momentsOf(object));
    COUNTERSIGN_ASSIGN(const auto lies, movements_.where(object));
    COUNTERSIGN_ASSIGN(const auto looks, reader_.looks({lies.part}));
    for (const Instant t : moments) {
      if (at > t + skew_) continue;
      const auto before = std::lower_bound(looks.begin(), looks.end(), t);
      if (before == looks.begin() || at > *std::prev(before) - skew_) return Seen::Shown;
    }
    return std::upper_bound(looks.begin(), looks.end(), at + skew_) == looks.end() ? Seen::NotYet
                                                                                   : Seen::NotShown;
  }

  /// Whether every live source of a system and scope was looked at after a time.
  Result<bool> lookedAfter(const std::string& system, const std::string& scope, Instant at) {
    COUNTERSIGN_ASSIGN(const auto* sources, reader_.sources());
    SourceStore store(reader_.workspace());
    bool any = false;
    for (const StoredSource& s : *sources) {
      if (s.role != SourceRole::Live || s.system != system || s.scope != scope) continue;
      COUNTERSIGN_ASSIGN(const auto parts, store.parts(s.id));
      for (const StoredPart& p : parts)
        any = any || (p.lastComplete && *p.lastComplete > at + skew_);
    }
    return any;
  }

  MovementStore& movements() { return movements_; }

private:
  FollowReader& reader_;
  MovementStore movements_;
  drift::Micros skew_;
};

SeenChangeRow rowOf(const StateChange& e, const StoredSource& source) {
  const Event& event = e.stored.event;
  SeenChangeRow row;
  row.at = event.at;
  row.eventAt = event.at;
  row.source = source.id;
  row.sourceName = source.name;
  row.area = "audit";
  row.who = event.actor;
  row.from = event.from;
  row.event = event.action;
  row.text = (event.summary.empty() ? event.action : event.summary) +
             "; no snapshot shows it: undone before the next one, or of no consequence for access";
  row.shown = false;
  return row;
}

} // namespace

Result<std::vector<SeenChangeRow>> auditOnlyChanges(FollowReader& reader,
                                                    const std::set<std::int64_t>& explained,
                                                    const RequestAbout& requestAbout, drift::Micros skew,
                                                    Instant from, Instant to) {
  ChangeStore store(reader.workspace());
  RecordStore records(reader.workspace());
  Visibility visibility(reader, skew);
  std::vector<SeenChangeRow> out;
  COUNTERSIGN_TRY(store.forEachStateChange(from, to, [&](const StateChange& e) -> Result<void> {
    if (explained.contains(e.stored.id)) return {};
    COUNTERSIGN_ASSIGN(const StoredSource* source, reader.source(e.stored.source));
    bool shown = false, looked = false, known = false;
    std::set<RecordId> about;
    std::int64_t first = 0;
    for (const std::int64_t hash : e.about) {
      COUNTERSIGN_ASSIGN(const auto objects, visibility.movements().objectsWithHash(hash));
      for (const std::int64_t object : objects) {
        COUNTERSIGN_ASSIGN(const auto lies, visibility.movements().where(object));
        if (lies.role != SourceRole::Live) continue;
        known = true;
        if (first == 0) first = object;
        COUNTERSIGN_ASSIGN(const auto seen, visibility.of(object, e.stored.event.at));
        shown = shown || seen == Visibility::Seen::Shown;
        looked = looked || seen == Visibility::Seen::NotShown;
        COUNTERSIGN_ASSIGN(const auto of, records.ofObject(object));
        if (!of.empty()) about.insert(of.front());
      }
    }
    if (shown) return {};
    if (!known) {
      const std::string& elsewhere = e.stored.event.details["account"].asString();
      COUNTERSIGN_ASSIGN(looked,
                         visibility.lookedAfter(source->system, elsewhere.empty() ? source->scope : elsewhere,
                                                e.stored.event.at));
    }
    if (!looked) return {}; // no look since: the next one will show what it did
    SeenChangeRow row = rowOf(e, *source);
    if (!about.empty()) {
      COUNTERSIGN_ASSIGN(const auto record, records.record(*about.begin()));
      row.record = *about.begin();
      if (record) {
        row.recordName = record->name;
        row.tier = record->tier;
      }
    }
    if (const ChangeRow* request = requestAbout(first, about, e.stored.event.at)) {
      row.requested = true;
      row.request = request->id;
    }
    out.push_back(std::move(row));
    return {};
  }));
  return out;
}

Result<ClockSkew> measureSkew(FollowReader& reader, Instant from, Instant to) {
  ClockSkew out;
  MovementStore movements(reader.workspace());
  ChangeStore changes(reader.workspace());
  COUNTERSIGN_ASSIGN(const auto moved, movements.movements(from, to));
  std::map<std::int64_t, std::vector<const Movement*>> byObject;
  for (const Movement& m : moved)
    if (m.role == SourceRole::Live) byObject[m.object].push_back(&m);
  if (byObject.empty()) return out;
  // Events that some movement of their object explains as they are, by object and movement.
  std::map<const Movement*, std::vector<Instant>> inTime;
  std::vector<std::pair<StateChange, const Movement*>> late;
  COUNTERSIGN_TRY(changes.forEachStateChange(from, to + mostSkew, [&](const StateChange& e) -> Result<void> {
    for (const std::int64_t hash : e.about) {
      COUNTERSIGN_ASSIGN(const auto objects, movements.objectsWithHash(hash));
      for (const std::int64_t object : objects) {
        const auto found = byObject.find(object);
        if (found == byObject.end()) continue;
        const Movement* before = nullptr;
        bool explained = false;
        for (const Movement* m : found->second) {
          if (e.stored.event.at <= m->at && (!m->seenBefore || e.stored.event.at > *m->seenBefore)) {
            inTime[m].push_back(e.stored.event.at);
            explained = true;
          }
          if (m->at < e.stored.event.at && e.stored.event.at - m->at <= mostSkew) before = m;
        }
        if (!explained && before != nullptr) late.emplace_back(e, before);
      }
    }
    return {};
  }));
  Visibility visibility(reader, drift::Micros{0});
  for (const auto& [e, m] : late) {
    if (inTime.contains(m)) continue; // another event did it
    COUNTERSIGN_ASSIGN(const auto seen, visibility.of(m->object, e.stored.event.at));
    if (seen != Visibility::Seen::NotShown) continue; // what it did may not be seen yet
    COUNTERSIGN_ASSIGN(const StoredSource* source, reader.source(e.stored.source));
    SkewRow& row = out.bySource[source->id];
    const drift::Micros by = e.stored.event.at - m->at;
    if (by <= row.skew) continue;
    row = {source->id, source->name, by,
           e.stored.event.action + " at " + formatRfc3339(e.stored.event.at) + " was seen at " +
               formatRfc3339(m->at) + " already"};
  }
  return out;
}

} // namespace countersign
