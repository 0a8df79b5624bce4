// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/store/connection.h"

#include <span>

namespace countersign::store {

/// "CSGN": PRAGMA application_id of a workspace.
inline constexpr int applicationId = 0x4353474E;

/// The statements that make version N+1 of version N; the first of them make a workspace of an empty
/// database.
using Migrations = std::span<const char* const>;
Migrations migrations();
/// Makes the schema in an empty database. Throws SQLite::Exception.
void createSchema(Connection& c);
/// Brings the file from the version that it has to the newest, all in one transaction; the caller has made a
/// backup. Nothing where another program did it meanwhile. Throws SQLite::Exception.
void migrateSchema(Connection& c, Migrations to);
/// What opening a workspace does: looks whether it is one, and brings an older one to the newest version
/// after a backup beside it. Errors: Corrupt, NewerVersion, DiskFull, Busy, Io; the file is then as it was.
Result<void> upgrade(Connection& c, Migrations to);
/// Statements of `sqlite_schema` as this version makes them, one per line, for `workspace check`.
std::string expectedSchema();

} // namespace countersign::store
