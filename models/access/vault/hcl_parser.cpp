// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/hcl_lexer.h"
#include "models/identity/json.h"

#include <charconv>
#include <cstdlib>

namespace countersign::hcl {
namespace {

bool sameIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

Result<std::int64_t> integerOf(const Token& token) {
  if (const auto value = integerOfBaseZero(token.text)) return *value;
  return errorAt(ErrorCode::Malformed, "number out of range or illegal: " + token.text, token.line,
                 token.byte);
}

/// Grammar of HCL 1 (hcl/parser/parser.go).
class Parser {
public:
  Parser(std::string_view text, const Limits& limits) : lexer_(text), limits_(limits) {}

  Result<Body> file() {
    COUNTERSIGN_TRY(advance());
    return body(TokenKind::End, 0);
  }

private:
  Result<void> advance() {
    COUNTERSIGN_ASSIGN(token_, lexer_.next());
    return {};
  }
  tl::unexpected<Error> unexpected(const std::string& wanted) const {
    const bool end = token_.kind == TokenKind::End;
    return errorAt(end ? ErrorCode::Truncated : ErrorCode::Malformed,
                   wanted + " expected, got " + (end ? "the end" : "'" + token_.text.substr(0, 40) + "'"),
                   token_.line, token_.byte);
  }
  Result<void> count() {
    if (++nodes_ <= limits_.maxNodes) return {};
    return errorAt(ErrorCode::Limit, "more than " + std::to_string(limits_.maxNodes) + " values", token_.line,
                   token_.byte);
  }
  Result<void> deeper(std::size_t depth) const {
    if (depth < limits_.maxDepth) return {};
    return errorAt(ErrorCode::Limit, "nested deeper than " + std::to_string(limits_.maxDepth), token_.line,
                   token_.byte);
  }

  Result<Body> body(TokenKind end, std::size_t depth) {
    COUNTERSIGN_TRY(deeper(depth));
    Body items;
    while (token_.kind != end) {
      COUNTERSIGN_ASSIGN(Item one, item(depth));
      items.push_back(std::move(one));
      if (token_.kind == TokenKind::Comma) COUNTERSIGN_TRY(advance());
    }
    return items;
  }

  Result<Item> item(std::size_t depth) {
    Item out;
    out.line = token_.line;
    while (token_.kind == TokenKind::Identifier || token_.kind == TokenKind::String) {
      COUNTERSIGN_TRY(count());
      out.keys.push_back(std::move(token_.text));
      COUNTERSIGN_TRY(advance());
    }
    if (out.keys.empty()) return unexpected("a key");
    if (token_.kind == TokenKind::Assign && out.keys.size() == 1) {
      out.line = token_.line;
      COUNTERSIGN_TRY(advance());
      COUNTERSIGN_ASSIGN(out.value, value(depth));
      return out;
    }
    if (token_.kind != TokenKind::LeftBrace) return unexpected("'{' or '='");
    COUNTERSIGN_ASSIGN(out.value, object(depth));
    return out;
  }

  Result<Value> object(std::size_t depth) {
    Value out;
    out.kind = Value::Kind::Object;
    out.line = token_.line;
    COUNTERSIGN_TRY(advance());
    COUNTERSIGN_ASSIGN(out.items, body(TokenKind::RightBrace, depth + 1));
    COUNTERSIGN_TRY(advance());
    return out;
  }

  Result<Value> value(std::size_t depth) {
    COUNTERSIGN_TRY(count());
    if (token_.kind == TokenKind::LeftBrace) return object(depth);
    if (token_.kind == TokenKind::LeftBracket) return list(depth);
    return literal();
  }

  Result<Value> literal() {
    Value out;
    out.line = token_.line;
    switch (token_.kind) {
    case TokenKind::Bool:
      out.kind = Value::Kind::Bool;
      out.boolean = token_.text == "true";
      break;
    case TokenKind::Int: {
      out.kind = Value::Kind::Int;
      COUNTERSIGN_ASSIGN(out.integer, integerOf(token_));
      break;
    }
    case TokenKind::Float:
      out.kind = Value::Kind::Float;
      out.real = std::strtod(token_.text.c_str(), nullptr);
      break;
    case TokenKind::String:
      out.kind = Value::Kind::String;
      break;
    default:
      return unexpected("a value");
    }
    out.text = std::move(token_.text);
    COUNTERSIGN_TRY(advance());
    return out;
  }

  /// After an inner list the comma may be missing, and commas may repeat: so does the original.
  Result<Value> list(std::size_t depth) {
    COUNTERSIGN_TRY(deeper(depth));
    Value out;
    out.kind = Value::Kind::List;
    out.line = token_.line;
    COUNTERSIGN_TRY(advance());
    bool needsComma = false;
    while (token_.kind != TokenKind::RightBracket) {
      if (token_.kind == TokenKind::Comma) {
        needsComma = false;
        COUNTERSIGN_TRY(advance());
        continue;
      }
      if (needsComma) return unexpected("',' or ']'");
      needsComma = token_.kind != TokenKind::LeftBracket;
      COUNTERSIGN_ASSIGN(Value element, value(depth + 1));
      out.list.push_back(std::move(element));
    }
    COUNTERSIGN_TRY(advance());
    return out;
  }

  Lexer lexer_;
  Limits limits_;
  Token token_;
  std::size_t nodes_ = 0;
};

} // namespace

std::optional<std::int64_t> integerOfBaseZero(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  if (text.size() > 1 && text[0] == '0') {
    base = text[1] == 'x' || text[1] == 'X' ? 16 : 8;
    text.remove_prefix(base == 16 ? 2 : 1);
  }
  if (text.starts_with('-')) return std::nullopt;
  const std::string digits = (negative ? "-" : "") + std::string(text);
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Result<Body> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.maxBytes)
    return failure(ErrorCode::Limit, "larger than " + std::to_string(limits.maxBytes) + " bytes");
  std::size_t bad = 0;
  if (!validUtf8(text, &bad)) return errorAt(ErrorCode::Encoding, "no UTF-8", 0, bad);
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return errorAt(ErrorCode::Malformed, "null character", 0, zero);
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first != std::string_view::npos && text[first] == '{') return parseJsonForm(text, limits);
  return Parser(text, limits).file();
}

Body filter(const Body& body, std::string_view key) {
  Body out;
  for (const Item& item : body)
    if (!item.keys.empty() && sameIgnoringCase(item.keys.front(), key)) {
      out.push_back(item);
      out.back().keys.erase(out.back().keys.begin());
    }
  return out;
}

} // namespace countersign::hcl
