// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <stdexcept>

namespace countersign {
namespace {

/// Length of the well-formed UTF-8 sequence at `i` (Unicode 15, table 3-7), 0 where there is none.
std::size_t sequenceLength(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0U; };
  const auto tail = [&](std::size_t k) { return (byte(k) & 0xC0U) == 0x80U; };
  const unsigned a = byte(i), b = byte(i + 1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return tail(i + 1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const bool second = a == 0xE0 ? b >= 0xA0 && b <= 0xBF : a == 0xED ? b >= 0x80 && b <= 0x9F : tail(i + 1);
    return second && tail(i + 2) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const bool second = a == 0xF0 ? b >= 0x90 && b <= 0xBF : a == 0xF4 ? b >= 0x80 && b <= 0x8F : tail(i + 1);
    return second && tail(i + 2) && tail(i + 3) ? 4 : 0;
  }
  return 0;
}

bool isAscii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Orders member names by UTF-16 code units, as RFC 8785 3.2.3 asks. For well-formed UTF-8 that is byte
/// order, but for U+E000..U+FFFF, which come after the supplementary planes' surrogates (D800..DFFF).
bool utf16Less(std::string_view a, std::string_view b) {
  const auto mismatch = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (mismatch.first == a.end() || mismatch.second == b.end()) return a.size() < b.size();
  const auto x = static_cast<unsigned char>(*mismatch.first),
             y = static_cast<unsigned char>(*mismatch.second);
  // Lead bytes EE, EF are U+E000..U+FFFF; F0..F4 start a surrogate pair.
  const bool xPair = x >= 0xF0, yPair = y >= 0xF0, xHigh = x == 0xEE || x == 0xEF,
             yHigh = y == 0xEE || y == 0xEF;
  if ((xPair && yHigh) || (xHigh && yPair)) return xPair;
  return x < y;
}

Result<void> write(std::string& out, const Json& value);

Result<void> writeObject(std::string& out, const Json::Object& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return utf16Less(members[a].first, members[b].first); });
  out += '{';
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& [name, member] = members[order[i]];
    if (i > 0) {
      if (members[order[i - 1]].first == name)
        return failure(ErrorCode::DuplicateKey, "member '" + name + "' stands twice in one object");
      out += ',';
    }
    if (!isAscii(name) && !validUtf8(name)) return failure(ErrorCode::Encoding, "a member name is not UTF-8");
    appendJsonString(out, name);
    out += ':';
    COUNTERSIGN_TRY(write(out, member));
  }
  out += '}';
  return {};
}

Result<void> write(std::string& out, const Json& value) {
  if (value.isString()) {
    if (!isAscii(value.asString()) && !validUtf8(value.asString()))
      return failure(ErrorCode::Encoding, "a string is not UTF-8");
    appendJsonString(out, value.asString());
  } else if (value.isObject()) {
    return writeObject(out, value.members());
  } else if (value.isArray()) {
    out += '[';
    bool first = true;
    for (const Json& item : value.items()) {
      if (!first) out += ',';
      first = false;
      COUNTERSIGN_TRY(write(out, item));
    }
    out += ']';
  } else if (value.isBool()) {
    out += value.asBool() ? "true" : "false";
  } else if (value.isNull()) {
    out += "null";
  } else if (value.isInt()) {
    const std::int64_t n = value.asInt();
    constexpr std::int64_t exact = 9'007'199'254'740'991; // 2^53 - 1
    out += n > exact || n < -exact ? ecmaNumber(static_cast<double>(n)) : std::to_string(n);
  } else {
    if (!std::isfinite(value.asDouble()))
      return failure(ErrorCode::Malformed, "a number that is infinite or not a number has no JSON form");
    out += ecmaNumber(value.asDouble());
  }
  return {};
}

void writePretty(std::string& out, const Json& value, std::size_t depth) {
  const auto newline = [&](std::size_t d) { out.append(1, '\n').append(d * 2, ' '); };
  if ((value.isArray() || value.isObject()) && !value.empty()) {
    out += value.isArray() ? '[' : '{';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      newline(depth + 1);
      if (value.isObject()) {
        appendJsonString(out, value.members()[i].first);
        out += ": ";
      }
      writePretty(out, value.isArray() ? value.items()[i] : value.members()[i].second, depth + 1);
    }
    newline(depth);
    out += value.isArray() ? ']' : '}';
    return;
  }
  if (const auto text = canonicalJson(value))
    out += *text;
  else
    out += "null";
}

} // namespace

bool validUtf8(std::string_view text, std::size_t* badAt) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = sequenceLength(text, i);
    if (n == 0) {
      if (badAt != nullptr) *badAt = i;
      return false;
    }
    i += n;
  }
  return true;
}

void appendJsonString(std::string& out, std::string_view text) {
  constexpr std::string_view digit = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    switch (c) {
    case '"':
      out += '"';
      break;
    case '\\':
      out += '\\';
      break;
    case '\b':
      out += 'b';
      break;
    case '\f':
      out += 'f';
      break;
    case '\n':
      out += 'n';
      break;
    case '\r':
      out += 'r';
      break;
    case '\t':
      out += 't';
      break;
    default:
      out += "u00";
      out += digit[c >> 4];
      out += digit[c & 15];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

/// ECMA-262 6.1.6.1.20 Number::toString: shortest digits that read back (std::to_chars gives them), laid
/// out plainly for exponents from -7 to 20 and with "e" outside of that.
std::string ecmaNumber(double value) {
  if (value == 0) return "0";
  std::array<char, 40> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  std::string out;
  if (text.front() == '-') {
    out += '-';
    text.remove_prefix(1);
  }
  const std::size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  const int exponent = static_cast<int>(std::strtol(std::string(text.substr(e + 1)).c_str(), nullptr, 10));
  const int k = static_cast<int>(digits.size()), n = exponent + 1;
  if (k <= n && n <= 21) {
    out += digits + std::string(static_cast<std::size_t>(n - k), '0');
  } else if (0 < n && n <= 21) {
    out += digits.substr(0, static_cast<std::size_t>(n)) + '.' + digits.substr(static_cast<std::size_t>(n));
  } else if (-6 < n && n <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  } else {
    out += digits.substr(0, 1);
    if (k > 1) out += '.' + digits.substr(1);
    out += std::string("e") + (exponent < 0 ? '-' : '+') + std::to_string(std::abs(exponent));
  }
  return out;
}

Result<std::string> canonicalJson(const Json& value) {
  std::string out;
  COUNTERSIGN_TRY(write(out, value));
  return out;
}

std::string canonicalJsonOrThrow(const Json& value) {
  auto text = canonicalJson(value);
  if (!text)
    throw std::logic_error("a value made by the program has no canonical form: " + text.error().message);
  return std::move(*text);
}

std::string prettyJson(const Json& value) {
  std::string out;
  writePretty(out, value, 0);
  return out;
}

} // namespace countersign
