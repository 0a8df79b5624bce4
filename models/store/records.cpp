// SPDX-License-Identifier: Apache-2.0
#include "models/store/records.h"

#include "models/store/connection.h"
#include "models/store/ingest.h"

#include <algorithm>

namespace countersign {

using store::guarded;

namespace {

std::vector<std::int64_t> ids(SQLite::Statement& s) {
  std::vector<std::int64_t> out;
  while (s.executeStep())
    out.push_back(s.getColumn(0).getInt64());
  s.reset();
  return out;
}

std::optional<Instant> optionalTime(const SQLite::Column& c) {
  return c.isNull() ? std::nullopt : std::optional(fromMicros(c.getInt64()));
}

Digest digestOf(const SQLite::Column& c) {
  return Digest::fromRaw(c.getString()).value_or(Digest{});
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts)
    out += (out.empty() ? "" : ",") + p;
  return out;
}

} // namespace

Result<std::optional<StoredRecord>> RecordStore::record(std::int64_t id) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredRecord>> {
    SQLite::Statement& s = c.prepare(
        "SELECT id, uid, name, known_as, owner, owner_basis, owner_contradicted, tier, tier_reason, digest, "
        "freshness, watch, unseen, contradicted, audited, time_flip, ended, systems, attention, principals, "
        "search FROM record WHERE id = ?");
    s.bind(1, id);
    std::optional<StoredRecord> out;
    if (s.executeStep()) {
      StoredRecord r;
      r.id = id;
      r.uid = s.getColumn(1).getString();
      r.name = s.getColumn(2).getString();
      r.knownAs = s.getColumn(3).getString();
      r.owner = s.getColumn(4).getString();
      r.ownerBasis = s.getColumn(5).getString();
      r.ownerContradicted = s.getColumn(6).getInt() != 0;
      r.tier = static_cast<Tier>(s.getColumn(7).getInt());
      r.tierReason = s.getColumn(8).getString();
      r.digest = digestOf(s.getColumn(9));
      r.freshness = s.getColumn(10).getInt64();
      r.watch = s.getColumn(11).getInt64();
      r.unseen = s.getColumn(12).getString();
      r.contradicted = s.getColumn(13).getString();
      r.audited = s.getColumn(14).getInt() != 0;
      r.timeFlip = optionalTime(s.getColumn(15));
      r.ended = s.getColumn(16).getInt() != 0;
      r.systems = s.getColumn(17).getString();
      r.attention = s.getColumn(18).getString();
      r.principals = s.getColumn(19).getString();
      r.search = s.getColumn(20).getString();
      out = std::move(r);
    }
    s.reset();
    return out;
  });
}

Result<std::optional<StoredDecision>> RecordStore::decision(std::int64_t record) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredDecision>> {
    SQLite::Statement& s =
        c.prepare("SELECT decision, decision_seq, decision_digest, decision_at, decision_until, decision_by, "
                  "second_needed FROM record WHERE id = ? AND decision IS NOT NULL");
    s.bind(1, record);
    std::optional<StoredDecision> out;
    if (s.executeStep())
      out = StoredDecision{static_cast<Decision>(s.getColumn(0).getInt()),
                           s.getColumn(1).getInt64(),
                           digestOf(s.getColumn(2)),
                           fromMicros(s.getColumn(3).getInt64()),
                           optionalTime(s.getColumn(4)),
                           s.getColumn(5).getString(),
                           s.getColumn(6).getInt() != 0};
    s.reset();
    return out;
  });
}

Result<std::vector<StoredMember>> RecordStore::members(std::int64_t record) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredMember>> {
    SQLite::Statement& s =
        c.prepare("SELECT object, unique_id FROM record_member WHERE record = ? ORDER BY object");
    s.bind(1, record);
    std::vector<StoredMember> out;
    while (s.executeStep())
      out.push_back({s.getColumn(0).getInt64(), s.getColumn(1).getString()});
    s.reset();
    return out;
  });
}

Result<std::vector<std::int64_t>> RecordStore::ofObject(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s =
        c.prepare("SELECT record FROM record_member WHERE object = ? ORDER BY record DESC");
    s.bind(1, object);
    return ids(s);
  });
}

Result<std::int64_t> RecordStore::create(const std::string& uid) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> {
    SQLite::Statement& s = c.prepare(
        "INSERT INTO record(uid, name, known_as, owner, owner_basis, owner_contradicted, tier, tier_reason, "
        "digest, freshness, watch, unseen, contradicted, audited, ended, systems, attention, "
        "attention_count, "
        "principals, search) VALUES(?,'','','','',0,2,'',x'',0,0,'','',0,0,'','[]',0,'[]','')");
    s.bind(1, uid);
    s.exec();
    return c.lastId();
  });
}

Result<std::int64_t> RecordStore::findByUid(const std::string& uid) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> {
    SQLite::Statement& s = c.prepare("SELECT id FROM record WHERE uid = ?");
    s.bind(1, uid);
    const std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    return id;
  });
}

