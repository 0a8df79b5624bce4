// SPDX-License-Identifier: Apache-2.0
#include "models/store/records.h"

#include "models/store/columns.h"
#include "models/store/connection.h"
#include "models/store/ingest.h"

#include <algorithm>

namespace countersign {

using store::digestOf;
using store::guarded;
using store::ids;
using store::optionalTime;

namespace {} // namespace

Result<std::optional<StoredRecord>> RecordStore::record(std::int64_t id) {
  if (const auto found = pending_.find(id); found != pending_.end()) {
    StoredRecord made;
    made.id = id;
    made.uid = found->second;
    return std::optional(std::move(made));
  }
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredRecord>> {
    SQLite::Statement& s = c.prepare(
        "SELECT id, uid, name, known_as, owner, owner_basis, owner_contradicted, tier, tier_reason, digest, "
        "freshness, watch, unseen, contradicted, audited, time_flip, ended, systems, attention, principals, "
        "search, reach, access, drift, findings_due FROM record WHERE id = ?");
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
      r.reach = s.getColumn(21).getInt();
      r.access = s.getColumn(22).getString();
      r.drift = s.getColumn(23).getString();
      r.findingsDue = optionalTime(s.getColumn(24));
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
    if (nextId_ == 0) nextId_ = c.number("SELECT MAX(id) FROM record") + 1;
    pending_.emplace(nextId_, uid);
    pendingUids_.emplace(uid, nextId_);
    return nextId_++;
  });
}

Result<std::int64_t> RecordStore::findByUid(const std::string& uid) {
  if (const auto found = pendingUids_.find(uid); found != pendingUids_.end()) return found->second;
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
    if (pending_.count(record) == 0) {
      SQLite::Statement& d = c.prepare("DELETE FROM record_member WHERE record = ?");
      d.bind(1, record);
      d.exec();
    }
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

namespace {

constexpr const char* insertRecord =
    "INSERT INTO record(name, known_as, owner, owner_basis, owner_contradicted, tier, tier_reason, digest, "
    "freshness, watch, unseen, contradicted, audited, time_flip, ended, systems, attention, attention_count, "
    "principals, search, reach, access, drift, findings_due, id, uid) "
    "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* updateRecord =
    "UPDATE record SET name=?, known_as=?, owner=?, owner_basis=?, owner_contradicted=?, tier=?, "
    "tier_reason=?, digest=?, freshness=?, watch=?, unseen=?, contradicted=?, audited=?, time_flip=?, "
    "ended=?, systems=?, attention=?, attention_count=?, principals=?, search=?, reach=?, access=?, "
    "drift=?, findings_due=?, merged_into=NULL WHERE id=?";

void writeRow(SQLite::Statement& s, const StoredRecord& r, bool made) {
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
  s.bind(21, r.reach);
  s.bindNoCopy(22, r.access);
  s.bindNoCopy(23, r.drift);
  if (r.findingsDue) s.bind(24, toMicros(*r.findingsDue));
  s.bind(25, r.id);
  if (made) s.bindNoCopy(26, r.uid);
  s.exec();
}

void writeClosure(store::Connection& c, const StoredRecord& r, const std::set<std::int64_t>& objects,
                  bool made) {
  std::set<std::int64_t> before;
  if (!made) {
    SQLite::Statement& had = c.prepare("SELECT object FROM closure_member WHERE record = ?");
    had.bind(1, r.id);
    while (had.executeStep())
      before.insert(had.getColumn(0).getInt64());
    had.reset();
  }
  for (const std::int64_t object : before)
    if (objects.count(object) == 0) {
      SQLite::Statement& d = c.prepare("DELETE FROM closure_member WHERE object = ? AND record = ?");
      d.bind(1, object);
      d.bind(2, r.id);
      d.exec();
    }
  for (const std::int64_t object : objects)
    if (before.count(object) == 0) {
      SQLite::Statement& i = c.prepare("INSERT OR IGNORE INTO closure_member VALUES(?,?)");
      i.bind(1, object);
      i.bind(2, r.id);
      i.exec();
    }
}

void writeAttention(store::Connection& c, const StoredRecord& r, bool made) {
  if (!made) {
    SQLite::Statement& a = c.prepare("DELETE FROM record_attention WHERE record = ?");
    a.bind(1, r.id);
    a.exec();
  }
  for (const std::string& code : r.attentionCodes) {
    SQLite::Statement& i = c.prepare("INSERT OR IGNORE INTO record_attention VALUES(?,?)");
    i.bind(1, code);
    i.bind(2, r.id);
    i.exec();
  }
}

} // namespace

Result<void> RecordStore::save(const StoredRecord& r, const std::set<std::int64_t>& closureObjects) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    const bool made = pending_.erase(r.id) != 0;
    if (made) pendingUids_.erase(r.uid);
    writeRow(c.prepare(made ? insertRecord : updateRecord), r, made);
    writeClosure(c, r, closureObjects, made);
    writeAttention(c, r, made);
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

} // namespace countersign
