// SPDX-License-Identifier: Apache-2.0
#include "models/store/history.h"

namespace countersign::store {

std::optional<Held> heldAt(Connection& c, std::int64_t object, std::int64_t at) {
  SQLite::Statement& s =
      c.prepare("SELECT id, document, from_t, to_t FROM version WHERE object = ? AND from_t <= ? "
                "AND (to_t IS NULL OR to_t > ?) ORDER BY from_t DESC, id DESC LIMIT 1");
  s.bind(1, object);
  s.bind(2, at);
  s.bind(3, at);
  std::optional<Held> out;
  if (s.executeStep()) {
    out = Held{s.getColumn(0).getInt64(), s.getColumn(1).getInt64(), s.getColumn(2).getInt64(), std::nullopt};
    if (!s.getColumn(3).isNull()) out->to = s.getColumn(3).getInt64();
  }
  s.reset();
  return out;
}

std::int64_t openVersion(Connection& c, const Sight& sight, std::int64_t from,
                         std::optional<std::int64_t> to) {
  SQLite::Statement& s =
      c.prepare("INSERT INTO version(object, document, from_t, to_t, opened_by, closed_by, at_offset, "
                "at_length, at_line, at_pointer) VALUES(?,?,?,?,?,NULL,?,?,?,?)");
  s.bind(1, sight.object);
  s.bind(2, sight.document);
  s.bind(3, from);
  if (to) s.bind(4, *to);
  s.bind(5, sight.snapshot);
  s.bind(6, static_cast<std::int64_t>(sight.where.offset));
  s.bind(7, static_cast<std::int64_t>(sight.where.length));
  s.bind(8, static_cast<std::int64_t>(sight.where.line));
  s.bindNoCopy(9, sight.where.pointer);
  s.exec();
  return c.lastId();
}

void closeVersion(Connection& c, std::int64_t version, std::int64_t at, std::int64_t snapshot) {
  SQLite::Statement& s = c.prepare("UPDATE version SET to_t = ?, closed_by = ? WHERE id = ?");
  s.bind(1, at);
  s.bind(2, snapshot);
  s.bind(3, version);
  s.exec();
}

void refreshOpen(Connection& c, std::int64_t object) {
  SQLite::Statement& s = c.prepare("UPDATE object SET (open_version, open_digest) = (SELECT v.id, d.digest "
                                   "FROM version v JOIN document d ON d.id = v.document "
                                   "WHERE v.object = object.id AND v.to_t IS NULL) WHERE id = ?");
  s.bind(1, object);
  s.exec();
}

namespace {

/// What was held goes on from `next` where its interval reaches beyond.
void resume(Connection& c, const Held& held, std::int64_t object, std::int64_t next) {
  if (held.to && *held.to <= next) return;
  SQLite::Statement& s = c.prepare(
      "INSERT INTO version(object, document, from_t, to_t, opened_by, closed_by, at_offset, at_length, "
      "at_line, at_pointer) SELECT object, document, ?, to_t, opened_by, closed_by, at_offset, at_length, "
      "at_line, at_pointer FROM version WHERE id = ? AND object = ?");
  s.bind(1, next);
  s.bind(2, held.version);
  s.bind(3, object);
  s.exec();
}

/// A version of the same content that begins where the new sight ends begins earlier instead.
bool extendNext(Connection& c, const Sight& sight) {
  if (!sight.next) return false;
  SQLite::Statement& s =
      c.prepare("UPDATE version SET from_t = ?, opened_by = ?, at_offset = ?, at_length = ?, at_line = ?, "
                "at_pointer = ? WHERE object = ? AND document = ? AND from_t = ?");
  s.bind(1, sight.at);
  s.bind(2, sight.snapshot);
  s.bind(3, static_cast<std::int64_t>(sight.where.offset));
  s.bind(4, static_cast<std::int64_t>(sight.where.length));
  s.bind(5, static_cast<std::int64_t>(sight.where.line));
  s.bindNoCopy(6, sight.where.pointer);
  s.bind(7, sight.object);
  s.bind(8, sight.document);
  s.bind(9, *sight.next);
  return s.exec() > 0;
}

} // namespace

std::int64_t insertSight(Connection& c, const Sight& sight) {
  const auto held = heldAt(c, sight.object, sight.at);
  if (held && held->document == sight.document) return 0;
  if (held) {
    // The continuation is written before the cut changes the row it is copied from.
    if (sight.next) resume(c, *held, sight.object, *sight.next);
    closeVersion(c, held->version, sight.at, sight.snapshot);
  }
  if (extendNext(c, sight)) return -1;
  return openVersion(c, sight, sight.at, sight.next);
}

bool insertAbsence(Connection& c, std::int64_t object, std::int64_t snapshot, std::int64_t at,
                   std::optional<std::int64_t> next) {
  const auto held = heldAt(c, object, at);
  if (!held) return false;
  if (next) resume(c, *held, object, *next);
  closeVersion(c, held->version, at, snapshot);
  return true;
}

} // namespace countersign::store
