// SPDX-License-Identifier: Apache-2.0
// After k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go.
#include "models/access/kubernetes/rule.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace countersign::rbac {
namespace {

using Set = std::unordered_set<std::string_view>;

/// An owner's rule, ready to be asked many times.
struct Owner {
  explicit Owner(const PolicyRule& rule)
      : verbs(rule.verbs.begin(), rule.verbs.end()), groups(rule.apiGroups.begin(), rule.apiGroups.end()),
        resources(rule.resources.begin(), rule.resources.end()),
        names(rule.resourceNames.begin(), rule.resourceNames.end()),
        urls(rule.nonResourceUrls.begin(), rule.nonResourceUrls.end()) {
    for (const std::string& url : rule.nonResourceUrls)
      if (!url.empty() && url.back() == '*') wildcards.push_back(url);
    allVerbs = verbs.count("*") != 0;
    allGroups = groups.count("*") != 0;
    allResources = resources.count("*") != 0;
  }

  bool coversResource(std::string_view resource) const {
    if (allResources || resources.count(resource) != 0) return true;
    const auto slash = resource.find('/');
    if (slash == std::string_view::npos) return false;
    return resources.count("*" + std::string(resource.substr(slash))) != 0;
  }
  bool coversUrl(std::string_view url) const {
    return urls.count(url) != 0 ||
           std::any_of(wildcards.begin(), wildcards.end(),
                       [&](std::string_view owner) { return nonResourceUrlCovers(owner, url); });
  }

  Set verbs, groups, resources, names, urls;
  std::vector<std::string_view> wildcards;
  bool allVerbs, allGroups, allResources;
};

/// One verb on one resource (perhaps of one name), or on one URL.
struct Atom {
  const std::string *verb, *group = nullptr, *resource = nullptr, *name = nullptr, *url = nullptr;

  /// What it takes to write it down.
  std::size_t cost() const {
    std::size_t out = 100;
    for (const std::string* text : {verb, group, resource, name, url})
      out += text ? text->size() : 0;
    return out;
  }

  PolicyRule rule() const {
    PolicyRule out;
    out.verbs = {*verb};
    if (group) out.apiGroups = {*group};
    if (resource) out.resources = {*resource};
    if (name) out.resourceNames = {*name};
    if (url) out.nonResourceUrls = {*url};
    return out;
  }
};

/// ruleCovers. A rule with resource names covers no URL and no rule without names.
bool covers(const Owner& owner, const Atom& atom) {
  if (!owner.allVerbs && owner.verbs.count(*atom.verb) == 0) return false;
  if (!owner.names.empty() && (!atom.name || owner.names.count(*atom.name) == 0)) return false;
  if (atom.url) return owner.coversUrl(*atom.url);
  return (owner.allGroups || owner.groups.count(*atom.group) != 0) && owner.coversResource(*atom.resource);
}

/// BreakdownRule without the list; `visit` returns false to stop.
bool forEachAtom(const PolicyRule& rule, const std::function<bool(const Atom&)>& visit) {
  if (rule.verbs.empty()) return true;
  for (const std::string& group : rule.apiGroups)
    for (const std::string& resource : rule.resources)
      for (const std::string& verb : rule.verbs) {
        if (rule.resourceNames.empty() && !visit({&verb, &group, &resource})) return false;
        for (const std::string& name : rule.resourceNames)
          if (!visit({&verb, &group, &resource, &name})) return false;
      }
  for (const std::string& url : rule.nonResourceUrls)
    for (const std::string& verb : rule.verbs)
      if (!visit({&verb, nullptr, nullptr, nullptr, &url})) return false;
  return true;
}

constexpr std::size_t mostBytes = 500'000'000;

tl::unexpected<Error> tooMany() {
  return failure(ErrorCode::Limit, "the rules have too many combinations to be compared one by one");
}

} // namespace

Result<PolicyRules> breakdown(const PolicyRule& rule, std::size_t most) {
  PolicyRules out;
  std::size_t bytes = mostBytes;
  const bool whole = forEachAtom(rule, [&](const Atom& atom) {
    if (out.size() >= most || bytes < atom.cost()) return false;
    bytes -= atom.cost();
    out.push_back(atom.rule());
    return true;
  });
  if (!whole) return tooMany();
  return out;
}

Result<PolicyRules> uncovered(const PolicyRules& owner, const PolicyRules& servant, std::size_t work) {
  const std::vector<Owner> owners(owner.begin(), owner.end());
  std::size_t each = 1;
  for (const Owner& o : owners)
    each += 1 + o.wildcards.size();
  PolicyRules out;
  const auto visit = [&](const Atom& atom) {
    if (work < each) return false;
    work -= each;
    if (std::any_of(owners.begin(), owners.end(), [&](const Owner& o) { return covers(o, atom); }))
      return true;
    if (work < atom.cost()) return false;
    work -= atom.cost();
    out.push_back(atom.rule());
    return true;
  };
  for (const PolicyRule& rule : servant)
    if (!forEachAtom(rule, visit)) return tooMany();
  return out;
}

} // namespace countersign::rbac
