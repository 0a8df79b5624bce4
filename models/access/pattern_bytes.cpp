// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern_bytes.h"

#include <algorithm>
#include <cstring>

namespace countersign::pattern {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Behind the character that begins at `at`.
std::size_t nextCharacter(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && continues(text[at]))
    ++at;
  return at;
}

bool isWildcard(char c) {
  return c == '*' || c == '?';
}

bool same(const char* a, const char* b, std::size_t size) {
  return size == 0 || std::memcmp(a, b, size) == 0;
}

bool beginsWith(std::string_view text, std::string_view beginning) {
  return text.size() >= beginning.size() && same(text.data(), beginning.data(), beginning.size());
}

} // namespace

Shape::Shape(std::string_view pattern, bool wildcards) {
  const auto first = wildcards ? std::find_if(pattern.begin(), pattern.end(), isWildcard) : pattern.end();
  head_ = static_cast<std::uint32_t>(first - pattern.begin());
  if (first == pattern.end()) return;
  const auto last = pattern.find_last_of("*?");
  const bool one = last == head_ && *first == '*';
  kind_ = !one ? Kind::Glob : last + 1 == pattern.size() ? Kind::Prefix : Kind::Gap;
  if (kind_ == Kind::Prefix) return;
  tail_ = static_cast<std::uint32_t>(pattern.size() - last - 1);
  // A `*` takes whole characters, so that an end which begins amid one is found by search only.
  if (tail_ != 0 && continues(pattern[last + 1])) {
    tail_ = 0;
    kind_ = Kind::Glob;
  }
}

bool Shape::matchesBehindHead(std::string_view pattern, std::string_view text) const {
  if (text.size() < std::size_t{head_} + tail_) return false;
  if (!same(pattern.data() + pattern.size() - tail_, text.data() + text.size() - tail_, tail_)) return false;
  if (kind_ == Kind::Gap) return true;
  const auto middle = [this](std::string_view all) { return all.substr(head_, all.size() - head_ - tail_); };
  return bytesMatch(middle(pattern), middle(text));
}

/// What is behind the last wildcard is the tail.
bool Shape::endIsKnown(std::string_view pattern) const {
  return tail_ != 0 || isWildcard(pattern.back());
}

std::optional<Truth> Shape::overlap(std::string_view a, Shape ofA, std::string_view b, Shape ofB) {
  if (ofA.isLiteral()) return ofB.matches(b, a) ? Truth::Yes : Truth::No;
  if (ofB.isLiteral()) return ofA.matches(a, b) ? Truth::Yes : Truth::No;
  if (!same(a.data(), b.data(), std::min(ofA.head_, ofB.head_))) return Truth::No;
  const std::size_t tail = std::min(ofA.tail_, ofB.tail_);
  if (!same(a.data() + a.size() - tail, b.data() + b.size() - tail, tail)) return Truth::No;
  // The longer beginning, anything, the longer end.
  if (ofA.kind_ != Kind::Glob && ofB.kind_ != Kind::Glob) return Truth::Yes;
  // One is open behind its beginning: the other has to get that far.
  const auto reaches = [](std::string_view pattern, Shape of, Shape open) {
    return open.kind_ == Kind::Prefix && (of.head_ >= open.head_ || pattern[of.head_] == '*');
  };
  return reaches(a, ofA, ofB) || reaches(b, ofB, ofA) ? std::optional<Truth>(Truth::Yes) : std::nullopt;
}

std::optional<Truth> Shape::cover(std::string_view wide, Shape ofWide, std::string_view narrow,
                                  Shape ofNarrow) {
  if (ofNarrow.isLiteral()) return ofWide.matches(wide, narrow) ? Truth::Yes : Truth::No;
  if (ofWide.isLiteral()) return Truth::No; // a wildcard stands for more than one text
  // What begins with a text that a pattern open at its end matches, the pattern matches.
  if (ofNarrow.kind_ == Kind::Prefix && wide.back() == '*')
    return ofWide.matches(wide, narrow.substr(0, ofNarrow.head_)) ? Truth::Yes : Truth::No;
  if (!ofWide.endIsKnown(wide) || !ofNarrow.endIsKnown(narrow)) return std::nullopt;
  // Where the fixed beginning and end of the narrow one end, its texts part.
  const bool begins = beginsWith(narrow.substr(0, ofNarrow.head_), wide.substr(0, ofWide.head_));
  const std::string_view end = wide.substr(wide.size() - ofWide.tail_);
  const bool ends = ofNarrow.tail_ >= end.size() && narrow.substr(narrow.size() - end.size()) == end;
  if (!begins || !ends) return Truth::No;
  return ofWide.kind_ == Kind::Glob ? std::nullopt : std::optional<Truth>(Truth::Yes);
}

bool bytesMatch(std::string_view pattern, std::string_view text) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, star = none, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t = nextCharacter(text, t);
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = mark = nextCharacter(text, mark);
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

} // namespace countersign::pattern
