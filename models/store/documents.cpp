// SPDX-License-Identifier: Apache-2.0
#include "models/store/documents.h"

#include "models/store/compression.h"
#include "models/store/connection.h"
#include "models/store/history.h"
#include "models/store/ingest.h"

namespace countersign {

using store::guarded;

namespace {
constexpr std::size_t cacheLimit = 20'000;

std::vector<std::int64_t> ids(SQLite::Statement& s) {
  std::vector<std::int64_t> out;
  while (s.executeStep())
    out.push_back(s.getColumn(0).getInt64());
  s.reset();
  return out;
}
} // namespace

Result<HeldDocumentPtr> DocumentStore::ofObject(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<HeldDocumentPtr> {
    std::int64_t version = 0;
    if (asOf_) {
      if (const auto held = store::heldAt(c, object, toMicros(*asOf_))) version = held->version;
    } else {
      SQLite::Statement& s = c.prepare("SELECT open_version FROM object WHERE id = ?");
      s.bind(1, object);
      if (s.executeStep() && !s.getColumn(0).isNull()) version = s.getColumn(0).getInt64();
      s.reset();
    }
    return version == 0 ? Result<HeldDocumentPtr>(nullptr) : load(version);
  });
}

Result<HeldDocumentPtr> DocumentStore::ofVersion(std::int64_t version) {
  return guarded(w_.connection(), [&]() { return load(version); });
}

Result<HeldDocumentPtr> DocumentStore::lastOfObject(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<HeldDocumentPtr> {
    SQLite::Statement& s = c.prepare(
        "SELECT id FROM version WHERE object = ?1 AND from_t <= ?2 ORDER BY from_t DESC, id DESC LIMIT 1");
    s.bind(1, object);
    s.bind(2, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    const std::int64_t version = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    return version == 0 ? Result<HeldDocumentPtr>(nullptr) : load(version);
  });
}

Result<std::vector<HeldDocumentPtr>> DocumentStore::history(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<HeldDocumentPtr>> {
    SQLite::Statement& s = c.prepare("SELECT id FROM version WHERE object = ? ORDER BY from_t, id");
    s.bind(1, object);
    std::vector<HeldDocumentPtr> out;
    for (const std::int64_t version : ids(s)) {
      COUNTERSIGN_ASSIGN(auto document, load(version));
      out.push_back(std::move(document));
    }
    return out;
  });
}

Result<bool> DocumentStore::hasHistory(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<bool> {
    SQLite::Statement& s = c.prepare("SELECT COUNT(*) FROM (SELECT 1 FROM version WHERE object = ? LIMIT 2)");
    s.bind(1, object);
    s.executeStep();
    const bool more = s.getColumn(0).getInt() > 1;
    s.reset();
    return more;
  });
}

Result<HeldDocumentPtr> DocumentStore::load(std::int64_t version) {
  if (const auto found = cache_.find(version); found != cache_.end()) return found->second;
  auto& c = w_.connection();
  SQLite::Statement& s = c.prepare("SELECT v.object, o.source, o.part, v.opened_by, r.role, r.system, "
                                   "r.name, v.from_t, v.to_t, v.at_offset, v.at_length, v.at_line, "
                                   "v.at_pointer, d.digest, b.size, b.bytes, (SELECT MAX(at) FROM sighting g "
                                   "WHERE g.version = v.id AND g.at <= ?2) "
                                   "FROM version v JOIN object o ON o.id = v.object JOIN source r ON r.id = "
                                   "o.source JOIN document d ON d.id = v.document "
                                   "JOIN document_bytes b ON b.id = d.id WHERE v.id = ?1");
  s.bind(1, version);
  s.bind(2, asOf_ ? toMicros(*asOf_) : INT64_MAX);
  if (!s.executeStep()) {
    s.reset();
    return failure(ErrorCode::Corrupt, "a version of a document is missing",
                   "Run 'countersign workspace check'");
  }
  auto out = std::make_shared<HeldDocument>();
  out->version = version;
  out->object = s.getColumn(0).getInt64();
  out->source = s.getColumn(1).getInt64();
  out->part = s.getColumn(2).getInt64();
  out->snapshot = s.getColumn(3).getInt64();
  out->role = static_cast<SourceRole>(s.getColumn(4).getInt());
  out->system = s.getColumn(5).getString();
  out->sourceName = s.getColumn(6).getString();
  out->from = fromMicros(s.getColumn(7).getInt64());
  if (!s.getColumn(8).isNull()) out->to = fromMicros(s.getColumn(8).getInt64());
  out->where = {static_cast<std::uint64_t>(s.getColumn(9).getInt64()),
                static_cast<std::uint64_t>(s.getColumn(10).getInt64()), s.getColumn(12).getString(),
                static_cast<std::uint64_t>(s.getColumn(11).getInt64())};
  const std::string digest = s.getColumn(13).getString();
  const SQLite::Column packed = s.getColumn(15);
  auto text = store::decompress(
      {static_cast<const char*>(packed.getBlob()), static_cast<std::size_t>(packed.getBytes())},
      static_cast<std::size_t>(s.getColumn(14).getInt64()));
  if (!s.getColumn(16).isNull()) out->sighted = fromMicros(s.getColumn(16).getInt64());
  s.reset();
  if (!text) return failure(text.error());
  COUNTERSIGN_ASSIGN(out->digest, Digest::fromRaw(digest));
  COUNTERSIGN_ASSIGN(const Json json, parseJson(*text));
  COUNTERSIGN_ASSIGN(out->document, Document::fromJson(json));
  if (cache_.size() >= cacheLimit) cache_.clear();
  cache_.emplace(version, out);
  return HeldDocumentPtr(std::move(out));
}

