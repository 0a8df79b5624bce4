// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/change_drawing.h"

#include <array>

namespace countersign::estate {

using std::chrono::minutes;
using std::chrono::seconds;

enum class Who { Role, Pair, User, Account, Anyone };

struct ChangeForm {
  Case kind;
  Who who;
  int days; ///< from the request to the last export that matters
};

namespace {

using F = Case;
using Row = ChangeForm;
// The order in which they are drawn: what there has to be in a small estate comes first.
constexpr std::array rows{Row{F::GrantInline, Who::Role, 1},     Row{F::SignedPartly, Who::Pair, 1},
                          Row{F::SignedHeld, Who::Role, 1},      Row{F::RevokePartly, Who::Pair, 1},
                          Row{F::WindowOpen, Who::Role, 2},      Row{F::GrantBinding, Who::Account, 1},
                          Row{F::RolledBack, Who::Role, 2},      Row{F::SignedReturned, Who::Role, 2},
                          Row{F::Undone, Who::Role, 1},          Row{F::GrantNever, Who::Role, 1},
                          Row{F::RevokeHeld, Who::Role, 1},      Row{F::GrantBeyond, Who::Role, 1},
                          Row{F::WindowClosed, Who::Role, 2},    Row{F::RevokeReturned, Who::Role, 2},
                          Row{F::DeletedPartly, Who::Pair, 1},   Row{F::GrantNoEvent, Who::Role, 1},
                          Row{F::Reassigned, Who::Anyone, 1},    Row{F::ClosedNever, Who::Role, 1},
                          Row{F::GrantManaged, Who::Role, 1},    Row{F::BreakGlassShort, Who::Role, 1},
                          Row{F::Destroyed, Who::Role, 1},       Row{F::BreakGlass, Who::Role, 2},
                          Row{F::GrantBinding, Who::Account, 1}, Row{F::GrantInline, Who::Role, 1}};
constexpr std::array userRows{Row{F::RotatedHalf, Who::User, 1}, Row{F::RotatedIdle, Who::User, 1},
                              Row{F::Rotated, Who::User, 1}};

} // namespace

void ChangeDrawing::drawUsers(std::size_t times) {
  const std::size_t first = prng_.below(userRows.size()); // there may be too few users for all of them
  for (std::size_t i = 0; i < times * userRows.size(); ++i)
    plant(userRows[(first + i) % userRows.size()]);
}

void ChangeDrawing::draw(std::size_t times) {
  for (std::size_t i = 0; i < times; ++i)
    for (const Row& row : rows)
      plant(row);
}

void ChangeDrawing::plant(const ChangeForm& form) {
  const std::uint64_t variant = prng_.next();
  if (plan_.lastDay() < 1 + form.days) return;
  const auto index = pick(form);
  if (!index) return;
  Change change;
  change.kind = form.kind;
  change.index = *index;
  change.number = plan_.changes_.size() + 1;
  change.variant = variant >> 8U;
  time(change, form);
  plan_.changes_.emplace(*index, change);
}

bool ChangeDrawing::fits(const ChangeForm& form, std::size_t index) const {
  const Identity id = plan_.identity(index);
  const bool serviceAccount = id.kind == Kind::ServiceAccount;
  const bool shown = serviceAccount ? plan_.staleCluster_ != id.scope : plan_.partialAccount_ != id.scope;
  if (!shown) return false;
  switch (form.who) {
  case Who::Role:
    return id.kind == Kind::Role && (!id.peer || form.kind != Case::Destroyed);
  case Who::Pair:
    return id.kind == Kind::Role && id.peer && plan_.staleCluster_ != plan_.identity(*id.peer).scope;
  case Who::User:
    return id.kind == Kind::User;
  case Who::Account:
    return serviceAccount && !id.peer;
  case Who::Anyone:
    return id.kind != Kind::User && !id.peer;
  }
  return false;
}

std::optional<std::size_t> ChangeDrawing::pick(const ChangeForm& form) {
  const Order order(plan_.size(), prng_.next());
  // Roles of a federation are kept for what takes a federation, as long as there are others.
  for (const bool alsoPeers : {form.who == Who::Pair, true})
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t index = order[i];
      if (!alsoPeers && plan_.peerOf(index)) continue;
      if (plan_.changes_.count(index) == 0 && free_(index) && fits(form, index)) return index;
    }
  return {};
}

void ChangeDrawing::time(Change& change, const ChangeForm& form) {
  const int latest = plan_.lastDay() - form.days;
  change.asked = 1 + static_cast<int>(change.variant % static_cast<std::uint64_t>(latest));
  if (change.signedHere()) change.asked = 1;
  if (change.kind == Case::RotatedIdle) change.asked = latest;
  const Instant asked = plan_.capture(change.asked);
  const std::uint64_t h = plan_.hash(0xc4a9, change.index, change.variant);
  change.requested = change.signedHere() ? asked + minutes(6) : asked + seconds(1800 + h % 36000);
  change.happened = change.requested + seconds(1200 + h / 65536 % 18000);
  const bool never = change.kind == Case::GrantNever || change.kind == Case::ClosedNever;
  const bool between = change.kind == Case::Undone || change.kind == Case::BreakGlassShort;
  if (!never && !between) change.shown = change.asked + 1;
  if (change.kind == Case::Destroyed) change.shown = plan_.lastDay();
  if (between) {
    change.undoneAt = change.happened + minutes(50);
    if (change.kind == Case::BreakGlassShort) change.until = change.happened + minutes(60);
  }
  if (form.days == 2) timeUndoing(change);
  timeLate(change);
}

void ChangeDrawing::timeUndoing(Change& change) {
  const Instant seen = plan_.capture(change.shown);
  const std::uint64_t h = plan_.hash(0xc4aa, change.index, change.variant);
  const Instant end = seen + seconds(7200 + h % 36000);
  if (change.kind == Case::WindowOpen) {
    change.until = end;
    return;
  }
  change.undone = change.shown + 1;
  change.undoneAt = end;
  if (change.kind == Case::WindowClosed || change.kind == Case::BreakGlass) change.until = end + minutes(10);
}

/// What takes a day longer than it should, and what is done so shortly before a capture that the audit
/// trail of a clock that runs ahead dates it after it.
void ChangeDrawing::timeLate(Change& change) {
  const std::uint64_t h = plan_.hash(0xc4ab, change.index, change.variant);
  if (change.kind == Case::GrantNoEvent && change.shown < plan_.lastDay()) {
    ++change.shown;
    change.happened = plan_.capture(change.shown - 1) + seconds(3600 + h % 36000);
  }
  if (change.kind == Case::GrantBinding && change.number % 2 == 0)
    change.happened = plan_.capture(change.shown) - seconds(20 + h % 20);
}

} // namespace countersign::estate