Result<void> RecordStore::setMembers(std::int64_t record, const std::vector<StoredMember>& members) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& d = c.prepare("DELETE FROM record_member WHERE record = ?");
    d.bind(1, record);
    d.exec();
    for (const StoredMember& m : members) {
      SQLite::Statement& s = c.prepare("INSERT OR REPLACE INTO record_member VALUES(?,?,?)");
      s.bind(1, m.object);
      s.bind(2, record);
      s.bind(3, m.uniqueId);
      s.exec();
    }
    return {};
  });
}

Result<void> RecordStore::setMerged(std::int64_t record, std::int64_t into) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("UPDATE record SET merged_into = ?, ended = 1 WHERE id = ?");
    s.bind(1, into);
    s.bind(2, record);
    s.exec();
    SQLite::Statement& m = c.prepare("DELETE FROM record_member WHERE record = ?");
    m.bind(1, record);
    m.exec();
    SQLite::Statement& k = c.prepare("DELETE FROM closure_member WHERE record = ?");
    k.bind(1, record);
    k.exec();
    return {};
  });
}

Result<void> RecordStore::save(const StoredRecord& r, const std::set<std::int64_t>& closureObjects) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("UPDATE record SET name=?, known_as=?, owner=?, owner_basis=?, "
                                     "owner_contradicted=?, tier=?, tier_reason=?, digest=?, freshness=?, "
                                     "watch=?, unseen=?, contradicted=?, audited=?, time_flip=?, ended=?, "
                                     "merged_into=NULL, systems=?, attention=?, attention_count=?, "
                                     "principals=?, search=? WHERE id=?");
    s.bindNoCopy(1, r.name);
    s.bindNoCopy(2, r.knownAs);
    s.bindNoCopy(3, r.owner);
    s.bindNoCopy(4, r.ownerBasis);
    s.bind(5, r.ownerContradicted ? 1 : 0);
    s.bind(6, static_cast<int>(r.tier));
    s.bindNoCopy(7, r.tierReason);
    s.bindNoCopy(8, r.digest.bytes.data(), 32);
    s.bind(9, r.freshness);
    s.bind(10, r.watch);
    s.bindNoCopy(11, r.unseen);
    s.bindNoCopy(12, r.contradicted);
    s.bind(13, r.audited ? 1 : 0);
    if (r.timeFlip) s.bind(14, toMicros(*r.timeFlip));
    s.bind(15, r.ended ? 1 : 0);
    s.bindNoCopy(16, r.systems);
    s.bindNoCopy(17, r.attention);
    s.bind(18, static_cast<int>(r.attentionCodes.size()));
    s.bindNoCopy(19, r.principals);
    s.bindNoCopy(20, r.search);
    s.bind(21, r.id);
    s.exec();

    SQLite::Statement& had = c.prepare("SELECT object FROM closure_member WHERE record = ?");
    had.bind(1, r.id);
    std::set<std::int64_t> before;
    while (had.executeStep())
      before.insert(had.getColumn(0).getInt64());
    had.reset();
    for (const std::int64_t object : before)
      if (closureObjects.count(object) == 0) {
        SQLite::Statement& d = c.prepare("DELETE FROM closure_member WHERE object = ? AND record = ?");
        d.bind(1, object);
        d.bind(2, r.id);
        d.exec();
      }
    for (const std::int64_t object : closureObjects)
      if (before.count(object) == 0) {
        SQLite::Statement& i = c.prepare("INSERT OR IGNORE INTO closure_member VALUES(?,?)");
        i.bind(1, object);
        i.bind(2, r.id);
        i.exec();
      }
    SQLite::Statement& a = c.prepare("DELETE FROM record_attention WHERE record = ?");
    a.bind(1, r.id);
    a.exec();
    for (const std::string& code : r.attentionCodes) {
      SQLite::Statement& i = c.prepare("INSERT OR IGNORE INTO record_attention VALUES(?,?)");
      i.bind(1, code);
      i.bind(2, r.id);
      i.exec();
    }
    return {};
  });
}

Result<void> RecordStore::setDecision(std::int64_t record, const StoredDecision& d) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare(
        "UPDATE record SET decision=?, decision_seq=?, decision_digest=?, decision_at=?, decision_until=?, "
        "decision_by=?, second_needed=? WHERE id=?");
    s.bind(1, static_cast<int>(d.decision));
    s.bind(2, d.seq);
    s.bind(3, d.digest.bytes.data(), 32);
    s.bind(4, toMicros(d.at));
    if (d.until) s.bind(5, toMicros(*d.until));
    s.bind(6, d.by);
    s.bind(7, d.secondNeeded ? 1 : 0);
    s.bind(8, record);
    s.exec();
    return {};
  });
}

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
    SQLite::Statement& s = c.prepare("SELECT id FROM freshness WHERE parts = ?");
    s.bind(1, text);
    std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    if (id != 0) return id;
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
    return id;
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
    SQLite::Statement& s = c.prepare("SELECT id FROM watch WHERE keys = ?");
    s.bind(1, text);
    std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    if (id != 0) return id;
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
    return id;
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
          "r.freshness = f.id WHERE p.part = ? AND instr(f.parts, '@') > 0");
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
