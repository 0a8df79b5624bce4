// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::postgresql {

struct CsvLimits {
  std::size_t maxBytes = 256U << 20;
  std::size_t maxRows = 4'000'000;
  std::size_t maxColumns = 256;
};

/// A table as `COPY … TO … WITH (FORMAT csv, HEADER)` writes it. NULL and an empty text look the same.
class CsvTable {
public:
  /// Errors: Malformed (quotes, a row of another length, no header), DuplicateKey (of the header), Limit.
  static Result<CsvTable> read(std::string_view text, const CsvLimits& limits = {});

  std::size_t rows() const { return rows_.size(); }
  bool has(std::string_view column) const;
  /// "" where there is no such column.
  const std::string& at(std::size_t row, std::string_view column) const;
  std::size_t line(std::size_t row) const { return lines_[row]; } ///< 1-based, of its first character

private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_;
};

} // namespace countersign::postgresql
