// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/lexer.h"

#include "models/identity/json_text.h"

#include <charconv>
#include <cmath>

namespace countersign::cel {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
int hexDigit(char c) {
  if (isDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct Prefix {
  bool raw = false, bytes = false;
  std::size_t length = 0;
  std::string_view quote; ///< one or three signs
};

/// At the front of `text`; no quote where there is no such literal.
Prefix prefixOf(std::string_view text) {
  Prefix out;
  for (; out.length < 2 && out.length < text.size(); ++out.length) {
    const char c = text[out.length];
    if ((c == 'r' || c == 'R') && !out.raw)
      out.raw = true;
    else if ((c == 'b' || c == 'B') && !out.bytes)
      out.bytes = true;
    else
      break;
  }
  text.remove_prefix(out.length);
  for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"})
    if (text.starts_with(quote)) {
      out.quote = quote;
      break;
    }
  return out;
}

/// `n` digits of a base at the front of `text`; false where they are not there.
bool coded(std::string_view& text, std::size_t n, std::uint32_t base, std::uint32_t& out) {
  if (text.size() < n) return false;
  out = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const int digit = hexDigit(text[i]);
    if (digit < 0 || static_cast<std::uint32_t>(digit) >= base) return false;
    out = out * base + static_cast<std::uint32_t>(digit);
  }
  text.remove_prefix(n);
  return true;
}

/// What stands behind a backslash.
bool unescape(std::string_view& text, bool bytes, std::string& out) {
  constexpr std::string_view letters = "abfnrtv\\?\"'`", meanings = "\a\b\f\n\r\t\v\\?\"'`";
  if (text.empty()) return false;
  const char c = text.front();
  if (const std::size_t i = letters.find(c); i != std::string_view::npos) {
    out += meanings[i];
    text.remove_prefix(1);
    return true;
  }
  std::uint32_t code = 0;
  bool good = false;
  if (c >= '0' && c <= '3') {
    good = coded(text, 3, 8, code);
  } else {
    text.remove_prefix(1);
    if (c == 'x' || c == 'X')
      good = coded(text, 2, 16, code);
    else if (!bytes && (c == 'u' || c == 'U'))
      good = coded(text, c == 'u' ? 4 : 8, 16, code) && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  }
  if (!good) return false;
  if (bytes)
    out += static_cast<char>(code);
  else
    appendUtf8(out, code);
  return true;
}

std::size_t countDigits(std::string_view text, std::size_t at, bool hex) {
  std::size_t n = 0;
  while (at + n < text.size() && (hex ? hexDigit(text[at + n]) >= 0 : isDigit(text[at + n])))
    ++n;
  return n;
}

bool at(std::string_view text, std::size_t i, std::string_view any) {
  return i < text.size() && any.find(text[i]) != std::string_view::npos;
}

/// The length of ".5e-3" and of "e7" at `i`, 0 where no such thing stands there.
std::size_t fractionLength(std::string_view text, std::size_t i) {
  std::size_t n = 0;
  if (at(text, i, ".") && countDigits(text, i + 1, false) > 0) n = 1 + countDigits(text, i + 1, false);
  if (at(text, i + n, "eE")) {
    const std::size_t sign = at(text, i + n + 1, "+-") ? 1 : 0;
    if (const std::size_t digits = countDigits(text, i + n + 1 + sign, false); digits > 0)
      n += 1 + sign + digits;
  }
  return n;
}

/// Whether a decimal number with a digit that is not zero is below one.
bool isBelowOne(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  std::string_view digits = text.substr(0, e),
                   exponent = e == std::string_view::npos ? "0" : text.substr(e + 1);
  const bool down = exponent.substr(0, 1) == "-";
  if (down || exponent.substr(0, 1) == "+") exponent.remove_prefix(1);
  std::int64_t tens = 0;
  const auto [end, code] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), tens);
  if (code != std::errc()) return down;
  const auto point = static_cast<std::int64_t>(std::min(digits.find('.'), digits.size()));
  const auto first = static_cast<std::int64_t>(digits.find_first_of("123456789"));
  return (first < point ? point - first : point - first + 1) + (down ? -tens : tens) <= 0;
}

Result<Token> doubleToken(std::string_view text) {
  Token out;
  out.kind = Token::Kind::Literal;
  out.text = text;
  double value = 0;
  auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range && isBelowOne(text)) code = {}; // too small is zero
  if (code != std::errc() || end != text.data() + text.size())
    return failure(ErrorCode::Malformed, "a number that no double can hold");
  out.value = Value(value);
  return out;
}

} // namespace

std::size_t quotedLength(std::string_view source, std::size_t start) {
  const std::string_view text = source.substr(start);
  const Prefix prefix = prefixOf(text);
  if (prefix.quote.empty()) return 0;
  for (std::size_t i = prefix.length + prefix.quote.size(); i < text.size(); ++i) {
    if (text[i] == '\\' && !prefix.raw) {
      ++i;
    } else if (text.substr(i).starts_with(prefix.quote)) {
      return i + prefix.quote.size();
    } else if (prefix.quote.size() == 1 && (text[i] == '\n' || text[i] == '\r')) {
      break;
    }
  }
  return std::string_view::npos;
}

Result<Value> quotedValue(std::string_view literal) {
  const Prefix prefix = prefixOf(literal);
  literal.remove_prefix(prefix.length + prefix.quote.size());
  literal.remove_suffix(prefix.quote.size());
  std::string out;
  out.reserve(literal.size());
  while (!literal.empty()) {
    const std::size_t plain = prefix.raw ? literal.size() : std::min(literal.find('\\'), literal.size());
    out += literal.substr(0, plain);
    literal.remove_prefix(plain);
    if (literal.empty()) break;
    literal.remove_prefix(1);
    if (!unescape(literal, prefix.bytes, out))
      return failure(ErrorCode::Malformed, "a string has a backslash with no meaning");
  }
  return prefix.bytes ? Value::bytes(std::move(out)) : Value::text(std::move(out));
}

Result<Token> number(std::string_view source, std::size_t start) {
  const bool hex = source.substr(start).starts_with("0x") && countDigits(source, start + 2, true) > 0;
  const std::size_t lead = hex ? 2 : 0;
  std::size_t n = lead + countDigits(source, start + lead, hex);
  const std::size_t fraction = hex ? 0 : fractionLength(source, start + n);
  if (fraction > 0) return doubleToken(source.substr(start, n + fraction));
  std::uint64_t value = 0;
  const char* const end = source.data() + start + n;
  const bool fits =
      std::from_chars(source.data() + start + lead, end, value, hex ? 16 : 10).ec == std::errc();
  Token out;
  out.kind = Token::Kind::Literal;
  const bool isUnsigned = at(source, start + n, "uU");
  n += isUnsigned ? 1 : 0;
  out.text = source.substr(start, n);
  constexpr std::uint64_t limit = 1ULL << 63U;
  out.smallestInt = !isUnsigned && value == limit;
  if (!fits || (!isUnsigned && value > limit))
    return failure(ErrorCode::Malformed, "a number that 64 bits cannot hold");
  out.value = isUnsigned ? Value(value) : Value(static_cast<std::int64_t>(value));
  return out;
}

} // namespace countersign::cel
