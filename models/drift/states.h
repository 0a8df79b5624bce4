// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/compare.h"

#include <string>
#include <vector>

namespace countersign::drift {

/// A permission in its three states, or the part of one that fares alike in all of them.
struct State {
  const Grant* grant = nullptr;
  const EffectiveRow* row = nullptr; ///< null: not evaluated, or not applied
  bool effectivePart = false;        ///< `row` is a part of the permission
  GrantPart part;                    ///< `whole`: all of the permission, or all of `row`
  /// What of it fares as `part.given` says, where that is not all of it and not taken apart: "s3:* but not
  /// s3:get* on *".
  std::string rest;
};
using States = std::vector<State>;

/// What its own policies make of an applied permission: nothing where they deny it; under conditions where
/// the permission has some, or where they deny it under some.
Tri appliedOf(const State& state);
/// The same of a requested permission that is not applied.
Tri requestedOf(const State& state);

/// Every applied permission, what of it was requested, and what becomes of it.
States appliedStates(const PlaneGrants& plane, const Comparison& compared);
/// What was requested and is not applied for certain.
States missingStates(const PlaneGrants& plane, const Comparison& compared);

} // namespace countersign::drift
