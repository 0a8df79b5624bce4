// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::cel {

/// When in a year the clocks are changed.
struct YearDay {
  enum class Form : std::uint8_t { JulianNoLeap, ZeroBased, MonthWeek };
  Form form = Form::MonthWeek;
  int month = 1, week = 1, day = 0; ///< `day`: of the year, or of the week
  std::int32_t time = 7200;         ///< seconds after midnight, of the clock that ends
};

/// The rule of a POSIX TZ string: "CET-1CEST,M3.5.0,M10.5.0/3".
struct ZoneRule {
  std::int32_t standard = 0; ///< seconds east of Greenwich
  bool saves = false;
  std::int32_t saving = 0;
  YearDay begin, end;

  /// Nothing where the text is no such rule.
  static std::optional<ZoneRule> parse(std::string_view text);
  std::int32_t offsetAt(std::int64_t seconds) const;
};

} // namespace countersign::cel
