// SPDX-License-Identifier: Apache-2.0
#include "models/store/movements.h"

#include "models/store/columns.h"
#include "models/store/connection.h"
#include "models/store/ingest.h"

#include <algorithm>

namespace countersign {

using store::guarded;
using store::optionalTime;

namespace {

// A version whose object had one before is a change or a return; the first version of an object is an
// arrival, and a movement only where a complete look had not shown it.
constexpr const char* opened =
    "SELECT v.object, o.part, o.source, v.opened_by, "
    "(SELECT b.id FROM version b WHERE b.object = v.object AND b.to_t = v.from_t ORDER BY b.id DESC LIMIT "
    "1), "
    "v.id, v.from_t, "
    "(SELECT MAX(q.captured_at) FROM snapshot_part q WHERE q.part = o.part AND q.complete AND q.captured_at "
    "< "
    "v.from_t), r.role, o.kind, o.uid "
    "FROM version v JOIN object o ON o.id = v.object JOIN source r ON r.id = o.source "
    "WHERE v.from_t BETWEEN ?1 AND ?2 ORDER BY v.from_t, v.id";
constexpr const char* closed =
    "SELECT v.object, o.part, o.source, v.closed_by, v.id, 0, v.to_t, "
    "(SELECT MAX(q.captured_at) FROM snapshot_part q WHERE q.part = o.part AND q.complete AND q.captured_at "
    "< "
    "v.to_t), r.role, o.kind, o.uid "
    "FROM version v JOIN object o ON o.id = v.object JOIN source r ON r.id = o.source "
    "WHERE v.to_t BETWEEN ?1 AND ?2 AND NOT EXISTS "
    "(SELECT 1 FROM version n WHERE n.object = v.object AND n.from_t = v.to_t) ORDER BY v.to_t, v.id";

Movement readMovement(SQLite::Statement& s) {
  Movement m;
  m.object = s.getColumn(0).getInt64();
  m.part = s.getColumn(1).getInt64();
  m.source = s.getColumn(2).getInt64();
  m.snapshot = s.getColumn(3).getInt64();
  m.before = s.getColumn(4).getInt64();
  m.after = s.getColumn(5).getInt64();
  m.at = fromMicros(s.getColumn(6).getInt64());
  m.seenBefore = optionalTime(s.getColumn(7));
  m.role = static_cast<SourceRole>(s.getColumn(8).getInt());
  m.kind = s.getColumn(9).getString();
  m.uid = s.getColumn(10).getString();
  return m;
}

void readMoments(SQLite::Statement& s, std::set<Instant>& out) {
  while (s.executeStep()) {
    out.insert(fromMicros(s.getColumn(0).getInt64()));
    if (!s.getColumn(1).isNull()) out.insert(fromMicros(s.getColumn(1).getInt64()));
  }
  s.reset();
}

} // namespace

Result<std::vector<Look>> MovementStore::looks(std::int64_t part) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<Look>> {
    SQLite::Statement& s = c.prepare("SELECT captured_at, snapshot, complete FROM snapshot_part WHERE part = "
                                     "? ORDER BY captured_at, snapshot");
    s.bind(1, part);
    std::vector<Look> out;
    while (s.executeStep())
      out.push_back(
          {fromMicros(s.getColumn(0).getInt64()), s.getColumn(1).getInt64(), s.getColumn(2).getInt() != 0});
    s.reset();
    return out;
  });
}

Result<std::optional<Instant>> MovementStore::completeBefore(std::int64_t part, Instant at) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<Instant>> {
    SQLite::Statement& s = c.prepare(
        "SELECT MAX(captured_at) FROM snapshot_part WHERE part = ? AND complete AND captured_at < ?");
    s.bind(1, part);
    s.bind(2, toMicros(at));
    std::optional<Instant> out;
    if (s.executeStep()) out = optionalTime(s.getColumn(0));
    s.reset();
    return out;
  });
}

Result<std::vector<Movement>> MovementStore::movements(Instant from, Instant to) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<Movement>> {
    std::vector<Movement> out;
    for (const char* sql : {opened, closed}) {
      SQLite::Statement& s = c.prepare(sql);
      s.bind(1, toMicros(from));
      s.bind(2, toMicros(to));
      while (s.executeStep()) {
        Movement m = readMovement(s);
        if (m.before != 0 || m.seenBefore) out.push_back(std::move(m));
      }
      s.reset();
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Movement& a, const Movement& b) { return a.at < b.at; });
    return out;
  });
}

Result<std::vector<Movement>> MovementStore::inventory(Instant from, Instant to,
                                                       const std::set<std::string>& kinds) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<Movement>> {
    std::vector<Movement> out;
    SQLite::Statement& s = c.prepare(opened);
    s.bind(1, toMicros(from));
    s.bind(2, toMicros(to));
    while (s.executeStep()) {
      Movement m = readMovement(s);
      if (m.before == 0 && !m.seenBefore && kinds.contains(m.kind)) out.push_back(std::move(m));
    }
    s.reset();
    return out;
  });
}

Result<std::vector<Instant>> MovementStore::moments(const std::set<std::string>& keys,
                                                    const std::set<std::int64_t>& objects) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<Instant>> {
    std::set<Instant> out;
    for (const char* sql :
         {"SELECT v.from_t, v.to_t FROM self_key k JOIN version v ON v.object = k.object WHERE k.hash = ?",
          "SELECT v.from_t, v.to_t FROM naming_key k JOIN version v ON v.object = k.object WHERE k.hash = ?"})
      for (const std::string& key : keys) {
        SQLite::Statement& s = c.prepare(sql);
        s.bind(1, keyHash(key));
        readMoments(s, out);
      }
    for (const std::int64_t object : objects) {
      SQLite::Statement& s = c.prepare("SELECT from_t, to_t FROM version WHERE object = ?");
      s.bind(1, object);
      readMoments(s, out);
    }
    return std::vector<Instant>(out.begin(), out.end());
  });
}

Result<std::vector<std::int64_t>> MovementStore::objectsWithHash(std::int64_t hash) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT object FROM self_key WHERE hash = ? ORDER BY object");
    s.bind(1, hash);
    return store::ids(s);
  });
}

Result<std::vector<Instant>> MovementStore::momentsOf(std::int64_t object) {
  return moments({}, {object});
}

Result<MovementStore::Lies> MovementStore::where(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<Lies> {
    SQLite::Statement& s =
        c.prepare("SELECT o.part, o.source, r.role, o.kind, o.uid FROM object o JOIN source r ON "
                  "r.id = o.source WHERE o.id = ?");
    s.bind(1, object);
    if (!s.executeStep()) return failure(ErrorCode::NotFound, "there is no such object");
    Lies out{s.getColumn(0).getInt64(), s.getColumn(1).getInt64(),
             static_cast<SourceRole>(s.getColumn(2).getInt()), s.getColumn(3).getString(),
             s.getColumn(4).getString()};
    s.reset();
    return out;
  });
}

Result<std::optional<Instant>> MovementStore::firstLook(std::int64_t source) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<Instant>> {
    SQLite::Statement& s = c.prepare(
        "SELECT MIN(q.captured_at) FROM snapshot_part q JOIN part p ON p.id = q.part WHERE p.source = ? "
        "AND q.complete");
    s.bind(1, source);
    std::optional<Instant> out;
    if (s.executeStep()) out = optionalTime(s.getColumn(0));
    s.reset();
    return out;
  });
}

} // namespace countersign
