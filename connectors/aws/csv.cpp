// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/csv.h"

#include <algorithm>

namespace countersign::aws {

std::string CsvReader::field(bool& closed) {
  std::string out;
  if (at_ >= text_.size() || text_[at_] != '"') {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    out = text_.substr(at_, end - at_);
    at_ = end;
    return out;
  }
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
        out += text_.substr(at_, end - at_);
        at_ = end;
        return out;
      }
      ++at_;
    }
    out += text_[at_];
  }
  closed = false;
  return out;
}

bool CsvReader::next(CsvRow& row) {
  while (at_ < text_.size() && (text_[at_] == '\r' || text_[at_] == '\n'))
    line_ += text_[at_++] == '\n' ? 1U : 0U;
  if (at_ >= text_.size()) return false;
  row = CsvRow{{}, at_, 0, line_, true};
  do {
    row.fields.push_back(field(row.closed));
  } while (at_ < text_.size() && text_[at_] == ',' && ++at_ <= text_.size());
  row.length = at_ - row.offset;
  return true;
}

} // namespace countersign::aws
