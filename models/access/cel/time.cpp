// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/time.h"

#include <array>
#include <cstdio>

namespace countersign::cel {
namespace {

constexpr std::int64_t daySeconds = 86'400;

/// The digits at the front, exactly `n` of them.
bool digits(std::string_view& text, std::size_t n, int& out) {
  if (text.size() < n) return false;
  out = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(n);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// ".123": as nanoseconds; more than nine digits are no fraction that every engine reads.
bool fraction(std::string_view& text, std::int32_t& nanos) {
  std::int32_t unit = 100'000'000;
  std::size_t n = 0;
  for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n, unit /= 10)
    nanos += (text[n] - '0') * unit;
  text.remove_prefix(n);
  return n > 0 && n <= 9;
}

bool zone(std::string_view& text, std::int64_t& offset) {
  if (take(text, 'Z')) return true;
  const bool negative = !text.empty() && text.front() == '-';
  int hours = 0, minutes = 0;
  if (!take(text, '+') && !take(text, '-')) return false;
  if (!digits(text, 2, hours) || !take(text, ':') || !digits(text, 2, minutes)) return false;
  offset = (negative ? -1 : 1) * (std::int64_t{hours} * 3600 + std::int64_t{minutes} * 60);
  return hours < 24 && minutes < 60;
}

int daysIn(std::int64_t year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leapYear(year) ? 1 : 0);
}

std::string fractionText(std::int64_t nanos) {
  if (nanos == 0) return {};
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), ".%09d", static_cast<int>(nanos));
  std::string out = buffer.data();
  while (out.back() == '0')
    out.pop_back();
  return out;
}

/// Nanoseconds of one unit of a duration; 0: no unit. Takes it from the text.
std::int64_t unitOf(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t nanos;
  };
  constexpr std::array<Unit, 8> units{{{"ns", 1},
                                       {"us", 1'000},
                                       {"\xc2\xb5s", 1'000},
                                       {"\xce\xbcs", 1'000},
                                       {"ms", 1'000'000},
                                       {"s", nanosPerSecond},
                                       {"m", 60 * nanosPerSecond},
                                       {"h", 3600 * nanosPerSecond}}};
  for (const Unit& unit : units)
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return unit.nanos;
    }
  return 0;
}

/// "1.5h" at the front, added to `total`; false where that is none or too much.
bool addPart(std::string_view& text, std::int64_t& total) {
  std::int64_t whole = 0;
  double part = 0, scale = 1; // the engines, too, work out fractions as doubles
  std::size_t n = 0;
  for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n)
    if (__builtin_mul_overflow(whole, 10, &whole) || __builtin_add_overflow(whole, text[n] - '0', &whole))
      return false;
  bool any = n > 0;
  text.remove_prefix(n);
  if (take(text, '.')) {
    for (n = 0; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n)
      if (scale < 1e18) {
        part = part * 10 + (text[n] - '0');
        scale *= 10;
      }
    any = any || n > 0;
    text.remove_prefix(n);
  }
  const std::int64_t unit = any ? unitOf(text) : 0;
  std::int64_t nanos = 0;
  if (unit == 0 || __builtin_mul_overflow(whole, unit, &nanos)) return false;
  return !__builtin_add_overflow(nanos, static_cast<std::int64_t>(part * (static_cast<double>(unit) / scale)),
                                 &nanos) &&
         !__builtin_add_overflow(total, nanos, &total);
}

} // namespace

