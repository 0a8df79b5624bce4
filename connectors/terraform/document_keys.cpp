// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/mapping.h"

#include "models/identity/keys.h"

#include <algorithm>

namespace countersign::terraform {
namespace {

class Keys {
public:
  void add(std::string key) {
    if (!key.empty() && std::find(all.begin(), all.end(), key) == all.end()) all.push_back(std::move(key));
  }
  void arn(const Json& text) {
    if (!text.asString().empty()) add(keys::awsArn(text.asString()));
  }
  /// A role, user or group by account and name.
  void named(std::string_view kind, const Json& account, const Json& name) {
    if (account.asString().empty() || name.asString().empty()) return;
    if (kind == "role") add(keys::awsRole(account.asString(), name.asString()));
    if (kind == "user") add(keys::awsUser(account.asString(), name.asString()));
    if (kind == "group") add(keys::awsGroup(account.asString(), name.asString()));
  }
  std::vector<std::string> all;
};

void awsKeys(const Document& document, Keys& out) {
  const Json& content = document.content;
  const std::string& kind = document.object.kind;
  out.arn(content["arn"]);
  if (kind == "aws.role" || kind == "aws.user" || kind == "aws.group") {
    out.named(std::string_view(kind).substr(4), content["account"], content["name"]);
    if (!document.object.uniqueId.empty()) out.add(keys::awsId(document.object.uniqueId));
  } else if (kind == "aws.access-keys") {
    out.named("user", content["account"], content["user"]);
    for (const Json& key : content["keys"].items())
      if (!key["id"].asString().empty()) out.add(keys::awsAccessKey(key["id"].asString()));
  } else if (kind == "aws.attachment" || kind == "aws.inline-policy") {
    out.named(content["to"]["kind"].asString(), content["to"]["account"], content["to"]["name"]);
    out.arn(content["policy"]);
  } else if (kind == "aws.group-membership") {
    out.named("user", content["account"], content["user"]);
    out.named("group", content["account"], content["group"]);
  } else if (kind == "aws.instance-profile") {
    keys::Arn parts;
    if (keys::splitArn(content["arn"].asString(), parts))
      out.named("role", Json(parts.account), content["role"]);
  } else if (kind == "aws.pod-identity-association") {
    out.arn(content["role"]);
    out.add(keys::awsPrincipal(content["role"].asString()));
  }
}

void kubernetesKeys(const Document& document, Keys& out) {
  if (!document.object.uniqueId.empty()) out.add(keys::k8sUid(document.object.uniqueId));
  const std::string& cluster = document.content["cluster"].asString();
  const std::string& ns = document.content["namespace"].asString();
  const std::string& name = document.content["name"].asString();
  if (cluster.empty() || name.empty()) return; // without a cluster a name says nothing
  const std::string& kind = document.object.kind;
  if (kind == "k8s.serviceaccount") out.add(keys::k8sServiceAccount(cluster, ns, name));
  if (kind == "k8s.role") out.add(keys::k8sRole(cluster, ns, name));
  if (kind == "k8s.clusterrole") out.add(keys::k8sClusterRole(cluster, name));
  if (kind == "k8s.rolebinding") out.add(keys::k8sRoleBinding(cluster, ns, name));
  if (kind == "k8s.clusterrolebinding") out.add(keys::k8sClusterRoleBinding(cluster, name));
  if (kind == "k8s.namespace") out.add(keys::k8sNamespace(cluster, name));
}

} // namespace

std::vector<std::string> keysOf(const Document& document) {
  Keys result;
  if (document.object.kind.rfind("aws.", 0) == 0)
    awsKeys(document, result);
  else
    kubernetesKeys(document, result);
  return std::move(result.all);
}

} // namespace countersign::terraform
