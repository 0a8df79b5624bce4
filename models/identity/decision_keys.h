// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Kinds and keys of what a runtime itself decided (models/identity/keys.h says what keys are).
namespace countersign {

inline constexpr std::string_view decisionKind = "runtime.decision";
inline constexpr std::string_view decisionPart = "runtime-decisions";

namespace keys {
/// "own-word:<key of the principal>": a key of its own, so that nobody who asks for what names a principal
/// has to look at thousands of single answers.
inline std::string ownWord(std::string_view principalKey) {
  return "own-word:" + std::string(principalKey);
}
} // namespace keys
} // namespace countersign
