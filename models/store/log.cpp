// SPDX-License-Identifier: Apache-2.0
#include "models/store/log.h"

#include "models/identity/json.h"
#include "models/store/columns.h"
#include "models/store/compression.h"
#include "models/store/connection.h"

namespace countersign {

using store::digestOf;
using store::guarded;

namespace {

constexpr const char* entryBySeq =
    "SELECT seq, leaf, envelope, kind, at, record, what, about, who, key_id FROM log_entry WHERE seq = ?";
constexpr const char* entriesDown = "SELECT seq, leaf, envelope, kind, at, record, what, about, who, key_id "
                                    "FROM log_entry WHERE seq <= ? ORDER BY seq DESC LIMIT ?";
constexpr const char* entriesUp =
    "SELECT seq, leaf, envelope, kind, at, record, what, about, who, key_id FROM log_entry ORDER BY seq";
constexpr const char* entriesOf = "SELECT seq, leaf, envelope, kind, at, record, what, about, who, key_id "
                                  "FROM log_entry WHERE record = ? ORDER BY seq DESC";

StoredEntry read(SQLite::Statement& s) {
  StoredEntry e;
  e.seq = s.getColumn(0).getInt64();
  e.leaf = digestOf(s.getColumn(1));
  e.envelope = s.getColumn(2).getString();
  e.kind = s.getColumn(3).getString();
  e.at = fromMicros(s.getColumn(4).getInt64());
  e.record = s.getColumn(5).isNull() ? 0 : s.getColumn(5).getInt64();
  e.what = s.getColumn(6).getString();
  e.about = s.getColumn(7).getString();
  e.who = s.getColumn(8).getString();
  e.keyId = s.getColumn(9).getString();
  return e;
}

std::vector<StoredEntry> readAll(SQLite::Statement& s) {
  std::vector<StoredEntry> out;
  while (s.executeStep())
    out.push_back(read(s));
  s.reset();
  return out;
}

void bindBlob(SQLite::Statement& s, int at, const std::string& bytes) {
  s.bind(at, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

StoredReviewer readReviewer(SQLite::Statement& s) {
  StoredReviewer r;
  r.keyId = s.getColumn(0).getString();
  r.name = s.getColumn(1).getString();
  r.email = s.getColumn(2).getString();
  r.role = s.getColumn(3).getString();
  r.certificate = s.getColumn(4).getString();
  r.aliases = parseJson(s.getColumn(5).getString()).value_or(Json()).strings();
  r.enrolledSeq = s.getColumn(6).getInt64();
  if (!s.getColumn(7).isNull()) r.revokedSeq = s.getColumn(7).getInt64();
  return r;
}

} // namespace

Result<std::int64_t> LogStore::size() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::int64_t> { return c.number("SELECT COUNT(*) FROM log_entry"); });
}

Result<std::optional<StoredEntry>> LogStore::entry(std::int64_t seq) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<StoredEntry>> {
    SQLite::Statement& s = c.prepare(entryBySeq);
    s.bind(1, seq);
    std::optional<StoredEntry> out;
    if (s.executeStep()) out = read(s);
    s.reset();
    return out;
  });
}

Result<std::vector<StoredEntry>> LogStore::newest(std::int64_t fromSeq, std::size_t count) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredEntry>> {
    SQLite::Statement& s = c.prepare(entriesDown);
    s.bind(1, fromSeq);
    s.bind(2, static_cast<std::int64_t>(count));
    return readAll(s);
  });
}

Result<void> LogStore::forEach(const std::function<Result<void>(const StoredEntry&)>& visit) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement s(c.db(), entriesUp);
    while (s.executeStep())
      COUNTERSIGN_TRY(visit(read(s)));
    return {};
  });
}

Result<std::vector<StoredEntry>> LogStore::ofRecord(std::int64_t record) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredEntry>> {
    SQLite::Statement& s = c.prepare(entriesOf);
    s.bind(1, record);
    return readAll(s);
  });
}

Result<void> LogStore::append(const StoredEntry& e) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    if (e.seq != c.number("SELECT COUNT(*) FROM log_entry"))
      return failure(ErrorCode::Corrupt, "the log has grown meanwhile", "Try again");
    SQLite::Statement& s = c.prepare("INSERT INTO log_entry VALUES(?,?,?,?,?,?,?,?,?,?)");
    s.bind(1, e.seq);
    s.bind(2, e.leaf.bytes.data(), 32);
    bindBlob(s, 3, e.envelope);
    s.bind(4, e.kind);
    s.bind(5, toMicros(e.at));
    if (e.record != 0) s.bind(6, e.record);
    s.bind(7, e.what);
    s.bind(8, e.about);
    s.bind(9, e.who);
    s.bind(10, e.keyId);
    s.exec();
    return {};
  });
}

Result<std::vector<StoredCheckpoint>> LogStore::checkpoints() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredCheckpoint>> {
    SQLite::Statement& s =
        c.prepare("SELECT size, at, body, signature, note, token FROM checkpoint ORDER BY size");
    std::vector<StoredCheckpoint> out;
    while (s.executeStep())
      out.push_back({s.getColumn(0).getInt64(), fromMicros(s.getColumn(1).getInt64()),
                     s.getColumn(2).getString(), s.getColumn(3).getString(), s.getColumn(4).getString(),
                     s.getColumn(5).getString()});
    s.reset();
    return out;
  });
}

