// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "collect.h"
#include "connectors/kubernetes/kubernetes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

std::string object(const std::string& kind, const std::string& ns, const std::string& name,
                   const std::string& more = {}) {
  const std::string version = kind == "ServiceAccount" || kind == "Pod" || kind == "Namespace"
                                  ? "v1"
                                  : "rbac.authorization.k8s.io/v1";
  return R"({"apiVersion":")" + version + R"(","kind":")" + kind + R"(","metadata":{"name":")" + name +
         R"(","uid":")" + kind + ns + name + '"' + (ns.empty() ? "" : R"(,"namespace":")" + ns + '"') + '}' +
         (more.empty() ? "" : "," + more) + '}';
}
std::string list(const std::vector<std::string>& items,
                 const std::string& metadata = R"({"resourceVersion":""})") {
  std::string out = R"({"apiVersion":"v1","items":[)";
  for (std::size_t i = 0; i < items.size(); ++i)
    out += (i > 0 ? "," : "") + items[i];
  return out + R"(],"kind":"List","metadata":)" + metadata + "}\n";
}
const std::string bound = R"("roleRef":{"kind":"ClusterRole","name":"view"})";

Collected read(std::string_view text, const ReadOptions& options = {}) {
  return collect(*makeKubernetesExportConnector(), text, "c1", options);
}

const char* const yamlStream = R"(# two objects and a list
apiVersion: v1
kind: ServiceAccount
metadata: {name: s, namespace: n, uid: u1}
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: r
  uid: u2
  labels: {aggregate: "true"}
rules:
- apiGroups: ["", apps]
  resources: [pods]
  verbs: ["*"]
---
apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: {name: b, uid: u3}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}
  subjects: [{kind: ServiceAccount, name: s, namespace: n}]
)";
const char* const jsonTwin =
    R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"s","namespace":"n","uid":"u1"},"automountServiceAccountToken":false}
{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r","uid":"u2","labels":{"aggregate":"true"}},
 "rules":[{"apiGroups":["apps",""],"resources":["pods"],"verbs":["*"]}]}
{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b","uid":"u3"},
 "roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"ServiceAccount","namespace":"n","name":"s"}]}]})";

} // namespace
