// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace countersign::vault {
namespace {

tl::unexpected<Error> notADuration(std::string_view text) {
  return failure(ErrorCode::Malformed, "no duration: '" + std::string(text.substr(0, 60)) + "'");
}

/// Nanoseconds of the unit that `text` begins with, and the length of its name; longest names first.
std::pair<double, std::size_t> unitAt(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 9> units{{{"ns", 1},
                                                                             {"us", 1e3},
                                                                             {"µs", 1e3},
                                                                             {"μs", 1e3},
                                                                             {"ms", 1e6},
                                                                             {"s", 1e9},
                                                                             {"m", 60e9},
                                                                             {"h", 3600e9},
                                                                             {"d", 86400e9}}};
  for (const auto& [name, nanoseconds] : units)
    if (text.substr(0, name.size()) == name) return {nanoseconds, name.size()};
  return {0, 0};
}

Result<Duration> fromNanoseconds(double value, std::string_view text) {
  if (std::abs(value) >= 9.2e18)
    return failure(ErrorCode::Limit, "duration out of range: '" + std::string(text.substr(0, 60)) + "'");
  return Duration(static_cast<std::int64_t>(value));
}

} // namespace

Result<Duration> parseDuration(std::string_view text) {
  if (text.empty()) return Duration(0);
  std::int64_t seconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failed == std::errc() && end == text.data() + text.size())
    return fromNanoseconds(static_cast<double>(seconds) * 1e9, text);
  std::string_view rest = text;
  const bool negative = rest.front() == '-';
  if (negative || rest.front() == '+') rest.remove_prefix(1);
  if (rest.empty()) return notADuration(text);
  double total = 0;
  while (!rest.empty()) {
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789."), rest.size());
    const std::string number(rest.substr(0, digits));
    if (number.find_first_of("0123456789") == std::string::npos || number.find('.') != number.rfind('.'))
      return notADuration(text);
    const auto [unit, length] = unitAt(rest.substr(digits));
    if (length == 0) return notADuration(text);
    total += std::strtod(number.c_str(), nullptr) * unit;
    rest.remove_prefix(digits + length);
  }
  return fromNanoseconds(negative ? -total : total, text);
}

} // namespace countersign::vault
