// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/layers.h"

#include <utility>

namespace countersign::iam {
namespace {

void addAllow(LayerTruth& layer, const StatementTruth& match) {
  layer.allow = either(layer.allow, match.truth());
  layer.named.account = either(layer.named.account, both(match.principal.account, match.rest));
  layer.named.role = either(layer.named.role, both(match.principal.role, match.rest));
  layer.named.direct = either(layer.named.direct, both(match.principal.direct, match.rest));
}

} // namespace

void addPolicy(LayerTruth& layer, const Policy& policy, const Request& request, const MatchRules& rules) {
  using Effect = Statement::Effect;
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Deny)
      addAllow(layer, matchStatement(policy, statement, request, rules, Effect::Allow, nullptr));
    if (statement.effect != Effect::Allow)
      layer.deny = either(layer.deny,
                          matchStatement(policy, statement, request, rules, Effect::Deny, nullptr).truth());
  }
}

void addPolicy(Layer& layer, const Policy& policy, const Request& request, const MatchRules& rules) {
  using Effect = Statement::Effect;
  for (const Statement& statement : policy.statements) {
    StatementMatch allow, deny;
    matchStatement(policy, statement, request, rules, Effect::Allow, &allow);
    if (allow.truth() != Truth::No) {
      addAllow(layer, allow);
      layer.allows.push_back(std::move(allow));
    }
    matchStatement(policy, statement, request, rules, Effect::Deny, &deny);
    if (deny.truth() == Truth::No) continue;
    layer.deny = either(layer.deny, deny.truth());
    layer.denies.push_back(std::move(deny));
  }
}

} // namespace countersign::iam
