// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_symbols.h"
#include "models/access/truth.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace countersign::pattern {

/// Symbols from here on stand for policy variables whose value is the same wherever the symbol is: a text
/// that is not known, which `*` matches and `?` does not.
constexpr std::uint16_t firstVariable = 0x200;

/// A pattern as the set of texts that it matches: characters instead of bytes, and `*?*` and `?*` are the
/// same.
class Glob {
public:
  explicit Glob(const Symbols& symbols, std::string text = {});

  using Token = std::uint32_t;
  static constexpr Token run = 0x10000, one = 0x10001, variables = 0x10100; ///< never codes of a character
  static bool isVariable(Token token) { return token >= variables && token < variables + 0x10000; }

  /// A text that it matches, as a pattern; `full`: the runs are not empty in it.
  Glob example(bool full) const;
  /// Variables read as `*`.
  Glob widened() const;
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::string& text() const { return text_; } ///< as the policy has it
  bool hasVariables() const { return hasVariables_; }
  bool isEverything() const { return tokens_.size() == 1 && tokens_.front() == run; }
  bool operator==(const Glob& other) const { return tokens_ == other.tokens_; }

private:
  std::vector<Token> tokens_;
  std::string text_;
  bool hasVariables_ = false;
};

/// The texts that match every pattern of `all` and none of `none`.
struct Language {
  std::vector<Glob> all, none;
};

struct SomeText {
  Truth exists = Truth::No; ///< Undecided: finding out takes more steps than are spent on it
  std::string text;         ///< a shortest one, where there is one; `${…}` stands for a variable
  std::size_t steps = 0;
};
/// Whether the language has a text. Patterns are run side by side, as sets of positions; at most `limit`
/// steps.
SomeText someText(const Language& language, std::size_t limit = 100'000);

/// The same where it can be told by comparing the patterns with each other and with examples of them;
/// Undecided else.
Truth plainlyThere(const Language& language);

/// True only where `wide` covers `narrow` symbol by symbol; often, not always, where it covers it. Product of
/// the lengths.
bool coversPlainly(const Glob& wide, const Glob& narrow);
/// Yes where whatever matches `narrow` matches `wide` too.
Truth covers(const Glob& wide, const Glob& narrow);
/// Yes where some text matches both.
Truth overlaps(const Glob& a, const Glob& b);

} // namespace countersign::pattern
