// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::rbac {

/// rbac.authorization.k8s.io/v1 PolicyRule.
struct PolicyRule {
  std::vector<std::string> verbs, apiGroups, resources, resourceNames, nonResourceUrls;
  bool operator==(const PolicyRule&) const = default;
};
bool operator<(const PolicyRule& a, const PolicyRule& b); ///< some order, for sets
using PolicyRules = std::vector<PolicyRule>;

/// What the API server asks its authorizers (k8s.io/apiserver/pkg/authorization/authorizer Attributes),
/// without the user. A request for a resource, or for a path that is none.
struct Request {
  std::string verb, apiGroup, resource, subresource, name;
  std::string ns;   ///< empty: cluster-scoped, or over all namespaces
  std::string path; ///< of a non-resource request
  bool resourceRequest = true;
};

/// True where the rule allows the request (kubernetes: plugin/pkg/auth/authorizer/rbac/rbac.go RuleAllows and
/// pkg/apis/rbac/v1/evaluation_helpers.go). `*` stands for all verbs, groups or resources; `*/scale` for that
/// subresource of all resources; a non-resource URL may end in `*`. Resource names have no wildcard.
bool allows(const PolicyRule& rule, const Request& request);
/// The same, whatever the name: the rule may be for some names only.
bool allowsSomeName(const PolicyRule& rule, const Request& request);

/// How much there is to look at and to copy: strings, and more for long ones.
std::size_t weight(const PolicyRule& rule);
/// Reads `[{verbs, apiGroups, resources, resourceNames, nonResourceURLs}]`; null is no rule. Errors:
/// Malformed with the pointer.
Result<PolicyRules> readRules(const Json& rules, const std::string& pointer = {});
/// The rule as Kubernetes writes it; members without a value are left out.
Json toJson(const PolicyRule& rule);

/// A rule for each group, resource, verb and resource name, and for each URL and verb, in upstream's order
/// (k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go BreakdownRule). Error: Limit, where it
/// were more than `most`.
Result<PolicyRules> breakdown(const PolicyRule& rule, std::size_t most = 1'000'000);

/// What of `servant` the rules of `owner` do not cover, broken down (ibid., Covers): nothing left means
/// covered. Error: Limit, where it takes more than `work`: comparisons, and bytes of what is left.
Result<PolicyRules> uncovered(const PolicyRules& owner, const PolicyRules& servant,
                              std::size_t work = 50'000'000);
/// ibid., nonResourceURLCovers.
bool nonResourceUrlCovers(std::string_view owner, std::string_view requested);

} // namespace countersign::rbac
