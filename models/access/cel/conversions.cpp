// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"
#include "models/identity/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace countersign::cel {
namespace {

/// Where one engine converts and another refuses, nobody can tell from here.
Value disputed(std::string_view to, const Value& from) {
  return Value::unknownBecause("engines differ on " + std::string(to) + "(" + describe(from) + ")");
}
Value outOfRange(std::string_view to, const Value& from) {
  return Value::fault("range error: " + std::string(to) + "(" + describe(from) + ")");
}
Value notOne(std::string_view to, const Value& from) {
  return Value::fault("type conversion error: " + std::string(to) + "(" + describe(from) + ")");
}

bool isBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

template <class Int>
Value wholeFromText(std::string_view to, const Value& from) {
  const std::string& text = from.asText();
  if (text.starts_with('+') || (!text.empty() && (isBlank(text.front()) || isBlank(text.back()))))
    return disputed(to, from);
  Int out = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, out);
  return code == std::errc() && stop == end ? Value(out) : notOne(to, from);
}

Value toInt(const Value& from) {
  switch (from.kind()) {
  case Kind::Int:
    return from;
  case Kind::Uint:
    return from.asUint() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
               ? Value(static_cast<std::int64_t>(from.asUint()))
               : outOfRange("int", from);
  case Kind::Double: // both ends are out of range, as in the engines
    return from.asDouble() > -9223372036854775808.0 && from.asDouble() < 9223372036854775808.0
               ? Value(static_cast<std::int64_t>(from.asDouble()))
               : outOfRange("int", from);
  case Kind::String:
    return wholeFromText<std::int64_t>("int", from);
  case Kind::Timestamp:
    return Value(from.asTimestamp().seconds);
  case Kind::Duration:
  case Kind::Bool:
    return disputed("int", from);
  default:
    return noOverload("int", from);
  }
}

Value toUint(const Value& from) {
  switch (from.kind()) {
  case Kind::Int:
    return from.asInt() >= 0 ? Value(static_cast<std::uint64_t>(from.asInt())) : outOfRange("uint", from);
  case Kind::Uint:
    return from;
  case Kind::Double:
    if (from.asDouble() < 0 && from.asDouble() > -1) return disputed("uint", from);
    return from.asDouble() >= 0 && from.asDouble() < 18446744073709551616.0
               ? Value(static_cast<std::uint64_t>(from.asDouble()))
               : outOfRange("uint", from);
  case Kind::String:
    return wholeFromText<std::uint64_t>("uint", from);
  default:
    return noOverload("uint", from);
  }
}

Value doubleFromText(const Value& from) {
  const std::string& text = from.asText();
  std::string lower = text.substr(0, 16);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (lower == "nan") return Value(std::numeric_limits<double>::quiet_NaN());
  const double infinity = std::numeric_limits<double>::infinity();
  if (lower == "inf" || lower == "infinity") return Value(infinity);
  if (lower == "-inf" || lower == "-infinity") return Value(-infinity);
  const bool plain = text.find_first_not_of("0123456789.eE+-") == std::string::npos;
  if (!plain || text.starts_with('+')) {
    const bool number =
        !text.empty() && text.find_first_not_of("0123456789abcdefxpinty_.+- \t\r\n", 0) == std::string::npos;
    return number ? disputed("double", from) : notOne("double", from);
  }
  double out = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, out);
  if (stop != end || code == std::errc::invalid_argument) return notOne("double", from);
  return code == std::errc() ? Value(out) : disputed("double", from);
}

Value toDouble(const Value& from) {
  switch (from.kind()) {
  case Kind::Int:
    return Value(static_cast<double>(from.asInt()));
  case Kind::Uint:
    return Value(static_cast<double>(from.asUint()));
  case Kind::Double:
    return from;
  case Kind::String:
    return doubleFromText(from);
  default:
    return noOverload("double", from);
  }
}

Value doubleText(const Value& from) {
  const double d = from.asDouble();
  std::string out = std::isfinite(d) ? ecmaNumber(d) : std::string();
  if (out.empty() || out.find('e') != std::string::npos || std::fabs(d) >= 1e15 ||
      (d != 0 && std::fabs(d) < 1e-4) || (d == 0 && std::signbit(d)))
    return disputed("string", from);
  return Value::text(std::move(out));
}

Value toText(const Value& from) {
  switch (from.kind()) {
  case Kind::Bool:
    return Value::text(from.asBool() ? "true" : "false");
  case Kind::Int:
    return Value::text(std::to_string(from.asInt()));
  case Kind::Uint:
    return Value::text(std::to_string(from.asUint()));
  case Kind::Double:
    return doubleText(from);
  case Kind::String:
    return from;
  case Kind::Bytes:
    return validUtf8(from.asBytes()) ? Value::text(from.asBytes()) : Value::fault("invalid UTF-8");
  case Kind::Timestamp:
    return Value::text(writeTimestamp(from.asTimestamp()));
  case Kind::Duration:
    return Value::text(writeDuration(from.asDuration()));
  default:
    return noOverload("string", from);
  }
}

Value toBool(const Value& from) {
  if (from.is(Kind::Bool)) return from;
  if (!from.is(Kind::String)) return noOverload("bool", from);
  constexpr std::array<std::string_view, 5> yes{"1", "t", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 5> no{"0", "f", "false", "FALSE", "False"};
  const std::string& text = from.asText();
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return Value(true);
  if (std::find(no.begin(), no.end(), text) != no.end()) return Value(false);
  return text == "T" || text == "F" ? disputed("bool", from) : notOne("bool", from);
}

template <class T>
Value read(std::string_view to, const Value& from, Reading (*reader)(std::string_view, T&)) {
  T out;
  switch (reader(from.asText(), out)) {
  case Reading::Good:
    return Value(out);
  case Reading::Disputed:
    return disputed(to, from);
  default:
    return notOne(to, from);
  }
}

Value toTimestamp(const Value& from) {
  if (from.is(Kind::Timestamp)) return from;
  if (from.is(Kind::String)) return read<Timestamp>("timestamp", from, readTimestamp);
  if (!from.is(Kind::Int)) return noOverload("timestamp", from);
  const auto out = checked(from.asInt(), 0);
  return out ? Value(*out) : outOfRange("timestamp", from);
}

Value toDuration(const Value& from) {
  if (from.is(Kind::Duration)) return from;
  if (from.is(Kind::String)) return read<Duration>("duration", from, readDuration);
  return from.is(Kind::Int) ? disputed("duration", from) : noOverload("duration", from);
}

} // namespace

Value converted(Fn fn, const Value& from) {
  switch (fn) {
  case Fn::ToInt:
    return toInt(from);
  case Fn::ToUint:
    return toUint(from);
  case Fn::ToDouble:
    return toDouble(from);
  case Fn::ToString:
    return toText(from);
  case Fn::ToBytes:
    if (from.is(Kind::String)) return Value::bytes(from.asText());
    return from.is(Kind::Bytes) ? from : noOverload("bytes", from);
  case Fn::ToBool:
    return toBool(from);
  case Fn::ToTimestamp:
    return toTimestamp(from);
  default:
    return toDuration(from);
  }
}

} // namespace countersign::cel
