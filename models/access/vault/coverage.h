// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/holder.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::vault {

/// Paths at which one holder can do more than another.
struct Excess {
  std::string example;                   ///< such a path; there can be endlessly many
  std::string wantedPattern;             ///< the rule that gives it
  std::string heldPattern;               ///< the rule of the other holder that counts there; empty: none
  std::vector<std::string> capabilities; ///< sorted, what the other lacks
  bool constraintsOnly = false; ///< the other has them too, and asks more or other things of a request
};

struct Coverage {
  /// Allowed: nothing is in excess. Denied: something is. Conditional: only constraints differ.
  Verdict verdict = Verdict::NotEvaluated;
  std::vector<Excess> excess; ///< one a pair of rules, by their patterns
  std::vector<std::string> missing;
};

struct CoverageLimits {
  std::size_t maxSteps = 2'000'000; ///< patterns followed by one letter
};

/// What `wanted` can do and `held` cannot: exact for all paths without empty segments, not for those that are
/// known alone. For policies that were requested against those that are applied, or of yesterday against
/// today's.
Coverage excessOver(const Holder& wanted, const Holder& held, const CoverageLimits& limits = {});

} // namespace countersign::vault
