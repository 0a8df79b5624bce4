// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/objects.h"

#include <algorithm>

namespace countersign::rbac {
namespace {

/// labels.NewRequirement: how many values each operator takes.
Result<void> check(const LabelRequirement& requirement) {
  const bool listed = requirement.op == "In" || requirement.op == "NotIn";
  const bool bare = requirement.op == "Exists" || requirement.op == "DoesNotExist";
  if ((listed && !requirement.values.empty()) || (bare && requirement.values.empty())) return {};
  return failure(ErrorCode::Malformed, "label selector: operator '" + requirement.op + "' with " +
                                           std::to_string(requirement.values.size()) + " values");
}

/// labels.Requirement.Matches: NotIn holds where the label is missing, too.
bool holds(const LabelRequirement& requirement, const Labels& labels) {
  const auto found = labels.find(requirement.key);
  if (requirement.op == "Exists") return found != labels.end();
  if (requirement.op == "DoesNotExist") return found == labels.end();
  const bool listed = found != labels.end() && std::find(requirement.values.begin(), requirement.values.end(),
                                                         found->second) != requirement.values.end();
  return requirement.op == "In" ? listed : !listed;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

} // namespace

Result<bool> selects(const LabelSelector& selector, const Labels& labels) {
  for (const LabelRequirement& requirement : selector.matchExpressions)
    COUNTERSIGN_TRY(check(requirement));
  const bool equal =
      std::all_of(selector.matchLabels.begin(), selector.matchLabels.end(), [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
      });
  return equal && std::all_of(selector.matchExpressions.begin(), selector.matchExpressions.end(),
                              [&](const LabelRequirement& r) { return holds(r, labels); });
}

std::string Role::shown() const {
  return isCluster() ? "cluster role " + name : "role " + ns + "/" + name;
}

std::string Binding::shown() const {
  return isCluster() ? "ClusterRoleBinding/" + name : "RoleBinding/" + ns + "/" + name;
}

std::string serviceAccountUserName(const std::string& ns, const std::string& name) {
  return "system:serviceaccount:" + ns + ":" + name;
}

std::optional<ServiceAccount> serviceAccountOf(std::string_view userName) {
  constexpr std::string_view prefix = "system:serviceaccount:";
  if (userName.substr(0, prefix.size()) != prefix) return std::nullopt;
  userName.remove_prefix(prefix.size());
  const auto colon = userName.find(':');
  if (colon == 0 || colon >= userName.size() - 1 || userName.find(':', colon + 1) != std::string_view::npos)
    return std::nullopt;
  return ServiceAccount{std::string(userName.substr(0, colon)), std::string(userName.substr(colon + 1))};
}

User serviceAccountUser(const std::string& ns, const std::string& name) {
  return {serviceAccountUserName(ns, name),
          {"system:serviceaccounts", "system:serviceaccounts:" + ns, "system:authenticated"}};
}

User authenticated(User user) {
  const char* group = user.name == "system:anonymous" ? "system:unauthenticated" : "system:authenticated";
  if (!contains(user.groups, "system:authenticated") && !contains(user.groups, "system:unauthenticated"))
    user.groups.emplace_back(group);
  return user;
}

} // namespace countersign::rbac
