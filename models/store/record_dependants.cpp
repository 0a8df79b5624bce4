// SPDX-License-Identifier: Apache-2.0
#include "models/store/columns.h"
#include "models/store/connection.h"
#include "models/store/ingest.h"
#include "models/store/records.h"

#include <algorithm>
#include <set>

namespace countersign {

using store::guarded;
using store::ids;
using store::optionalTime;

namespace {

constexpr std::size_t remembered = 10'000;

std::int64_t remember(std::unordered_map<std::string, std::int64_t>& ids, const std::string& text,
                      std::int64_t id) {
  if (ids.size() >= remembered) ids.clear();
  ids.emplace(text, id);
  return id;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts)
    out += (out.empty() ? "" : ",") + p;
  return out;
}

} // namespace

namespace {

/// Writes the oldest sight among the elements of one freshness row.
void ageOf(store::Connection& c, std::int64_t id, const std::string& elements) {
  std::optional<std::int64_t> oldest;
  std::int64_t source = 0;
  std::size_t at = 0;
  while (at < elements.size()) {
    const auto comma = std::min(elements.find(',', at), elements.size());
    const std::string element = elements.substr(at, comma - at);
    at = comma + 1;
    const bool single = element[0] == '@';
    const auto colon = element.find(':');
    const std::int64_t part = std::stoll(single ? element.substr(colon + 1) : element.substr(1));
    SQLite::Statement& s = c.prepare("SELECT last_complete, source FROM part WHERE id = ?");
    s.bind(1, part);
    if (s.executeStep()) {
      const std::int64_t seen = single ? std::stoll(element.substr(1, colon - 1)) : s.getColumn(0).getInt64();
      if (!oldest || seen < *oldest) {
        oldest = seen;
        source = s.getColumn(1).getInt64();
      }
    }
    s.reset();
  }
  SQLite::Statement& u = c.prepare("UPDATE freshness SET oldest = ?, stale_source = ? WHERE id = ?");
  if (oldest) u.bind(1, *oldest);
  u.bind(2, source);
  u.bind(3, id);
  u.exec();
}

} // namespace

Result<std::int64_t> RecordStore::freshnessId(const std::vector<std::string>& elements) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> {
    const std::string text = joined(elements);
    if (const auto known = freshnessIds_.find(text); known != freshnessIds_.end()) return known->second;
    SQLite::Statement& s = c.prepare("SELECT id FROM freshness WHERE parts = ?");
    s.bind(1, text);
    std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    if (id != 0) return remember(freshnessIds_, text, id);
    SQLite::Statement& i = c.prepare("INSERT INTO freshness(parts, text) VALUES(?, '')");
    i.bind(1, text);
    i.exec();
    id = c.lastId();
    for (const std::string& e : elements) {
      SQLite::Statement& p = c.prepare("INSERT OR IGNORE INTO freshness_part VALUES(?,?)");
      p.bind(1, static_cast<std::int64_t>(std::stoll(e[0] == '@' ? e.substr(e.find(':') + 1) : e.substr(1))));
      p.bind(2, id);
      p.exec();
    }
    ageOf(c, id, text);
    return remember(freshnessIds_, text, id);
  });
}

Result<Freshness> RecordStore::freshness(std::int64_t id) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<Freshness> {
    SQLite::Statement& s = c.prepare("SELECT oldest, stale_source FROM freshness WHERE id = ?");
    s.bind(1, id);
    Freshness out;
    if (s.executeStep()) {
      out.oldest = optionalTime(s.getColumn(0));
      out.oldestSource = s.getColumn(1).getInt64();
    }
    s.reset();
    return out;
  });
}

Result<void> RecordStore::refreshFreshness(const std::vector<std::int64_t>& parts) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    std::set<std::pair<std::int64_t, std::string>> rows;
    for (const std::int64_t part : parts) {
      SQLite::Statement& s = c.prepare("SELECT f.id, f.parts FROM freshness_part p JOIN freshness f ON f.id "
                                       "= p.freshness WHERE p.part = ?");
      s.bind(1, part);
      while (s.executeStep())
        rows.emplace(s.getColumn(0).getInt64(), s.getColumn(1).getString());
      s.reset();
    }
    for (const auto& [id, text] : rows)
      ageOf(c, id, text);
    return {};
  });
}

