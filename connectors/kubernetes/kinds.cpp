// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/kinds.h"

#include <algorithm>
#include <array>

namespace countersign::kubernetes {
namespace {

constexpr std::array<KindInfo, 8> kinds{{
    {Kind::ServiceAccount, "ServiceAccount", "k8s.serviceaccount", "serviceaccounts", true, false},
    {Kind::Role, "Role", "k8s.role", "roles", true, true},
    {Kind::ClusterRole, "ClusterRole", "k8s.clusterrole", "clusterroles", false, true},
    {Kind::RoleBinding, "RoleBinding", "k8s.rolebinding", "rolebindings", true, true},
    {Kind::ClusterRoleBinding, "ClusterRoleBinding", "k8s.clusterrolebinding", "clusterrolebindings", false,
     true},
    {Kind::Namespace, "Namespace", "k8s.namespace", "namespaces", false, false},
    {Kind::Pod, "Pod", "", "", true, false},
    {Kind::Secret, "Secret", "", "", true, false},
}};

bool fits(const KindInfo& info, std::string_view apiVersion) {
  if (apiVersion == "v1") return true; // OpenShift 3 served its RBAC kinds there, too
  return info.rbac &&
         (apiVersion == "rbac.authorization.k8s.io/v1" || apiVersion == "rbac.authorization.k8s.io/v1beta1" ||
          apiVersion == "authorization.openshift.io/v1");
}

} // namespace

const KindInfo* findKind(std::string_view apiVersion, std::string_view kind) {
  if (apiVersion == "project.openshift.io/v1" && kind == "Project") return findKind("v1", "Namespace");
  for (const KindInfo& info : kinds)
    if (info.name == kind) return fits(info, apiVersion) ? &info : nullptr;
  return nullptr;
}

const KindInfo* findPart(std::string_view part) {
  for (const KindInfo& info : kinds)
    if (!info.part.empty() && info.part == part) return &info;
  return nullptr;
}

bool isListKind(std::string_view kind) {
  return kind.size() >= 4 && kind.substr(kind.size() - 4) == "List";
}

std::string_view itemKind(std::string_view listKind) {
  return isListKind(listKind) ? listKind.substr(0, listKind.size() - 4) : std::string_view{};
}

bool isApiVersion(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    if (slash == 0) return false;
    text.remove_prefix(slash + 1);
  }
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() < 2 || text.size() > 16 || text[0] != 'v' || !digit(text[1])) return false;
  return std::all_of(text.begin() + 1, text.end(),
                     [&](char c) { return digit(c) || (c >= 'a' && c <= 'z'); });
}

} // namespace countersign::kubernetes
