// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/condition.h"
#include "models/access/azure/text.h"
#include "models/identity/time.h"

#include <charconv>
#include <optional>

namespace countersign::azure {
namespace {

Truth truth(bool yes) {
  return yes ? Truth::Yes : Truth::No;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}
bool takeEnd(std::string_view& text, std::string_view end) {
  if (text.size() < end.size() || text.substr(text.size() - end.size()) != end) return false;
  text.remove_suffix(end.size());
  return true;
}

/// `*` and `?`, each of which a backslash makes an ordinary character.
pattern::Symbols likeSymbols(std::string_view text) {
  pattern::Symbols out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '?');
    if (escaped)
      out.push_back(static_cast<unsigned char>(text[++i]));
    else
      out.push_back(text[i] == '*'   ? pattern::anyRun
                    : text[i] == '?' ? pattern::anyOne
                                     : static_cast<unsigned char>(text[i]));
  }
  return out;
}

Truth texts(std::string_view name, std::string left, std::string right) {
  if (takeEnd(name, "ignorecase")) {
    left = lowered(left);
    right = lowered(right);
  }
  if (name == "equals") return truth(left == right);
  if (name == "startswith") return truth(left.compare(0, right.size(), right) == 0);
  if (name == "like") return truth(pattern::globMatches(likeSymbols(right), left));
  return Truth::Undecided;
}

/// "Currently, only integers are supported."
std::optional<std::int64_t> integer(const std::string& text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<std::int64_t> instant(const std::string& text) {
  const auto time = parseRfc3339(text);
  return time ? std::optional<std::int64_t>(toMicros(*time)) : std::nullopt;
}

Truth ordered(std::string_view name, std::optional<std::int64_t> left, std::optional<std::int64_t> right) {
  if (!left || !right) return Truth::Undecided;
  if (name == "equals") return truth(*left == *right);
  if (name == "lessthan") return truth(*left < *right);
  if (name == "lessthanequals") return truth(*left <= *right);
  if (name == "greaterthan") return truth(*left > *right);
  if (name == "greaterthanequals") return truth(*left >= *right);
  return Truth::Undecided;
}

/// With or without hyphens.
std::string guid(const std::string& text) {
  std::string out;
  for (const char c : lowered(text))
    if (c != '-' && c != '{' && c != '}') out += c;
  return out;
}

} // namespace

Truth compareValues(std::string_view name, const std::string& left, const std::string& right) {
  std::string_view rest = name;
  const bool text = take(rest, "string"), number = !text && take(rest, "numeric"),
             time = !text && !number && take(rest, "datetime"),
             id = !text && !number && !time && take(rest, "guid"),
             flag = !text && !number && !time && !id && take(rest, "bool");
  const bool negated = take(rest, "not");
  Truth out = Truth::Undecided;
  if (text) out = texts(rest, left, right);
  if (number) out = ordered(rest, integer(left), integer(right));
  if (time) out = ordered(rest, instant(left), instant(right));
  if (id && rest == "equals") out = truth(guid(left) == guid(right));
  if (flag && rest == "equals") out = truth(lowered(left) == lowered(right));
  return negated ? inverse(out) : out;
}

} // namespace countersign::azure
