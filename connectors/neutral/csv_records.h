// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/neutral/csv_reader.h"
#include "connectors/neutral/record_types.h"
#include "models/identity/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// What a header says the table holds.
struct CsvTable {
  const RecordType* type = nullptr; ///< nullptr: no table of ours
  char separator = ',';
  std::vector<std::string> columns; ///< lower case, without spaces around
  std::vector<std::string> missing; ///< mandatory columns that are not there
  std::vector<std::string> twice;   ///< columns that stand there twice
};

/// Knows identities, credentials, grants and trusts by the columns of the first row, whose separator may be a
/// comma, a tab or a semicolon: with the header's names that is unambiguous, as lists inside a field stand in
/// quotes then.
CsvTable recogniseCsv(std::string_view text);

/// A row as a record of `table.type`, in the form that JSON lines have. Empty fields are left out.
Json csvRecord(const CsvTable& table, const CsvRow& row);

/// The column that gives the member to which a pointer into the record leads; npos where there is none.
std::size_t columnOf(const CsvTable& table, std::string_view pointer);

} // namespace countersign::neutral
