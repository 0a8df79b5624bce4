// SPDX-License-Identifier: Apache-2.0
#include "models/access/compared.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace countersign {
namespace {

using pattern::Part;
using pattern::Saying;
using pattern::Truth;

Tri triOf(Truth truth) {
  switch (truth) {
  case Truth::Yes:
    return Tri::Yes;
  case Truth::If:
    return Tri::Conditional;
  case Truth::No:
    return Tri::No;
  case Truth::Undecided:
    break;
  }
  return Tri::Unknown;
}

void addReason(std::string& to, const std::string& reason) {
  if (!reason.empty() && to.find(reason) == std::string::npos) to += (to.empty() ? "" : "; ") + reason;
}

GrantPart wholePart(const Grant& grant, Tri given, Tri held, std::string reason) {
  return {given, held, grant.action, grant.resource, std::move(reason), {}, true};
}

GrantParts partsOf(const Grant& grant, pattern::Parts parts) {
  const Part& first = parts.front();
  const auto same = [&](const Part& p) {
    return p.given == first.given && p.held == first.held &&
           (p.given != Truth::If || p.reason == first.reason);
  };
  if (std::all_of(parts.begin(), parts.end(), same)) {
    GrantPart all = wholePart(grant, triOf(first.given), triOf(first.held), {});
    for (const Part& part : parts)
      addReason(all.reason, part.reason);
    if (parts.size() == 1) all.region = std::move(parts.front().region);
    return {std::move(all)};
  }
  GrantParts out;
  for (Part& part : parts)
    out.push_back({triOf(part.given), triOf(part.held), languageText(part.region.actions),
                   languageText(part.region.resources), std::move(part.reason), std::move(part.region),
                   false});
  return out;
}

/// The denials as if they allowed, and nothing else: what denies is compared like what gives.
pattern::Sayings denialsOf(const pattern::Sayings& sayings) {
  pattern::Sayings out;
  for (const Saying& saying : sayings) {
    out.push_back(saying.effect == Saying::Effect::Allow ? Saying() : saying);
    if (saying.effect == Saying::Effect::Deny) out.back().effect = Saying::Effect::Allow;
  }
  return out;
}

using Written = std::tuple<bool, std::string, std::string, std::string, std::string, std::string>;

Written written(const Grant& g, const std::string& unreadable = {}) {
  return {g.deny, g.action, g.resource, g.condition, g.scope, unreadable};
}

class Comparing {
public:
  Comparing(const ComparedSide& wide, const ComparedSide& narrow, pattern::Impossible impossible)
      : wide_(wide), narrow_(narrow), impossible_(std::move(impossible)),
        given_(wide.sayings, narrow.sayings, impossible_) {
    const auto denies = [](const ComparedSide& side) {
      return std::any_of(side.sayings.begin(), side.sayings.end(),
                         [](const Saying& s) { return s.effect != Saying::Effect::Allow; });
    };
    denies_ = denies(wide);
    deniesItself_ = denies(narrow);
  }

  std::vector<GrantParts> run() {
    std::vector<GrantParts> out;
    for (std::size_t i = 0; i < narrow_.grants.size(); ++i)
      out.push_back(narrow_.grants[i].deny ? GrantParts() : one(given_, narrow_.sayings, i));
    if (given_.tooMany()) giveUp(false, out);
    denials(out);
    return out;
  }

private:
  void denials(std::vector<GrantParts>& out) {
    const auto deny = [](const Grant& g) { return g.deny; };
    if (std::none_of(narrow_.grants.begin(), narrow_.grants.end(), deny)) return;
    const pattern::Sayings wide = denialsOf(wide_.sayings), narrow = denialsOf(narrow_.sayings);
    pattern::SayingComparison comparison(wide, narrow, impossible_);
    for (std::size_t i = 0; i < narrow_.grants.size(); ++i)
      if (narrow_.grants[i].deny) out[i] = one(comparison, narrow, i);
    if (comparison.tooMany()) giveUp(true, out);
  }

