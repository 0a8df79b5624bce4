// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/lexer.h"

#include "models/identity/json.h"

#include <algorithm>
#include <array>

namespace countersign::cel {
namespace {

bool isStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

constexpr std::array<std::string_view, 26> punctuation{"&&", "||", "==", "!=", "<=", ">=", "(", ")", "[",
                                                       "]",  "{",  "}",  ".",  ",",  "?",  ":", "+", "-",
                                                       "*",  "/",  "%",  "!",  "<",  ">",  "=", "|"};

class Lexer {
public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> run(std::size_t most) {
    std::vector<Token> out;
    for (skip(); at_ < source_.size(); skip()) {
      if (out.size() >= most)
        return failure(errorAt(source_, at_, "the expression has too many parts", ErrorCode::Limit));
      auto token = next();
      if (!token) {
        Error error = token.error();
        if (!error.place.byte) error = errorAt(source_, at_, error.message, error.code);
        return failure(std::move(error));
      }
      token->at = static_cast<std::uint32_t>(at_);
      at_ += length_;
      out.push_back(std::move(*token));
    }
    out.emplace_back();
    out.back().at = static_cast<std::uint32_t>(source_.size());
    return out;
  }

private:
  void skip() {
    while (at_ < source_.size()) {
      if (source_.substr(at_).starts_with("//"))
        at_ = std::min(source_.find('\n', at_), source_.size());
      else if (std::string_view(" \t\n\r\f").find(source_[at_]) != std::string_view::npos)
        ++at_;
      else
        return;
    }
  }

  Result<Token> next() {
    const char c = source_[at_];
    const std::size_t quoted = quotedLength(source_, at_);
    if (quoted == std::string_view::npos) return failure(ErrorCode::Malformed, "a string has no end");
    if (quoted > 0) {
      Token token = piece(Token::Kind::Literal, quoted);
      COUNTERSIGN_ASSIGN(token.value, quotedValue(token.text));
      return token;
    }
    if (isStart(c)) {
      std::size_t n = 1;
      while (at_ + n < source_.size() && (isStart(source_[at_ + n]) || isDigit(source_[at_ + n])))
        ++n;
      return piece(Token::Kind::Identifier, n);
    }
    if (isDigit(c) || (c == '.' && at_ + 1 < source_.size() && isDigit(source_[at_ + 1]))) {
      COUNTERSIGN_ASSIGN(Token token, number(source_, at_));
      length_ = token.text.size();
      return token;
    }
    if (c == '`') return backticks();
    for (const std::string_view p : punctuation)
      if (source_.substr(at_).starts_with(p))
        return piece(p == "-" ? Token::Kind::Minus : Token::Kind::Punctuation, p.size());
    return failure(ErrorCode::Malformed, "a character that has no meaning here");
  }

  Result<Token> backticks() {
    const std::size_t end = source_.find('`', at_ + 1);
    if (end == std::string_view::npos) return failure(ErrorCode::Malformed, "a name in ` has no end");
    Token token = piece(Token::Kind::Quoted, end - at_ + 1);
    token.text = token.text.substr(1, token.text.size() - 2);
    const bool good = std::all_of(token.text.begin(), token.text.end(), [](char c) {
      return isStart(c) || isDigit(c) || std::string_view(".-/ ").find(c) != std::string_view::npos;
    });
    if (!good || token.text.empty()) return failure(ErrorCode::Malformed, "no name stands between the `");
    return token;
  }

  Token piece(Token::Kind kind, std::size_t n) {
    length_ = n;
    Token token;
    token.kind = kind;
    token.text = source_.substr(at_, n);
    return token;
  }

  std::string_view source_;
  std::size_t at_ = 0, length_ = 0;
};

} // namespace

Error errorAt(std::string_view source, std::size_t byte, std::string message, ErrorCode code) {
  byte = std::min(byte, source.size());
  Place place;
  place.byte = byte;
  place.line = static_cast<std::uint64_t>(
                   std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(byte), '\n')) +
               1;
  return Error{code, std::move(message), {}, std::move(place)};
}

Result<std::vector<Token>> tokens(std::string_view source, std::size_t most) {
  std::size_t bad = 0;
  if (!validUtf8(source, &bad))
    return failure(errorAt(source, bad, "the expression is not UTF-8", ErrorCode::Encoding));
  return Lexer(source).run(most);
}

} // namespace countersign::cel
