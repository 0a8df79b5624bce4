// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"
#include "models/access/cel/regex.h"

#include <algorithm>

namespace countersign::cel {
namespace {

/// Whether `needle` is in `text`, in a time linear in both (Knuth, Morris, Pratt).
bool foundLinear(std::string_view text, std::string_view needle) {
  std::vector<std::uint32_t> back(needle.size(), 0);
  for (std::uint32_t i = 1, k = 0; i < needle.size(); ++i) {
    while (k > 0 && needle[i] != needle[k])
      k = back[k - 1];
    k += needle[i] == needle[k] ? 1U : 0U;
    back[i] = k;
  }
  std::size_t k = 0;
  for (const char c : text) {
    while (k > 0 && c != needle[k])
      k = back[k - 1];
    k += c == needle[k] ? 1U : 0U;
    if (k == needle.size()) return true;
  }
  return false;
}

bool found(std::string_view text, std::string_view needle) {
  if (needle.size() > text.size()) return false;
  return needle.size() <= 64 ? text.find(needle) != std::string_view::npos : foundLinear(text, needle);
}

Value sizeOf(const Value& v, Meter& meter) {
  switch (v.kind()) {
  case Kind::String:
    meter.spend(v.asText().size() / 64);
    return Value(codePoints(v.asText()));
  case Kind::Bytes:
    return Value(static_cast<std::int64_t>(v.asBytes().size()));
  case Kind::List:
    return Value(static_cast<std::int64_t>(v.asList().size()));
  case Kind::Map:
    if (!v.asMap().complete()) return Value::unknownAttribute(v.asMap().path());
    return Value(static_cast<std::int64_t>(v.asMap().entries().size()));
  default:
    return noOverload("size", v);
  }
}

/// Google's extract("/order_date={date}/"): what stands between the first of the text in front of the braces
/// and the next of that behind them; "" where one of them is not there.
Value extracted(std::string_view text, std::string_view pattern) {
  const std::size_t open = pattern.find('{'), close = pattern.find('}');
  const bool one = open != std::string_view::npos && close != std::string_view::npos && open < close &&
                   pattern.find('{', open + 1) == std::string_view::npos &&
                   pattern.find('}', close + 1) == std::string_view::npos;
  if (!one) return Value::unknownBecause("the pattern of extract() has not one placeholder");
  const std::string_view front = pattern.substr(0, open), behind = pattern.substr(close + 1);
  const std::size_t at = text.find(front);
  if (at == std::string_view::npos) return Value::text({});
  const std::string_view rest = text.substr(at + front.size());
  const std::size_t end = behind.empty() ? rest.size() : rest.find(behind);
  return Value::text(end == std::string_view::npos ? std::string() : std::string(rest.substr(0, end)));
}

Value matched(const std::string& text, const std::string& pattern, const Regex* prepared, Meter& meter) {
  if (prepared != nullptr) return prepared->matches(text, meter);
  if (!meter.spend(200 + 20 * static_cast<std::uint64_t>(pattern.size()))) return limitReached();
  const Regex regex(pattern);
  return meter.spend(regex.cost()) ? regex.matches(text, meter) : limitReached();
}

Value ofTwoTexts(Fn fn, const std::string& text, const std::string& other, const Prepared& prepared,
                 Meter& meter) {
  if (!meter.spend(1 + (text.size() + other.size()) / 64)) return limitReached();
  switch (fn) {
  case Fn::Contains:
    return Value(found(text, other));
  case Fn::StartsWith:
    return Value(text.starts_with(other));
  case Fn::EndsWith:
    return Value(text.ends_with(other));
  case Fn::Extract: {
    // Its two searches are plain ones.
    if (!meter.spend(text.size() * std::min(other.size(), text.size()) / 64)) return limitReached();
    return extracted(text, other);
  }
  default:
    return matched(text, other, prepared.pattern, meter);
  }
}

Value cased(Fn fn, const Value& v, Meter& meter) {
  if (!v.is(Kind::String)) return noOverload(fn == Fn::LowerAscii ? "lowerAscii" : "upperAscii", v);
  if (!meter.spend(v.asText().size() / 64)) return limitReached();
  std::string out = v.asText();
  const char from = fn == Fn::LowerAscii ? 'A' : 'a';
  for (char& c : out)
    if (c >= from && c <= from + 25) c = static_cast<char>(c ^ 0x20);
  return Value::text(std::move(out));
}

std::string_view nameOf(Fn fn) {
  switch (fn) {
  case Fn::Contains:
    return "contains";
  case Fn::StartsWith:
    return "startsWith";
  case Fn::EndsWith:
    return "endsWith";
  case Fn::Extract:
    return "extract";
  default:
    return "matches";
  }
}

} // namespace

std::int64_t codePoints(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

Value callFunction(Fn fn, const std::vector<Value>& arguments, const Prepared& prepared, Meter& meter) {
  const Value& first = arguments[0];
  switch (fn) {
  case Fn::Size:
    return sizeOf(first, meter);
  case Fn::Contains:
  case Fn::StartsWith:
  case Fn::EndsWith:
  case Fn::Matches:
  case Fn::Extract:
    if (!first.is(Kind::String) || !arguments[1].is(Kind::String))
      return noOverload(nameOf(fn), first, arguments[1]);
    return ofTwoTexts(fn, first.asText(), arguments[1].asText(), prepared, meter);
  case Fn::LowerAscii:
  case Fn::UpperAscii:
    return cased(fn, first, meter);
  case Fn::TypeOf:
    return Value::type(typeName(first.kind()));
  case Fn::Dyn:
    return first;
  default:
    if (fn >= Fn::FullYear)
      return got(fn, first, arguments.size() > 1 ? &arguments[1] : nullptr, prepared.zone);
    if (first.is(Kind::String)) meter.spend(first.asText().size() / 64);
    return converted(fn, first);
  }
}

} // namespace countersign::cel
