// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/kubernetes/powers.h"

#include <stdexcept>
#include <string>
#include <vector>

/// Short ways to write clusters down.
namespace countersign::test {

using Texts = std::vector<std::string>;

inline Json json(const std::string& text) {
  auto parsed = parseJson(text);
  if (!parsed) throw std::runtime_error(parsed.error().text() + ": " + text);
  return std::move(*parsed);
}

inline rbac::PolicyRule rule(Texts verbs, Texts groups, Texts resources, Texts names = {}) {
  return {std::move(verbs), std::move(groups), std::move(resources), std::move(names), {}};
}

inline rbac::PolicyRule urlRule(Texts verbs, Texts urls) {
  return {std::move(verbs), {}, {}, {}, std::move(urls)};
}

/// "pods", "apps:deployments/scale", in a namespace and of a name.
inline rbac::Request request(const std::string& verb, std::string what, const std::string& ns = {},
                             const std::string& name = {}) {
  rbac::Request out;
  out.verb = verb;
  if (const auto colon = what.find(':'); colon != std::string::npos) {
    out.apiGroup = what.substr(0, colon);
    what.erase(0, colon + 1);
  }
  const auto slash = what.find('/');
  out.resource = what.substr(0, slash);
  if (slash != std::string::npos) out.subresource = what.substr(slash + 1);
  out.ns = ns;
  out.name = name;
  return out;
}

inline rbac::Request path(const std::string& verb, const std::string& url) {
  rbac::Request out;
  out.verb = verb;
  out.path = url;
  out.resourceRequest = false;
  return out;
}

class World {
public:
  rbac::Objects objects;

  World& role(const std::string& ns, const std::string& name, rbac::PolicyRules rules) {
    rbac::Role made;
    made.ns = ns;
    made.name = name;
    made.rules = std::move(rules);
    objects.roles.push_back(std::move(made));
    return *this;
  }
  /// Binds a role of the namespace, or a cluster role: "cluster:name".
  World& bind(const std::string& ns, const std::string& name, const std::string& to,
              std::vector<rbac::Subject> subjects) {
    const bool cluster = to.rfind("cluster:", 0) == 0;
    objects.bindings.push_back(
        {ns, name, cluster ? "ClusterRole" : "Role", cluster ? to.substr(8) : to, std::move(subjects)});
    return *this;
  }
  /// A cluster role with these rules, bound to a service account in `ns` (empty: cluster-wide).
  World& grant(const std::string& ns, const std::string& accountNs, const std::string& account,
               rbac::PolicyRules rules) {
    const std::string name = "r" + std::to_string(objects.roles.size());
    role({}, name, std::move(rules));
    return bind(ns, "b-" + name, "cluster:" + name, {{"ServiceAccount", account, accountNs}});
  }
  World& account(const std::string& ns, const std::string& name) {
    objects.serviceAccounts.push_back({ns, name});
    return *this;
  }
};

inline Texts texts(const std::vector<rbac::Consequence>& list) {
  Texts out;
  for (const rbac::Consequence& c : list)
    out.push_back(std::string(rbac::consequenceName(c.kind)) + " " + c.reached.shown() + " " + c.scope() +
                  (c.condition.empty() ? "" : " maybe"));
  return out;
}

/// One text a line, for comparing and for showing.
inline std::string lines(const Texts& list) {
  std::string out;
  for (const std::string& text : list)
    out += text + "\n";
  return out;
}

} // namespace countersign::test
