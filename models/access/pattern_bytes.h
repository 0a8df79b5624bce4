// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/truth.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::pattern {

/// How a pattern of bytes is put together, found out once: most are a plain text, or one with a `*` at its
/// end.
class Shape {
public:
  Shape() = default; ///< of the empty pattern
  /// Without `wildcards`, `*` and `?` are text.
  Shape(std::string_view pattern, bool wildcards);

  bool isLiteral() const { return kind_ == Kind::Literal; }
  bool isEverything() const { return kind_ == Kind::Prefix && head_ == 0; }
  /// True where `text` matches `pattern`, whose shape this is: as globMatches() of its symbols.
  bool matches(std::string_view pattern, std::string_view text) const {
    if (kind_ == Kind::Literal) return text == pattern;
    if (text.substr(0, head_) != pattern.substr(0, head_)) return false;
    return kind_ == Kind::Prefix || matchesBehindHead(pattern, text);
  }

  /// Whether the texts of `a` and of `b` have one in common, and whether those of `wide` have all of
  /// `narrow`, where beginnings and ends tell.
  static std::optional<Truth> overlap(std::string_view a, Shape ofA, std::string_view b, Shape ofB);
  static std::optional<Truth> cover(std::string_view wide, Shape ofWide, std::string_view narrow,
                                    Shape ofNarrow);

private:
  enum class Kind : std::uint8_t { Literal, Prefix, Gap, Glob };
  bool matchesBehindHead(std::string_view pattern, std::string_view text) const;
  bool endIsKnown(std::string_view pattern) const;

  Kind kind_ = Kind::Literal; ///< Prefix: one `*`, at the end; Gap: one `*`
  std::uint32_t head_ = 0;    ///< bytes before the first wildcard
  std::uint32_t tail_ = 0;    ///< bytes behind the last one, where they begin a character
};

/// As globMatches() of the symbols, where `*` and `?` are wildcards.
bool bytesMatch(std::string_view pattern, std::string_view text);

} // namespace countersign::pattern
