// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace countersign {
namespace {

tl::unexpected<Error> truncated() {
  return failure(ErrorCode::Truncated, "ends in the middle of a value");
}
tl::unexpected<Error> malformed(const char* message, const char* remedy = "") {
  return failure(ErrorCode::Malformed, message, remedy);
}

/// Moves `at` behind the digits; false where there are none.
bool skipDigits(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9')
    ++at;
  return at > start;
}

/// Goes to the end of the number; whether it has neither fraction nor exponent.
Result<bool> skipNumber(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  bool integer = true;
  if (text[at] == '-') ++at;
  if (at >= text.size()) return truncated();
  const bool zero = text[at] == '0';
  if (!skipDigits(text, at) || (zero && at - start > (text[start] == '-' ? 2U : 1U))) {
    at = start;
    return malformed("not a JSON value");
  }
  if (at < text.size() && text[at] == '.') {
    integer = false;
    ++at;
    if (!skipDigits(text, at))
      return at >= text.size() ? truncated() : malformed("digits have to stand behind '.'");
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    integer = false;
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!skipDigits(text, at))
      return at >= text.size() ? truncated() : malformed("the exponent has no digits");
  }
  return integer;
}

/// For a number beyond the range of a double: whether it is too small (and rounds to zero), not too large.
bool isTiny(std::string_view number) {
  const std::size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view mantissa = number.substr(0, e);
  const std::size_t first = mantissa.find_first_of("123456789"),
                    point = std::min(mantissa.find('.'), mantissa.size());
  if (first == std::string_view::npos) return true;
  // The power of ten of the first digit that counts.
  std::int64_t power = first < point ? static_cast<std::int64_t>(point - first) - 1
                                     : -static_cast<std::int64_t>(first - point);
  std::string_view exponent = number.substr(std::min(e + 1, number.size()));
  const bool negative = !exponent.empty() && exponent[0] == '-';
  exponent.remove_prefix(std::min(exponent.find_first_not_of("+-0"), exponent.size()));
  std::int64_t n = 0;
  if (exponent.size() > 12) return negative;
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), n);
  power += negative ? -n : n;
  return power < 0;
}

Result<Json> integerValue(std::string_view number) {
  std::int64_t n = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), n);
  constexpr std::int64_t exact = 9'007'199'254'740'991;
  if (parsed.ec != std::errc() || n > exact || n < -exact)
    return malformed("an integer beyond 2^53-1 would lose digits", "Write it as a string");
  return n == 0 && number[0] == '-' ? Json(0.0) : Json(n);
}

Result<Json> doubleValue(std::string_view number) {
  double d = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), d);
  if (parsed.ec == std::errc::result_out_of_range && isTiny(number)) return Json(0.0);
  if (parsed.ec != std::errc() || !std::isfinite(d)) return malformed("a number that a double cannot hold");
  return Json(d);
}

} // namespace

Result<Json> readJsonNumber(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  COUNTERSIGN_ASSIGN(const bool integer, skipNumber(text, at));
  const std::string_view number = text.substr(start, at - start);
  auto out = integer ? integerValue(number) : doubleValue(number);
  if (!out) at = start;
  return out;
}

} // namespace countersign
