// SPDX-License-Identifier: Apache-2.0
#include "app/cli/table.h"

#include "app/cli/output.h"

#include <algorithm>

namespace countersign::cli {
namespace {

/// Code points, which is the width of most of what exports say.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

void Table::add(std::vector<std::string> row) {
  for (std::string& cell : row)
    cell = cell.empty() ? "-" : printable(cell);
  row.resize(rows_.front().size(), "-");
  rows_.push_back(std::move(row));
}

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], width(row[i]));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out << row[i];
      if (i + 1 < row.size()) out << std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    out << '\n';
  }
}

} // namespace countersign::cli
