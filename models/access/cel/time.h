// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::cel {

/// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
struct Timestamp {
  std::int64_t seconds = 0; ///< since 1970
  std::int32_t nanos = 0;   ///< 0 … 999,999,999
  auto operator<=>(const Timestamp&) const = default;
};

/// Within about 292 years, as in the engines.
struct Duration {
  std::int64_t nanos = 0;
  auto operator<=>(const Duration&) const = default;
};

inline constexpr std::int64_t nanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t firstSecond = -62'135'596'800;
inline constexpr std::int64_t lastSecond = 253'402'300'799;

/// What a calendar shows.
struct Civil {
  std::int64_t year = 1970;
  int month = 1, day = 1; ///< from 1
  int hour = 0, minute = 0, second = 0;
  int weekday = 4; ///< 0: Sunday
  int yearDay = 0; ///< from 0
};
Civil civil(std::int64_t seconds);
/// Days since 1970 of a date.
std::int64_t daysOf(std::int64_t year, int month, int day);
bool leapYear(std::int64_t year);

enum class Reading {
  Good,
  Bad,
  Disputed ///< some engines read it, others do not
};
/// RFC 3339 with up to nine digits of fraction.
Reading readTimestamp(std::string_view text, Timestamp& out);
/// "1h30m", "-1.5s", "20ms".
Reading readDuration(std::string_view text, Duration& out);
std::string writeTimestamp(Timestamp t);
std::string writeDuration(Duration d);

// Nothing where the result is out of range.
std::optional<Timestamp> checked(std::int64_t seconds, std::int64_t nanos);
std::optional<Timestamp> plus(Timestamp t, Duration d);
std::optional<Timestamp> minus(Timestamp t, Duration d);
std::optional<Duration> difference(Timestamp a, Timestamp b);

} // namespace countersign::cel
