// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/rule.h"

#include <algorithm>
#include <tuple>

namespace countersign::rbac {
namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// evaluation_helpers.go ResourceMatches.
bool resourceMatches(const Names& resources, const Request& request) {
  const std::string combined =
      request.subresource.empty() ? request.resource : request.resource + "/" + request.subresource;
  return std::any_of(resources.begin(), resources.end(), [&](const std::string& resource) {
    if (resource == "*" || resource == combined) return true;
    return !request.subresource.empty() && resource.compare(0, 2, "*/") == 0 &&
           resource.compare(2, std::string::npos, request.subresource) == 0;
  });
}

/// evaluation_helpers.go NonResourceURLMatches.
bool pathMatches(const Names& urls, const std::string& path) {
  return std::any_of(urls.begin(), urls.end(),
                     [&](const std::string& url) { return nonResourceUrlCovers(url, path); });
}

Result<Names> readNames(const Json& rule, const char* member, const std::string& pointer) {
  const Json& list = rule[member];
  Names out;
  const auto malformed = [&](const std::string& where) {
    return failure(ErrorCode::Malformed, std::string("'") + member + "' is a list of strings", {},
                   {{}, {}, {}, pointer + "/" + member + where, {}});
  };
  if (!list.isNull() && !list.isArray()) return malformed({});
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list.at(i).isString()) return malformed("/" + std::to_string(i));
    out.push_back(list.at(i).asString());
  }
  return out;
}

Result<PolicyRule> readRule(const Json& json, const std::string& pointer) {
  if (!json.isObject())
    return failure(ErrorCode::Malformed, "a rule is an object", {}, {{}, {}, {}, pointer, {}});
  PolicyRule rule;
  COUNTERSIGN_ASSIGN(rule.verbs, readNames(json, "verbs", pointer));
  COUNTERSIGN_ASSIGN(rule.apiGroups, readNames(json, "apiGroups", pointer));
  COUNTERSIGN_ASSIGN(rule.resources, readNames(json, "resources", pointer));
  COUNTERSIGN_ASSIGN(rule.resourceNames, readNames(json, "resourceNames", pointer));
  COUNTERSIGN_ASSIGN(rule.nonResourceUrls, readNames(json, "nonResourceURLs", pointer));
  return rule;
}

Json listOf(const Names& names) {
  Json out = Json::array();
  for (const std::string& name : names)
    out.push(name);
  return out;
}

} // namespace

bool nonResourceUrlCovers(std::string_view owner, std::string_view requested) {
  if (owner == requested) return true;
  if (owner.empty() || owner.back() != '*') return false;
  while (!owner.empty() && owner.back() == '*')
    owner.remove_suffix(1);
  return requested.substr(0, owner.size()) == owner;
}

bool allowsSomeName(const PolicyRule& rule, const Request& request) {
  if (!has(rule.verbs, "*") && !has(rule.verbs, request.verb)) return false;
  if (!request.resourceRequest) return pathMatches(rule.nonResourceUrls, request.path);
  return (has(rule.apiGroups, "*") || has(rule.apiGroups, request.apiGroup)) &&
         resourceMatches(rule.resources, request);
}

bool allows(const PolicyRule& rule, const Request& request) {
  return allowsSomeName(rule, request) &&
         (!request.resourceRequest || rule.resourceNames.empty() || has(rule.resourceNames, request.name));
}

bool operator<(const PolicyRule& a, const PolicyRule& b) {
  return std::tie(a.verbs, a.apiGroups, a.resources, a.resourceNames, a.nonResourceUrls) <
         std::tie(b.verbs, b.apiGroups, b.resources, b.resourceNames, b.nonResourceUrls);
}

std::size_t weight(const PolicyRule& rule) {
  std::size_t out = 1;
  for (const Names* list :
       {&rule.verbs, &rule.apiGroups, &rule.resources, &rule.resourceNames, &rule.nonResourceUrls})
    for (const std::string& text : *list)
      out += 1 + text.size() / 16;
  return out;
}

Result<PolicyRules> readRules(const Json& rules, const std::string& pointer) {
  PolicyRules out;
  if (!rules.isNull() && !rules.isArray())
    return failure(ErrorCode::Malformed, "rules are a list", {}, {{}, {}, {}, pointer, {}});
  for (std::size_t i = 0; i < rules.size(); ++i) {
    COUNTERSIGN_ASSIGN(PolicyRule rule, readRule(rules.at(i), pointer + "/" + std::to_string(i)));
    out.push_back(std::move(rule));
  }
  return out;
}

Json toJson(const PolicyRule& rule) {
  Json out = Json::object();
  out.setUnlessEmpty("verbs", listOf(rule.verbs));
  out.setUnlessEmpty("apiGroups", listOf(rule.apiGroups));
  out.setUnlessEmpty("resources", listOf(rule.resources));
  out.setUnlessEmpty("resourceNames", listOf(rule.resourceNames));
  out.setUnlessEmpty("nonResourceURLs", listOf(rule.nonResourceUrls));
  return out;
}

} // namespace countersign::rbac
