// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// The first row of a table under one of the separators that spreadsheets write.
struct CsvHeader {
  char separator = ',';
  std::vector<std::string> columns; ///< lower case, without spaces around

  bool has(std::string_view column) const;
  /// Columns that stand there twice.
  std::vector<std::string> twice() const;
};

/// The header read with a comma, a tab and a semicolon, as far as each can be read.
std::vector<CsvHeader> csvHeaders(std::string_view text);

/// Without blanks and tabs around.
std::string_view trimmed(std::string_view text);
/// Trimmed, ASCII letters in lower case: how column names are compared.
std::string columnName(std::string_view text);

} // namespace countersign::neutral
