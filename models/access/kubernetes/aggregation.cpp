// SPDX-License-Identifier: Apache-2.0
// After kubernetes: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go.
#include "models/access/kubernetes/cluster.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::rbac {
namespace {

/// Enough for clusters of thousands of roles; hostile ones are refused.
constexpr std::size_t mostWork = 50'000'000;

/// Selections are worked out once for each aggregated role.
class Aggregation {
public:
  explicit Aggregation(const std::vector<Role>& roles) : roles_(roles) {}

  /// What the controller ends with: the rules of all roles selected, also through aggregated ones. What an
  /// aggregated role has written itself is replaced, unless roles select each other in a ring: then it
  /// depends on the order in which the controller comes by whether it survives.
  Result<PolicyRules> settled(std::size_t start) {
    COUNTERSIGN_ASSIGN(const std::vector<std::size_t> all, reachedFrom(start));
    std::set<PolicyRule> have;
    PolicyRules out;
    for (const std::size_t at : all)
      if (!roles_[at].aggregation)
        for (const PolicyRule& rule : roles_[at].rules) {
          COUNTERSIGN_TRY(spend(8 * weight(rule)));
          if (have.insert(rule).second) out.push_back(rule);
        }
    for (const std::size_t at : all)
      COUNTERSIGN_TRY(checkOwn(at, have));
    return out;
  }

private:
  /// Error: Unsupported, where rules of an aggregated role's own may survive.
  Result<void> checkOwn(std::size_t at, const std::set<PolicyRule>& have) {
    const Role& role = roles_[at];
    if (!role.aggregation || std::all_of(role.rules.begin(), role.rules.end(),
                                         [&](const PolicyRule& rule) { return have.count(rule) != 0; }))
      return {};
    COUNTERSIGN_ASSIGN(const bool ring, inRing(at));
    if (!ring) return {};
    return failure(ErrorCode::Unsupported,
                   "aggregated " + role.shown() +
                       " has rules of its own and is selected by itself through others: "
                       "what comes of them depends on the order of events");
  }

  /// The role itself and those that give it rules, each once.
  Result<std::vector<std::size_t>> reachedFrom(std::size_t start) {
    std::vector<std::size_t> out{start};
    std::set<std::size_t> seen{start};
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!roles_[out[i]].aggregation) continue;
      COUNTERSIGN_TRY(select(out[i]));
      const std::vector<std::size_t>& chosen = selected_[out[i]];
      COUNTERSIGN_TRY(spend(chosen.size()));
      for (const std::size_t next : chosen)
        if (seen.insert(next).second) out.push_back(next);
    }
    return out;
  }

  Result<bool> inRing(std::size_t role) {
    if (const auto known = ring_.find(role); known != ring_.end()) return known->second;
    COUNTERSIGN_ASSIGN(const std::vector<std::size_t> all, reachedFrom(role));
    bool ring = false;
    for (const std::size_t at : all)
      if (roles_[at].aggregation) {
        const std::vector<std::size_t>& chosen = selected_[at];
        ring = ring || std::binary_search(chosen.begin(), chosen.end(), role);
      }
    return ring_[role] = ring;
  }

  Result<void> select(std::size_t at) {
    if (selected_.count(at) != 0) return {};
    std::set<std::size_t> out;
    for (const LabelSelector& selector : *roles_[at].aggregation) {
      std::size_t each = 1 + selector.matchLabels.size();
      for (const LabelRequirement& requirement : selector.matchExpressions)
        each += 1 + requirement.values.size();
      COUNTERSIGN_TRY(selects(selector, {})); // refused even where there is nothing to select
      for (std::size_t i = 0; i < roles_.size(); ++i) {
        if (!roles_[i].isCluster() || i == at) continue;
        COUNTERSIGN_TRY(spend(each));
        COUNTERSIGN_ASSIGN(const bool chosen, selects(selector, roles_[i].labels));
        if (chosen) out.insert(i);
      }
    }
    selected_[at] = {out.begin(), out.end()};
    return {};
  }

  Result<void> spend(std::size_t work) {
    spent_ += work;
    if (spent_ <= mostWork) return {};
    return failure(ErrorCode::Limit, "aggregated cluster roles select too many others");
  }

  const std::vector<Role>& roles_;
  std::map<std::size_t, std::vector<std::size_t>> selected_; ///< sorted
  std::map<std::size_t, bool> ring_;
  std::size_t spent_ = 0;
};

} // namespace

Result<PolicyRules> Cluster::aggregatedRules(const std::string& clusterRole) const {
  const auto found = roles_.find("/" + clusterRole);
  if (found == roles_.end()) return failure(ErrorCode::NotFound, "there is no cluster role " + clusterRole);
  return Aggregation(objects_.roles).settled(found->second);
}

void Cluster::settleAggregation() {
  Aggregation aggregation(objects_.roles);
  std::map<std::size_t, PolicyRules> settled;
  for (std::size_t i = 0; i < objects_.roles.size(); ++i) {
    const Role& role = objects_.roles[i];
    if (role.served || !role.aggregation) continue;
    auto rules = aggregation.settled(i);
    if (!rules) objects_.unread.push_back(role.shown() + ": " + rules.error().text());
    settled[i] = rules ? std::move(*rules) : PolicyRules();
  }
  for (auto& [i, rules] : settled)
    objects_.roles[i].rules = std::move(rules);
}

} // namespace countersign::rbac
