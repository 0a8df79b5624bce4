// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/layers.h"

#include <utility>

namespace countersign::iam {

Layer evaluateLayer(std::string name, std::string kind, const std::vector<const Policy*>& policies,
                    const Request& request, const MatchRules& rules) {
  Layer out;
  out.name = std::move(name);
  out.kind = std::move(kind);
  for (const Policy* policy : policies)
    for (const Statement& statement : policy->statements) {
      StatementMatch allow = matchStatement(*policy, statement, request, rules, Statement::Effect::Allow);
      if (allow.truth() != Truth::No) {
        out.allow = either(out.allow, allow.truth());
        out.named.account = either(out.named.account, both(allow.principal.account, allow.rest));
        out.named.role = either(out.named.role, both(allow.principal.role, allow.rest));
        out.named.direct = either(out.named.direct, both(allow.principal.direct, allow.rest));
        out.allows.push_back(std::move(allow));
      }
      StatementMatch deny = matchStatement(*policy, statement, request, rules, Statement::Effect::Deny);
      if (deny.truth() != Truth::No) {
        out.deny = either(out.deny, deny.truth());
        out.denies.push_back(std::move(deny));
      }
    }
  return out;
}

Layer openLayer(std::string kind) {
  Layer out;
  out.kind = std::move(kind);
  out.allow = Truth::Yes;
  return out;
}

} // namespace countersign::iam
