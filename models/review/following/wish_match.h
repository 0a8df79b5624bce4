// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/wish.h"
#include "models/review/following/timeline.h"

#include <string>
#include <vector>

namespace countersign {

/// Actions or resources as a person writes them: a pattern with `*` and `?`, or as this program prints what
/// is left of some: "s3:*, ec2:* but not s3:get*, s3:list*".
class WrittenPattern {
public:
  explicit WrittenPattern(const std::string& text, bool ignoreCase);
  /// True where the pattern has something in common with it / has all of it. Never true the wrong way: what
  /// it is made of is compared one by one.
  bool overlaps(const std::string& pattern) const;
  bool isCoveredBy(const std::string& pattern) const;

private:
  std::string form(const std::string& text) const;
  std::vector<std::vector<std::string>> any_; ///< alternatives, of each all have to match
  std::vector<std::string> none_;
  bool ignoreCase_;
};

/// The permission that a change is about.
class WishedPermission {
public:
  explicit WishedPermission(const Wish& wish) : wish_(wish) {}
  bool isAnything() const { return wish_.action.empty() && wish_.resource.empty(); }
  /// Some of what is asked for is among what this permission gives.
  bool touches(const HeldPermission& held) const;
  /// This permission gives all that is asked for.
  bool isGivenBy(const HeldPermission& held) const;

private:
  bool sameSystem(const HeldPermission& held) const {
    return wish_.system.empty() || wish_.system == held.system;
  }
  const Wish& wish_;
};

} // namespace countersign
