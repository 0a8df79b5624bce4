// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/kubernetes/cluster.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::rbac {

using Verbs = std::vector<std::string>;

/// A permission that a user holds: for every name, or for those that rules name.
struct Permission {
  std::optional<Held> any;
  std::map<std::string, Held> named;

  const Held* on(const std::string& name) const {
    if (any) return &*any;
    const auto found = named.find(name);
    return found == named.end() ? nullptr : &found->second;
  }
  const Held* some() const { return any ? &*any : named.empty() ? nullptr : &named.begin()->second; }
};

/// The rules that a user holds in one namespace, or cluster-wide (empty).
class HeldRules {
public:
  HeldRules(const Cluster& cluster, const User& user, std::string ns);

  const std::string& ns() const { return ns_; }
  /// How much there is to look at: rules and the strings in them.
  std::size_t weight() const { return weight_; }
  /// What allows one of the verbs, in one pass.
  Permission permission(const Verbs& verbs, const std::string& group, const std::string& resource,
                        const std::string& subresource = {}) const;

private:
  std::string ns_;
  std::vector<Held> held_;
  std::size_t weight_ = 0;
};

} // namespace countersign::rbac
