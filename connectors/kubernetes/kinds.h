// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace countersign::kubernetes {

enum class Kind {
  ServiceAccount,
  Role,
  ClusterRole,
  RoleBinding,
  ClusterRoleBinding,
  Namespace,
  Pod,
  Secret
};

/// What is known of a kind that is read.
struct KindInfo {
  Kind kind;
  std::string_view name;     ///< "RoleBinding"
  std::string_view document; ///< "k8s.rolebinding"; empty where no document is made of it
  std::string_view part;     ///< "rolebindings"; empty likewise. Also the resource name of the API
  bool namespaced;
  bool rbac; ///< lives in an RBAC API group, else in the core group
};

/// The kind that an object's `apiVersion` and `kind` name; nullptr for one that is not read.
/// Reads rbac.authorization.k8s.io v1 and v1beta1, authorization.openshift.io/v1 (and its old name "v1"),
/// the core group and project.openshift.io/v1 Project, which is a namespace.
const KindInfo* findKind(std::string_view apiVersion, std::string_view kind);
/// The kind whose documents are in `part`; nullptr where there is none.
const KindInfo* findPart(std::string_view part);

/// True for "List" and for typed lists ("RoleBindingList").
bool isListKind(std::string_view kind);
/// "RoleBindingList" → "RoleBinding"; empty for "List" and for what is no list.
std::string_view itemKind(std::string_view listKind);
/// True for "v1", "apps/v1beta2" …: the form of a Kubernetes API version.
bool isApiVersion(std::string_view text);

} // namespace countersign::kubernetes
