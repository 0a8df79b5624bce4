// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace countersign {

/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;
using Seconds = std::chrono::seconds;

inline std::int64_t toMicros(Instant t) {
  return t.time_since_epoch().count();
}
inline Instant fromMicros(std::int64_t us) {
  return Instant(std::chrono::microseconds(us));
}

/// Parses RFC 3339 with an offset ("2026-11-20T06:00:00Z", "…+01:00", fraction up to nanoseconds, cut to
/// microseconds). A time without an offset is an error: nobody knows which instant it is.
/// A leap second (":60") becomes the second after. Errors: Malformed.
Result<Instant> parseRfc3339(std::string_view text);

/// "2026-11-20T06:00:00Z", with microseconds only where there are any.
std::string formatRfc3339(Instant t);
/// Whole seconds, cut: "2026-11-20T06:00:00Z".
std::string formatRfc3339Seconds(Instant t);
/// "2 min", "3 h 12 min", "9 d": at most two units, for people.
std::string formatDuration(Seconds d);
/// "15 minutes", "1 hour", "24 hours", "7 days".
std::string formatWindow(Seconds d);

/// The one source of "now". Tests replace it.
class Clock {
public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};
class SystemClock final : public Clock {
public:
  Instant now() const override;
};
/// A clock that stands still until it is told otherwise.
class FixedClock final : public Clock {
public:
  explicit FixedClock(Instant t) : time(t) {}
  Instant now() const override { return time; }
  Instant time;
};

} // namespace countersign
