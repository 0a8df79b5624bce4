// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_symbols.h"
#include "models/access/truth.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
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
  Glob(const Glob&) = default; ///< copies share what they have; a move is a copy, so that none is left empty
  Glob& operator=(const Glob&) = default;
  ~Glob() = default;

  using Token = std::uint32_t;
  static constexpr Token run = 0x10000, one = 0x10001, variables = 0x10100; ///< never codes of a character
  static bool isVariable(Token token) { return token >= variables && token < variables + 0x10000; }

  /// A text that it matches, as a pattern; `full`: the runs are not empty in it.
  Glob example(bool full) const;
  /// Variables read as `*`.
  Glob widened() const;
  const std::vector<Token>& tokens() const { return body_->tokens; }
  const std::string& text() const { return body_->text; } ///< as the policy has it
  bool hasVariables() const { return body_->hasVariables; }
  bool isEverything() const { return tokens().size() == 1 && tokens().front() == run; }
  bool operator==(const Glob& other) const { return body_ == other.body_ || tokens() == other.tokens(); }

private:
  struct Body {
    std::vector<Token> tokens;
    std::string text;
    bool hasVariables = false;
  };
  explicit Glob(Body body) : body_(std::make_shared<const Body>(std::move(body))) {}
  static Body bodyOf(const Symbols& symbols, std::string text);

  std::shared_ptr<const Body> body_; ///< shared by copies, which taking sets of texts apart makes many of
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
