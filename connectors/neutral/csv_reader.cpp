// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/csv_reader.h"

namespace countersign::neutral {

tl::unexpected<Error> CsvReader::limit(const CsvRow& row, std::string message) const {
  Place place;
  place.byte = row.offset;
  place.line = row.line;
  return failure(ErrorCode::Limit, std::move(message), "Look for a quote that is not closed",
                 std::move(place));
}

void CsvReader::skipLineEnd() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

Result<bool> CsvReader::next(CsvRow& row) {
  while (at_ < text_.size() && atLineEnd())
    skipLineEnd();
  if (at_ >= text_.size()) return false;
  row = {};
  row.offset = at_;
  row.line = line_;
  for (;;) {
    COUNTERSIGN_TRY(field(row));
    if (atLineEnd()) break;
    ++at_; // the separator
    if (row.fields.size() >= maxFields_)
      return limit(row, "a row of more than " + std::to_string(maxFields_) + " fields");
  }
  row.length = at_ - row.offset;
  skipLineEnd();
  return true;
}

Result<void> CsvReader::field(CsvRow& row) {
  CsvField out;
  out.offset = at_;
  if (at_ < text_.size() && text_[at_] == '"') {
    COUNTERSIGN_TRY(quoted(row, out));
  } else {
    while (!atLineEnd() && text_[at_] != separator_)
      ++at_;
    out.value = text_.substr(out.offset, at_ - out.offset);
  }
  if (at_ - row.offset > maxRowBytes_)
    return limit(row, "a row of more than " + std::to_string(maxRowBytes_) + " bytes");
  out.length = at_ - out.offset;
  row.fields.push_back(std::move(out));
  return {};
}

Result<void> CsvReader::quoted(CsvRow& row, CsvField& out) {
  ++at_;
  for (bool open = true; open;) {
    if (at_ >= text_.size()) {
      endedInQuotes_ = true;
      row.fault = "a quote that is not closed";
      return {};
    }
    if (at_ - row.offset > maxRowBytes_)
      return limit(row, "a row of more than " + std::to_string(maxRowBytes_) + " bytes");
    const char c = text_[at_++];
    const bool doubled = c == '"' && at_ < text_.size() && text_[at_] == '"';
    open = c != '"' || doubled;
    if (doubled) ++at_;
    if (open) out.value += c;
    if (c == '\n' || (c == '\r' && (at_ >= text_.size() || text_[at_] != '\n'))) ++line_;
  }
  if (atLineEnd() || text_[at_] == separator_) return {};
  row.fault = "text behind a closing quote";
  while (!atLineEnd() && text_[at_] != separator_)
    ++at_;
  return {};
}

} // namespace countersign::neutral
