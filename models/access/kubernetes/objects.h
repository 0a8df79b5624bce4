// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/kubernetes/rule.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::rbac {

/// rbac/v1 Subject: kind User, Group or ServiceAccount.
struct Subject {
  std::string kind, name, ns;
};

/// meta/v1 LabelSelectorRequirement.
struct LabelRequirement {
  std::string key, op; ///< In, NotIn, Exists, DoesNotExist
  std::vector<std::string> values;
};

/// meta/v1 LabelSelector: all of its requirements must hold; an empty one selects everything.
struct LabelSelector {
  std::map<std::string, std::string> matchLabels;
  std::vector<LabelRequirement> matchExpressions;
};
using Labels = std::map<std::string, std::string>;

/// True where the labels satisfy the selector. Error: Malformed, where the API server would refuse it
/// (k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector, pkg/labels/selector.go).
Result<bool> selects(const LabelSelector& selector, const Labels& labels);

/// A Role or a ClusterRole (without a namespace).
struct Role {
  std::string ns, name;
  PolicyRules rules;
  Labels labels;
  std::optional<std::vector<LabelSelector>> aggregation;
  /// False: a manifest, whose aggregated rules the controller has still to fill in.
  bool served = true;
  bool isCluster() const { return ns.empty(); }
  std::string shown() const; ///< "cluster role x", "role ns/x"
};

/// A RoleBinding or a ClusterRoleBinding (without a namespace).
struct Binding {
  std::string ns, name;
  std::string roleKind, roleName; ///< roleRef
  std::vector<Subject> subjects;
  bool isCluster() const { return ns.empty(); }
  std::string shown() const; ///< "ClusterRoleBinding/x", "RoleBinding/ns/x"
};

struct ServiceAccount {
  std::string ns, name;
};

/// A secret of type kubernetes.io/service-account-token: whoever reads it is that service account.
struct TokenSecret {
  std::string ns, name, serviceAccount;
};

/// Whoever runs commands in a pod has the token of the account that it runs under.
struct Pod {
  std::string ns, name, serviceAccount, node;
};

/// Which parts of a cluster have been shown. What was not may hold anything.
struct KnownParts {
  bool roles = true, clusterRoles = true, roleBindings = true, clusterRoleBindings = true;
  /// What consequences look at, too; whoever fills the objects says whether it was all. Documents carry no
  /// secrets and no pods.
  bool serviceAccounts = false, secrets = false, pods = false;
};

struct Objects {
  std::vector<Role> roles;
  std::vector<Binding> bindings;
  std::vector<ServiceAccount> serviceAccounts;
  std::vector<TokenSecret> tokenSecrets;
  std::vector<Pod> pods;
  std::vector<std::string> unread; ///< RBAC objects that could not be read, each with the reason
  KnownParts known;

  /// Adds one object as the API or kubectl write it, or all of a List; other kinds are passed over. An RBAC
  /// object that cannot be read is named in `unread`. `defaultNamespace` is for manifests without one.
  void addObject(const Json& object, const std::string& defaultNamespace = "default");
  /// Adds the content of a document of kind k8s.role, k8s.clusterrole, k8s.rolebinding,
  /// k8s.clusterrolebinding or k8s.serviceaccount (docs/formats/documents.md); others are passed over.
  void addDocument(std::string_view kind, const Json& content, bool live = true);
};

/// k8s.io/apiserver/pkg/authentication/user Info, as far as RBAC looks at it.
struct User {
  std::string name;
  std::vector<std::string> groups;
};

/// A service account with the groups that the API server gives it: system:serviceaccounts,
/// system:serviceaccounts:<namespace>, system:authenticated
/// (k8s.io/apiserver/pkg/authentication/serviceaccount MakeGroupNames;
/// pkg/authentication/group/authenticated_group_adder.go).
User serviceAccountUser(const std::string& ns, const std::string& name);
/// A user with the groups of its credential, and system:authenticated unless it is system:anonymous, which is
/// in system:unauthenticated instead.
User authenticated(User user);
/// The account of a user name; nullopt where it is none (ibid., SplitUsername).
std::optional<ServiceAccount> serviceAccountOf(std::string_view userName);
/// "system:serviceaccount:ns:name".
std::string serviceAccountUserName(const std::string& ns, const std::string& name);

} // namespace countersign::rbac
