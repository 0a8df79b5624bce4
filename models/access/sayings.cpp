// SPDX-License-Identifier: Apache-2.0
#include "models/access/sayings.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace countersign::pattern {
namespace {

using Regions = std::vector<Region>;

/// The patterns of a list, or one of them, each as a language.
std::vector<Language> languagesOf(const GlobList& list, const std::optional<std::size_t>& one,
                                  const std::vector<Glob>& impossible) {
  std::vector<Language> out;
  if (list.negated)
    out.push_back(Language{{}, list.globs});
  else
    for (std::size_t i = 0; i < list.globs.size(); ++i)
      if (!one || *one == i) out.push_back(Language{{list.globs[i]}, {}});
  for (Language& language : out)
    language.none.insert(language.none.end(), impossible.begin(), impossible.end());
  return out;
}

/// Its variables read as `*`; what must not match and has variables is left out.
Region widened(Region region) {
  for (Glob& glob : region.resources.all)
    if (glob.hasVariables()) glob = glob.widened();
  auto& none = region.resources.none;
  none.erase(std::remove_if(none.begin(), none.end(), [](const Glob& glob) { return glob.hasVariables(); }),
             none.end());
  return region;
}

bool deniesUnderCondition(const Saying& deny) {
  return !deny.condition.empty() || deny.variables;
}

std::string reasonOf(const Saying& saying, const char* verb) {
  if (!saying.unreadable.empty()) return "what " + saying.name + " " + verb + ": " + saying.unreadable;
  if (saying.condition.empty()) return saying.name + " " + verb + " it for some values of policy variables";
  return saying.name + " " + verb + " it under another condition: " + saying.conditionText;
}

bool mayAllow(const Saying& saying) {
  return saying.effect != Saying::Effect::Deny;
}
bool mayDeny(const Saying& saying) {
  return saying.effect != Saying::Effect::Allow;
}

/// Some pattern covers the language, as far as can be told plainly.
bool coversPlainly(const GlobList& list, const Language& language) {
  return !list.negated && std::any_of(list.globs.begin(), list.globs.end(), [&](const Glob& glob) {
    return glob.isEverything() ||
           std::any_of(language.all.begin(), language.all.end(),
                       [&](const Glob& narrow) { return pattern::coversPlainly(glob, narrow); });
  });
}

} // namespace

SayingComparison::SayingComparison(const Sayings& wide, const Sayings& narrow, Impossible impossible)
    : narrowSayings_(narrow), impossible_(std::move(impossible)), wide_(sideOf(wide)),
      narrow_(sideOf(narrow)) {}

SayingComparison::Side SayingComparison::sideOf(const Sayings& sayings) {
  Side out;
  for (const Saying& saying : sayings)
    (!saying.unreadable.empty()               ? out.unreadable
     : saying.effect == Saying::Effect::Allow ? out.allows
                                              : out.denies)
        .push_back(&saying);
  return out;
}

SayingComparison::Abouts SayingComparison::about(const std::vector<const Saying*>& sayings,
                                                 const Language& actions) {
  Abouts out;
  for (const Saying* saying : sayings) {
    pay(1 + saying->exact.actions.globs.size() * (1 + actions.all.size()));
    if (split_.tooMany) return out;
    GlobList list = relevant(saying->exact.actions, actions);
    if (isNothing(list)) continue;
    out.push_back({saying, {list, saying->exact.resources}, {list, saying->widest.resources}});
  }
  return out;
}

Parts SayingComparison::partsOf(const Cell& cell) {
  parts_.clear();
  given_ = &narrowSayings_[cell.saying];
  if (!given_->unreadable.empty())
    return {{{}, Truth::Undecided, Truth::Undecided, reasonOf(*given_, "gives"), true, false}};
  const std::vector<Language> actionsOfCell =
                                  languagesOf(given_->exact.actions, cell.action, impossible_.actions),
                              resources =
                                  languagesOf(given_->exact.resources, cell.resource, impossible_.resources);
  for (const Language& actions : actionsOfCell) {
    if (split_.tooMany) return {};
    allows_ = about(wide_.allows, actions);
    denies_ = about(wide_.denies, actions);
    ownDenies_ = about(narrow_.denies, actions);
    Regions held, denied;
    for (const Language& resource : resources)
      if (plainlyGiven(actions, resource))
        parts_.push_back({{actions, resource}, Truth::Yes, Truth::Yes, {}, false, false});
      else
        held.push_back({actions, resource});
    for (const About& deny : ownDenies_) {
      if (!deny.saying->condition.empty()) continue;
      for (const Region& region : held)
        for (Region& part : split_.within(region, deny.exact))
          denied.push_back(std::move(part));
      held = split_.without(std::move(held), deny.exact);
    }
    decide(std::move(held), Truth::Yes);
    if (!denied.empty()) decide(std::move(denied), Truth::No);
  }
  if (parts_.size() == 1 && (actionsOfCell.size() > 1 || resources.size() > 1))
    parts_.front().whole = true; // not one region
  else
    settle({actionsOfCell.empty() ? Language() : actionsOfCell.front(),
            resources.empty() ? Language() : resources.front()});
  return std::move(parts_);
}

