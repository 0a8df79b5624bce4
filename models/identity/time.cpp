// SPDX-License-Identifier: Apache-2.0
#include "models/identity/time.h"

#include <array>
#include <cstdio>
#include <optional>

namespace countersign {
namespace {

using namespace std::chrono;

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

tl::unexpected<Error> notATime(std::string_view text, const char* why) {
  return failure(ErrorCode::Malformed, "'" + std::string(text.substr(0, 60)) + "' is no time: " + why,
                 "Times are written as in RFC 3339, for example 2026-11-20T06:00:00Z");
}

/// Reads the fraction after '.', sets `at` behind it. Microseconds.
std::optional<microseconds> fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || (text[at] != '.' && text[at] != ',')) return microseconds(0);
  ++at;
  std::int64_t value = 0;
  std::size_t count = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count)
    if (count < 6) value = value * 10 + (text[at] - '0');
  if (count == 0) return std::nullopt;
  for (; count < 6; ++count)
    value *= 10;
  return microseconds(value);
}

std::optional<minutes> offset(std::string_view text, std::size_t at) {
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) return minutes(0);
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const auto hour = digits(text, at + 1, 2);
  const std::size_t colon = at + 3 < text.size() && text[at + 3] == ':' ? 1 : 0;
  const auto minute = digits(text, at + 3 + colon, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59 || at + 5 + colon != text.size()) return std::nullopt;
  const minutes value(*hour * 60 + *minute);
  return text[at] == '-' ? -value : value;
}

} // namespace

Result<Instant> parseRfc3339(std::string_view text) {
  const auto y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
  const auto h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
  if (!y || !mo || !d || !h || !mi || !s || text[4] != '-' || text[7] != '-' || text[13] != ':' ||
      text[16] != ':' || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return notATime(text, "it is not in the form YYYY-MM-DDThh:mm:ssZ");
  const year_month_day date{year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d))};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) return notATime(text, "there is no such day or hour");
  std::size_t at = 19;
  const auto frac = fraction(text, at);
  if (!frac) return notATime(text, "the fraction has no digits");
  const auto off = offset(text, at);
  if (!off) return notATime(text, "it has no offset from UTC, so nobody knows which instant it is");
  return Instant(sys_days(date).time_since_epoch() + hours(*h) + minutes(*mi) + seconds(*s) + *frac - *off);
}

std::string formatRfc3339(Instant t) {
  std::string out = formatRfc3339Seconds(t);
  const auto micros = (t - floor<seconds>(t)).count();
  if (micros != 0) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), ".%06lldZ", static_cast<long long>(micros));
    out.pop_back();
    out += buffer.data();
  }
  return out;
}

std::string formatRfc3339Seconds(Instant t) {
  const auto whole = floor<seconds>(t);
  const auto days = floor<std::chrono::days>(whole);
  const year_month_day date(days);
  const hh_mm_ss clock(whole - days);
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return buffer.data();
}

std::string formatDuration(Seconds d) {
  const auto total = d.count() < 0 ? -d.count() : d.count();
  const auto two = [](long long a, const char* ua, long long b, const char* ub) {
    std::string out = std::to_string(a) + ' ' + ua;
    if (b != 0) out += ' ' + std::to_string(b) + ' ' + ub;
    return out;
  };
  std::string out;
  if (total < 60)
    out = std::to_string(total) + " s";
  else if (total < 3600)
    out = total < 600 ? two(total / 60, "min", total % 60, "s") : std::to_string(total / 60) + " min";
  else if (total < 86400)
    out = two(total / 3600, "h", total % 3600 / 60, "min");
  else if (total < 10 * 86400)
    out = two(total / 86400, "d", total % 86400 / 3600, "h");
  else
    out = std::to_string(total / 86400) + " d";
  return d.count() < 0 ? "-" + out : out;
}

std::string formatWindow(Seconds d) {
  const auto unit = [](long long n, const char* name) {
    return std::to_string(n) + ' ' + name + (n == 1 ? "" : "s");
  };
  const auto n = d.count();
  if (n >= 2 * 86400 && n % 86400 == 0) return unit(n / 86400, "day");
  if (n >= 3600 && n % 3600 == 0) return unit(n / 3600, "hour");
  if (n >= 60 && n % 60 == 0) return unit(n / 60, "minute");
  return unit(n, "second");
}

Instant SystemClock::now() const {
  return floor<microseconds>(system_clock::now());
}

} // namespace countersign
