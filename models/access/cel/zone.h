// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/zone_rule.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::cel {

/// A time zone: of the database of this computer, or a fixed offset.
class Zone {
public:
  static Zone fixed(std::int32_t offset);
  /// Reads the content of a compiled zone (RFC 8536, version 2 and later). Nothing where it is none.
  static std::optional<Zone> fromTzif(std::string_view content);

  /// Seconds east of Greenwich at an instant.
  std::int32_t offsetAt(std::int64_t seconds) const;

private:
  struct Transition {
    std::int64_t at = 0;
    std::int32_t offset = 0; ///< from then on
  };
  std::int32_t first_ = 0; ///< before the first transition
  std::vector<Transition> transitions_;
  std::optional<ZoneRule> rule_; ///< after the last one
};

struct ZoneFound {
  std::shared_ptr<const Zone> zone; ///< null: see below
  bool wrong = false;               ///< no engine takes such a name
};
/// "Europe/Berlin", "UTC", "+02:00", "-08:00", "02:00". Zones are read once and kept.
ZoneFound findZone(std::string_view name);

} // namespace countersign::cel