/// Nothing denies anything of it, and one statement gives all of it.
bool SayingComparison::plainlyGiven(const Language& actions, const Language& resource) const {
  if (!denies_.empty() || !ownDenies_.empty() || !wide_.unreadable.empty() || !narrow_.unreadable.empty())
    return false;
  return std::any_of(allows_.begin(), allows_.end(), [&](const About& other) {
    return sameCondition(*other.saying) && coversPlainly(other.exact.actions, actions) &&
           coversPlainly(other.exact.resources, resource);
  });
}

bool SayingComparison::sameCondition(const Saying& saying) const {
  return saying.condition.empty() || saying.condition == given_->condition;
}

void SayingComparison::decide(Regions held, Truth truth) {
  for (const About& deny : denies_) {
    deniedAgain(held, deny, truth);
    if (!deniesUnderCondition(*deny.saying)) held = split_.without(std::move(held), deny.exact);
  }
  for (const Saying* saying : wide_.unreadable)
    if (mayDeny(*saying))
      for (const Region& region : held)
        add(region, Truth::Undecided, truth, reasonOf(*saying, "says"));
  Regions given;
  for (const About& other : allows_) {
    if (!sameCondition(*other.saying) || split_.tooMany) continue;
    for (const Region& region : held)
      for (Region& part : split_.within(region, other.exact))
        given.push_back(std::move(part));
    held = split_.without(std::move(held), other.exact);
  }
  notAllowed(held, truth);
  for (Region& region : given)
    lay({std::move(region), Truth::Yes, truth, {}, false, false});
}

/// What the wide side denies and the narrow side does not deny as well.
void SayingComparison::deniedAgain(const Regions& held, const About& deny, Truth truth) {
  for (const Region& region : held) {
    if (split_.tooMany) return;
    Regions parts = split_.within(widened(region), deny.widest);
    for (const About& own : ownDenies_)
      if (own.saying->condition == deny.saying->condition) {
        // The very same variables deny the same here and there.
        const bool same = own.saying->variables && own.exact.resources.globs == deny.exact.resources.globs &&
                          own.exact.resources.negated == deny.exact.resources.negated;
        if (truth == Truth::Yes && (!own.saying->variables || same))
          parts = split_.without(std::move(parts), same ? own.widest : own.exact);
      }
    for (const Region& part : parts)
      if (deniesUnderCondition(*deny.saying) || given_->variables)
        add(part, Truth::If, truth, reasonOf(*deny.saying, "denies"), given_->variables);
      else
        withReservations(part, truth);
  }
}

/// What no statement of the wide side gives for certain: some may, under a condition or for some value of a
/// variable.
void SayingComparison::notAllowed(const Regions& rest, Truth truth) {
  for (const Region& region : rest) {
    Regions never{region};
    for (const About& other : allows_) {
      if (split_.tooMany) return;
      if (sameCondition(*other.saying) && !other.saying->variables && !given_->variables) continue;
      const Regions maybe = split_.within(widened(region), other.widest);
      for (const Region& part : maybe)
        add(part, Truth::If, truth, reasonOf(*other.saying, "gives"), given_->variables);
      if (given_->variables && !maybe.empty())
        never.clear();
      else
        never = split_.without(std::move(never), other.widest);
    }
    for (const Region& part : never)
      withReservations(part, truth);
  }
}

/// Not given, unless a statement that cannot be read gives it; and what gives it on the narrow side may be
/// denied there.
void SayingComparison::withReservations(const Region& region, Truth truth) {
  for (const Saying* saying : wide_.unreadable)
    if (mayAllow(*saying)) return add(region, Truth::Undecided, truth, reasonOf(*saying, "says"));
  if (truth == Truth::No) return add(region, Truth::No, truth, {});
  for (const About& deny : ownDenies_)
    if (deniesUnderCondition(*deny.saying) && !split_.within(widened(region), deny.widest).empty())
      return add(region, Truth::No, Truth::If, reasonOf(*deny.saying, "denies"));
  for (const Saying* saying : narrow_.unreadable)
    if (mayDeny(*saying)) return add(region, Truth::No, Truth::Undecided, reasonOf(*saying, "says"));
  add(region, Truth::No, Truth::Yes, {});
}

/// Accounts for something that the splitter does not see.
void SayingComparison::pay(std::size_t steps) {
  constexpr std::size_t budget = 10'000'000;
  work_ += steps;
  split_.tooMany = split_.tooMany || work_ > budget;
}

void SayingComparison::add(const Region& region, Truth given, Truth held, const std::string& reason,
                           bool widened) {
  if (split_.tooMany) return;
  const SomeText action = someText(region.actions), resource = someText(region.resources);
  pay(action.steps + resource.steps + 10);
  if (action.exists == Truth::No || resource.exists == Truth::No) return;
  if (action.exists == Truth::Yes && resource.exists == Truth::Yes)
    return lay({region, given, held, reason, false, widened});
  lay({region, Truth::Undecided, held,
       "too many steps to find out whether there is such an action and resource", false, widened});
}

} // namespace countersign::pattern
