// SPDX-License-Identifier: Apache-2.0
#include "models/store/change_json.h"
#include "models/store/ingest_merge.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

enum class EventRelation { Actor = 0, About = 1, Credential = 2 };

template <class Statement>
void bindPlace(Statement& s, int first, const Locator& where) {
  s.bind(first, static_cast<std::int64_t>(where.offset));
  s.bind(first + 1, static_cast<std::int64_t>(where.length));
  s.bind(first + 2, where.pointer);
}

/// The object that an observation is about; it need not have a document.
std::int64_t observedObject(store::Connection& c, std::int64_t source, const Observation& o) {
  SQLite::Statement& s = c.prepare(
      "INSERT INTO object(source, kind, uid) VALUES(?,?,?) ON CONFLICT(source, kind, uid) DO UPDATE SET "
      "uid = uid RETURNING id");
  s.bind(1, source);
  s.bind(2, o.kind);
  s.bind(3, o.uid);
  s.executeStep();
  const std::int64_t id = s.getColumn(0).getInt64();
  s.reset();
  return id;
}

} // namespace

void Staging::Impl::writeObservations(MergeReport& report) {
  constexpr const char* update =
      "UPDATE observation SET value = ?3, captured_at = ?4, snapshot = ?5, at_offset = ?6, at_length = ?7, "
      "at_pointer = ?8 WHERE object = ?1 AND name = ?2 AND captured_at <= ?4 AND value <> ?3";
  constexpr const char* insert = "INSERT OR IGNORE INTO observation VALUES(?1,?2,?3,?4,?5,?6,?7,?8)";
  std::set<std::int64_t> first, again;
  for (const Observation& o : observations) {
    const auto known = open.find(store::objectHash(o.kind, o.uid));
    const std::int64_t object = known != open.end() ? known->second.object : observedObject(c(), source, o);
    const std::string value = canonicalJson(o.value).value_or("null");
    const auto write = [&](const char* sql) {
      SQLite::Statement& s = c().prepare(sql);
      s.bind(1, object);
      s.bindNoCopy(2, o.name);
      s.bindNoCopy(3, value);
      s.bind(4, at());
      s.bind(5, snapshot_);
      bindPlace(s, 6, o.where);
      return s.exec() != 0;
    };
    if (write(update))
      again.insert(object);
    else if (write(insert))
      first.insert(object);
  }
  report.observed.assign(first.begin(), first.end());
  report.observedAgain.assign(again.begin(), again.end());
  const auto pods = parts_.find("pods");
  if (pods == parts_.end() || !pods->second.complete) return;
  // A complete list of pods replaces what was running before.
  std::set<std::pair<std::int64_t, std::string>> here;
  for (const Observation& o : observations)
    if (const auto known = open.find(store::objectHash(o.kind, o.uid)); known != open.end())
      here.emplace(known->second.object, o.name);
  std::vector<std::pair<std::int64_t, std::string>> gone;
  SQLite::Statement& s = c().prepare(
      "SELECT o.id, b.name FROM object o JOIN observation b ON b.object = o.id WHERE o.source = ? AND "
      "b.name >= 'pod/' AND b.name < 'pod0' AND b.captured_at < ? AND b.snapshot <> ?");
  s.bind(1, source);
  s.bind(2, at());
  s.bind(3, snapshot_);
  while (s.executeStep())
    if (here.count({s.getColumn(0).getInt64(), s.getColumn(1).getString()}) == 0)
      gone.emplace_back(s.getColumn(0).getInt64(), s.getColumn(1).getString());
  s.reset();
  for (const auto& [object, name] : gone) {
    report.observed.push_back(object); // a workload less
    SQLite::Statement& d = c().prepare("DELETE FROM observation WHERE object = ? AND name = ?");
    d.bind(1, object);
    d.bind(2, name);
    d.exec();
  }
}

