// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/changes.h"
#include "tests/estate/plan.h"

#include <functional>
#include <optional>

namespace countersign::estate {

struct ChangeForm; ///< of whom a change can be, and how many days it takes

/// Draws which identities are changed, and when. None of them has a fault of its own or is below something
/// shared that is edited.
class ChangeDrawing {
public:
  using Free = std::function<bool(std::size_t index)>; ///< neither faulty nor reserved; perhaps federated
  ChangeDrawing(Plan& plan, Prng& prng, Free free) : plan_(plan), prng_(prng), free_(std::move(free)) {}

  void drawUsers(std::size_t times); ///< there are few: before the faults of single identities
  void draw(std::size_t times);      ///< all others: after them

private:
  void plant(const ChangeForm& form);
  std::optional<std::size_t> pick(const ChangeForm& form);
  bool fits(const ChangeForm& form, std::size_t index) const;
  void time(Change& change, const ChangeForm& form);
  void timeUndoing(Change& change);
  void timeLate(Change& change);

  Plan& plan_;
  Prng& prng_;
  Free free_;
};

} // namespace countersign::estate
