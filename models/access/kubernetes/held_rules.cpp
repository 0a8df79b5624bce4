// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/held_rules.h"

#include <algorithm>

namespace countersign::rbac {

HeldRules::HeldRules(const Cluster& cluster, const User& user, std::string ns) : ns_(std::move(ns)) {
  cluster.visitRules(user, ns_, [&](const Held& held) {
    held_.push_back(held);
    weight_ += rbac::weight(*held.rule);
    return true;
  });
}

Permission HeldRules::permission(const Verbs& verbs, const std::string& group, const std::string& resource,
                                 const std::string& subresource) const {
  Request request;
  request.apiGroup = group;
  request.resource = resource;
  request.subresource = subresource;
  request.ns = ns_;
  Permission out;
  for (const Held& held : held_) {
    const bool holds = std::any_of(verbs.begin(), verbs.end(), [&](const std::string& verb) {
      request.verb = verb;
      return allowsSomeName(*held.rule, request);
    });
    if (!holds) continue;
    if (held.rule->resourceNames.empty()) {
      out.any = held;
      out.named.clear();
      return out;
    }
    for (const std::string& name : held.rule->resourceNames)
      if (!name.empty()) out.named.emplace(name, held);
  }
  return out;
}

} // namespace countersign::rbac
