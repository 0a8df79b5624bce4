// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::aws {

/// One record of a CSV text (RFC 4180).
struct CsvRow {
  std::vector<std::string> fields;
  std::size_t offset = 0, length = 0; ///< its bytes, without the line end
  std::size_t line = 1;               ///< 1-based line that it starts on
  bool closed = true;                 ///< false: the text ends inside a quoted field
};

/// Reads records one by one; lines may end with LF or CRLF, empty ones are skipped.
class CsvReader {
public:
  explicit CsvReader(std::string_view text) : text_(text) {}
  /// False at the end.
  bool next(CsvRow& row);

private:
  std::string field(bool& closed);
  std::string_view text_;
  std::size_t at_ = 0, line_ = 1;
};

} // namespace countersign::aws
