// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/truth.h"
#include "models/identity/result.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::azure {

using pattern::Truth;

/// What conditions look at. A value's key is the attribute as conditions write it, in lower case:
/// "@request[microsoft.authorization/roleassignments:roledefinitionid]", "@principal[…]".
struct ConditionInput {
  std::string action; ///< in lower case
  const std::map<std::string, std::vector<std::string>>* values = nullptr;
  bool valuesComplete = false; ///< an attribute that is not there is absent, else unknown
};

struct ConditionNode;

/// A condition of attribute-based access control, on a role assignment or a permission block ("Azure role
/// assignment condition format and syntax").
class Condition {
public:
  /// Errors: Malformed, Limit, with the byte.
  static Result<Condition> parse(std::string_view text);
  /// If: it depends on attributes that are not known. Undecided: on an operator or value that is not.
  Truth evaluate(const ConditionInput& input) const;
  /// False where it asks for nothing but the action: the input's values do not count.
  bool asksForValues() const;

private:
  std::shared_ptr<const ConditionNode> root_;
};

/// How the condition's text turns out; an empty one holds. A text that cannot be read is Undecided, and `why`
/// gets the reason.
Truth conditionTruth(const std::string& text, const ConditionInput& input, std::string* why = nullptr);

/// One comparison of two values ("stringlikeignorecase", in lower case). Undecided: an unknown operator, or
/// texts that are not what it compares.
Truth compareValues(std::string_view lowerOperator, const std::string& left, const std::string& right);

} // namespace countersign::azure
