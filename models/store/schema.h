// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/store/connection.h"

namespace countersign::store {

/// "CSGN": PRAGMA application_id of a workspace.
inline constexpr int applicationId = 0x4353474E;
/// PRAGMA user_version that this program writes.
int schemaVersion();
/// Makes the schema in an empty database. Throws SQLite::Exception.
void createSchema(Connection& c);
/// Runs the migrations from the file's version, each in one transaction; the caller has made a backup.
/// Throws SQLite::Exception.
void migrateSchema(Connection& c, int fromVersion);
/// Statements of `sqlite_schema` as this version makes them, one per line, for `workspace check`.
std::string expectedSchema();

} // namespace countersign::store
