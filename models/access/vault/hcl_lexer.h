// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/hcl.h"

#include <optional>

namespace countersign::hcl {

enum class TokenKind {
  End,
  Identifier,
  Bool,
  Int,
  Float,
  String,
  LeftBrace,
  RightBrace,
  LeftBracket,
  RightBracket,
  Comma,
  Assign
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text; ///< of a string: its value; else as written
  std::size_t byte = 0;
  std::uint64_t line = 1;
};

/// Tokens of HCL 1 (hcl/scanner/scanner.go). The text must be UTF-8.
class Lexer {
public:
  explicit Lexer(std::string_view text) : text_(text) {}
  Result<Token> next();

private:
  Result<void> skipBlanks();
  Result<Token> number(Token token);
  Result<Token> quoted(Token token);
  Result<Token> heredoc(Token token);
  Result<void> escape(std::string& out);
  Result<void> interpolation(std::string& out);
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool atEnd() const { return at_ >= text_.size(); }
  tl::unexpected<Error> error(ErrorCode code, std::string message) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

/// As Go reads an integer of base 0: `0x` is hexadecimal, a leading 0 octal.
std::optional<std::int64_t> integerOfBaseZero(std::string_view text);

/// An error at a place in a policy.
tl::unexpected<Error> errorAt(ErrorCode code, std::string message, std::uint64_t line,
                              std::size_t byte = std::string::npos);

} // namespace countersign::hcl
