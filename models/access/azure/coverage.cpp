// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/coverage.h"

#include "models/access/azure/text.h"

#include <algorithm>

namespace countersign::azure {
namespace {

constexpr std::size_t longestRest = 1'000;

Texts conditionsOf(const Given& given, const Block& block) {
  Texts out;
  for (const std::string* text : {&given.condition, &block.condition})
    if (!text->empty()) out.push_back(*text);
  std::sort(out.begin(), out.end());
  return out;
}

class Comparison {
public:
  Comparison(const Tenant& tenant, const std::vector<Given>& wide) : tenant_(tenant), wide_(wide) {}

  Coverage run(const std::vector<Given>& narrow) {
    for (const Given& given : narrow)
      for (const Block& block : given.role->blocks)
        for (const bool data : {false, true})
          compare(given, block, data);
    if (split_.tooMany || out_.rest.size() >= longestRest) {
      out_.covered = Truth::Undecided;
      out_.reason = "the roles overlap in too many parts to compare them";
    } else if (!out_.rest.empty()) {
      const bool certain = std::any_of(out_.rest.begin(), out_.rest.end(),
                                       [](const Uncovered& u) { return u.certain == Truth::Yes; });
      out_.covered = certain ? Truth::No : Truth::Undecided;
    }
    return std::move(out_);
  }

private:
  template <class Use>
  void eachWide(bool data, const Use& use) const {
    for (const Given& given : wide_)
      for (const Block& block : given.role->blocks)
        if (!(data ? block.dataActions : block.actions).empty()) use(given, block);
  }

  void compare(const Given& given, const Block& block, bool data) {
    if ((data ? block.dataActions : block.actions).empty() || split_.tooMany) return;
    const Texts conditions = conditionsOf(given, block);
    Regions rest = regionsOf(split_, portionOf(tenant_, block, data, given.scope));
    eachWide(data, [&](const Given& other, const Block& otherBlock) {
      const Texts under = conditionsOf(other, otherBlock);
      if (rest.empty() || (!under.empty() && under != conditions)) return;
      rest = without(split_, rest, portionOf(tenant_, otherBlock, data, other.scope));
    });
    eachWide(data, [&](const Given& other, const Block& otherBlock) {
      const Texts under = conditionsOf(other, otherBlock);
      if (rest.empty()) return;
      if (!under.empty() && under != conditions)
        doubt(rest, portionOf(tenant_, otherBlock, data, other.scope), given, conditions, data,
              other.by + " gives it under another condition: " + under.front());
      else if (tenant_.scopes().contains(other.scope, given.scope) == Truth::Undecided)
        doubt(rest, portionOf(tenant_, otherBlock, data, given.scope), given, conditions, data,
              "whether " + given.scope + " lies below " + other.scope);
    });
    for (const pattern::Region& region : rest)
      add(region, Truth::Yes, given, conditions, data, {});
  }

  /// What a portion may give stays with its reason and leaves the rest.
  void doubt(Regions& rest, const Portion& portion, const Given& given, const Texts& conditions, bool data,
             const std::string& reason) {
    for (const pattern::Region& region : within(split_, rest, portion))
      add(region, Truth::Undecided, given, conditions, data, reason);
    rest = without(split_, rest, portion);
  }

  void add(const pattern::Region& region, Truth certain, const Given& given, const Texts& conditions,
           bool data, const std::string& reason) {
    if (split_.tooMany || out_.rest.size() >= longestRest) return;
    const pattern::SomeText action = pattern::someText(region.actions),
                            scope = pattern::someText(region.resources);
    if (action.exists == Truth::No || scope.exists == Truth::No) return;
    const bool known = action.exists == Truth::Yes && scope.exists == Truth::Yes;
    out_.rest.push_back(
        {known ? certain : Truth::Undecided, data, pattern::languageText(region.actions),
         pattern::languageText(region.resources), action.text, scope.text, conditions, given.by,
         known ? reason : "too many steps to find out whether there is such an action and scope"});
  }

  const Tenant& tenant_;
  const std::vector<Given>& wide_;
  pattern::Splitter split_;
  Coverage out_;
};

} // namespace

std::vector<Given> givenTo(const Tenant& tenant, std::string_view principal, Instant now, Texts& missing) {
  std::vector<Given> out;
  const std::string who = tenant.objectId(principal);
  Memberships groups = tenant.groupsOf(who);
  groups.emplace(who, Membership{});
  for (const RoleAssignment& a : tenant.objects().assignments) {
    const auto in = groups.find(a.principal);
    if (in == groups.end() || a.eligible || (a.from && *a.from > now) || (a.until && *a.until <= now))
      continue;
    const RoleDefinition* role = tenant.role(a.role);
    if (in->second.certain != Truth::Yes)
      missing.push_back(in->second.via);
    else if (role == nullptr)
      missing.push_back("role definition " + a.role + " is in no snapshot");
    else
      out.push_back({role, a.scope, a.condition, "assignment " + a.id + " of " + role->name});
  }
  return out;
}

Coverage coverage(const Tenant& tenant, const std::vector<Given>& wide, const std::vector<Given>& narrow) {
  return Comparison(tenant, wide).run(narrow);
}

} // namespace countersign::azure
