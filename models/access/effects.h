// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace countersign {

/// What an action does, or what all actions together do that a pattern matches.
struct Effects {
  enum Flag : std::uint16_t {
    Read = 1,
    List = 2,
    Write = 4,
    Delete = 8,
    Administer = 16, ///< decides what others may do
    ReadSecret = 32,
    Impersonate = 64,     ///< acts as somebody else
    MintCredential = 128, ///< makes a credential that can be used elsewhere
    Escalate = 256        ///< known as a step to more rights than one has
  };
  std::uint16_t flags = 0;
  bool unknown = false; ///< the catalogue does not know it: it may do more than the flags say

  bool has(Flag flag) const { return (flags & flag) != 0; }
  void add(Effects other) {
    flags = static_cast<std::uint16_t>(flags | other.flags);
    unknown = unknown || other.unknown;
  }
  bool operator==(const Effects&) const = default;
};

/// "read, write, read-secret", from harmless to worst; "unknown" is one of them, "none" stands alone.
std::string text(Effects effects);

} // namespace countersign
