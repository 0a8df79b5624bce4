// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"

#include <functional>
#include <optional>
#include <set>

namespace countersign::estate {

/// Draws which identities get which fault, from the seed. No identity gets two; those of an edited policy or
/// group, of a confirmed federation and of the cluster that is not exported get none of their own.
class FaultDrawing {
public:
  explicit FaultDrawing(Plan& plan);
  void draw();

private:
  using Allowed = std::function<bool(std::size_t index)>;
  void drawSources();
  void drawShared();
  void drawFederation();
  void drawPartial();
  void drawSingles();
  std::size_t times();                  ///< how many of one kind
  bool unused(std::size_t index) const; ///< has no fault and no change, is below nothing that is edited
  bool free(std::size_t index) const;
  std::optional<std::size_t> pick(const Allowed& allowed);
  void plant(FaultKind kind, const Allowed& allowed);
  bool completeOnLastDay(std::size_t index) const;
  bool showsUse(std::size_t index) const; ///< its system says when it was last used, and it was lately
  Kind kindOf(std::size_t index) const;
  std::size_t scopeOf(std::size_t index) const;

  Plan& plan_;
  Prng prng_;
  std::set<std::size_t> reserved_;
};

} // namespace countersign::estate
