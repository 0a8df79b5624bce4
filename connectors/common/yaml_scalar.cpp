// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/yaml_scalar.h"

#include "models/identity/json.h"

#include <algorithm>
#include <initializer_list>

namespace countersign {
namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t digitsFrom(std::string_view text, std::size_t at, std::string_view allowed) {
  const auto end = text.find_first_not_of(allowed, at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?  as JSON text; empty where it is none.
std::string decimal(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  std::string out;
  std::size_t at = 0;
  if (text[0] == '-' || text[0] == '+') {
    out.assign(text[0] == '-' ? "-" : "");
    at = 1;
  }
  const std::size_t whole = digitsFrom(text, at, digits);
  const auto zeros = std::min(text.find_first_not_of('0', at), at + whole);
  out += zeros == at + whole ? "0" : text.substr(zeros, at + whole - zeros);
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t behind = digitsFrom(text, at + 1, digits);
    if (whole + behind == 0) return {};
    if (behind > 0)
      out.append(text, at, behind + 1);
    else
      out += ".0";
    at += behind + 1;
  } else if (whole == 0) {
    return {};
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
    const std::size_t exponent = digitsFrom(text, at + 1 + sign, digits);
    if (exponent == 0) return {};
    out.append(text, at, 1 + sign + exponent);
    at += 1 + sign + exponent;
  }
  return at == text.size() ? out : std::string();
}

/// A number of the core schema as JSON; empty where `text` is none or JSON numbers cannot hold it.
std::string numberJson(std::string_view text) {
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'o')) {
    const bool hex = text[1] == 'x';
    const std::string_view allowed = hex ? "0123456789abcdefABCDEF" : "01234567";
    if (digitsFrom(text, 2, allowed) != text.size() - 2 || text.size() > (hex ? 17U : 22U)) return {};
    return std::to_string(std::stoull(std::string(text.substr(2)), nullptr, hex ? 16 : 8));
  }
  const std::string out = decimal(text);
  const bool integer = out.find_first_of(".eE") == std::string::npos;
  const std::size_t limit = !out.empty() && out[0] == '-' ? 19 : 18; // what 64 bits hold for certain
  if (integer && out.size() > limit) return {};
  if (!integer && !out.empty() && !parseJson(out)) // overflows a double
    return {};
  return out;
}

/// A plain scalar as JSON text.
void appendPlain(std::string& out, std::string_view text) {
  if (text.empty() || isOneOf(text, {"null", "Null", "NULL", "~"})) {
    out += "null";
  } else if (isOneOf(text, {"true", "True", "TRUE"})) {
    out += "true";
  } else if (isOneOf(text, {"false", "False", "FALSE"})) {
    out += "false";
  } else {
    const bool maybe =
        text.size() <= 400 && (std::string_view("+-.0123456789").find(text[0]) != std::string_view::npos);
    const std::string number = maybe ? numberJson(text) : std::string();
    if (number.empty())
      appendJsonString(out, text);
    else
      out += number;
  }
}

} // namespace

std::string yamlScalarJson(std::string_view tag, std::string_view value) {
  std::string out;
  if (tag == "?" || isOneOf(tag, {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float",
                                  "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"}))
    appendPlain(out, value);
  else
    appendJsonString(out, value);
  return out;
}

} // namespace countersign
