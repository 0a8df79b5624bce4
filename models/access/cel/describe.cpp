// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/value.h"
#include "models/identity/json.h"

#include <array>
#include <cmath>

namespace countersign::cel {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  appendJsonString(out, text.substr(0, 200));
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "b\"";
  for (const char c : bytes.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out + '"';
}

std::string number(double d) {
  if (std::isnan(d)) return "double(\"NaN\")";
  if (std::isinf(d)) return d < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")";
  std::string out = ecmaNumber(d);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// The first ones only: what is shown to people.
constexpr std::size_t shown = 20;

std::string listText(const Value::List& items, int depth);
std::string mapText(const Map& map, int depth);

std::string write(const Value& v, int depth) {
  switch (v.kind()) {
  case Kind::Null:
    return "null";
  case Kind::Bool:
    return v.asBool() ? "true" : "false";
  case Kind::Int:
    return std::to_string(v.asInt());
  case Kind::Uint:
    return std::to_string(v.asUint()) + 'u';
  case Kind::Double:
    return number(v.asDouble());
  case Kind::String:
    return quoted(v.asText());
  case Kind::Bytes:
    return hex(v.asBytes());
  case Kind::List:
    return depth > 2 ? "[…]" : listText(v.asList(), depth);
  case Kind::Map:
    return depth > 2 ? "{…}" : mapText(v.asMap(), depth);
  case Kind::Timestamp:
    return "timestamp(\"" + writeTimestamp(v.asTimestamp()) + "\")";
  case Kind::Duration:
    return "duration(\"" + writeDuration(v.asDuration()) + "\")";
  case Kind::Type:
    return std::string(v.asType());
  case Kind::Fault:
    return "error: " + v.asFault();
  case Kind::Unknown:
    break;
  }
  const Missing& why = v.asUnknown();
  return "unknown: " + joined(why.attributes) + (why.attributes.empty() || why.reasons.empty() ? "" : "; ") +
         joined(why.reasons);
}

std::string listText(const Value::List& items, int depth) {
  std::string out = "[";
  for (std::size_t i = 0; i < items.size() && i < shown; ++i)
    out += (i == 0 ? "" : ", ") + write(items[i], depth + 1);
  return out + (items.size() > shown ? ", …]" : "]");
}

std::string mapText(const Map& map, int depth) {
  std::string out = "{";
  for (std::size_t i = 0; i < map.entries().size() && i < shown; ++i) {
    const auto& [key, value] = map.entries()[i];
    out += (i == 0 ? "" : ", ") + write(key, depth + 1) + ": " + write(value, depth + 1);
  }
  return out + (map.entries().size() > shown || !map.complete() ? ", …}" : "}");
}

} // namespace

std::string describe(const Value& value) {
  return write(value, 0);
}

} // namespace countersign::cel
