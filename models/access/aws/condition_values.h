// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::iam {

/// A decimal number, all of the text; nothing else that a C library would take.
std::optional<double> parseNumber(std::string_view text);

/// A W3C profile of ISO 8601, or epoch time (IAM User Guide, "Date condition operators"): a year, month or
/// day alone is its beginning, in UTC. Epoch time is seconds; of more than eleven digits it is milliseconds,
/// which seconds reach in the year 5138.
std::optional<Instant> parseDate(std::string_view text);

struct IpNetwork {
  bool v6 = false;
  std::array<unsigned char, 16> bytes{};
  int prefix = 0;
};
/// "203.0.113.0/24", "2001:DB8::/32"; an address alone is a network of itself (IAM User Guide, "IP address
/// condition operators").
std::optional<IpNetwork> parseNetwork(std::string_view text);
bool contains(const IpNetwork& network, const IpNetwork& address);

} // namespace countersign::iam
