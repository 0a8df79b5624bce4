// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern_symbols.h"

#include <algorithm>

namespace countersign::pattern {
namespace {

char lowerByte(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::uint16_t byteOf(char c) {
  return static_cast<unsigned char>(c);
}

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

} // namespace

std::string lowered(std::string_view text) {
  std::string out;
  lowerInto(text, out);
  return out;
}

void lowerInto(std::string_view text, std::string& out) {
  out.assign(text);
  std::transform(out.begin(), out.end(), out.begin(), lowerByte);
}

Symbols literalSymbols(std::string_view text) {
  Symbols out;
  out.reserve(text.size());
  for (const char c : text)
    out.push_back(byteOf(c));
  return out;
}

Symbols wildcardSymbols(std::string_view text) {
  Symbols out;
  out.reserve(text.size());
  for (const char c : text)
    out.push_back(c == '*' ? anyRun : c == '?' ? anyOne : byteOf(c));
  return out;
}

bool globMatches(const Symbols& pattern, std::string_view text, std::size_t* steps) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, star = none, mark = 0, count = 0;
  bool same = true;
  while (same && t < text.size()) {
    ++count;
    if (p < pattern.size() && pattern[p] == anyRun) {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == anyOne) {
      ++p;
      t = nextCharacter(text, t);
    } else if (p < pattern.size() && pattern[p] == byteOf(text[t])) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = mark = nextCharacter(text, mark);
    } else {
      same = false;
    }
  }
  while (p < pattern.size() && pattern[p] == anyRun)
    ++p;
  if (steps != nullptr) *steps = count;
  return same && p == pattern.size();
}

} // namespace countersign::pattern
