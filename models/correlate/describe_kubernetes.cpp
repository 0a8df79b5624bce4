// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/keys.h"

#include <map>

namespace countersign::kinds {
namespace {

struct Names {
  std::string cluster, ns, name;
  explicit Names(const Document& d)
      : cluster(d.content["cluster"].asString()), ns(d.content["namespace"].asString()),
        name(d.content["name"].asString()) {}
};

void people(const Json& content, Description& out) {
  out.owner = ownerFrom(content["annotations"], "annotation", "/annotations");
  if (!out.owner) out.owner = ownerFrom(content["labels"], "label", "/labels");
  out.tier = tierFromMap(content["labels"], "label");
  if (!out.tier) out.tier = tierFromMap(content["annotations"], "annotation");
}

void serviceAccount(const Document& d, Description& out) {
  const Names n(d);
  out.principal = true;
  out.rank = 2;
  out.system = "kubernetes";
  out.kindLabel = "Kubernetes service account";
  out.place = n.cluster + " / " + n.ns;
  out.neutralUid = "k8s:" + n.cluster + ":system:serviceaccount:" + n.ns + ":" + n.name;
  if (!d.object.uniqueId.empty()) {
    out.idKey = keys::k8sUid(d.object.uniqueId);
    out.selfKeys.push_back(out.idKey);
  }
  if (!n.cluster.empty()) {
    out.nameKeys.push_back(keys::k8sServiceAccount(n.cluster, n.ns, n.name));
    out.selfKeys.push_back(out.nameKeys.back());
    out.namingKeys.push_back(keys::k8sNamespace(n.cluster, n.ns));
  }
  // Amazon EKS user guide, "Assign IAM roles to Kubernetes service accounts".
  const std::string role =
      keys::awsPrincipal(d.content["annotations"]["eks.amazonaws.com/role-arn"].asString());
  if (!role.empty()) {
    out.claims.push_back(role);
    out.namingKeys.push_back(role);
  }
  out.searchTerms = {n.ns + "/" + n.name, n.cluster, d.object.uniqueId};
  people(d.content, out);
}

/// A service account as bindings name it: all that is known where no list of accounts was exported.
void subject(const Document& d, Description& out) {
  const Names n(d);
  out.principal = true;
  out.rank = 4;
  out.system = "kubernetes";
  out.kindLabel = "Kubernetes service account";
  out.place = n.cluster + " / " + n.ns;
  out.neutralUid = "k8s:" + n.cluster + ":system:serviceaccount:" + n.ns + ":" + n.name;
  out.searchTerms = {n.ns + "/" + n.name, n.cluster};
  if (n.cluster.empty()) return;
  out.nameKeys.push_back(keys::k8sServiceAccount(n.cluster, n.ns, n.name));
  out.selfKeys = out.nameKeys;
  out.namingKeys.push_back(keys::k8sNamespace(n.cluster, n.ns));
}

void role(const Document& d, Description& out) {
  const Names n(d);
  out.selfKeys = {keys::k8sRole(n.cluster, n.ns, n.name)};
}

void clusterRole(const Document& d, Description& out) {
  const Names n(d);
  out.selfKeys = {keys::k8sClusterRole(n.cluster, n.name), keys::k8sAllClusterRoles(n.cluster)};
}

void binding(const Document& d, Description& out) {
  const Names n(d);
  const bool wide = d.object.kind == "k8s.clusterrolebinding";
  out.selfKeys = {wide ? keys::k8sClusterRoleBinding(n.cluster, n.name)
                       : keys::k8sRoleBinding(n.cluster, n.ns, n.name)};
  const std::string to = d.content["roleRef"]["name"].asString();
  out.namingKeys.push_back(d.content["roleRef"]["kind"].asString() == "ClusterRole"
                               ? keys::k8sClusterRole(n.cluster, to)
                               : keys::k8sRole(n.cluster, n.ns, to));
  for (const Json& subject : d.content["subjects"].items()) {
    const std::string kind = subject["kind"].asString(), name = subject["name"].asString();
    if (kind == "ServiceAccount")
      out.namingKeys.push_back(keys::k8sServiceAccount(n.cluster, subject["namespace"].asString(), name));
    else if (kind == "Group")
      out.namingKeys.push_back(keys::k8sGroup(n.cluster, name));
    else
      out.namingKeys.push_back(keys::k8sSubject(n.cluster, name));
  }
}

void nameSpace(const Document& d, Description& out) {
  const Names n(d);
  out.selfKeys = {keys::k8sNamespace(n.cluster, n.name)};
  people(d.content, out);
}

} // namespace

bool kubernetes(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{{"k8s.serviceaccount", serviceAccount},
                                                                  {"k8s.role", role},
                                                                  {"k8s.clusterrole", clusterRole},
                                                                  {"k8s.rolebinding", binding},
                                                                  {"k8s.clusterrolebinding", binding},
                                                                  {"k8s.namespace", nameSpace},
                                                                  {"k8s.subject", subject}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  return true;
}

} // namespace countersign::kinds
