// SPDX-License-Identifier: Apache-2.0
#include "models/store/connection.h"
#include "models/store/documents.h"
#include "models/store/ingest.h"

namespace countersign {

using store::guarded;

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

Result<std::set<std::string, std::less<>>> DocumentStore::heldKinds() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::set<std::string, std::less<>>> {
    // One seek in the index for each kind of each source, however many objects there are.
    SQLite::Statement& s = c.prepare(
        "WITH RECURSIVE k(source, kind) AS (SELECT id, (SELECT MIN(kind) FROM object WHERE source = r.id) "
        "FROM source r UNION ALL SELECT source, (SELECT MIN(kind) FROM object o WHERE o.source = k.source "
        "AND o.kind > k.kind) FROM k WHERE kind IS NOT NULL) SELECT DISTINCT kind FROM k WHERE kind IS NOT "
        "NULL AND EXISTS(SELECT 1 FROM object o WHERE o.source = k.source AND o.kind = k.kind AND "
        "o.open_version IS NOT NULL)");
    std::set<std::string, std::less<>> out;
    while (s.executeStep())
      out.insert(s.getColumn(0).getString());
    s.reset();
    return out;
  });
}

Result<std::set<std::string, std::less<>>> DocumentStore::heldObservations() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::set<std::string, std::less<>>> {
    SQLite::Statement& s = c.prepare(
        "SELECT DISTINCT CASE WHEN name LIKE '%/last-used' THEN substr(name, 1, instr(name, '/')) || "
        "'last-used' WHEN instr(name, '/') > 0 THEN substr(name, 1, instr(name, '/') - 1) ELSE name END "
        "FROM observation");
    std::set<std::string, std::less<>> out;
    while (s.executeStep())
      out.insert(s.getColumn(0).getString());
    s.reset();
    return out;
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

Result<std::vector<HeldDocumentPtr>> DocumentStore::newestNaming(const std::string& key,
                                                                 std::string_view kind, std::size_t limit) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<HeldDocumentPtr>> {
    SQLite::Statement& s =
        c.prepare("SELECT v.id FROM naming_key k JOIN object o ON o.id = k.object JOIN version v ON "
                  "v.object = o.id WHERE k.hash = ?1 AND o.kind = ?2 AND v.from_t <= ?3 AND (v.to_t IS NULL "
                  "OR v.to_t > ?3) ORDER BY v.from_t DESC, v.id DESC LIMIT ?4");
    s.bind(1, keyHash(key));
    s.bind(2, std::string(kind));
    s.bind(3, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    s.bind(4, static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> versions;
    while (s.executeStep())
      versions.push_back(s.getColumn(0).getInt64());
    s.reset();
    std::vector<HeldDocumentPtr> out;
    for (const std::int64_t version : versions) {
      COUNTERSIGN_ASSIGN(auto document, load(version));
      out.push_back(std::move(document));
    }
    return out;
  });
}

#define COUNTERSIGN_CHANGES_OF(keys)                                                                         \
  "SELECT o.kind, MAX(CASE WHEN v.to_t <= ?2 THEN v.to_t ELSE v.from_t END) FROM " keys                      \
  " k JOIN object o ON o.id = k.object JOIN source r ON r.id = o.source JOIN version v ON v.object = o.id "  \
  "WHERE k.hash = ?1 AND r.role = ?3 AND v.from_t <= ?2 GROUP BY o.kind"
namespace {
constexpr const char* changesOfOwn = COUNTERSIGN_CHANGES_OF("self_key");
constexpr const char* changesOfNaming = COUNTERSIGN_CHANGES_OF("naming_key");
} // namespace
#undef COUNTERSIGN_CHANGES_OF

Result<DocumentStore::KindTimes> DocumentStore::liveChanges(const std::string& key, bool own) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<KindTimes> {
    SQLite::Statement& s = c.prepare(own ? changesOfOwn : changesOfNaming);
    s.bind(1, keyHash(key));
    s.bind(2, asOf_ ? toMicros(*asOf_) : INT64_MAX);
    s.bind(3, static_cast<int>(SourceRole::Live));
    KindTimes out;
    while (s.executeStep())
      out.emplace_back(s.getColumn(0).getString(), fromMicros(s.getColumn(1).getInt64()));
    s.reset();
    return out;
  });
}

Result<std::string> DocumentStore::kindOf(std::int64_t object) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::string> {
    SQLite::Statement& s = c.prepare("SELECT kind FROM object WHERE id = ?");
    s.bind(1, object);
    std::string out = s.executeStep() ? s.getColumn(0).getString() : std::string();
    s.reset();
    return out;
  });
}

} // namespace countersign
