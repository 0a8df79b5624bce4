// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace countersign {

/// One of the four questions about an identity, with its reason in words.
struct Light {
  enum class State { Good, Bad, Unknown };
  State state = State::Unknown;
  std::string reason;
};
inline std::string_view name(Light::State state) {
  constexpr std::array<std::string_view, 3> names{"good", "bad", "unknown"};
  return names[static_cast<std::size_t>(state)];
}

/// Has it an owner, no more than it needs, fresh credentials, and a review that holds?
struct Lights {
  Light owned, rightSized, rotated, reviewed;
};

} // namespace countersign
