// SPDX-License-Identifier: Apache-2.0
#include "models/store/connection.h"

#include <cerrno>
#include <sqlite3.h>

namespace countersign::store {
namespace {

/// Before SQLite's first use: nobody reads its memory statistics, and counting takes a lock at each
/// allocation.
const bool withoutStatistics = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;

constexpr int busyMilliseconds = 20'000;
} // namespace

Error sqliteError(const std::exception& e, const std::filesystem::path& file) {
  int code = SQLITE_ERROR;
  if (const auto* s = dynamic_cast<const SQLite::Exception*>(&e)) code = s->getErrorCode() & 0xFF;
  Error error{ErrorCode::Internal, e.what(), {}, {}};
  error.place.file = file.string();
  switch (code) {
  case SQLITE_FULL:
    error = {ErrorCode::DiskFull, "the disk is full; nothing was changed", "Free some space and try again",
             error.place};
    break;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    error = {ErrorCode::Busy, "another program is writing to this workspace",
             "Wait until it has finished and try again", error.place};
    break;
  case SQLITE_NOTADB:
    error = {ErrorCode::Corrupt,
             "this is no workspace, or its first page is damaged: " + std::string(e.what()),
             "Choose a file that Countersign made, or restore it from a backup", error.place};
    break;
  case SQLITE_CORRUPT:
    error = {ErrorCode::Corrupt, "this is no undamaged workspace: " + std::string(e.what()),
             "Restore it from a backup; 'countersign workspace check' says what is damaged", error.place};
    break;
  case SQLITE_CANTOPEN:
  case SQLITE_IOERR:
  case SQLITE_READONLY:
  case SQLITE_PERM:
    error = {ErrorCode::Io, "the workspace cannot be read or written: " + std::string(e.what()),
             "Look at the permissions of the file and its folder, and at the disk", error.place};
    break;
  default:
    break;
  }
  return error;
}

Connection::Connection(const std::filesystem::path& file, int flags)
    : file_(file), db_(file.string(), flags | SQLite::OPEN_NOMUTEX, busyMilliseconds) {
  sqlite3* handle = db_.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  try {
    db_.exec("PRAGMA foreign_keys=ON");
    db_.exec("PRAGMA cell_size_check=ON");
    db_.exec("PRAGMA recursive_triggers=ON");
    db_.exec("PRAGMA synchronous=FULL");
    db_.exec("PRAGMA temp_store=MEMORY");
    db_.exec("PRAGMA cache_size=-65536");
  } catch (const SQLite::Exception& e) {
    if (noSpace()) throw SQLite::Exception(e.what(), SQLITE_FULL);
    throw;
  }
}

Connection::~Connection() = default;

Error Connection::explain(const SQLite::Exception& e) {
  const int code = e.getErrorCode() & 0xFF;
  const bool full = (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && noSpace();
  Error error = sqliteError(full ? SQLite::Exception(e.what(), SQLITE_FULL) : e, file_);
  if (unsure_) {
    error.message = full ? "the disk is full" : error.message;
    error.message += "; whether the last change was kept is not known";
    error.remedy = "Look at the disk, then open the workspace and see, before you do it again";
  }
  return error;
}

void Connection::commit() {
  try {
    exec("COMMIT");
  } catch (const SQLite::Exception& e) {
    db_.tryExec("ROLLBACK"); // the failure that brought us here is already on its way up
    if ((e.getErrorCode() & 0xFF) == SQLITE_IOERR) forgetCommit();
    throw;
  }
}

/// A commit that could not be made durable stands in the write-ahead log all the same, and who opens the file
/// next would find it. One that changes nothing takes its place there.
void Connection::forgetCommit() {
  try {
    const auto version = number("PRAGMA user_version");
    const int done = db_.tryExec("PRAGMA user_version=" + std::to_string(version));
    unsure_ = done != SQLITE_OK && db_.getExtendedErrorCode() != SQLITE_IOERR_FSYNC;
  } catch (const SQLite::Exception&) {
    unsure_ = true; // nothing can be read any more
  }
}

/// SQLite itself says only of a write that the disk is full, not where making it durable fails.
bool Connection::noSpace() {
  const auto full = [](int e) { return e == ENOSPC || e == EDQUOT; };
  if (full(sqlite3_system_errno(db_.getHandle()))) return true;
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    int last = 0;
    if (sqlite3_file_control(db_.getHandle(), "main", which, &file) == SQLITE_OK && file != nullptr &&
        file->pMethods != nullptr &&
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &last) == SQLITE_OK && full(last))
      return true;
  }
  return false;
}

SQLite::Statement& Connection::prepare(const char* sql) {
  auto& slot = statements_[sql];
  if (!slot) {
    slot = std::make_unique<SQLite::Statement>(db_, sql);
  } else {
    slot->tryReset();
    slot->clearBindings();
  }
  return *slot;
}

std::int64_t Connection::number(const char* sql, std::int64_t otherwise) {
  SQLite::Statement& s = prepare(sql);
  const std::int64_t value = s.executeStep() ? s.getColumn(0).getInt64() : otherwise;
  s.reset();
  return value;
}

Transaction::Transaction(Connection& c) : connection_(c), outer_(c.depth == 0) {
  if (outer_) connection_.exec("BEGIN IMMEDIATE");
  ++connection_.depth;
}

Transaction::~Transaction() {
  if (done_) return;
  --connection_.depth;
  if (outer_)
    connection_.db().tryExec("ROLLBACK"); // the failure that brought us here is already on its way up
}

void Transaction::commit() {
  if (outer_) connection_.commit();
  done_ = true;
  --connection_.depth;
}

} // namespace countersign::store
