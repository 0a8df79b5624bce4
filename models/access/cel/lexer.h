// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/value.h"
#include "models/identity/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::cel {

struct Token {
  enum class Kind : std::uint8_t { End, Identifier, Quoted, Literal, Minus, Punctuation };
  Kind kind = Kind::End;
  std::uint32_t at = 0;  ///< byte in the text
  std::string_view text; ///< as it stands there; of Quoted without the backticks
  Value value;           ///< of a literal
  /// 9223372036854775808, which only a minus in front makes an int.
  bool smallestInt = false;

  bool is(std::string_view punctuation) const {
    return (kind == Kind::Punctuation || kind == Kind::Minus) && text == punctuation;
  }
  bool isWord(std::string_view word) const { return kind == Kind::Identifier && text == word; }
};

/// The tokens of an expression, the last one being End. They look into `source`. Errors: Malformed, Encoding,
/// Limit, with byte and line.
Result<std::vector<Token>> tokens(std::string_view source, std::size_t most);
/// An error at a byte of an expression.
Error errorAt(std::string_view source, std::size_t byte, std::string message,
              ErrorCode code = ErrorCode::Malformed);

// Of one literal, in literal.cpp.
/// How long the string or bytes literal at `at` is, with prefix and quotes; 0: there is none; npos: no end.
std::size_t quotedLength(std::string_view source, std::size_t at);
/// The value of such a literal. Errors: Malformed.
Result<Value> quotedValue(std::string_view literal);
/// The number at `at`; takes its length. Errors: Malformed.
Result<Token> number(std::string_view source, std::size_t at);

} // namespace countersign::cel
