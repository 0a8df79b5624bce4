// SPDX-License-Identifier: Apache-2.0
#include "models/store/schema.h"

#include <SQLiteCpp/Backup.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace countersign::store {
namespace {

Error fileError(ErrorCode code, const std::filesystem::path& file, std::string message, std::string remedy) {
  return {code, std::move(message), std::move(remedy), {file.string(), {}, {}, {}, {}}};
}

/// Version of a workspace file. Errors: Corrupt, NewerVersion.
Result<std::size_t> versionOf(Connection& c, Migrations known) {
  const auto id = c.number("PRAGMA application_id");
  const auto version = c.number("PRAGMA user_version");
  if (id != applicationId)
    return failure(fileError(ErrorCode::Corrupt, c.file(), "this is no Countersign workspace",
                             "Choose a file that Countersign made"));
  if (version < 1)
    return failure(fileError(ErrorCode::Corrupt, c.file(), "the workspace does not say which version it is",
                             "Restore it from a backup"));
  if (static_cast<std::size_t>(version) > known.size())
    return failure(fileError(ErrorCode::NewerVersion, c.file(),
                             "this workspace was written by a newer version of Countersign (format " +
                                 std::to_string(version) + ", this program knows " +
                                 std::to_string(known.size()) + ")",
                             "Open it with the newer version; nothing was changed"));
  return static_cast<std::size_t>(version);
}

Result<void> copyTo(Connection& c, const std::filesystem::path& target) {
  std::error_code ignored; // there may be none
  std::filesystem::remove(target, ignored);
  const int fd = ::open(target.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return failure(
        fileError(errno == ENOSPC || errno == EDQUOT ? ErrorCode::DiskFull : ErrorCode::Io, target,
                  std::string("the backup before the migration cannot be made: ") + std::strerror(errno),
                  "See to it that you can write to that folder; the workspace was not changed"));
  ::close(fd);
  SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE);
  SQLite::Backup job(copy, c.db());
  if (job.executeStep(-1) != SQLITE_DONE)
    return failure(fileError(ErrorCode::Busy, target, "the backup before the migration could not be made",
                             "Try again when no other program uses the workspace; it was not changed"));
  return {};
}

/// A copy beside the file, whole or not there at all.
Result<void> backup(Connection& c, std::size_t version) {
  std::filesystem::path target = c.file();
  target += ".backup-v" + std::to_string(version);
  std::filesystem::path half = target;
  half += ".part";
  Result<void> done;
  try {
    done = copyTo(c, half);
  } catch (const SQLite::Exception& e) {
    done = failure(sqliteError(e, half));
  }
  std::error_code failed;
  if (done) std::filesystem::rename(half, target, failed);
  if (failed)
    done = failure(fileError(ErrorCode::Io, target,
                             "the backup before the migration cannot be made: " + failed.message(),
                             "See to it that you can write to that folder; the workspace was not changed"));
  if (!done) {
    std::error_code ignored; // the error that is reported is the first one
    std::filesystem::remove(half, ignored);
    std::filesystem::remove(half.string() + "-journal", ignored);
  }
  return done;
}

} // namespace

Result<void> upgrade(Connection& c, Migrations to) {
  COUNTERSIGN_ASSIGN(const std::size_t version, versionOf(c, to));
  if (version == to.size()) return {};
  COUNTERSIGN_TRY(backup(c, version));
  try {
    migrateSchema(c, to);
    return {};
  } catch (const SQLite::Exception& e) {
    Error error = c.explain(e);
    if (error.code == ErrorCode::Internal) {
      error.code = ErrorCode::Corrupt;
      error.message = "the workspace could not be brought to this version: " + error.message;
      error.remedy = "It was not changed; open it with the version of Countersign that wrote it";
    }
    return failure(std::move(error));
  }
}

} // namespace countersign::store