bool leapYear(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

std::int64_t daysOf(std::int64_t year, int month, int day) {
  // Years begin in March here, so that the leap day is their last one.
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t inEra = y - era * 400;
  const std::int64_t inYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 719'468;
}

Civil civil(std::int64_t seconds) {
  std::int64_t days = seconds / daySeconds, rest = seconds % daySeconds;
  if (rest < 0) {
    rest += daySeconds;
    --days;
  }
  Civil out;
  out.hour = static_cast<int>(rest / 3600);
  out.minute = static_cast<int>(rest / 60 % 60);
  out.second = static_cast<int>(rest % 60);
  out.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t inEra = shifted - era * 146'097;
  const std::int64_t yearOfEra = (inEra - inEra / 1460 + inEra / 36'524 - inEra / 146'096) / 365;
  const std::int64_t inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const std::int64_t m = (5 * inYear + 2) / 153;
  out.day = static_cast<int>(inYear - (153 * m + 2) / 5 + 1);
  out.month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  out.year = yearOfEra + era * 400 + (out.month <= 2 ? 1 : 0);
  out.yearDay = static_cast<int>(days - daysOf(out.year, 1, 1));
  return out;
}

std::optional<Timestamp> checked(std::int64_t seconds, std::int64_t nanos) {
  std::int64_t carry = nanos / nanosPerSecond, rest = nanos % nanosPerSecond;
  if (rest < 0) {
    rest += nanosPerSecond;
    --carry;
  }
  std::int64_t sum = 0;
  if (__builtin_add_overflow(seconds, carry, &sum) || sum < firstSecond || sum > lastSecond)
    return std::nullopt;
  return Timestamp{sum, static_cast<std::int32_t>(rest)};
}

std::optional<Timestamp> plus(Timestamp t, Duration d) {
  return checked(t.seconds + d.nanos / nanosPerSecond, t.nanos + d.nanos % nanosPerSecond);
}

std::optional<Timestamp> minus(Timestamp t, Duration d) {
  return checked(t.seconds - d.nanos / nanosPerSecond, t.nanos - d.nanos % nanosPerSecond);
}

std::optional<Duration> difference(Timestamp a, Timestamp b) {
  std::int64_t seconds = a.seconds - b.seconds, nanos = a.nanos - b.nanos, out = 0;
  if (seconds < 0 && nanos > 0) { // both of one sign, so that nothing overflows on the way
    ++seconds;
    nanos -= nanosPerSecond;
  } else if (seconds > 0 && nanos < 0) {
    --seconds;
    nanos += nanosPerSecond;
  }
  if (__builtin_mul_overflow(seconds, nanosPerSecond, &out) || __builtin_add_overflow(out, nanos, &out))
    return std::nullopt;
  return Duration{out};
}

Reading readTimestamp(std::string_view text, Timestamp& out) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::int64_t offset = 0;
  std::int32_t nanos = 0;
  if (!digits(text, 4, year) || !take(text, '-') || !digits(text, 2, month) || !take(text, '-') ||
      !digits(text, 2, day))
    return Reading::Bad;
  if (text.starts_with('t') || text.ends_with('z') || text.starts_with(' ')) return Reading::Disputed;
  if (!take(text, 'T') || !digits(text, 2, hour) || !take(text, ':') || !digits(text, 2, minute) ||
      !take(text, ':') || !digits(text, 2, second))
    return Reading::Bad;
  if (take(text, '.') && !fraction(text, nanos)) return Reading::Disputed;
  if (text.starts_with(',')) return Reading::Disputed;
  if (!zone(text, offset) || !text.empty()) return Reading::Bad;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59)
    return Reading::Bad;
  if (second == 60) return Reading::Disputed;
  if (second > 59) return Reading::Bad;
  const auto t = checked(daysOf(year, month, day) * daySeconds + std::int64_t{hour} * 3600 +
                             std::int64_t{minute} * 60 + second - offset,
                         nanos);
  if (!t) return Reading::Bad;
  out = *t;
  return Reading::Good;
}

Reading readDuration(std::string_view text, Duration& out) {
  const bool negative = text.starts_with('-');
  if (text.starts_with('+') || text == "-0") return Reading::Disputed;
  if (negative) text.remove_prefix(1);
  std::int64_t total = 0;
  if (text == "0") text = "0s";
  if (text.empty()) return Reading::Bad;
  while (!text.empty())
    if (!addPart(text, total)) return Reading::Bad;
  out.nanos = negative ? -total : total;
  return Reading::Good;
}

std::string writeTimestamp(Timestamp t) {
  const Civil c = civil(t.seconds);
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02d", static_cast<int>(c.year),
                c.month, c.day, c.hour, c.minute, c.second);
  return buffer.data() + fractionText(t.nanos) + 'Z';
}

std::string writeDuration(Duration d) {
  const std::int64_t seconds = d.nanos / nanosPerSecond, nanos = d.nanos % nanosPerSecond;
  const std::string sign = d.nanos < 0 && seconds == 0 ? "-" : "";
  return sign + std::to_string(seconds) + fractionText(nanos < 0 ? -nanos : nanos) + 's';
}

} // namespace countersign::cel
