// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/pem.h"

#include "models/identity/digest.h"

#include <algorithm>

namespace countersign::x509 {
namespace {

constexpr std::string_view beginMark = "-----BEGIN ", endMark = "-----END ", dashes = "-----";
constexpr std::size_t longestLabel = 64;
constexpr auto npos = std::string_view::npos;

/// A line that opens or closes a block.
struct Mark {
  std::size_t at = 0, behind = 0;
  std::string_view label;
  bool end = false;
};

bool labelCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '#' || c == '.' || c == '-';
}

std::optional<Mark> markAt(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const bool end = rest.starts_with(endMark);
  if (!end && !rest.starts_with(beginMark)) return std::nullopt;
  const std::size_t from = end ? endMark.size() : beginMark.size();
  const auto close = rest.substr(0, from + longestLabel + dashes.size()).find(dashes, from);
  if (close == npos || close == from) return std::nullopt;
  const std::string_view label = rest.substr(from, close - from);
  if (!std::all_of(label.begin(), label.end(), labelCharacter)) return std::nullopt;
  return Mark{at, at + close + dashes.size(), label, end};
}

std::optional<Mark> nextMark(std::string_view text, std::size_t at) {
  for (;; ++at) {
    at = text.find(dashes, at);
    if (at == npos) return std::nullopt;
    if (at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r')
      if (const auto mark = markAt(text, at)) return mark;
    // "----------…" is no place to look at again and again.
    at = std::min(text.find_first_not_of('-', at), text.size()) - 1;
  }
}

} // namespace

std::optional<PemBlock> PemScanner::next() {
  auto begin = nextMark(text_, at_);
  while (begin && begin->end) // an end without a beginning
    begin = nextMark(text_, begin->behind);
  if (!begin) return std::nullopt;
  PemBlock out;
  out.label = begin->label;
  out.offset = begin->at;
  line_ +=
      static_cast<std::uint64_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                            text_.begin() + static_cast<std::ptrdiff_t>(begin->at), '\n'));
  counted_ = begin->at;
  out.line = line_;
  const auto end = nextMark(text_, begin->behind);
  const std::size_t bodyEnd = end ? end->at : text_.size();
  out.body = text_.substr(begin->behind, bodyEnd - begin->behind);
  const bool closed = end && end->end;
  at_ = closed ? end->behind : bodyEnd;
  out.length = at_ - out.offset;
  if (!closed)
    out.form = PemBlock::Form::NoEnd;
  else if (end->label != out.label)
    out.form = PemBlock::Form::OtherEnd;
  return out;
}

Result<std::string> pemBytes(std::string_view body) {
  std::string text;
  text.reserve(body.size());
  std::copy_if(body.begin(), body.end(), std::back_inserter(text),
               [](char c) { return c != '\n' && c != '\r' && c != ' ' && c != '\t'; });
  return fromBase64(text);
}

} // namespace countersign::x509
