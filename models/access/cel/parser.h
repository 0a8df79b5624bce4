// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/builder.h"
#include "models/access/cel/lexer.h"
#include "models/access/cel/program.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::cel {

/// From tokens to a tree. The first error ends it: the functions then give `nothing`.
class Parser {
public:
  Parser(std::string_view text, std::vector<Token> tokens, const Limits& limits)
      : text_(text), tokens_(std::move(tokens)), limits_(limits), build_(text) {}
  Result<Tree> run();

private:
  using Index = std::uint32_t;

  Index expression();
  Index binary(int least);
  Index logical(Op op, int level, Index left);
  Index unary();
  Index member();
  Index primary();
  Index literal();
  Index word();
  Index listLiteral();
  Index mapLiteral();
  Index message(std::uint32_t at);
  Index dotted(Index operand);
  Index indexed(Index operand);
  Index globalCall(const Token& name);
  Index memberCall(Index receiver, const Token& name);
  std::optional<Index> macro(Index range, const Token& name);
  bool arguments(std::string_view end, std::vector<Index>& out);

  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[position_ + ahead < tokens_.size() ? position_ + ahead : tokens_.size() - 1];
  }
  const Token& next() { return tokens_[position_ + 1 < tokens_.size() ? position_++ : position_]; }
  bool accept(std::string_view punctuation);
  bool expect(std::string_view punctuation);
  Index fail(const Token& token, std::string message, ErrorCode code = ErrorCode::Malformed);
  bool tooDeep();
  bool failed() const { return error_.has_value(); }

  std::string_view text_;
  std::vector<Token> tokens_;
  const Limits& limits_;
  Builder build_;
  std::size_t position_ = 0, nesting_ = 0;
  std::vector<std::string_view> scope_; ///< names of the comprehensions around; their places are the slots
  std::optional<Error> error_;
};

} // namespace countersign::cel
