// SPDX-License-Identifier: Apache-2.0
#include "models/store/workspace.h"

#include "models/identity/digest.h"
#include "models/store/compression.h"
#include "models/store/connection.h"
#include "models/store/schema.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace countersign {

using store::Connection;
using store::guarded;
using store::Transaction;

namespace {

Error fileError(ErrorCode code, const std::filesystem::path& file, std::string message, std::string remedy) {
  Place place;
  place.file = file.string();
  return {code, std::move(message), std::move(remedy), std::move(place)};
}

Result<std::int64_t> bump(Connection& c) {
  c.prepare("UPDATE meta SET value = value + 1 WHERE key = 'generation'").exec();
  return 0;
}

} // namespace

Workspace::Workspace(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Workspace::~Workspace() = default;
const std::filesystem::path& Workspace::file() const {
  return connection_->file();
}

Result<std::unique_ptr<Workspace>> Workspace::create(const std::filesystem::path& file, Instant now) {
  const int fd = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    if (errno == EEXIST)
      return failure(fileError(ErrorCode::InvalidArgument, file, "there is a file of this name already",
                               "Choose another name, or open it"));
    return failure(fileError(errno == ENOSPC ? ErrorCode::DiskFull : ErrorCode::Io, file,
                             std::string("the file cannot be made: ") + std::strerror(errno),
                             "Choose a folder that you can write to"));
  }
  ::close(fd);
  std::unique_ptr<Connection> connection;
  try {
    connection = std::make_unique<Connection>(file, SQLite::OPEN_READWRITE);
    store::createSchema(*connection);
    Transaction t(*connection);
    connection->prepare("INSERT INTO meta VALUES('generation', 1)").exec();
    SQLite::Statement& s = connection->prepare("INSERT INTO meta VALUES('created', ?)");
    s.bind(1, toMicros(now));
    s.exec();
    t.commit();
    return std::unique_ptr<Workspace>(new Workspace(std::move(connection)));
  } catch (const SQLite::Exception& e) {
    const Error error = connection ? connection->explain(e) : store::sqliteError(e, file);
    connection.reset();
    std::error_code ignored; // the error that is reported is the first one
    for (const char* const suffix : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(file.string() + suffix, ignored);
    return failure(error);
  }
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::filesystem::path& file) {
  std::error_code ec;
  if (!std::filesystem::exists(file, ec))
    return failure(fileError(ErrorCode::NotFound, file, "there is no such workspace",
                             "Make one with 'countersign workspace create'"));
  std::unique_ptr<Connection> connection;
  try {
    connection = std::make_unique<Connection>(file, SQLite::OPEN_READWRITE);
    COUNTERSIGN_TRY(store::upgrade(*connection, store::migrations()));
    if (connection->number("SELECT COUNT(*) FROM meta WHERE key = 'generation'") != 1)
      return failure(fileError(ErrorCode::Corrupt, file, "the workspace was not made completely",
                               "Restore it from a backup"));
    return std::unique_ptr<Workspace>(new Workspace(std::move(connection)));
  } catch (const SQLite::Exception& e) {
    return failure(connection ? connection->explain(e) : store::sqliteError(e, file));
  }
}

Result<std::int64_t> Workspace::generation() {
  return guarded(*connection_, [&]() -> Result<std::int64_t> {
    return connection_->number("SELECT value FROM meta WHERE key = 'generation'");
  });
}

Result<std::string> Workspace::setting(const std::string& key, const std::string& otherwise) {
  return guarded(*connection_, [&]() -> Result<std::string> {
    SQLite::Statement& s = connection_->prepare("SELECT value FROM meta WHERE key = 'setting.' || ?");
    s.bind(1, key);
    std::string value = s.executeStep() ? s.getColumn(0).getString() : otherwise;
    s.reset();
    return value;
  });
}

Result<void> Workspace::setSetting(const std::string& key, const std::string& value) {
  return transaction([&]() -> Result<void> {
    SQLite::Statement& s = connection_->prepare(
        "INSERT INTO meta VALUES('setting.' || ?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    s.bind(1, key);
    s.bind(2, value);
    s.exec();
    return {};
  });
}

Result<void> Workspace::transaction(const std::function<Result<void>()>& work) {
  return guarded(*connection_, [&]() -> Result<void> {
    Transaction t(*connection_);
    COUNTERSIGN_TRY(work());
    COUNTERSIGN_TRY(bump(*connection_));
    t.commit();
    return {};
  });
}

namespace {

using Findings = std::vector<Workspace::Finding>;

void checkSqlite(Connection& c, Findings& out) {
  SQLite::Statement integrity(c.db(), "PRAGMA integrity_check(20)");
  while (integrity.executeStep())
    if (const std::string text = integrity.getColumn(0).getString(); text != "ok")
      out.push_back({true, "file: " + text});
  SQLite::Statement keys(c.db(), "PRAGMA foreign_key_check");
  while (keys.executeStep())
    out.push_back({true, "a row of " + keys.getColumn(0).getString() + " refers to a row that is not there"});
  SQLite::Statement schema(c.db(), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name");
  std::string have;
  while (schema.executeStep())
    have += schema.getColumn(0).getString() + '\n';
  if (have != store::expectedSchema())
    out.push_back({true, "schema: not the tables, indices and triggers that this version makes"});
}

void checkDocuments(Connection& c, Findings& out, const std::function<bool(double)>& progress) {
  const auto total = c.number("SELECT COUNT(*) FROM document");
  SQLite::Statement s(
      c.db(),
      "SELECT d.id, d.digest, b.size, b.bytes FROM document d LEFT JOIN document_bytes b ON b.id = d.id");
  std::int64_t done = 0;
  while (s.executeStep()) {
    const auto text =
        store::decompress(s.getColumn(3).getString(), static_cast<std::size_t>(s.getColumn(2).getInt64()));
    if (!text || sha256(*text).raw() != s.getColumn(1).getString())
      out.push_back({true, "document " + s.getColumn(0).getString() + ": its bytes do not have its digest"});
    if (progress && ++done % 4096 == 0 && !progress(static_cast<double>(done) / static_cast<double>(total)))
      return;
  }
}

void checkVersions(Connection& c, Findings& out) {
  if (c.number("SELECT COUNT(*) FROM version a JOIN version b ON a.object = b.object AND a.id < b.id "
               "WHERE a.from_t < COALESCE(b.to_t, 9223372036854775807) AND b.from_t < COALESCE(a.to_t, "
               "9223372036854775807) "
               "AND a.from_t <> COALESCE(a.to_t, -1) AND b.from_t <> COALESCE(b.to_t, -1)") != 0)
    out.push_back({true, "versions: two versions of one object hold at the same time"});
  if (c.number("SELECT COUNT(*) FROM object o WHERE o.open_version IS NOT (SELECT v.id FROM version v WHERE "
               "v.object = o.id "
               "AND v.to_t IS NULL)") != 0)
    out.push_back({true, "objects: one does not name its open version"});
  if (c.number("SELECT COUNT(*) FROM part p WHERE open_count <> (SELECT COUNT(*) FROM object o WHERE o.part "
               "= p.id "
               "AND o.open_version IS NOT NULL)") != 0)
    out.push_back({true, "parts: a count of open documents is wrong"});
}

void checkLog(Connection& c, Findings& out) {
  SQLite::Statement s(c.db(), "SELECT seq, leaf, envelope FROM log_entry ORDER BY seq");
  while (s.executeStep()) {
    const std::string envelope = s.getColumn(2).getString();
    if (sha256(std::string(1, '\0') + envelope).raw() != s.getColumn(1).getString())
      out.push_back(
          {true, "log entry " + s.getColumn(0).getString() + ": its bytes do not have its leaf hash"});
  }
}

} // namespace

Result<std::vector<Workspace::Finding>> Workspace::check(const std::function<bool(double)>& progress) {
  return guarded(*connection_, [&]() -> Result<Findings> {
    Findings out;
    checkSqlite(*connection_, out);
    checkDocuments(*connection_, out, progress);
    checkVersions(*connection_, out);
    checkLog(*connection_, out);
    return out;
  });
}

Result<void> Workspace::dump(std::ostream& out) {
  return guarded(*connection_, [&]() -> Result<void> {
    std::vector<std::string> tables;
    SQLite::Statement list(connection_->db(),
                           "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (list.executeStep())
      tables.push_back(list.getColumn(0).getString());
    for (const std::string& table : tables) {
      SQLite::Statement rows(connection_->db(), "SELECT * FROM \"" + table + "\" ORDER BY 1, 2");
      while (rows.executeStep()) {
        out << table;
        for (int i = 0; i < rows.getColumnCount(); ++i) {
          const SQLite::Column column = rows.getColumn(i);
          const std::string name = column.getName();
          out << '\t' << name << '=';
          if (name == "bytes" && table != "checkpoint") {
            const int sizeAt = rows.getColumnIndex("size");
            COUNTERSIGN_ASSIGN(const std::string text,
                               store::decompress(column.getString(), static_cast<std::size_t>(
                                                                         rows.getColumn(sizeAt).getInt64())));
            out << text;
          } else if (column.isBlob() && name != "envelope" && name != "body" && name != "note") {
            out << toHex(column.getString());
          } else {
            out << (column.isNull() ? "NULL" : column.getString());
          }
        }
        out << '\n';
      }
    }
    return {};
  });
}

} // namespace countersign
