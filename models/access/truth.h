// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

namespace countersign::pattern {

/// Whether something holds, from least to most: "and" is the least of its parts, "or" the most.
enum class Truth {
  No,
  Undecided, ///< cannot be worked out: an unknown operator, a policy that does not parse …
  If,        ///< holds under conditions on values of the request that are not known
  Yes
};

inline Truth both(Truth a, Truth b) {
  return std::min(a, b);
}
inline Truth either(Truth a, Truth b) {
  return std::max(a, b);
}
inline Truth inverse(Truth a) {
  return a == Truth::Yes ? Truth::No : a == Truth::No ? Truth::Yes : a;
}

} // namespace countersign::pattern
