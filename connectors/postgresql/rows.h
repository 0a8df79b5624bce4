// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/postgresql/tables.h"
#include "models/identity/document.h"
#include "models/identity/result.h"

#include <functional>
#include <string>
#include <string_view>

namespace countersign::postgresql {

/// Where the rows are from. `database` is empty where the person did not say it.
struct Origin {
  std::string cluster, database;
};

/// The field of a row by its column; "" where there is no such column.
using Field = std::function<const std::string&(std::string_view column)>;

struct Row {
  Document document;
  std::string warning; ///< what was not understood and is kept as such; may be empty
};

/// The document of docs/formats/documents.md, "PostgreSQL, live". Errors: Malformed, with the column as the
/// place's pointer.
Result<Row> rowDocument(const Table& table, const Field& field, const Origin& from);

} // namespace countersign::postgresql
