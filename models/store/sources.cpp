// SPDX-License-Identifier: Apache-2.0
#include "models/store/sources.h"

#include "models/store/columns.h"
#include "models/store/connection.h"

namespace countersign {

using store::digestOf;
using store::guarded;
using store::optionalTime;

namespace {

StoredSource readSource(SQLite::Statement& s) {
  StoredSource out;
  out.id = s.getColumn(0).getInt64();
  out.key = s.getColumn(1).getString();
  out.name = s.getColumn(2).getString();
  out.system = s.getColumn(3).getString();
  out.scope = s.getColumn(4).getString();
  out.role = static_cast<SourceRole>(s.getColumn(5).getInt());
  out.owner = s.getColumn(6).getString();
  out.fallback = s.getColumn(7).getString();
  return out;
}

std::size_t count(SQLite::Statement& s, int column) {
  return static_cast<std::size_t>(s.getColumn(column).getInt64());
}

StoredSnapshot readSnapshot(SQLite::Statement& s) {
  StoredSnapshot out;
  out.id = s.getColumn(0).getInt64();
  out.source = s.getColumn(1).getInt64();
  out.file = s.getColumn(2).getString();
  out.connector = s.getColumn(3).getString();
  out.tool = s.getColumn(4).getString();
  out.serial = s.getColumn(5).getString();
  out.raw = digestOf(s.getColumn(6));
  out.rawBytes = static_cast<std::uint64_t>(s.getColumn(7).getInt64());
  out.decodedBytes = static_cast<std::uint64_t>(s.getColumn(8).getInt64());
  if (!s.getColumn(9).isNull()) out.masked = digestOf(s.getColumn(9));
  out.capturedAt = fromMicros(s.getColumn(10).getInt64());
  out.basis = static_cast<CaptureBasis>(s.getColumn(11).getInt());
  out.importedAt = fromMicros(s.getColumn(12).getInt64());
  out.complete = s.getColumn(13).getInt() != 0;
  out.documents = count(s, 14);
  out.added = count(s, 15);
  out.changed = count(s, 16);
  out.removed = count(s, 17);
  out.events = count(s, 18);
  out.gaps = count(s, 19);
  out.bytesKept = s.getColumn(20).getInt() != 0;
  return out;
}

void addIncomplete(store::Connection& c, StoredSnapshot& snapshot) {
  SQLite::Statement& s =
      c.prepare("SELECT p.name, sp.why FROM snapshot_part sp JOIN part p ON p.id = sp.part "
                "WHERE sp.snapshot = ? AND NOT sp.complete ORDER BY p.name");
  s.bind(1, snapshot.id);
  while (s.executeStep())
    snapshot.incomplete.push_back(s.getColumn(0).getString() + ": " + s.getColumn(1).getString());
  s.reset();
}

} // namespace

Result<std::vector<StoredSource>> SourceStore::sources() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredSource>> {
    std::vector<StoredSource> out;
    SQLite::Statement& s =
        c.prepare("SELECT id, key, name, system, scope, role, owner, fallback FROM source ORDER BY name, id");
    while (s.executeStep())
      out.push_back(readSource(s));
    s.reset();
    return out;
  });
}

Result<std::optional<StoredSource>> SourceStore::source(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredSource>> {
    SQLite::Statement& s =
        c.prepare("SELECT id, key, name, system, scope, role, owner, fallback FROM source WHERE key = ?");
    s.bind(1, key);
    std::optional<StoredSource> out;
    if (s.executeStep()) out = readSource(s);
    s.reset();
    return out;
  });
}

Result<void> SourceStore::setPeople(std::int64_t source, const std::string& owner,
                                    const std::string& fallback) {
  auto& c = w_.connection();
  return w_.transaction([&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("UPDATE source SET owner = ?, fallback = ? WHERE id = ?");
    s.bind(1, owner);
    s.bind(2, fallback);
    s.bind(3, source);
    if (s.exec() != 1) return failure(ErrorCode::NotFound, "there is no such source");
    return {};
  });
}

