// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/kubernetes/kinds.h"
#include "models/identity/json.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>

/// The normal forms of docs/formats/documents.md, "Kubernetes, live". Errors name the place inside the object
/// by JSON pointer in `Error::place`.
namespace countersign::kubernetes {

/// What `metadata` says that names an object.
struct ObjectMeta {
  std::string name;
  std::string ns; ///< empty for kinds of the whole cluster
  std::string uid;
  bool namespaceAssumed = false; ///< none was given; "default" is where kubectl puts such an object
  /// "ns/name", or "name" for kinds of the whole cluster.
  std::string key() const { return ns.empty() ? name : ns + '/' + name; }
};

/// Errors: Malformed where there is no name or a member has another type.
Result<ObjectMeta> objectMeta(const Json& object, const KindInfo& kind);

/// The document's content. `kind` is one with a document. `cluster` may be empty.
Result<Json> objectContent(const Json& object, const KindInfo& kind, const ObjectMeta& meta,
                           std::string_view cluster);

/// RBAC rules: each list a set, the list of rules a set (RBAC is a union: k8s.io/api/rbac/v1 PolicyRule).
Result<Json> normalRules(const Json& rules);
/// Subjects as a set. A service account without a namespace is in the binding's own (the API server's
/// authorizer reads it so); users and groups have none. OpenShift's SystemUser and SystemGroup are users
/// and groups.
Result<Json> normalSubjects(const Json& subjects, std::string_view bindingNamespace);
/// {kind, name}. OpenShift leaves the kind out: with a namespace it is a Role, without a ClusterRole.
Result<Json> normalRoleRef(const Json& roleRef);

/// A time of the API (RFC 3339) in the documents' spelling; null where there is none or it is none.
Json normalTime(const Json& time);

} // namespace countersign::kubernetes
