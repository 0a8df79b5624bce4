// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/fault_drawing.h"

#include "tests/estate/change_drawing.h"

#include <algorithm>

namespace countersign::estate {

FaultDrawing::FaultDrawing(Plan& plan) : plan_(plan), prng_(mix(plan.options().seed, 0xfau)) {}

Kind FaultDrawing::kindOf(std::size_t index) const {
  return index < plan_.roles_                  ? Kind::Role
         : index < plan_.roles_ + plan_.users_ ? Kind::User
                                               : Kind::ServiceAccount;
}

std::size_t FaultDrawing::scopeOf(std::size_t index) const {
  const Kind kind = kindOf(index);
  return plan_.scopeOf(kind, index - plan_.indexOf(kind, 0));
}

bool FaultDrawing::unused(std::size_t index) const {
  return reserved_.count(index) == 0 && plan_.faults_.count(index) == 0 && plan_.changes_.count(index) == 0;
}

bool FaultDrawing::free(std::size_t index) const {
  if (plan_.peerOf(index) || !unused(index)) return false;
  return kindOf(index) != Kind::ServiceAccount || plan_.staleCluster_ != scopeOf(index);
}

bool FaultDrawing::completeOnLastDay(std::size_t index) const {
  const bool serviceAccount = kindOf(index) == Kind::ServiceAccount;
  return (serviceAccount ? plan_.partialCluster_ : plan_.partialAccount_) != scopeOf(index);
}

bool FaultDrawing::showsUse(std::size_t index) const {
  return kindOf(index) == Kind::User || (kindOf(index) == Kind::Role && Plan::usedRole(index));
}

std::size_t FaultDrawing::times() {
  const std::size_t n = plan_.size();
  return n < 100 ? 1 : n < 1000 ? 1 + prng_.below(3) : std::min<std::size_t>(40, n / 250);
}

std::optional<std::size_t> FaultDrawing::pick(const Allowed& allowed) {
  const Order order(plan_.size(), prng_.next());
  for (std::size_t i = 0; i < order.size(); ++i)
    if (free(order[i]) && allowed(order[i])) return order[i];
  return {};
}

void FaultDrawing::plant(FaultKind kind, const Allowed& allowed) {
  for (std::size_t left = times(); left > 0; --left)
    if (const auto index = pick(allowed)) plan_.faults_[*index] = {kind, 0, prng_.below(1000)};
}

void FaultDrawing::draw() {
  drawSources();
  drawShared();
  drawFederation();
  drawPartial();
  ChangeDrawing changes(plan_, prng_, [this](std::size_t i) { return unused(i); });
  if (plan_.users_ > 3) changes.drawUsers(times());
  drawSingles();
  changes.draw(times());
}

void FaultDrawing::drawSources() {
  const std::size_t cluster = prng_.below(2);
  const bool guardrail = prng_.below(3) == 0;
  if (plan_.lastDay() < 2) return;
  plan_.staleCluster_ = cluster;
  plan_.skewedCluster_ = 1 - cluster;
  plan_.guardrailEdited_ = guardrail;
}

void FaultDrawing::drawShared() {
  const std::size_t policyAccount = prng_.below(2), policy = prng_.below(plan_.policyBlocks());
  const std::size_t groupAccount = prng_.below(4) == 0 ? 1 : 0, group = prng_.below(plan_.groupBlocks());
  const bool alsoGroup = prng_.below(2) == 0;
  if (plan_.lastDay() < 2) return;
  for (std::size_t i = 12 * policy; i < std::min(12 * (policy + 1), plan_.roles_); ++i)
    if (Plan::hasSharedPolicy(i) && plan_.scopeOf(Kind::Role, i) == policyAccount)
      reserved_.insert(i), plan_.editedPolicy_ = Plan::Block{policyAccount, policy};
  if (!alsoGroup) return;
  for (std::size_t i = 6 * group; i < std::min(6 * (group + 1), plan_.users_); ++i)
    if (plan_.scopeOf(Kind::User, i) == groupAccount)
      reserved_.insert(plan_.indexOf(Kind::User, i)), plan_.editedGroup_ = Plan::Block{groupAccount, group};
}

// The counterpart stays free of faults, and in the first account, where no organization policy is edited.
void FaultDrawing::drawFederation() {
  const auto role = [this](std::size_t i) { return kindOf(i) == Kind::Role && scopeOf(i) == 0; };
  const auto serviceAccount = [this](std::size_t i) { return kindOf(i) == Kind::ServiceAccount; };
  const auto both = [&](FaultKind kind, const Allowed& whose, const Allowed& others) {
    for (std::size_t left = times(); left > 0; --left) {
      const auto index = pick(whose);
      const auto other = index ? pick([&](std::size_t i) { return i != *index && others(i); }) : std::nullopt;
      if (!other) continue;
      plan_.faults_[*index] = {kind, *other, 0};
      reserved_.insert(*other);
    }
  };
  both(FaultKind::FederationClaimed, serviceAccount, role);
  both(FaultKind::FederationOpen, role, serviceAccount);
}

// Of tier low, so that not having been seen for one day does not make it stale: only its absence counts.
void FaultDrawing::drawPartial() {
  const bool kubernetesFirst = prng_.below(2) == 0;
  if (plan_.lastDay() < 2) return;
  const std::size_t cluster = plan_.staleCluster_ == std::size_t{0} ? 1 : 0;
  for (const bool kubernetes : {kubernetesFirst, !kubernetesFirst}) {
    const auto index = pick([&](std::size_t i) {
      return plan_.tierOf(i) == "low" &&
             (kubernetes ? kindOf(i) == Kind::ServiceAccount : kindOf(i) == Kind::Role && scopeOf(i) == 1);
    });
    if (!index) continue;
    plan_.faults_[*index] = {FaultKind::DeletedPartial, 0, 0};
    (kubernetes ? plan_.partialCluster_ : plan_.partialAccount_) = kubernetes ? cluster : 1;
    return;
  }
}

void FaultDrawing::drawSingles() {
  const auto any = [](std::size_t) { return true; };
  plant(FaultKind::Orphaned, any);
  plant(FaultKind::OwnerContradiction, any);
  plant(FaultKind::Contradicted, any);
  plant(FaultKind::Unseen, any);
  plant(FaultKind::Undeclared, any);
  if (plan_.lastDay() < 2) return;
  plant(FaultKind::Moved, any);
  const auto complete = [this](std::size_t i) { return completeOnLastDay(i); };
  plant(FaultKind::Recreated, complete);
  plant(FaultKind::Gone, complete);
  plant(FaultKind::Tombstone, [this](std::size_t i) { return kindOf(i) == Kind::Role; });
  plant(FaultKind::OwnerGone, [this](std::size_t i) { return showsUse(i); });
  plant(FaultKind::OwnerGoneUnused,
        [this](std::size_t i) { return kindOf(i) == Kind::Role && !Plan::usedRole(i); });
}

} // namespace countersign::estate
