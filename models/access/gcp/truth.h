// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace countersign::gcp {

/// Whether something holds, from least to most: "and" is the least of its parts, "or" the most.
enum class Truth {
  No,
  Unknown, ///< cannot be told: a group whose members are not known, a role without its permissions …
  If,      ///< holds under conditions on values of the request that are not known
  Yes
};

/// The same with what it depends on.
struct Finding {
  Truth truth = Truth::No;
  std::vector<std::string> conditions; ///< If: each in words
  std::vector<std::string> missing;    ///< Unknown or If: what is not known

  static Finding yes() { return {Truth::Yes, {}, {}}; }
  static Finding no() { return {}; }
  static Finding unknown(std::string why) { return {Truth::Unknown, {}, {std::move(why)}}; }
  /// Both have to hold.
  Finding& operator&=(const Finding& other);
  /// Any of them is enough.
  Finding& operator|=(const Finding& other);
};

/// Adds what is not there yet.
void addOnce(std::vector<std::string>& to, const std::vector<std::string>& more);

} // namespace countersign::gcp
