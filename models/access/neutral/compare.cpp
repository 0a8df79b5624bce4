// SPDX-License-Identifier: Apache-2.0
#include "models/access/compared.h"

#include <algorithm>
#include <utility>

namespace countersign {
namespace {

using pattern::Glob;
using pattern::GlobList;
using pattern::Saying;
using pattern::Symbols;

constexpr char between = '\x1f'; ///< a scope and a resource

const Json& contentOf(const Grant& g) {
  static const Json none;
  return g.document ? g.document->document.content : none;
}

bool isRole(const Grant& g) {
  const std::string role = contentOf(g)["role"].asString();
  return !role.empty() && g.action == role;
}

Glob actionGlob(const Grant& g) {
  return isRole(g) ? Glob(pattern::literalSymbols("role " + g.action), g.action)
                   : Glob(pattern::wildcardSymbols(g.action), g.action);
}

/// Inside of the scope, where there is one.
Glob resourceGlob(const Grant& g, const std::string& resource) {
  Symbols symbols = g.scope.empty() ? Symbols{pattern::anyRun} : pattern::literalSymbols(g.scope);
  symbols.push_back(static_cast<unsigned char>(between));
  const Symbols rest =
      resource == g.scope ? pattern::literalSymbols(resource) : pattern::wildcardSymbols(resource);
  symbols.insert(symbols.end(), rest.begin(), rest.end());
  return Glob(symbols, resource + (g.scope.empty() || resource == g.scope ? "" : " in " + g.scope));
}

pattern::Area areaOf(const Grant& g) {
  const std::vector<std::string> notActions = contentOf(g)["not_actions"].strings(),
                                 notResources = contentOf(g)["not_resources"].strings();
  pattern::Area out{{{}, !notActions.empty()}, {{}, !notResources.empty()}};
  for (const std::string& action : notActions)
    out.actions.globs.emplace_back(pattern::wildcardSymbols(action), action);
  for (const std::string& resource : notResources)
    out.resources.globs.push_back(resourceGlob(g, resource));
  if (notActions.empty()) out.actions.globs.push_back(actionGlob(g));
  if (notResources.empty()) out.resources.globs.push_back(resourceGlob(g, g.resource));
  return out;
}

Saying sayingOf(const Grant& g) {
  const Json& c = contentOf(g);
  const std::string effect = c["effect"].asString();
  const auto says = [&](const char* plural, const char* singular) {
    return !c[plural].empty() || !c[singular].asString().empty();
  };
  const bool twice = (!c["not_actions"].empty() && (says("actions", "action") || says("role", "role"))) ||
                     (!c["not_resources"].empty() && (says("resources", "resource") || !g.scope.empty()));
  Saying out;
  out.effect = g.deny ? Saying::Effect::Deny : Saying::Effect::Allow;
  out.name = g.path;
  out.condition = out.conditionText = g.condition;
  if (effect == "boundary" || effect == "guardrail")
    out.unreadable = "a " + effect + " limits what others give";
  else if (twice)
    out.unreadable = "it says both what it is about and what it is not about";
  else if ((g.scope + g.resource).find(between) != std::string::npos)
    out.unreadable = "its resource is no text";
  out.exact = out.widest = areaOf(g);
  return out;
}

ComparedSide sideOf(const Grants& grants) {
  ComparedSide out{grants};
  for (const Grant& g : grants)
    addSaying(out, sayingOf(g));
  return out;
}

} // namespace

std::vector<GrantParts> compareNeutral(const Grants& wide, const Grants& narrow) {
  const ComparedSide wideSide = sideOf(wide), narrowSide = sideOf(narrow);
  std::vector<GrantParts> out = compareSides(wideSide, narrowSide, {{}, {moreParts(2, between)}});
  // What a role permits is in no document: it may be what others name by their actions.
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    const auto other = std::find_if(wide.begin(), wide.end(), [&](const Grant& g) {
      return g.deny == narrow[i].deny && isRole(g) != isRole(narrow[i]);
    });
    if (other == wide.end()) continue;
    const std::string& role = isRole(*other) ? other->action : narrow[i].action;
    for (GrantPart& part : out[i])
      if (part.given == Tri::No) {
        part.given = Tri::Unknown;
        part.reason = "what role " + role + " permits is not known";
      }
  }
  return out;
}

} // namespace countersign
