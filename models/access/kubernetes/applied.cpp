// SPDX-License-Identifier: Apache-2.0
#include "models/access/grant.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

/// "pods", "deployments.apps", "*.*" for all groups.
std::string resourceName(const std::string& group, const std::string& resource) {
  if (group.empty()) return resource;
  const auto slash = resource.find('/');
  if (slash == std::string::npos) return resource + "." + group;
  return resource.substr(0, slash) + "." + group + resource.substr(slash);
}

struct Holder {
  std::string scope, path;
};

void addRule(const Json& rule, const Holder& holder, const HeldDocumentPtr& document,
             const std::string& inner, GrantList& out) {
  const auto add = [&](const std::string& verb, const std::string& what, const std::string& on) {
    Grant g;
    g.action = verb + " " + what;
    g.shown = g.action;
    g.resource = on;
    g.scope = holder.scope;
    g.path = holder.path;
    g.document = document;
    g.inner = inner;
    out.grants.push_back(std::move(g));
  };
  std::vector<std::string> names = rule["resourceNames"].strings();
  for (const std::string& verb : rule["verbs"].strings()) {
    for (const std::string& url : rule["nonResourceURLs"].strings())
      add(verb, url, "non-resource URL");
    for (const std::string& group : rule["apiGroups"].strings())
      for (const std::string& resource : rule["resources"].strings()) {
        if (names.empty()) add(verb, resourceName(group, resource), holder.scope);
        for (const std::string& name : names)
          add(verb, resourceName(group, resource), holder.scope + " / " + name);
      }
  }
}

class KubernetesPlane {
public:
  KubernetesPlane(DocumentReader& reader, SourceRole plane, const HeldDocumentPtr& account)
      : reader_(reader), plane_(plane) {
    const Json& c = account->document.content;
    cluster_ = c["cluster"].asString();
    ns_ = c["namespace"].asString();
    name_ = c["name"].asString();
    declared_ = account->role == SourceRole::Intent;
  }

  GrantList all() {
    if (cluster_.empty()) {
      out_.missing.push_back("the cluster of " + ns_ + "/" + name_ + " is not known; import with --cluster");
      return std::move(out_);
    }
    const bool live = plane_ == SourceRole::Live;
    out_.known = live ? reader_.partImported("kubernetes", cluster_, "rolebindings", plane_) ||
                            reader_.partImported("kubernetes", cluster_, "clusterrolebindings", plane_)
                      : declared_;
    if (live && !out_.known) out_.missing.push_back("no bindings of cluster " + cluster_ + " were imported");
    // Kubernetes documentation, "Using RBAC Authorization": groups of every service account.
    subject(keys::k8sServiceAccount(cluster_, ns_, name_), {});
    subject(keys::k8sGroup(cluster_, "system:serviceaccounts:" + ns_), "group system:serviceaccounts:" + ns_);
    subject(keys::k8sGroup(cluster_, "system:serviceaccounts"), "group system:serviceaccounts");
    subject(keys::k8sGroup(cluster_, "system:authenticated"), "group system:authenticated");
    return std::move(out_);
  }

private:
  void subject(const std::string& key, const std::string& group) {
    for (const HeldDocumentPtr& b : reader_.naming(key, {"k8s.rolebinding", "k8s.clusterrolebinding"}))
      if (b->role == plane_) {
        out_.known = true;
        binding(b, group);
      }
  }

  void binding(const HeldDocumentPtr& b, const std::string& group) {
    const Json& c = b->document.content;
    const bool wide = b->document.object.kind == "k8s.clusterrolebinding";
    const std::string in = c["namespace"].asString(), to = c["roleRef"]["name"].asString();
    const bool cluster = c["roleRef"]["kind"].asString() == "ClusterRole";
    Holder holder;
    holder.scope = wide ? "cluster-wide" : "namespace " + in;
    holder.path = std::string(cluster ? "cluster role " : "role ") + to + " ← " +
                  (wide ? "cluster binding " : "binding ") + b->document.object.name +
                  (group.empty() ? "" : " ← " + group);
    const auto roles = cluster ? reader_.withKey(keys::k8sClusterRole(cluster_, to), {"k8s.clusterrole"})
                               : reader_.withKey(keys::k8sRole(cluster_, in, to), {"k8s.role"});
    const auto role =
        std::find_if(roles.begin(), roles.end(), [&](const auto& r) { return r->role == plane_; });
    const HeldDocumentPtr found = role != roles.end() ? *role : roles.empty() ? nullptr : roles.front();
    if (!found) {
      reader_.absent(std::string(cluster ? "k8s.clusterrole " : "k8s.role ") + cluster_ + "/" +
                     (cluster ? "" : in + "/") + to);
      out_.missing.push_back(
          holder.path +
          ": the role is in no snapshot (a binding to a missing role gives nothing until it appears)");
      return;
    }
    const Json::Array& rules = found->document.content["rules"].items();
    for (std::size_t i = 0; i < rules.size(); ++i)
      addRule(rules[i], holder, found, "/rules/" + std::to_string(i), out_);
  }

  DocumentReader& reader_;
  SourceRole plane_;
  std::string cluster_, ns_, name_;
  bool declared_ = false;
  GrantList out_;
};

} // namespace

GrantList kubernetesGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return KubernetesPlane(reader, plane, principal).all();
}

} // namespace countersign
