// SPDX-License-Identifier: Apache-2.0
#include "models/access/grant.h"
#include "models/access/kubernetes/held_bindings.h"

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
  HeldDocumentPtr binding;
  bool wide = false; ///< bound in the whole cluster
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
    g.holder = holder.binding;
    g.inner = inner;
    out.grants.push_back(std::move(g));
  };
  std::vector<std::string> names = rule["resourceNames"].strings();
  // URLs are in no namespace: a rule gives them only by a ClusterRoleBinding (Kubernetes API reference,
  // PolicyRule v1 rbac.authorization.k8s.io, nonResourceURLs).
  const auto urls = holder.wide ? rule["nonResourceURLs"].strings() : std::vector<std::string>();
  for (const std::string& verb : rule["verbs"].strings()) {
    for (const std::string& url : urls)
      add(verb, url, "non-resource URL");
    for (const std::string& group : rule["apiGroups"].strings())
      for (const std::string& resource : rule["resources"].strings()) {
        if (names.empty()) add(verb, resourceName(group, resource), holder.scope);
        for (const std::string& name : names)
          add(verb, resourceName(group, resource), holder.scope + " / " + name);
      }
  }
}

void addBinding(const HeldBinding& held, GrantList& out) {
  Holder holder;
  holder.binding = held.binding;
  holder.wide = held.wide;
  holder.scope =
      held.wide ? "cluster-wide" : "namespace " + held.binding->document.content["namespace"].asString();
  holder.path = held.roleShown + " ← " + (held.wide ? "cluster binding " : "binding ") +
                held.binding->document.object.name + (held.group.empty() ? "" : " ← " + held.group);
  if (!held.role) {
    out.missing.push_back(
        holder.path +
        ": the role is in no snapshot (a binding to a missing role gives nothing until it appears)");
    return;
  }
  const Json::Array& rules = held.role->document.content["rules"].items();
  for (std::size_t i = 0; i < rules.size(); ++i)
    addRule(rules[i], holder, held.role, "/rules/" + std::to_string(i), out);
}

} // namespace

GrantList kubernetesGrants(const HeldBindings& held) {
  GrantList out;
  out.known = held.known;
  out.missing = held.missing;
  for (const HeldBinding& binding : held.list)
    addBinding(binding, out);
  return out;
}

GrantList kubernetesGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return kubernetesGrants(kubernetesHeldBindings(reader, principal, plane));
}

} // namespace countersign
