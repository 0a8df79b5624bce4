// SPDX-License-Identifier: Apache-2.0
#include "app/cli/options.h"

#include <array>
#include <charconv>

namespace countersign::cli {
namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array units{Unit{'w', 7 * 86400}, Unit{'d', 86400}, Unit{'h', 3600}, Unit{'m', 60},
                           Unit{'s', 1}};
constexpr std::int64_t longest = 3653LL * 86400;

} // namespace

Result<Seconds> parseDuration(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest + 1 == end && number > 0)
    for (const Unit& u : units)
      if (u.letter == *rest && number <= longest / u.seconds) return Seconds(number * u.seconds);
  return failure(ErrorCode::InvalidArgument, "'" + text + "' is no duration",
                 "Write a number and a unit, for example 90s, 15m, 1h, 7d or 2w");
}

std::string durationText(Seconds d) {
  for (const Unit& u : units)
    if (u.letter != 'w' && d.count() % u.seconds == 0)
      return std::to_string(d.count() / u.seconds) + u.letter;
  return std::to_string(d.count()) + 's';
}

Result<std::optional<Instant>> parseTime(const std::string& text, const std::string& option) {
  if (text.empty()) return std::optional<Instant>();
  const auto at = parseRfc3339(text);
  if (!at)
    return failure(ErrorCode::InvalidArgument, option + ": " + at.error().message,
                   "Write it with its offset, for example 2026-11-20T06:00:00Z");
  return std::optional(*at);
}

Result<std::optional<Instant>> parseUntil(const std::string& text, Instant now, const std::string& option) {
  if (const auto duration = parseDuration(text)) return std::optional<Instant>(now + *duration);
  return parseTime(text, option);
}

} // namespace countersign::cli
