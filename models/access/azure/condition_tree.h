// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/condition.h"

namespace countersign::azure {

/// A value in braces or quotes, or an attribute.
struct ConditionOperand {
  std::string attribute; ///< lower case, "@source[name]"; empty: the values
  std::vector<std::string> values;
};

struct ConditionNode {
  enum class Kind { And, Or, Not, ActionMatches, SubOperationMatches, Exists, Compare };
  Kind kind = Kind::Compare;
  std::vector<std::shared_ptr<const ConditionNode>> parts;
  std::string op;         ///< of Compare, in lower case, without quantifier
  std::string quantifier; ///< "foranyofanyvalues" …; empty: none
  ConditionOperand left, right;
};
using ConditionNodePtr = std::shared_ptr<const ConditionNode>;

} // namespace countersign::azure
