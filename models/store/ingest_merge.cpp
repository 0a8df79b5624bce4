// SPDX-License-Identifier: Apache-2.0
#include "models/store/ingest_merge.h"

#include "models/store/read_ahead.h"

#include <algorithm>

namespace countersign {

using store::Sight;

void Staging::Impl::writeSource() {
  SQLite::Statement& s = c().prepare(
      "INSERT INTO source(key, name, system, scope, role, owner, fallback) VALUES(?,?,?,?,?,?,?) ON "
      "CONFLICT(key) DO UPDATE SET "
      "name = CASE WHEN ?8 THEN excluded.name ELSE name END, "
      "owner = CASE WHEN excluded.owner <> '' THEN excluded.owner ELSE owner END, "
      "fallback = CASE WHEN excluded.fallback <> '' THEN excluded.fallback ELSE fallback END RETURNING id, "
      "name");
  s.bind(1, info.sourceKey);
  s.bind(2, info.sourceName.empty() ? info.sourceKey : info.sourceName);
  s.bind(3, info.system);
  s.bind(4, info.scope);
  s.bind(5, static_cast<int>(info.role));
  s.bind(6, info.owner);
  s.bind(7, info.fallback);
  s.bind(8, info.sourceName.empty() ? 0 : 1);
  s.executeStep();
  source = s.getColumn(0).getInt64();
  sourceName_ = s.getColumn(1).getString();
  s.reset();
}

void Staging::Impl::writeSnapshot(const std::vector<PartCompleteness>& parts, MergeReport& report) {
  SQLite::Statement& s = c().prepare(
      "INSERT INTO snapshot(source, file, connector, tool, serial, raw_sha256, raw_bytes, decoded_bytes, "
      "captured_at, basis, imported_at, complete, documents, added, changed, removed, events, gaps, "
      "bytes_kept) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,0,0,0,0,0,0,0)");
  s.bind(1, source);
  s.bind(2, info.file);
  s.bind(3, info.connector);
  s.bind(4, info.tool);
  s.bind(5, info.serial);
  s.bind(6, info.raw.bytes.data(), 32);
  s.bind(7, static_cast<std::int64_t>(info.rawBytes));
  s.bind(8, static_cast<std::int64_t>(info.decodedBytes));
  s.bind(9, at());
  s.bind(10, static_cast<int>(info.basis));
  s.bind(11, toMicros(info.importedAt));
  s.bind(12, std::all_of(parts.begin(), parts.end(), [](const auto& p) { return p.complete; }) ? 1 : 0);
  s.exec();
  snapshot_ = c().lastId();
  report.snapshot = snapshot_;
  report.source = source;
}

void Staging::Impl::writeChunks(const std::vector<Chunk>& chunks) {
  if (chunks.empty()) return;
  Sha256 masked;
  for (const Chunk& chunk : chunks)
    masked.add(chunk.digest.raw());
  const std::string maskedDigest = masked.finish().raw();
  SQLite::Statement& s = c().prepare("UPDATE snapshot SET masked_sha256 = ?, bytes_kept = 1 WHERE id = ?");
  s.bind(1, maskedDigest.data(), 32);
  s.bind(2, snapshot_);
  s.exec();
  for (const Chunk& chunk : chunks) {
    SQLite::Statement& k = c().prepare("INSERT INTO source_chunk VALUES(?,?,?,?)");
    k.bind(1, snapshot_);
    k.bind(2, static_cast<std::int64_t>(chunk.at));
    k.bind(3, static_cast<std::int64_t>(chunk.size));
    k.bindNoCopy(4, chunk.packed.data(), static_cast<int>(chunk.packed.size()));
    k.exec();
  }
}

std::int64_t Staging::Impl::partId(const std::string& part) {
  auto& row = parts_[part];
  if (row.id != 0) return row.id;
  SQLite::Statement& s = c().prepare(
      "INSERT INTO part(source, name) VALUES(?,?) ON CONFLICT(source, name) DO UPDATE SET name = name "
      "RETURNING id, last_complete, last_seen");
  s.bind(1, source);
  s.bind(2, part);
  s.executeStep();
  row.id = s.getColumn(0).getInt64();
  if (!s.getColumn(1).isNull()) row.lastComplete = s.getColumn(1).getInt64();
  if (!s.getColumn(2).isNull()) row.lastSeen = s.getColumn(2).getInt64();
  s.reset();
  return row.id;
}

void Staging::Impl::writeParts(const std::vector<PartCompleteness>& parts, MergeReport& report) {
  for (const PartCompleteness& part : parts) {
    PartRow& row = parts_[part.part];
    partId(part.part);
    row.complete = part.complete;
    row.stated = true;
  }
  // A part that a connector emitted documents for without stating it is partial.
  for (const auto& d : fresh)
    partId(d.part);
  for (const auto& d : seen)
    partId(d.part);
  for (const auto& g : gaps)
    if (!g.warning && !g.part.empty() && parts_.count(g.part) != 0) parts_[g.part].complete = false;
  for (const auto& [name, row] : parts_) {
    const auto stated =
        std::find_if(parts.begin(), parts.end(), [&n = name](const auto& p) { return p.part == n; });
    std::string why = stated != parts.end() ? stated->why : "not said to be complete";
    if (!row.complete && why.empty()) why = "objects could not be read";
    SQLite::Statement& s = c().prepare("INSERT INTO snapshot_part VALUES(?,?,?,?,?)");
    s.bind(1, snapshot_);
    s.bind(2, row.id);
    s.bind(3, row.complete ? 1 : 0);
    s.bind(4, row.complete ? std::string() : why);
    s.bind(5, at());
    s.exec();
    report.parts.push_back({name, row.complete, row.complete ? std::string() : why});
    report.touchedParts.push_back(row.id);
    if (!row.lastSeen) report.newParts.push_back(name);
  }
}

std::int64_t Staging::Impl::documentId(const store::StagedDocument& d) {
  SQLite::Statement& insert =
      c().prepare("INSERT INTO document(digest) VALUES(?) ON CONFLICT(digest) DO NOTHING");
  insert.bindNoCopy(1, d.digest.bytes.data(), 32);
  if (insert.exec() == 1) {
    const std::int64_t id = c().lastId();
    SQLite::Statement& bytes = c().prepare("INSERT INTO document_bytes VALUES(?,?,?)");
    bytes.bind(1, id);
    bytes.bind(2, static_cast<std::int64_t>(d.size));
    bytes.bindNoCopy(3, d.packed.data(), static_cast<int>(d.packed.size()));
    bytes.exec();
    return id;
  }
  SQLite::Statement& find = c().prepare("SELECT id FROM document WHERE digest = ?");
  find.bindNoCopy(1, d.digest.bytes.data(), 32);
  find.executeStep();
  const std::int64_t id = find.getColumn(0).getInt64();
  find.reset();
  return id;
}

std::int64_t Staging::Impl::objectId(store::StagedDocument& d) {
  if (d.object != 0) {
    // An object that was only observed so far gets its part with its first document.
    return d.object;
  }
  SQLite::Statement& s = c().prepare(
      "INSERT INTO object(source, part, kind, uid) VALUES(?,?,?,?) ON CONFLICT(source, kind, uid) "
      "DO UPDATE SET part = COALESCE(part, excluded.part) RETURNING id");
  s.bind(1, source);
  s.bind(2, parts_[d.part].id);
  s.bindNoCopy(3, d.kind);
  s.bindNoCopy(4, d.uid);
  s.executeStep();
  d.object = s.getColumn(0).getInt64();
  s.reset();
  return d.object;
}

std::optional<std::int64_t> Staging::Impl::nextLook(std::int64_t object, std::int64_t part) {
  SQLite::Statement& s =
      c().prepare("SELECT MIN(t) FROM (SELECT MIN(captured_at) AS t FROM snapshot_part WHERE part = ?1 AND "
                  "complete AND captured_at > ?2 UNION ALL "
                  "SELECT MIN(from_t) FROM version WHERE object = ?3 AND from_t > ?2 UNION ALL "
                  "SELECT MIN(g.at) FROM version v JOIN sighting g ON g.version = v.id WHERE v.object = ?3 "
                  "AND g.at > ?2)");
  s.bind(1, part);
  s.bind(2, at());
  s.bind(3, object);
  std::optional<std::int64_t> out;
  if (s.executeStep() && !s.getColumn(0).isNull()) out = s.getColumn(0).getInt64();
  s.reset();
  return out;
}

void Staging::Impl::writeOne(store::StagedDocument& d, bool newest, MergeReport& report) {
  const auto held = open.find(d.hash);
  const bool wasOpen = held != open.end() && held->second.open;
  const std::int64_t object = objectId(d);
  Sight sight{object, documentId(d), snapshot_, at(), std::nullopt, d.where};
  if (!newest) {
    sight.next = nextLook(object, parts_[d.part].id);
    if (store::insertSight(c(), sight) == 0 && !sight.next) return;
    const auto now = store::heldAt(c(), object, INT64_MAX - 1);
    store::refreshOpen(c(), object);
    if (!wasOpen && now) report.changes.push_back({object, 0, now->version, d.principal});
    ++report.changed;
    return;
  }
  ObjectChange change{object, 0, 0, d.principal};
  if (wasOpen) {
    SQLite::Statement& s = c().prepare("SELECT open_version FROM object WHERE id = ?");
    s.bind(1, object);
    s.executeStep();
    change.oldVersion = s.getColumn(0).getInt64();
    s.reset();
    store::closeVersion(c(), change.oldVersion, at(), snapshot_);
  }
  change.newVersion = store::openVersion(c(), sight, at(), std::nullopt);
  SQLite::Statement& s = c().prepare(
      "UPDATE object SET part = COALESCE(part, ?), open_version = ?, open_digest = ? WHERE id = ?");
  s.bind(1, parts_[d.part].id);
  s.bind(2, change.newVersion);
  s.bindNoCopy(3, d.digest.bytes.data(), 32);
  s.bind(4, object);
  s.exec();
  ++(wasOpen ? report.changed : report.added);
  report.changes.push_back(change);
  handOver(d, change, *report.written);
}

/// What has just been written is at hand for working it out.
void Staging::Impl::handOver(store::StagedDocument& d, const ObjectChange& change,
                             store::ReadAhead& written) {
  const PartRow& part = parts_[d.part];
  HeldDocument held;
  held.digest = d.digest;
  held.object = change.object;
  held.version = change.newVersion;
  held.source = source;
  held.part = part.id;
  held.snapshot = snapshot_;
  held.role = info.role;
  held.system = info.system;
  held.sourceName = sourceName_;
  held.from = info.capturedAt;
  if (!part.complete) held.sighted = info.capturedAt;
  held.where = std::move(d.where);
  written.add(std::move(held), d.size, std::move(d.packed));
}

void Staging::Impl::writeDocuments(MergeReport& report) {
  report.documents = fresh.size() + seen.size();
  report.written = std::make_shared<store::ReadAhead>();
  for (store::StagedDocument& d : fresh) {
    PartRow& part = parts_[d.part];
    writeOne(d, part.newest(at()), report);
    ++part.seen;
  }
  for (const store::SeenDocument& d : seen)
    ++parts_[d.part].seen;
  writeKeys(report);
  writeSeenInHistory(report);
  writeSightings(report);
  writeAbsences(report);
}

void Staging::Impl::writeKeys(MergeReport& report) {
  using Row = std::pair<std::int64_t, std::int64_t>;
  std::vector<Row> self, naming;
  for (const auto& d : fresh) {
    for (const std::int64_t h : d.selfKeys)
      self.emplace_back(h, d.object);
    for (const std::int64_t h : d.namingKeys)
      naming.emplace_back(h, d.object);
  }
  const auto write = [&](std::vector<Row>& rows, const char* sql) {
    std::sort(rows.begin(), rows.end());
    for (const Row& row : rows) {
      SQLite::Statement& s = c().prepare(sql);
      s.bind(1, row.first);
      s.bind(2, row.second);
      s.exec();
    }
  };
  for (const auto* rows : {&self, &naming})
    for (const Row& row : *rows)
      report.keyHashes.push_back(row.first);
  std::sort(report.keyHashes.begin(), report.keyHashes.end());
  report.keyHashes.erase(std::unique(report.keyHashes.begin(), report.keyHashes.end()),
                         report.keyHashes.end());
  write(self, "INSERT OR IGNORE INTO self_key VALUES(?,?)");
  write(naming, "INSERT OR IGNORE INTO naming_key VALUES(?,?)");
}

/// An older snapshot that shows what is held *now*: it may still differ from what was held *then*.
void Staging::Impl::writeSeenInHistory(MergeReport& report) {
  for (const store::SeenDocument& d : seen) {
    const PartRow& part = parts_[d.part];
    if (part.newest(at())) continue;
    const auto now = store::heldAt(c(), d.object, INT64_MAX - 1);
    Sight sight{d.object, now ? now->document : 0, snapshot_, at(), nextLook(d.object, part.id), {}};
    if (sight.document != 0 && store::insertSight(c(), sight) != 0) {
      store::refreshOpen(c(), d.object);
      ++report.changed;
    }
  }
}

void Staging::Impl::writeSightings(MergeReport& report) {
  const auto sight = [&](std::int64_t object, const std::string& part) {
    if (parts_[part].complete) return;
    SQLite::Statement& s =
        c().prepare("INSERT OR IGNORE INTO sighting SELECT id, ?1, ?2 FROM version WHERE object = ?3 AND "
                    "from_t <= ?1 AND (to_t IS NULL OR to_t > ?1)");
    s.bind(1, at());
    s.bind(2, snapshot_);
    s.bind(3, object);
    s.exec();
    report.sightedObjects.push_back(object);
  };
  for (const auto& d : seen)
    sight(d.object, d.part);
  for (const auto& d : fresh)
    sight(d.object, d.part);
}

void Staging::Impl::writeAbsences(MergeReport& report) {
  for (auto& [name, part] : parts_) {
    if (!part.complete) continue;
    const bool newest = part.newest(at());
    const std::int64_t held = [&] {
      SQLite::Statement& s =
          c().prepare("SELECT COUNT(*) FROM object WHERE part = ? AND open_version IS NOT NULL");
      s.bind(1, part.id);
      s.executeStep();
      const auto n = s.getColumn(0).getInt64();
      s.reset();
      return n;
    }();
    if (newest && held == static_cast<std::int64_t>(part.seen)) continue;
    std::unordered_set<std::int64_t> here;
    for (const auto& d : seen)
      here.insert(d.object);
    for (const auto& d : fresh)
      here.insert(d.object);
    std::vector<std::pair<std::int64_t, std::int64_t>> gone;
    SQLite::Statement& s = c().prepare("SELECT id, open_version FROM object WHERE part = ?");
    s.bind(1, part.id);
    while (s.executeStep())
      if (here.count(s.getColumn(0).getInt64()) == 0)
        gone.emplace_back(s.getColumn(0).getInt64(), s.getColumn(1).getInt64());
    s.reset();
    for (const auto& [object, version] : gone) {
      if (!store::insertAbsence(c(), object, snapshot_, at(),
                                newest ? std::nullopt : nextLook(object, part.id)))
        continue;
      store::refreshOpen(c(), object);
      ++report.removed;
      if (newest && version != 0) report.changes.push_back({object, version, 0, false});
    }
  }
}

Result<void> Staging::Impl::write(const std::vector<PartCompleteness>& parts,
                                  std::future<std::vector<Chunk>>& chunks, MergeReport& report) {
  report.newSource = source == 0;
  writeSource();
  writeSnapshot(parts, report);
  writeParts(parts, report);
  writeDocuments(report);
  writeObservations(report);
  writeEvents(report);
  writeChanges();
  writeGaps(report);
  writeChunks(chunks.get());
  finish(report);
  return {};
}

} // namespace countersign