void Staging::Impl::writeEvents(MergeReport& report) {
  std::set<std::int64_t> actors, acted;
  for (const Event& e : events) {
    SQLite::Statement& s = c().prepare(
        "INSERT INTO event(source, snapshot, event_id, at, action, actor, outcome, origin, summary, "
        "state_changing, details, at_offset, at_length, at_pointer, at_line) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(source, event_id) DO NOTHING");
    s.bind(1, source);
    s.bind(2, snapshot_);
    s.bindNoCopy(3, e.id);
    s.bind(4, toMicros(e.at));
    s.bindNoCopy(5, e.action);
    s.bindNoCopy(6, e.actor);
    s.bindNoCopy(7, e.outcome);
    s.bindNoCopy(8, e.from);
    s.bindNoCopy(9, e.summary);
    s.bind(10, e.stateChanging ? 1 : 0);
    s.bind(11, canonicalJson(e.details).value_or("null"));
    bindPlace(s, 12, e.where);
    s.bind(15, static_cast<std::int64_t>(e.where.line));
    if (s.exec() == 0) continue; // seen in an earlier export of the same log
    const std::int64_t id = c().lastId();
    ++report.events;
    const auto keys = [&](const std::vector<std::string>& list, EventRelation relation) {
      for (const std::string& key : list) {
        SQLite::Statement& k = c().prepare("INSERT OR IGNORE INTO event_key VALUES(?,?,?,?)");
        k.bind(1, keyHash(key));
        k.bind(2, static_cast<int>(relation));
        k.bind(3, toMicros(e.at));
        k.bind(4, id);
        k.exec();
      }
    };
    keys(e.actorKeys, EventRelation::Actor);
    keys(e.aboutKeys, EventRelation::About);
    keys(e.credentialKeys, EventRelation::Credential);
    if (e.stateChanging) {
      for (const std::string& key : e.aboutKeys) {
        SQLite::Statement& k = c().prepare("INSERT OR IGNORE INTO state_change_key VALUES(?,?)");
        k.bind(1, id);
        k.bind(2, keyHash(key));
        k.exec();
      }
      report.eventKeys.insert(report.eventKeys.end(), e.aboutKeys.begin(), e.aboutKeys.end());
    }
    for (const std::string& key : e.actorKeys)
      acted.insert(keyHash(key));
    for (const std::string& key : e.credentialKeys)
      acted.insert(keyHash(key));
    // The runtime's own word on whoever acted, or perhaps a person who did.
    if (e.details.has("decision") || e.from == "console" || e.action == "signin:ConsoleLogin" ||
        e.actor.find('@') != std::string::npos)
      for (const std::string& key : e.actorKeys)
        actors.insert(keyHash(key));
  }
  report.actorHashes.assign(acted.begin(), acted.end());
  report.keyHashes.insert(report.keyHashes.end(), actors.begin(), actors.end());
}

void Staging::Impl::writeChanges() {
  for (const Change& change : changes) {
    SQLite::Statement& s = c().prepare(
        "INSERT INTO change(source, snapshot, change_id, at, json, at_offset, at_length, at_pointer) "
        "VALUES(?,?,?,?,?,?,?,?)");
    s.bind(1, source);
    s.bind(2, snapshot_);
    s.bind(3, change.id);
    if (change.at) s.bind(4, toMicros(*change.at));
    s.bind(5, canonicalJson(store::changeJson(change)).value_or("null"));
    bindPlace(s, 6, change.where);
    s.exec();
  }
}

void Staging::Impl::writeGaps(MergeReport& report) {
  for (const Gap& g : gaps) {
    SQLite::Statement& s = c().prepare(
        "INSERT INTO gap(snapshot, part, warning, code, message, remedy, file, byte, line, pointer, excerpt) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    s.bind(1, snapshot_);
    s.bind(2, g.part);
    s.bind(3, g.warning ? 1 : 0);
    s.bind(4, std::string(errorCodeName(g.error.code)));
    s.bind(5, g.error.message);
    s.bind(6, g.error.remedy);
    s.bind(7, g.error.place.file);
    if (g.error.place.byte) s.bind(8, static_cast<std::int64_t>(*g.error.place.byte));
    if (g.error.place.line) s.bind(9, static_cast<std::int64_t>(*g.error.place.line));
    s.bind(10, g.error.place.pointer);
    s.bind(11, g.error.place.excerpt);
    s.exec();
    report.gaps += g.warning ? 0U : 1U;
  }
}

void Staging::Impl::finish(MergeReport& report) {
  for (const auto& [lower, shown] : spellings) {
    SQLite::Statement& s = c().prepare("INSERT OR IGNORE INTO spelling VALUES(?,?)");
    s.bind(1, lower);
    s.bind(2, shown);
    s.exec();
  }
  for (const auto& [name, part] : parts_) {
    SQLite::Statement& s = c().prepare(
        "UPDATE part SET last_seen = MAX(COALESCE(last_seen, ?1), ?1), last_complete = CASE WHEN ?2 THEN "
        "MAX(COALESCE(last_complete, ?1), ?1) ELSE last_complete END, open_count = (SELECT COUNT(*) "
        "FROM object WHERE part = ?3 AND open_version IS NOT NULL) WHERE id = ?3");
    s.bind(1, at());
    s.bind(2, part.complete ? 1 : 0);
    s.bind(3, part.id);
    s.exec();
  }
  SQLite::Statement& s = c().prepare(
      "UPDATE snapshot SET complete = ?, documents = ?, added = ?, changed = ?, removed = ?, events = ?, "
      "gaps = ? WHERE id = ?");
  s.bind(1,
         std::all_of(parts_.begin(), parts_.end(), [](const auto& p) { return p.second.complete; }) ? 1 : 0);
  s.bind(2, static_cast<std::int64_t>(report.documents));
  s.bind(3, static_cast<std::int64_t>(report.added));
  s.bind(4, static_cast<std::int64_t>(report.changed));
  s.bind(5, static_cast<std::int64_t>(report.removed));
  s.bind(6, static_cast<std::int64_t>(report.events));
  s.bind(7, static_cast<std::int64_t>(report.gaps));
  s.bind(8, snapshot_);
  s.exec();
}

} // namespace countersign
