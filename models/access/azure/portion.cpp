// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/portion.h"

#include "models/access/azure/text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace countersign::azure {
namespace {

using pattern::Area;
using pattern::Glob;
using pattern::GlobList;
using pattern::Region;
using pattern::Splitter;

GlobList actionGlobs(const Texts& patterns) {
  GlobList out;
  for (const std::string& one : patterns)
    out.globs.emplace_back(actionSymbols(one), one);
  return out;
}

void addScope(GlobList& to, const std::string& scope, bool childScopes) {
  pattern::Symbols symbols = pattern::literalSymbols(scope);
  if (scope != "/" || !childScopes) to.globs.emplace_back(symbols, scope);
  if (!childScopes) return;
  if (scope != "/") symbols.push_back('/');
  symbols.push_back(pattern::anyRun);
  to.globs.emplace_back(symbols, scope == "/" ? "/*" : scope + "/*");
}

/// Blocks repeat patterns; each region is worth having once.
void unique(GlobList& list) {
  std::vector<Glob> out;
  for (Glob& glob : list.globs)
    if (std::find(out.begin(), out.end(), glob) == out.end()) out.push_back(std::move(glob));
  list.globs = std::move(out);
}

const GlobList everything{{}, true};

} // namespace

Portion portionOf(const Tenant& tenant, const Block& block, bool data, const std::string& scope,
                  bool childScopes) {
  Portion out;
  out.actions = actionGlobs(data ? block.dataActions : block.actions);
  out.nots = actionGlobs(data ? block.notDataActions : block.notActions);
  unique(out.actions);
  addScope(out.scopes, scope, childScopes);
  if (childScopes && isManagementGroup(scope))
    for (const std::string& below : tenant.scopes().below(scope))
      addScope(out.scopes, below, true);
  return out;
}

Regions regionsOf(Splitter& split, const Portion& portion) {
  Regions all;
  for (const Glob& action : portion.actions.globs)
    for (const Glob& scope : portion.scopes.globs)
      all.push_back({{{action}, {}}, {{scope}, {}}});
  return split.without(std::move(all), Area{portion.nots, everything});
}

Regions within(Splitter& split, const Regions& regions, const Portion& portion) {
  Regions out;
  for (const Region& region : regions) {
    Regions parts = split.within(region, Area{portion.actions, portion.scopes});
    if (!portion.nots.globs.empty()) parts = split.without(std::move(parts), Area{portion.nots, everything});
    std::move(parts.begin(), parts.end(), std::back_inserter(out));
  }
  return out;
}

Regions without(Splitter& split, const Regions& regions, const Portion& portion) {
  Regions out;
  for (const Region& region : regions) {
    Regions parts = split.without(region, Area{portion.actions, portion.scopes});
    std::move(parts.begin(), parts.end(), std::back_inserter(out));
    if (portion.nots.globs.empty()) continue;
    for (const Region& inside : split.within(region, Area{portion.actions, portion.scopes})) {
      Regions kept = split.within(inside, Area{portion.nots, everything});
      std::move(kept.begin(), kept.end(), std::back_inserter(out));
    }
  }
  return out;
}

} // namespace countersign::azure
