// SPDX-License-Identifier: Apache-2.0
#include "models/store/documents.h"

#include "models/store/columns.h"
#include "models/store/compression.h"
#include "models/store/connection.h"
#include "models/store/history.h"
#include "models/store/ingest.h"
#include "models/store/read_ahead.h"

#include <algorithm>

namespace countersign {

using store::guarded;
using store::ids;

namespace {
constexpr std::size_t cacheLimit = 20'000;
constexpr std::size_t worthReading = 1'000; ///< objects from which reading whole indexes can pay
} // namespace

Result<void> DocumentStore::expect(std::size_t objects) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    const std::int64_t all = c.number("SELECT COUNT(*) FROM object");
    if (objects < worthReading || static_cast<std::int64_t>(objects) * 8 < all) return {};
    Indexes read;
    const auto rows = [](SQLite::Statement& s) {
      KeyRows out;
      while (s.executeStep())
        out.emplace_back(s.getColumn(0).getInt64(), s.getColumn(1).getInt64());
      s.reset();
      return out;
    };
    read.self = rows(c.prepare("SELECT hash, object FROM self_key ORDER BY hash, object"));
    read.naming = rows(c.prepare("SELECT hash, object FROM naming_key ORDER BY hash, object"));
    if (!asOf_) {
      read.openVersion.resize(static_cast<std::size_t>(c.number("SELECT MAX(id) FROM object")) + 1);
      SQLite::Statement& s = c.prepare("SELECT id, open_version FROM object WHERE open_version IS NOT NULL");
      while (s.executeStep())
        read.openVersion[static_cast<std::size_t>(s.getColumn(0).getInt64())] = s.getColumn(1).getInt64();
      s.reset();
    }
    indexes_ = std::move(read);
    return {};
  });
}

void DocumentStore::offer(std::shared_ptr<store::ReadAhead> written) {
  if (asOf_ || !written) return;
  written->start();
  written_ = std::move(written);
}

namespace {
std::vector<std::int64_t> objectsOf(const std::vector<std::pair<std::int64_t, std::int64_t>>& rows,
                                    std::int64_t hash) {
  std::vector<std::int64_t> out;
  for (auto at = std::lower_bound(rows.begin(), rows.end(), std::pair(hash, INT64_MIN));
       at != rows.end() && at->first == hash; ++at)
    out.push_back(at->second);
  return out;
}
} // namespace

Result<HeldDocumentPtr> DocumentStore::ofObject(std::int64_t object) {
  auto& c = w_.connection();
  if (indexes_ && !asOf_) {
    const auto at = static_cast<std::size_t>(object);
    const std::int64_t version = at < indexes_->openVersion.size() ? indexes_->openVersion[at] : 0;
    if (version == 0) return HeldDocumentPtr();
    return guarded(c, [&]() { return load(version); });
  }
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
  if (cache_.size() >= cacheLimit) cache_.clear();
  if (written_)
    if (HeldDocumentPtr written = written_->take(version))
      return cache_.emplace(version, std::move(written)).first->second;
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
  cache_.emplace(version, out);
  return HeldDocumentPtr(std::move(out));
}

Result<std::vector<std::int64_t>> DocumentStore::objectsWithKey(const std::string& key) {
  if (indexes_) return objectsOf(indexes_->self, keyHash(key));
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::int64_t>> {
    SQLite::Statement& s = c.prepare("SELECT object FROM self_key WHERE hash = ?");
    s.bind(1, keyHash(key));
    return ids(s);
  });
}

Result<std::vector<std::int64_t>> DocumentStore::objectsNaming(const std::string& key) {
  if (indexes_) return objectsOf(indexes_->naming, keyHash(key));
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

} // namespace countersign
