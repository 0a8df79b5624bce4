// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/operator.h"
#include "models/access/aws/principal.h"
#include "models/access/aws/text_pattern.h"
#include "models/identity/json_tape.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::iam {

/// Action or NotAction, Resource or NotResource.
struct PatternList {
  bool present = false, negated = false;
  std::vector<TextPattern> patterns;
};

/// Principal or NotPrincipal. The names are exact, a wildcard stands for
/// everyone or is none (IAM User Guide, "AWS JSON policy elements: Principal").
struct PrincipalName {
  enum class Type : std::uint8_t { Aws, Service, Federated, CanonicalUser, Other };
  PrincipalName(std::string_view ofType, std::string_view name);

  Type type;
  std::string typeText;
  Principal who;           ///< with the name as its text
  Principal::Part account; ///< Aws: the account that the name stands for
  std::string_view accountNamed() const {
    return std::string_view(who.text).substr(account.at, account.size);
  }
};
struct PrincipalList {
  bool present = false, negated = false;
  std::vector<PrincipalName> names; ///< in the order of their types
};

/// One key of the Condition element under one operator.
struct ConditionTest {
  std::string operatorText, key;
  std::string lowerKey;
  std::vector<std::string> values;
  std::optional<Operator> op; ///< nothing: an operator that is not known
  std::vector<TextPattern> patterns;
};

struct Statement {
  enum class Effect { Allow, Deny, Unknown };
  Effect effect = Effect::Unknown;
  std::string sid;
  std::string pointer; ///< JSON pointer into the policy
  PatternList actions, resources;
  PrincipalList principal;
  std::vector<ConditionTest> conditions;
  std::string notEvaluated; ///< why this statement cannot be understood; empty: it can
};

/// A policy, prepared once and evaluated many times.
struct Policy {
  std::string name;
  std::string document; ///< uid of the document that it is from; may be empty
  std::vector<Statement> statements;
};

/// Reads a policy as AWS writes it (an object, or its JSON text, percent-encoded or not) or in the normal
/// form of docs/formats/documents.md. Never fails: what cannot be understood becomes a statement that says
/// so, and an answer that depends on it is NotEvaluated.
Policy parsePolicy(const Json& policy, std::string name, std::string document = {});
Policy parsePolicy(JsonView policy, std::string name, std::string document = {});

/// Prepares one condition; `variables` as in TextPattern::Rules.
ConditionTest parseCondition(std::string operatorText, std::string key, std::vector<std::string> values,
                             bool variables);

} // namespace countersign::iam
