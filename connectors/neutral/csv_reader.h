// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

struct CsvField {
  std::string value;
  std::uint64_t offset = 0, length = 0; ///< its bytes, with quotes
};

struct CsvRow {
  std::vector<CsvField> fields;
  std::uint64_t offset = 0, length = 0; ///< without the line end
  std::uint64_t line = 0;               ///< 1-based, where it begins
  std::string fault;                    ///< what is wrong with its quotes; empty where nothing is
};

/// Reads RFC 4180: fields in quotes may hold line ends, separators and doubled quotes. Line ends are CRLF, LF
/// or CR; blank lines are skipped.
class CsvReader {
public:
  CsvReader(std::string_view text, char separator, std::size_t maxRowBytes, std::size_t maxFields = 1000)
      : text_(text), separator_(separator), maxRowBytes_(maxRowBytes), maxFields_(maxFields) {}

  /// The next row; false at the end. Errors: Limit (a row longer than allowed: a quote that does not close
  /// swallows all that follows; too many fields).
  Result<bool> next(CsvRow& row);
  /// The last row ended inside quotes.
  bool endedInQuotes() const { return endedInQuotes_; }
  std::uint64_t offset() const { return at_; }

private:
  Result<void> field(CsvRow& row);
  Result<void> quoted(CsvRow& row, CsvField& out);
  bool atLineEnd() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void skipLineEnd();
  tl::unexpected<Error> limit(const CsvRow& row, std::string message) const;

  std::string_view text_;
  char separator_;
  std::size_t maxRowBytes_, maxFields_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  bool endedInQuotes_ = false;
};

} // namespace countersign::neutral
