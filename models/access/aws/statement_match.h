// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/condition.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::iam {

/// How a statement bears on a request.
struct StatementTruth {
  PrincipalTruth principal; ///< all direct where the kind of policy names no principal
  Truth rest = Truth::No;   ///< action, resource and conditions

  Truth truth() const { return both(principal.any(), rest); }
};

/// The same with what it was made of.
struct StatementMatch : StatementTruth {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  std::string principalCondition;               ///< under which the caller is named, where that is not known
  std::vector<const ConditionTest*> conditions; ///< those that are not known to hold
  std::vector<std::string> resourceConditions;  ///< what policy variables in Resource would have to be
  std::vector<std::string> missing;
  std::optional<Instant> until;
};

enum class PrincipalElement {
  Ignored,  ///< identity-based policies, boundaries, session policies, SCPs: who is meant is given by
            ///< attachment
  Optional, ///< VPC endpoint policies: a statement without Principal is about everyone
  Required  ///< resource-based policies, trust policies, RCPs: a statement without Principal is about nobody
};

struct MatchRules {
  PrincipalElement principal = PrincipalElement::Ignored;
  bool resourceRequired = true; ///< trust policies have no Resource
  bool hasBoundary = false;     ///< the caller has a permissions boundary
};

/// Whether the statement may be about the action and resource of a request, whoever asks and whatever the
/// values of its variables are: false is certain.
bool mayFit(const Statement& statement, const Request& request);

/// Truth::No where the statement is of the effect that is not asked for. What it was made of goes into
/// `words`, where they are asked for.
StatementTruth matchStatement(const Policy& policy, const Statement& statement, const Request& request,
                              const MatchRules& rules, Statement::Effect asked, StatementMatch* words);

} // namespace countersign::iam
