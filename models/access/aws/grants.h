// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/area.h"
#include "models/access/aws/layers.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace countersign::iam {

/// A policy as a snapshot has it: JSON text, percent-encoded or not.
struct PolicyText {
  std::string name;
  std::string json;
  std::string document; ///< uid of the document that it is from; may be empty
};

/// Policies attached to one organization root, unit or account.
struct PolicyTextLevel {
  std::string target;
  std::vector<PolicyText> policies;
};

/// What limits and gives a user or role its permissions.
struct PrincipalPolicies {
  std::string principal;                       ///< ARN; empty: not known
  std::vector<PolicyText> identity;            ///< inline, managed, and those of groups
  std::vector<PolicyText> boundary;            ///< empty: none is set
  std::vector<PolicyTextLevel> serviceControl; ///< from the root down; empty: none
  bool inManagementAccount = false;            ///< SCPs do not hold there
  std::vector<std::string> notImported;        ///< as in PolicySet
};

enum class GrantVerdict { Effective, Conditional, Denied, NotEvaluated };
std::string_view name(GrantVerdict verdict); ///< "effective", "conditional", "denied", "not evaluated"

/// A part of what a statement of an identity-based policy says, all of which fares alike.
struct GrantRow {
  Statement::Effect effect = Statement::Effect::Allow; ///< of the statement
  GrantVerdict verdict = GrantVerdict::NotEvaluated;   ///< of a Deny: it holds always or under its conditions
  std::string action, resource;        ///< "s3:* but not s3:Get*": patterns as they are written
  std::string ofAction, ofResource;    ///< the patterns of the statement that it is a part of
  Region region;                       ///< the same, to compare with
  std::vector<std::string> conditions; ///< Conditional: all of them have to hold
  std::string policy, document, pointer;
  std::size_t statement = 0;        ///< its index in the policy
  std::vector<WhyStep> limits;      ///< Denied: what denies; else what makes it conditional
  std::vector<std::string> missing; ///< NotEvaluated: what is not known
  bool unlessGuarded = false; ///< Conditional on nothing but what is not imported (PolicySet::notImported)
  /// What else has to allow it, and is not part of this list: key policies, trust policies.
  std::vector<std::string> needs;
  /// The same where it is all of the row that rests on it, as a condition: "if the trust policy …".
  std::vector<std::string> onlyIf;
};

struct GrantRows {
  std::vector<GrantRow> rows;
  bool complete = true;
  std::string reason;           ///< not complete: why
  std::optional<Instant> until; ///< a condition on the time may turn out otherwise from then on
};

/// All that a principal can do by its own policies, in the order of the policies: rows that are denied are
/// there too, and each row of an Allow is split where a boundary, an SCP or a Deny is about a part of it.
/// A row is about requests of which nothing but the principal is known; what resource-based policies give is
/// not in the list.
GrantRows grantRows(const PrincipalPolicies& policies);
/// The same with policies that were read before; they have to outlive the call. `now`: conditions on the time
/// are worked out (zero: they are conditions like any other).
GrantRows grantRows(const std::string& principal, const PolicySet& policies, Instant now = {});

} // namespace countersign::iam