Result<std::vector<StoredPart>> SourceStore::parts(std::int64_t source) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredPart>> {
    std::vector<StoredPart> out;
    SQLite::Statement& s = c.prepare("SELECT id, source, name, last_complete, last_seen, open_count FROM "
                                     "part WHERE source = ? ORDER BY name");
    s.bind(1, source);
    while (s.executeStep())
      out.push_back({s.getColumn(0).getInt64(), s.getColumn(1).getInt64(), s.getColumn(2).getString(),
                     optionalTime(s.getColumn(3)), optionalTime(s.getColumn(4)), count(s, 5)});
    s.reset();
    return out;
  });
}

#define COUNTERSIGN_SNAPSHOT_COLUMNS                                                                         \
  "SELECT id, source, file, connector, tool, serial, raw_sha256, raw_bytes, decoded_bytes, masked_sha256, "  \
  "captured_at, basis, imported_at, complete, documents, added, changed, removed, events, gaps, bytes_kept " \
  "FROM snapshot "

Result<std::vector<StoredSnapshot>> SourceStore::snapshots(std::optional<std::int64_t> source) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredSnapshot>> {
    std::vector<StoredSnapshot> out;
    SQLite::Statement& s = c.prepare(COUNTERSIGN_SNAPSHOT_COLUMNS
                                     "WHERE ?1 IS NULL OR source = ?1 ORDER BY captured_at DESC, id DESC");
    if (source) s.bind(1, *source);
    while (s.executeStep())
      out.push_back(readSnapshot(s));
    s.reset();
    for (StoredSnapshot& snapshot : out)
      addIncomplete(c, snapshot);
    return out;
  });
}

Result<std::optional<StoredSnapshot>> SourceStore::snapshot(std::int64_t id) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredSnapshot>> {
    SQLite::Statement& s = c.prepare(COUNTERSIGN_SNAPSHOT_COLUMNS "WHERE id = ?");
    s.bind(1, id);
    std::optional<StoredSnapshot> out;
    if (s.executeStep()) out = readSnapshot(s);
    s.reset();
    if (out) addIncomplete(c, *out);
    return out;
  });
}

Result<std::vector<StoredGap>> SourceStore::gaps(std::int64_t snapshot) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredGap>> {
    std::vector<StoredGap> out;
    SQLite::Statement& s =
        c.prepare("SELECT code, message, remedy, file, byte, line, pointer, excerpt, part, warning FROM gap "
                  "WHERE snapshot = ? ORDER BY warning, id");
    s.bind(1, snapshot);
    while (s.executeStep()) {
      StoredGap g;
      g.error.code = errorCodeFromName(s.getColumn(0).getString());
      g.error.message = s.getColumn(1).getString();
      g.error.remedy = s.getColumn(2).getString();
      g.error.place.file = s.getColumn(3).getString();
      if (!s.getColumn(4).isNull())
        g.error.place.byte = static_cast<std::uint64_t>(s.getColumn(4).getInt64());
      if (!s.getColumn(5).isNull())
        g.error.place.line = static_cast<std::uint64_t>(s.getColumn(5).getInt64());
      g.error.place.pointer = s.getColumn(6).getString();
      g.error.place.excerpt = s.getColumn(7).getString();
      g.part = s.getColumn(8).getString();
      g.warning = s.getColumn(9).getInt() != 0;
      out.push_back(std::move(g));
    }
    s.reset();
    return out;
  });
}

Result<std::size_t> SourceStore::eventCount(std::int64_t source) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::size_t> {
    SQLite::Statement& s = c.prepare("SELECT COUNT(*) FROM event WHERE source = ?");
    s.bind(1, source);
    s.executeStep();
    const std::size_t n = count(s, 0);
    s.reset();
    return n;
  });
}

} // namespace countersign
