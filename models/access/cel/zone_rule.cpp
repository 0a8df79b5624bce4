// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/zone_rule.h"

#include "models/access/cel/time.h"

namespace countersign::cel {
namespace {

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool number(std::string_view& text, int least, int most, int& out) {
  std::size_t n = 0;
  out = 0;
  for (; n < text.size() && n < 4 && text[n] >= '0' && text[n] <= '9'; ++n)
    out = out * 10 + (text[n] - '0');
  text.remove_prefix(n);
  return n > 0 && out >= least && out <= most;
}

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool name(std::string_view& text) {
  if (take(text, '<')) {
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
    return end >= 3;
  }
  std::size_t n = 0;
  while (n < text.size() && isLetter(text[n]))
    ++n;
  text.remove_prefix(n);
  return n >= 3;
}

/// [+-]hh[:mm[:ss]]
bool clock(std::string_view& text, std::int32_t& out) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  int hours = 0, minutes = 0, seconds = 0;
  if (!number(text, 0, 167, hours)) return false;
  if (take(text, ':') && !number(text, 0, 59, minutes)) return false;
  if (take(text, ':') && !number(text, 0, 59, seconds)) return false;
  out = (negative ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  return true;
}

bool yearDay(std::string_view& text, YearDay& out) {
  bool good = false;
  if (take(text, 'M')) {
    good = number(text, 1, 12, out.month) && take(text, '.') && number(text, 1, 5, out.week) &&
           take(text, '.') && number(text, 0, 6, out.day);
  } else if (take(text, 'J')) {
    out.form = YearDay::Form::JulianNoLeap;
    good = number(text, 1, 365, out.day);
  } else {
    out.form = YearDay::Form::ZeroBased;
    good = number(text, 0, 365, out.day);
  }
  return good && (!take(text, '/') || clock(text, out.time));
}

/// Seconds since 1970 of the change, as the clock on the wall counts them.
std::int64_t wallTime(const YearDay& when, std::int64_t year) {
  std::int64_t day = 0;
  if (when.form == YearDay::Form::ZeroBased) {
    day = daysOf(year, 1, 1) + when.day;
  } else if (when.form == YearDay::Form::JulianNoLeap) {
    day = daysOf(year, 1, 1) + when.day - 1 + (leapYear(year) && when.day >= 60 ? 1 : 0);
  } else {
    const std::int64_t first = daysOf(year, when.month, 1);
    const std::int64_t next = when.month == 12 ? daysOf(year + 1, 1, 1) : daysOf(year, when.month + 1, 1);
    const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
    day = first + (when.day - weekday + 7) % 7 + std::int64_t{7} * (when.week - 1);
    if (day >= next) day -= 7;
  }
  return day * 86'400 + when.time;
}

} // namespace

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  ZoneRule out;
  if (!name(text) || !clock(text, out.standard)) return std::nullopt;
  out.standard = -out.standard; // POSIX counts to the west
  if (text.empty()) return out;
  out.saves = true;
  if (!name(text)) return std::nullopt;
  out.saving = out.standard + 3600;
  if (!text.empty() && text.front() != ',') {
    if (!clock(text, out.saving)) return std::nullopt;
    out.saving = -out.saving;
  }
  if (!take(text, ',') || !yearDay(text, out.begin) || !take(text, ',') || !yearDay(text, out.end) ||
      !text.empty())
    return std::nullopt;
  return out;
}

std::int32_t ZoneRule::offsetAt(std::int64_t seconds) const {
  if (!saves) return standard;
  const std::int64_t year = civil(seconds + standard).year;
  const std::int64_t from = wallTime(begin, year) - standard, to = wallTime(end, year) - saving;
  // In the south the saving runs over the end of the year.
  const bool inside = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to;
  return inside ? saving : standard;
}

} // namespace countersign::cel