Result<std::vector<std::int64_t>> DocumentStore::objectsWithKey(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT object FROM self_key WHERE hash = ?");
    s.bind(1, keyHash(key));
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> DocumentStore::objectsNaming(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT object FROM naming_key WHERE hash = ?");
    s.bind(1, keyHash(key));
    return ids(s);
  });
}

Result<std::string> DocumentStore::bytes(const Digest& digest) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::string> {
    SQLite::Statement& s = c.prepare(
        "SELECT b.size, b.bytes FROM document d JOIN document_bytes b ON b.id = d.id WHERE d.digest = ?");
    s.bind(1, digest.bytes.data(), 32);
    if (!s.executeStep()) {
      s.reset();
      return failure(ErrorCode::NotFound, "no document with digest " + digest.hex());
    }
    auto text =
        store::decompress(s.getColumn(1).getString(), static_cast<std::size_t>(s.getColumn(0).getInt64()));
    s.reset();
    return text;
  });
}

Result<std::vector<StoredObservation>> DocumentStore::observations(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredObservation>> {
    SQLite::Statement& s = c.prepare(
        "SELECT name, value, captured_at, snapshot, at_offset, at_length, at_pointer FROM observation "
        "WHERE object = ? ORDER BY name");
    s.bind(1, object);
    std::vector<StoredObservation> out;
    while (s.executeStep()) {
      StoredObservation o;
      o.name = s.getColumn(0).getString();
      o.value = parseJson(s.getColumn(1).getString()).value_or(Json());
      o.capturedAt = fromMicros(s.getColumn(2).getInt64());
      o.snapshot = s.getColumn(3).getInt64();
      o.where = {static_cast<std::uint64_t>(s.getColumn(4).getInt64()),
                 static_cast<std::uint64_t>(s.getColumn(5).getInt64()), s.getColumn(6).getString(), 0};
      out.push_back(std::move(o));
    }
    s.reset();
    return out;
  });
}

Result<std::int64_t> DocumentStore::objectId(std::int64_t source, const std::string& kind,
                                             const std::string& uid) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> {
    SQLite::Statement& s = c.prepare("SELECT id FROM object WHERE source = ? AND kind = ? AND uid = ?");
    s.bind(1, source);
    s.bind(2, kind);
    s.bind(3, uid);
    const std::int64_t id = s.executeStep() ? s.getColumn(0).getInt64() : 0;
    s.reset();
    return id;
  });
}

Result<std::optional<Instant>> DocumentStore::partComplete(std::int64_t part) {
  if (const auto found = parts_.find(part); found != parts_.end()) return found->second;
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<Instant>> {
    SQLite::Statement& s = c.prepare(
        "SELECT MAX(captured_at) FROM snapshot_part WHERE part = ? AND complete AND captured_at <= ?");
    s.bind(1, part);
    s.bind(2, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    std::optional<Instant> out;
    if (s.executeStep() && !s.getColumn(0).isNull()) out = fromMicros(s.getColumn(0).getInt64());
    s.reset();
    parts_.emplace(part, out);
    return out;
  });
}

Result<bool> DocumentStore::partImported(const std::string& system, const std::string& scope,
                                         const std::string& part, SourceRole role) {
  const std::string name = system + '\n' + scope + '\n' + part + '\n' + std::string(countersign::name(role));
  if (const auto found = imported_.find(name); found != imported_.end()) return found->second;
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<bool> {
    SQLite::Statement& s = c.prepare(
        "SELECT 1 FROM part p JOIN source r ON r.id = p.source JOIN snapshot_part q ON q.part = p.id "
        "WHERE r.system = ?1 AND (?2 = '' OR r.scope = ?2) AND p.name = ?3 AND r.role = ?4 "
        "AND q.captured_at <= ?5 LIMIT 1");
    s.bind(1, system);
    s.bind(2, scope);
    s.bind(3, part);
    s.bind(4, static_cast<int>(role));
    s.bind(5, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    const bool found = s.executeStep();
    s.reset();
    imported_.emplace(name, found);
    return found;
  });
}

