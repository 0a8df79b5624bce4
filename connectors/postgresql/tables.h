// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign::postgresql {

enum class TableKind { Roles, Memberships, Objects, Columns, Defaults };

/// A catalogue that is read.
struct Table {
  std::string_view catalogue; ///< "pg_class": also the part
  TableKind kind;
  std::string_view object;    ///< Objects: "relation", "function", "schema" …
  std::string_view name, acl; ///< Objects: their columns
  bool inSchema, inDatabase;  ///< Objects: have a schema; lie in one database, not in the whole cluster
  std::vector<std::string_view> tells; ///< columns that only this table has
  std::vector<std::string_view> needs; ///< columns without which it cannot be used
  std::vector<std::string_view> takes; ///< further ones that are used
};

/// The table whose columns these are; nullptr where there is none.
const Table* tableOf(const std::vector<std::string>& columns);
/// The first needed column that is missing; empty where none is.
std::string_view missingColumn(const Table& table, const std::vector<std::string>& columns);
/// True for a column that is read, in whatever way.
bool isRead(const Table& table, std::string_view column);

} // namespace countersign::postgresql