  GrantParts one(pattern::SayingComparison& comparison, const pattern::Sayings& sayings, std::size_t i) {
    const Grant& grant = narrow_.grants[i];
    if (comparison.tooMany()) return {};
    const bool unread = !sayings[narrow_.cells[i].saying].unreadable.empty();
    if ((unread || grant.deny || !deniesItself_) && isWrittenAlike(i))
      return {wholePart(grant, Tri::Yes, Tri::Yes, {})};
    pattern::Parts parts = comparison.partsOf(narrow_.cells[i]);
    return parts.empty() ? GrantParts() : partsOf(grant, std::move(parts));
  }

  void giveUp(bool denials, std::vector<GrantParts>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const Grant& grant = narrow_.grants[i];
      if (grant.deny != denials) continue;
      out[i] = {isWrittenAlike(i) ? wholePart(grant, Tri::Yes, Tri::Yes, {})
                                  : wholePart(grant, Tri::Unknown, Tri::Unknown,
                                              "the grants overlap in too many parts to compare them")};
    }
  }

  static const std::string& unreadable(const ComparedSide& side, std::size_t i) {
    return side.sayings[side.cells[i].saying].unreadable;
  }

  /// The very same grant is there, and nothing could take it back.
  bool isWrittenAlike(std::size_t i) {
    const Grant& grant = narrow_.grants[i];
    if (denies_ && !grant.deny) return false;
    // Whether ${…} is a variable is up to the policy; what is left out stands in one text.
    if (grant.resource.find("${") != std::string::npos || grant.condition.find("${") != std::string::npos)
      return false;
    if (!grant.exact && unreadable(narrow_, i).empty()) return false;
    if (written_.empty())
      for (std::size_t k = 0; k < wide_.grants.size(); ++k)
        written_.insert(written(wide_.grants[k], unreadable(wide_, k)));
    return written_.count(written(grant, unreadable(narrow_, i))) != 0;
  }

  const ComparedSide& wide_;
  const ComparedSide& narrow_;
  pattern::Impossible impossible_;
  pattern::SayingComparison given_;
  bool denies_ = false, deniesItself_ = false;
  std::set<Written> written_;
};

} // namespace

void addSaying(ComparedSide& side, pattern::Saying saying) {
  side.cells.push_back({side.sayings.size(), {}, {}});
  side.sayings.push_back(std::move(saying));
}

std::vector<GrantParts> compareSides(const ComparedSide& wide, const ComparedSide& narrow,
                                     pattern::Impossible impossible) {
  return Comparing(wide, narrow, std::move(impossible)).run();
}

pattern::Glob moreParts(std::size_t parts, char separator) {
  pattern::Symbols out{pattern::anyRun};
  for (std::size_t i = 0; i < parts; ++i) {
    out.push_back(static_cast<unsigned char>(separator));
    out.push_back(pattern::anyRun);
  }
  return pattern::Glob(out);
}

std::vector<GrantParts> allAlike(const Grants& narrow, Tri given, const std::string& reason) {
  std::vector<GrantParts> out;
  for (const Grant& grant : narrow)
    out.push_back({wholePart(grant, given, Tri::Yes, reason)});
  return out;
}

std::vector<GrantParts> compareLiterally(const Grants& wide, const Grants& narrow) {
  std::set<Written> written_;
  for (const Grant& g : wide)
    written_.insert(written(g));
  std::vector<GrantParts> out;
  for (const Grant& g : narrow) {
    const bool some = std::any_of(wide.begin(), wide.end(), [&](const Grant& w) { return w.deny == g.deny; });
    if (written_.count(written(g)) != 0)
      out.push_back({wholePart(g, Tri::Yes, Tri::Yes, {})});
    else if (!some)
      out.push_back({wholePart(g, Tri::No, Tri::Yes, {})});
    else
      out.push_back({wholePart(g, Tri::Unknown, Tri::Yes,
                               "only grants that are written alike are compared here, and none is")});
  }
  return out;
}

} // namespace countersign