Result<bool> DocumentStore::sourceImported(const std::string& system, const std::string& scope,
                                           SourceRole role) {
  const std::string name = system + '\n' + scope + '\n' + std::string(countersign::name(role));
  if (const auto found = imported_.find(name); found != imported_.end()) return found->second;
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<bool> {
    SQLite::Statement& s =
        c.prepare("SELECT 1 FROM source r JOIN snapshot t ON t.source = r.id WHERE r.system = ?1 AND "
                  "(?2 = '' OR r.scope = ?2) AND r.role = ?3 AND t.captured_at <= ?4 LIMIT 1");
    s.bind(1, system);
    s.bind(2, scope);
    s.bind(3, static_cast<int>(role));
    s.bind(4, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    const bool found = s.executeStep();
    s.reset();
    imported_.emplace(name, found);
    return found;
  });
}

std::string DocumentStore::spelling(const std::string& lower) {
  if (!spellingsLoaded_) {
    SQLite::Statement& s = w_.connection().prepare("SELECT lower, shown FROM spelling");
    while (s.executeStep())
      spellings_.emplace(s.getColumn(0).getString(), s.getColumn(1).getString());
    s.reset();
    spellingsLoaded_ = true;
  }
  const auto found = spellings_.find(lower);
  return found == spellings_.end() ? lower : found->second;
}

namespace {
constexpr const char* eventColumns = "SELECT e.id, e.source, e.snapshot, e.event_id, e.at, e.action, "
                                     "e.actor, e.outcome, e.origin, e.summary, e.state_changing, "
                                     "e.details, e.at_offset, e.at_length, e.at_pointer, e.at_line FROM "
                                     "event_key k JOIN event e ON e.id = k.event "
                                     "WHERE k.hash = ?1 AND k.relation = ?2 AND k.at <= ?3 AND (NOT ?4 OR "
                                     "e.state_changing) ORDER BY k.at DESC LIMIT ?5";

StoredEvent readEvent(SQLite::Statement& s) {
  StoredEvent out;
  out.id = s.getColumn(0).getInt64();
  out.source = s.getColumn(1).getInt64();
  out.snapshot = s.getColumn(2).getInt64();
  Event& e = out.event;
  e.id = s.getColumn(3).getString();
  e.at = fromMicros(s.getColumn(4).getInt64());
  e.action = s.getColumn(5).getString();
  e.actor = s.getColumn(6).getString();
  e.outcome = s.getColumn(7).getString();
  e.from = s.getColumn(8).getString();
  e.summary = s.getColumn(9).getString();
  e.stateChanging = s.getColumn(10).getInt() != 0;
  e.details = parseJson(s.getColumn(11).getString()).value_or(Json());
  e.where = {static_cast<std::uint64_t>(s.getColumn(12).getInt64()),
             static_cast<std::uint64_t>(s.getColumn(13).getInt64()), s.getColumn(14).getString(),
             static_cast<std::uint64_t>(s.getColumn(15).getInt64())};
  return out;
}

std::vector<StoredEvent> readEvents(store::Connection& c, const std::string& key, int relation,
                                    std::int64_t until, bool changing, std::size_t limit) {
  SQLite::Statement& s = c.prepare(eventColumns);
  s.bind(1, keyHash(key));
  s.bind(2, relation);
  s.bind(3, until);
  s.bind(4, changing ? 1 : 0);
  s.bind(5, static_cast<std::int64_t>(limit));
  std::vector<StoredEvent> out;
  while (s.executeStep())
    out.push_back(readEvent(s));
  s.reset();
  return out;
}
} // namespace

Result<std::vector<StoredEvent>> DocumentStore::events(const std::string& key, EventRelation relation,
                                                       std::size_t limit) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredEvent>> {
    return readEvents(c, key, static_cast<int>(relation), asOf_ ? toMicros(*asOf_) : INT64_MAX, false, limit);
  });
}

Result<std::optional<StoredEvent>> DocumentStore::newestChange(const std::string& key) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredEvent>> {
    auto found = readEvents(c, key, static_cast<int>(EventRelation::About),
                            asOf_ ? toMicros(*asOf_) : INT64_MAX, true, 1);
    return found.empty() ? std::optional<StoredEvent>() : std::optional(std::move(found.front()));
  });
}

} // namespace countersign
