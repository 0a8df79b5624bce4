// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/engine.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::vault {

enum class Capability : std::uint32_t {
  Deny = 1U << 0,
  Create = 1U << 1,
  Read = 1U << 2,
  Update = 1U << 3,
  Delete = 1U << 4,
  List = 1U << 5,
  Sudo = 1U << 6,
  Patch = 1U << 7,
  Scan = 1U << 8,
  Subscribe = 1U << 9,
  Recover = 1U << 10
};

/// A set of capabilities.
struct Capabilities {
  std::uint32_t bits = 0;
  bool has(Capability c) const { return (bits & static_cast<std::uint32_t>(c)) != 0; }
  void add(Capability c) { bits |= static_cast<std::uint32_t>(c); }
  bool empty() const { return bits == 0; }
  bool operator==(const Capabilities&) const = default;
};

/// The capability of that name, where the engine has it.
std::optional<Capability> capabilityNamed(std::string_view name, const Engine& engine);
/// As sys/capabilities answers: sorted names; "deny" alone where denied or where there is none.
std::vector<std::string> capabilityNames(Capabilities set);
/// The shorthand `policy = "read|write|sudo|deny"` of old policies.
std::optional<Capabilities> legacyPolicy(std::string_view name);

} // namespace countersign::vault