Result<std::int64_t> RecordStore::watchId(const std::set<std::string>& keys) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> {
    std::vector<std::string> hashes;
    for (const std::string& key : keys)
      hashes.push_back(std::to_string(keyHash(key)));
    const std::string text = joined(hashes);
    if (const auto known = watchIds_.find(text); known != watchIds_.end()) return known->second;
    SQLite::Statement& s = c.prepare("SELECT id FROM watch WHERE keys = ?");
    s.bind(1, text);
    std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    if (id != 0) return remember(watchIds_, text, id);
    SQLite::Statement& i = c.prepare("INSERT INTO watch(keys) VALUES(?)");
    i.bind(1, text);
    i.exec();
    id = c.lastId();
    for (const std::string& hash : hashes) {
      SQLite::Statement& k = c.prepare("INSERT OR IGNORE INTO watch_key VALUES(?,?)");
      k.bind(1, static_cast<std::int64_t>(std::stoll(hash)));
      k.bind(2, id);
      k.exec();
    }
    return remember(watchIds_, text, id);
  });
}

Result<std::vector<std::int64_t>> RecordStore::withClosureObject(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT record FROM closure_member WHERE object = ?");
    s.bind(1, object);
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> RecordStore::watching(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s =
        c.prepare("SELECT r.id FROM watch_key k JOIN record r ON r.watch = k.watch WHERE k.hash = ?");
    s.bind(1, keyHash(key));
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> RecordStore::touchedByKeys(const std::vector<std::int64_t>& keyHashes) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    std::set<std::int64_t> out;
    for (const std::int64_t hash : keyHashes) {
      SQLite::Statement& s = c.prepare(
          "SELECT r.id FROM watch_key k JOIN record r ON r.watch = k.watch WHERE k.hash = ?1 UNION "
          "SELECT m.record FROM self_key k JOIN record_member m ON m.object = k.object WHERE k.hash = ?1");
      s.bind(1, hash);
      for (const std::int64_t id : ids(s))
        out.insert(id);
    }
    return std::vector<std::int64_t>(out.begin(), out.end());
  });
}

Result<std::vector<std::int64_t>> RecordStore::withClosureKey(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT DISTINCT m.record FROM self_key k JOIN closure_member m ON "
                                     "m.object = k.object WHERE k.hash = ?");
    s.bind(1, keyHash(key));
    return ids(s);
  });
}

Result<bool> RecordStore::any() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<bool> { return c.number("SELECT EXISTS(SELECT 1 FROM record)") != 0; });
}

Result<std::set<std::string>> RecordStore::declaredPlaces() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::set<std::string>> {
    std::set<std::string> out;
    SQLite::Statement& s =
        c.prepare("SELECT substr(key, 10) FROM meta WHERE key >= 'declared.' AND key < 'declared/'");
    while (s.executeStep())
      out.insert(s.getColumn(0).getString());
    s.reset();
    return out;
  });
}

Result<void> RecordStore::addDeclaredPlace(const std::string& place) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("INSERT OR IGNORE INTO meta VALUES('declared.' || ?, 1)");
    s.bind(1, place);
    s.exec();
    return {};
  });
}

Result<bool> RecordStore::anyStateChanges() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<bool> {
    return c.number("SELECT EXISTS(SELECT 1 FROM event WHERE state_changing)") != 0;
  });
}

Result<std::vector<std::int64_t>> RecordStore::contradicted() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    return ids(c.prepare("SELECT id FROM record WHERE contradicted <> ''"));
  });
}

Result<std::vector<std::int64_t>> RecordStore::flippedBefore(Instant now) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT id FROM record WHERE time_flip <= ?");
    s.bind(1, toMicros(now));
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> RecordStore::singlySeen(const std::vector<std::int64_t>& parts) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> out;
    for (const std::int64_t part : parts) {
      SQLite::Statement& s = c.prepare(
          "SELECT r.id FROM freshness_part p JOIN freshness f ON f.id = p.freshness JOIN record r ON "
          "r.freshness = f.id WHERE p.part = ?1 AND instr(f.parts || ',', ':' || ?1 || ',') > 0");
      s.bind(1, part);
      const auto more = ids(s);
      out.insert(out.end(), more.begin(), more.end());
    }
    return out;
  });
}

Result<std::vector<std::int64_t>> RecordStore::withPrincipalIn(const std::string& system,
                                                               const std::string& scope) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare(
        "SELECT DISTINCT m.record FROM source r JOIN object o ON o.source = r.id JOIN record_member m ON "
        "m.object = o.id WHERE r.system = ? AND (?2 = '' OR r.scope = ?2)");
    s.bind(1, system);
    s.bind(2, scope);
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> RecordStore::all() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    return ids(c.prepare("SELECT id FROM record WHERE merged_into IS NULL"));
  });
}

} // namespace countersign
