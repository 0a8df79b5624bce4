// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/csv.h"

#include <algorithm>

namespace countersign::postgresql {
namespace {

class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool atEnd() const { return at_ >= text_.size(); }
  std::size_t line() const { return line_; }

  Result<std::vector<std::string>> row(std::size_t maxColumns) {
    std::vector<std::string> out;
    while (true) {
      if (out.size() >= maxColumns) return bad(ErrorCode::Limit, "a row has too many columns");
      COUNTERSIGN_ASSIGN(std::string cell, cellText());
      out.push_back(std::move(cell));
      if (atEnd()) return out;
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (text_[at_] == '\r') ++at_;
      if (!atEnd() && text_[at_] == '\n') ++at_;
      ++line_;
      return out;
    }
  }
  tl::unexpected<Error> bad(ErrorCode code, std::string message) const {
    Place place;
    place.byte = at_;
    place.line = line_;
    return failure(code, std::move(message), {}, std::move(place));
  }

private:
  Result<std::string> cellText() {
    if (atEnd() || text_[at_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
      if (end < text_.size() && text_[end] == '"') return bad(ErrorCode::Malformed, "a quote inside a cell");
      std::string out(text_.substr(at_, end - at_));
      at_ = end;
      return out;
    }
    std::string out;
    for (++at_; !atEnd(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      out += text_[at_];
    }
    if (atEnd()) return bad(ErrorCode::Truncated, "a quoted cell does not end");
    ++at_;
    if (!atEnd() && std::string_view(",\r\n").find(text_[at_]) == std::string_view::npos)
      return bad(ErrorCode::Malformed, "something follows a quoted cell");
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0, line_ = 1;
};

} // namespace

Result<CsvTable> CsvTable::read(std::string_view text, const CsvLimits& limits) {
  Reader reader(text);
  if (text.size() > limits.maxBytes) return reader.bad(ErrorCode::Limit, "the table is too large");
  CsvTable table;
  COUNTERSIGN_ASSIGN(table.header_, reader.row(limits.maxColumns));
  if (table.header_.front().empty()) return reader.bad(ErrorCode::Malformed, "the table has no header");
  std::vector<std::string> sorted = table.header_;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return reader.bad(ErrorCode::DuplicateKey, "the header names a column twice");
  while (!reader.atEnd()) {
    const std::size_t line = reader.line();
    COUNTERSIGN_ASSIGN(auto row, reader.row(limits.maxColumns));
    if (row.size() == 1 && row.front().empty() && table.header_.size() > 1) continue;
    if (row.size() != table.header_.size())
      return reader.bad(ErrorCode::Malformed, "a row has another number of columns than the header");
    if (table.rows_.size() >= limits.maxRows)
      return reader.bad(ErrorCode::Limit, "the table has too many rows");
    table.rows_.push_back(std::move(row));
    table.lines_.push_back(line);
  }
  return table;
}

bool CsvTable::has(std::string_view column) const {
  return std::find(header_.begin(), header_.end(), column) != header_.end();
}

const std::string& CsvTable::at(std::size_t row, std::string_view column) const {
  static const std::string none;
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found == header_.end()) return none;
  return rows_[row][static_cast<std::size_t>(found - header_.begin())];
}

} // namespace countersign::postgresql
