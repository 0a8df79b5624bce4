// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/evaluator.h"
#include "models/access/cel/zone.h"

namespace countersign::cel {
namespace {

std::int64_t field(Fn fn, const Civil& c, std::int32_t nanos) {
  switch (fn) {
  case Fn::FullYear:
    return c.year;
  case Fn::Month:
    return c.month - 1;
  case Fn::DayOfYear:
    return c.yearDay;
  case Fn::DayOfMonth:
    return c.day - 1;
  case Fn::Date:
    return c.day;
  case Fn::DayOfWeek:
    return c.weekday;
  case Fn::Hours:
    return c.hour;
  case Fn::Minutes:
    return c.minute;
  case Fn::Seconds:
    return c.second;
  default:
    return nanos / 1'000'000;
  }
}

Value ofDuration(Fn fn, Duration d) {
  switch (fn) {
  case Fn::Hours:
    return Value(d.nanos / (3600 * nanosPerSecond));
  case Fn::Minutes:
    return Value(d.nanos / (60 * nanosPerSecond));
  case Fn::Seconds:
    return Value(d.nanos / nanosPerSecond);
  case Fn::Milliseconds: // "other time unit functions convert the duration …; this method does not" (langdef)
    return Value(d.nanos % nanosPerSecond / 1'000'000);
  default:
    return noOverload("a part of a date", Value(d));
  }
}

} // namespace

Value got(Fn fn, const Value& from, const Value* zoneName, const Zone* zone) {
  if (from.is(Kind::Duration) && zoneName == nullptr) return ofDuration(fn, from.asDuration());
  if (!from.is(Kind::Timestamp)) return noOverload("a part of a date", from);
  const Timestamp t = from.asTimestamp();
  if (zoneName == nullptr) return Value(field(fn, civil(t.seconds), t.nanos));
  ZoneFound found;
  if (zone == nullptr) {
    if (!zoneName->is(Kind::String)) return noOverload("a time zone", *zoneName);
    found = findZone(zoneName->asText());
    if (found.wrong) return Value::fault("no time zone: " + describe(*zoneName));
    if (found.zone == nullptr)
      return Value::unknownBecause("the time zone " + describe(*zoneName) + " is not in the database here");
    zone = found.zone.get();
  }
  return Value(field(fn, civil(t.seconds + zone->offsetAt(t.seconds)), t.nanos));
}

} // namespace countersign::cel
