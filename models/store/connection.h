// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only: the one place that knows SQLite.

#include "models/identity/result.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

namespace countersign::store {

/// Maps an SQLite failure to an error that names the workspace and a remedy.
Error sqliteError(const std::exception& e, const std::filesystem::path& file);

/// One connection with its prepared statements. Not thread-safe.
class Connection {
public:
  Connection(const std::filesystem::path& file, int flags);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  SQLite::Database& db() { return db_; }
  const std::filesystem::path& file() const { return file_; }
  /// The prepared statement for this SQL, reset and without bindings.
  SQLite::Statement& prepare(const char* sql);
  void exec(const char* sql) { db_.exec(sql); }
  std::int64_t lastId() { return db_.getLastInsertRowid(); }
  int changes() { return db_.getChanges(); }
  /// First column of the first row, or `otherwise`.
  std::int64_t number(const char* sql, std::int64_t otherwise = 0);

  /// COMMIT. Where it fails, nothing of it is found by who opens the file next. Throws SQLite::Exception.
  void commit();
  /// The error behind a failure of this connection.
  Error explain(const SQLite::Exception& e);

  int depth = 0; ///< open transactions (see Transaction)

private:
  bool noSpace();
  void forgetCommit();

  std::filesystem::path file_;
  SQLite::Database db_;
  bool unsure_ = false; ///< whether a commit that failed is found again is not known
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};

/// BEGIN IMMEDIATE (or nothing, inside another one) … commit() or rollback. Throws SQLite::Exception.
class Transaction {
public:
  explicit Transaction(Connection& c);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

private:
  Connection& connection_;
  bool outer_;
  bool done_ = false;
};

/// Runs `f` (which returns a Result) and turns exceptions of SQLite into its error.
template <class F>
auto guarded(Connection& c, F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const SQLite::Exception& e) {
    return failure(c.explain(e));
  }
}

} // namespace countersign::store
