// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/compare.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace countersign {
namespace {

using pattern::Glob;
using pattern::Saying;
using pattern::Symbols;

constexpr char between = 0x1f; ///< parts of a request

void append(Symbols& to, std::string_view literal) {
  for (const char c : literal)
    to.push_back(static_cast<unsigned char>(c));
}

/// `*` alone is a wildcard; the rest are names.
void appendName(Symbols& to, std::string_view name) {
  if (name == "*")
    to.push_back(pattern::anyRun);
  else
    append(to, name);
}

struct Words {
  std::string_view verb, what;
};

std::optional<Words> wordsOf(std::string_view action) {
  const auto blank = action.find(' ');
  if (blank == std::string_view::npos || blank == 0 || blank + 1 == action.size()) return {};
  return Words{action.substr(0, blank), action.substr(blank + 1)};
}

/// A path may end in `*`; several count as one (evaluation_helpers.go NonResourceURLMatches).
Symbols urlSymbols(const Words& words) {
  Symbols out;
  appendName(out, words.verb);
  out.push_back(between);
  out.push_back(between);
  std::string_view url = words.what;
  out.push_back('u'); // no resource
  const bool open = !url.empty() && url.back() == '*';
  while (open && !url.empty() && url.back() == '*')
    url.remove_suffix(1);
  append(out, url);
  if (open) out.push_back(pattern::anyRun);
  return out;
}

/// "pods", "deployments.apps/scale", "*.*": `*` stands for all resources and subresources, "*/log" for that
/// subresource of all.
Symbols resourceSymbols(const Words& words) {
  const auto slash = words.what.find('/');
  std::string_view resource = words.what.substr(0, slash), group;
  const std::string_view subresource =
      slash == std::string_view::npos ? std::string_view() : words.what.substr(slash + 1);
  if (const auto dot = resource.find('.'); dot != std::string_view::npos) {
    group = resource.substr(dot + 1);
    resource = resource.substr(0, dot);
  }
  Symbols out;
  appendName(out, words.verb);
  out.push_back(between);
  appendName(out, group);
  out.push_back(between);
  out.push_back('r'); // no path
  appendName(out, resource);
  if (slash == std::string_view::npos) return out;
  out.push_back('/');
  append(out, subresource);
  return out;
}

struct Place {
  std::string_view ns, name; ///< empty: all
  bool wide = false;
};

/// "cluster-wide", "namespace x", each perhaps with " / name".
std::optional<Place> placeOf(std::string_view text) {
  constexpr std::string_view all = "cluster-wide", one = "namespace ", named = " / ";
  Place out;
  if (const auto at = text.find(named); at != std::string_view::npos) {
    out.name = text.substr(at + named.size());
    text = text.substr(0, at);
    if (out.name.empty()) return {};
  }
  out.wide = text == all;
  if (!out.wide && text.substr(0, one.size()) == one) out.ns = text.substr(one.size());
  if (!out.wide && out.ns.empty()) return {};
  return out;
}

Symbols placeSymbols(const Place& place) {
  Symbols out;
  if (place.wide)
    out.push_back(pattern::anyRun);
  else
    append(out, place.ns);
  out.push_back(between);
  if (place.name.empty())
    out.push_back(pattern::anyRun);
  else
    append(out, place.name);
  return out;
}

bool isPath(const Grant& g) {
  return g.resource == "non-resource URL";
}

/// The rule of a grant that cannot be read back from its words: a resource with a dot in it looks like one of
/// a group. Empty: it can.
std::string oddRule(const Grant& g) {
  if (!g.document || isPath(g)) return {};
  const Json* rule = g.document->document.content.find(g.inner);
  if (rule == nullptr || !(*rule)["resources"].isArray()) return {};
  const auto odd = [](const Json& r) { return r.asString().find('.') != std::string::npos; };
  const auto& resources = (*rule)["resources"].items();
  return std::any_of(resources.begin(), resources.end(), odd) ? canonicalJson(*rule).value_or("a rule")
                                                              : std::string();
}

Saying sayingOf(const Grant& g) {
  Saying out;
  out.effect = g.deny ? Saying::Effect::Deny : Saying::Effect::Allow;
  out.name = g.path;
  out.condition = out.conditionText = g.condition;
  const auto words = wordsOf(g.action);
  const auto place = placeOf(isPath(g) ? g.scope : g.resource);
  const bool separated = (g.action + g.resource).find(between) != std::string::npos;
  if (std::string odd = oddRule(g); !odd.empty())
    out.unreadable = "a resource of its rule has a dot in its name: " + odd;
  else if (!g.exact || !words || !place || separated)
    out.unreadable = "it is not written as a verb and a resource in a namespace or cluster-wide";
  if (!out.unreadable.empty()) return out;
  const Symbols action = isPath(g) ? urlSymbols(*words) : resourceSymbols(*words);
  out.exact.actions.globs = {Glob(action, g.action)};
  out.exact.resources.globs = {Glob(placeSymbols(*place), isPath(g) ? g.scope : g.resource)};
  out.widest = out.exact;
  return out;
}

ComparedSide sideOf(const Grants& grants) {
  ComparedSide out{grants};
  for (const Grant& g : grants)
    addSaying(out, sayingOf(g));
  return out;
}

} // namespace

std::vector<GrantParts> kubernetesCompare(const Grants& wide, const Grants& narrow) {
  return compareSides(sideOf(wide), sideOf(narrow), {{moreParts(3, between)}, {moreParts(2, between)}});
}

} // namespace countersign
