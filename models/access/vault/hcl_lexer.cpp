// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/hcl_lexer.h"

#include "models/identity/json_text.h"

#include <algorithm>
#include <array>

namespace countersign::hcl {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
int hexValue(char c) {
  if (isDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The lines of a heredoc without the indentation of its end mark (`<<-`), where all have it (token.go).
std::string unindented(const std::string& body, const std::string& indent) {
  std::string out;
  for (std::size_t from = 0; from < body.size();) {
    const std::size_t end = std::min(body.find('\n', from), body.size() - 1) + 1;
    if (body.compare(from, indent.size(), indent) != 0) return body;
    out.append(body, from + indent.size(), end - from - indent.size());
    from = end;
  }
  return out;
}

} // namespace

tl::unexpected<Error> errorAt(ErrorCode code, std::string message, std::uint64_t line, std::size_t byte) {
  Place place;
  if (line > 0) place.line = line;
  if (byte != std::string::npos) place.byte = byte;
  return failure(code, std::move(message), {}, place);
}

tl::unexpected<Error> Lexer::error(ErrorCode code, std::string message) const {
  return errorAt(code, std::move(message), line_, std::min(at_, text_.size()));
}

Result<void> Lexer::skipBlanks() {
  while (!atEnd()) {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      line_ += c == '\n' ? 1 : 0;
      ++at_;
    } else if (c == '#' || (c == '/' && peek(1) == '/')) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '/' && peek(1) == '*') {
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return error(ErrorCode::Truncated, "comment not terminated");
      line_ += static_cast<std::uint64_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                     text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      at_ = end + 2;
    } else {
      break;
    }
  }
  return {};
}

Result<Token> Lexer::next() {
  COUNTERSIGN_TRY(skipBlanks());
  Token token;
  token.byte = at_;
  token.line = line_;
  if (atEnd()) return token;
  const char c = peek();
  if (isLetter(c)) {
    while (!atEnd() && (isLetter(peek()) || isDigit(peek()) || peek() == '-' || peek() == '.'))
      token.text += text_[at_++];
    token.kind = token.text == "true" || token.text == "false" ? TokenKind::Bool : TokenKind::Identifier;
    return token;
  }
  if (isDigit(c) || ((c == '-' || c == '.') && isDigit(peek(1)))) return number(std::move(token));
  if (c == '"') return quoted(std::move(token));
  if (c == '<' && peek(1) == '<') return heredoc(std::move(token));
  static constexpr std::string_view signs = "{}[],=";
  static constexpr std::array kinds{TokenKind::LeftBrace,    TokenKind::RightBrace, TokenKind::LeftBracket,
                                    TokenKind::RightBracket, TokenKind::Comma,      TokenKind::Assign};
  const std::size_t sign = signs.find(c);
  if (sign == std::string_view::npos) return error(ErrorCode::Malformed, "illegal character");
  token.kind = kinds[sign];
  token.text = c;
  ++at_;
  return token;
}

Result<Token> Lexer::number(Token token) {
  token.kind = TokenKind::Int;
  const auto take = [&](auto&& wanted) {
    std::size_t n = 0;
    for (; !atEnd() && wanted(peek()); ++n)
      token.text += text_[at_++];
    return n;
  };
  if (peek() == '-') token.text += text_[at_++];
  if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
    token.text += text_.substr(at_, 2);
    at_ += 2;
    if (take([](char c) { return hexValue(c) >= 0; }) == 0)
      return error(ErrorCode::Malformed, "illegal hexadecimal number");
    return token;
  }
  take(isDigit);
  if (peek() == '.') {
    token.kind = TokenKind::Float;
    token.text += text_[at_++];
    take(isDigit);
  }
  if (peek() == 'e' || peek() == 'E') {
    token.kind = TokenKind::Float;
    token.text += text_[at_++];
    if (peek() == '+' || peek() == '-') token.text += text_[at_++];
    if (take(isDigit) == 0) return error(ErrorCode::Malformed, "number without digits in its exponent");
  }
  return token;
}

Result<void> Lexer::escape(std::string& out) {
  const char c = peek();
  static constexpr std::string_view names = "abfnrtv\\\"";
  static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\\"";
  if (const std::size_t simple = names.find(c); !atEnd() && simple != std::string_view::npos) {
    out += meanings[simple];
    ++at_;
    return {};
  }
  const bool octal = c >= '0' && c <= '7';
  const std::size_t digits = octal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0) return error(ErrorCode::Malformed, "illegal char escape");
  at_ += octal ? 0 : 1;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < digits; ++i, ++at_) {
    const int digit = atEnd() ? -1 : hexValue(peek());
    if (digit < 0 || (octal && digit > 7)) return error(ErrorCode::Malformed, "illegal char escape");
    value = value * (octal ? 8 : 16) + static_cast<std::uint32_t>(digit);
  }
  if (octal || c == 'x') {
    if (value > 255) return error(ErrorCode::Malformed, "illegal char escape");
    out += static_cast<char>(static_cast<unsigned char>(value));
    return {};
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
    return error(ErrorCode::Malformed, "illegal char escape");
  appendUtf8(out, value);
  return {};
}

/// `${…}` is copied as it stands; braces within are counted (hcl/strconv/quote.go).
Result<void> Lexer::interpolation(std::string& out) {
  out += "${";
  at_ += 2;
  for (std::size_t braces = 1; braces > 0; ++at_) {
    if (atEnd()) return error(ErrorCode::Truncated, "literal not terminated");
    const char c = peek();
    line_ += c == '\n' ? 1 : 0;
    braces += c == '{' ? 1 : 0;
    braces -= c == '}' ? 1 : 0;
    out += c;
  }
  return {};
}

Result<Token> Lexer::quoted(Token token) {
  token.kind = TokenKind::String;
  ++at_;
  while (true) {
    if (atEnd() || peek() == '\n') return error(ErrorCode::Truncated, "literal not terminated");
    const char c = peek();
    if (c == '$' && peek(1) == '{') {
      COUNTERSIGN_TRY(interpolation(token.text));
      continue;
    }
    ++at_;
    if (c == '"') return token;
    if (c == '\\')
      COUNTERSIGN_TRY(escape(token.text));
    else
      token.text += c;
  }
}

Result<Token> Lexer::heredoc(Token token) {
  token.kind = TokenKind::String;
  at_ += 2;
  const bool indented = peek() == '-';
  at_ += indented ? 1 : 0;
  std::string anchor;
  while (isLetter(peek()) || isDigit(peek()))
    anchor += text_[at_++];
  if (peek() == '\r') ++at_;
  if (anchor.empty() || peek() != '\n') return error(ErrorCode::Malformed, "invalid heredoc anchor");
  ++at_;
  for (++line_;; ++line_) {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) return error(ErrorCode::Truncated, "heredoc not terminated");
    std::string_view row = text_.substr(at_, end - at_);
    at_ = end + 1;
    const std::size_t blanks = std::min(row.find_first_not_of(" \t\v\f\r"), row.size());
    std::string_view mark = row.substr(blanks);
    while (!mark.empty() && mark.back() == '\r')
      mark.remove_suffix(1);
    if (mark == anchor) {
      const std::string indent(row.substr(0, blanks));
      token.text = indented ? unindented(token.text, indent) : token.text + indent;
      ++line_;
      return token;
    }
    token.text.append(row).push_back('\n');
  }
}

} // namespace countersign::hcl
