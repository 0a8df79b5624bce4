// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

// What the parts of the search for secrets (secrets.h) have in common.
namespace countersign::secretfinding {

inline constexpr std::size_t npos = std::string_view::npos;

/// A stretch of a text; empty where `to` is not behind `from`.
struct Stretch {
  std::size_t from = 0, to = 0;
};

constexpr bool isAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isSpace(char c) {
  return c == ' ' || c == '\t';
}

inline constexpr auto nameChars = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    out[c] = isAlnum(static_cast<char>(c)) || c == '_' || c == '-' || c == '.';
  return out;
}();
inline bool isNameChar(char c) {
  return nameChars[static_cast<unsigned char>(c)];
}

/// Words in the place of a secret that are none.
bool isEmptyWord(std::string_view value);
/// A value that is worth to be masked: no such word, and no id, whatever its member is called.
bool worthHiding(std::string_view value);

/// A text, and what the rules ask about places in it.
class Text {
public:
  explicit Text(std::string_view text) : text_(text) {}

protected:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  bool startsAt(std::size_t i, std::string_view word) const {
    return text_.substr(std::min(i, text_.size()), word.size()) == word;
  }
  template <class Allowed>
  std::size_t runEnd(std::size_t from, Allowed allowed, std::size_t most = npos) const {
    std::size_t i = from;
    while (i < text_.size() && i - from < most && allowed(text_[i]))
      ++i;
    return i;
  }
  bool boundaryBefore(std::size_t i) const {
    return i == 0 || !isAlnum(text_[i - 1]) || (i >= 2 && text_[i - 2] == '\\');
  }

  std::string_view text_;
};

} // namespace countersign::secretfinding