Result<void> LogStore::addCheckpoint(const StoredCheckpoint& k) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("INSERT OR IGNORE INTO checkpoint VALUES(?,?,?,?,?,?)");
    s.bind(1, k.size);
    s.bind(2, toMicros(k.at));
    bindBlob(s, 3, k.body);
    bindBlob(s, 4, k.signature);
    bindBlob(s, 5, k.note);
    if (!k.token.empty()) bindBlob(s, 6, k.token);
    s.exec();
    return {};
  });
}

Result<void> LogStore::keep(const std::string& kind, const std::string& text) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("INSERT OR IGNORE INTO kept_text VALUES(?,?,?,?)");
    const Digest digest = sha256(text);
    s.bind(1, digest.bytes.data(), 32);
    s.bind(2, kind);
    bindBlob(s, 3, store::compress(text));
    s.bind(4, static_cast<std::int64_t>(text.size()));
    s.exec();
    return {};
  });
}

Result<std::optional<std::string>> LogStore::kept(const Digest& digest) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::optional<std::string>> {
    SQLite::Statement& s = c.prepare("SELECT bytes, size FROM kept_text WHERE digest = ?");
    s.bind(1, digest.bytes.data(), 32);
    if (!s.executeStep()) {
      s.reset();
      return std::optional<std::string>();
    }
    auto text =
        store::decompress(s.getColumn(0).getString(), static_cast<std::size_t>(s.getColumn(1).getInt64()));
    s.reset();
    if (!text) return failure(text.error());
    return std::optional(std::move(*text));
  });
}

Result<std::vector<StoredReviewer>> LogStore::reviewers() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredReviewer>> {
    SQLite::Statement& s = c.prepare(
        "SELECT key_id, name, email, role, certificate, aliases, enrolled_seq, revoked_seq FROM reviewer "
        "ORDER BY enrolled_seq");
    std::vector<StoredReviewer> out;
    while (s.executeStep())
      out.push_back(readReviewer(s));
    s.reset();
    return out;
  });
}

Result<std::optional<StoredReviewer>> LogStore::reviewer(const std::string& keyId) {
  COUNTERSIGN_ASSIGN(const auto all, reviewers());
  for (const StoredReviewer& r : all)
    if (r.keyId == keyId) return std::optional(r);
  return std::optional<StoredReviewer>();
}

Result<void> LogStore::saveReviewer(const StoredReviewer& r) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("INSERT OR REPLACE INTO reviewer VALUES(?,?,?,?,?,?,?,?)");
    s.bind(1, r.keyId);
    s.bind(2, r.name);
    s.bind(3, r.email);
    s.bind(4, r.role);
    s.bind(5, r.certificate);
    s.bind(6, canonicalJson(Json::stringSet(r.aliases)).value_or("[]"));
    s.bind(7, r.enrolledSeq);
    if (r.revokedSeq) s.bind(8, *r.revokedSeq);
    s.exec();
    return {};
  });
}

Result<std::int64_t> LogStore::stage(std::int64_t record, Instant at, const std::string& json) {
  std::int64_t id = 0;
  auto& c = w_.connection();
  COUNTERSIGN_TRY(guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("INSERT INTO staged_decision(record, at, json) VALUES(?,?,?)");
    s.bind(1, record);
    s.bind(2, toMicros(at));
    s.bind(3, json);
    s.exec();
    id = c.lastId();
    return {};
  }));
  return id;
}

Result<void> LogStore::unstage(std::int64_t id) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("DELETE FROM staged_decision WHERE id = ?");
    s.bind(1, id);
    if (s.exec() == 0) return failure(ErrorCode::NotFound, "there is no such staged decision");
    return {};
  });
}

Result<void> LogStore::setRefusal(std::int64_t id, const std::string& refusal) {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<void> {
    SQLite::Statement& s = c.prepare("UPDATE staged_decision SET refusal = ? WHERE id = ?");
    s.bind(1, refusal);
    s.bind(2, id);
    s.exec();
    return {};
  });
}

Result<std::vector<StoredStaged>> LogStore::staged() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<StoredStaged>> {
    SQLite::Statement& s = c.prepare("SELECT id, record, at, json, refusal FROM staged_decision ORDER BY id");
    std::vector<StoredStaged> out;
    while (s.executeStep())
      out.push_back({s.getColumn(0).getInt64(), s.getColumn(1).getInt64(),
                     fromMicros(s.getColumn(2).getInt64()), s.getColumn(3).getString(),
                     s.getColumn(4).getString()});
    s.reset();
    return out;
  });
}

Result<std::vector<std::pair<std::string, std::string>>> LogStore::savedViews() {
  auto& c = w_.connection();
  return guarded(c, [&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
    SQLite::Statement& s = c.prepare("SELECT name, json FROM saved_view ORDER BY name");
    std::vector<std::pair<std::string, std::string>> out;
    while (s.executeStep())
      out.emplace_back(s.getColumn(0).getString(), s.getColumn(1).getString());
    s.reset();
    return out;
  });
}

Result<void> LogStore::saveView(const std::string& name, const std::string& json) {
  return w_.transaction([&]() -> Result<void> {
    SQLite::Statement& s = w_.connection().prepare("INSERT OR REPLACE INTO saved_view VALUES(?,?)");
    s.bind(1, name);
    s.bind(2, json);
    s.exec();
    return {};
  });
}

Result<void> LogStore::removeView(const std::string& name) {
  return w_.transaction([&]() -> Result<void> {
    SQLite::Statement& s = w_.connection().prepare("DELETE FROM saved_view WHERE name = ?");
    s.bind(1, name);
    s.exec();
    return {};
  });
}

} // namespace countersign
