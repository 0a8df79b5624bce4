// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/condition.h"

#include "models/access/azure/condition_tree.h"
#include "models/access/azure/text.h"

#include <algorithm>
#include <optional>

namespace countersign::azure {
namespace {

using Values = std::vector<std::string>;
using Kind = ConditionNode::Kind;

struct Known {
  Truth there = Truth::Yes; ///< If: not known
  Values values;
};

Known valuesOf(const ConditionOperand& operand, const ConditionInput& input) {
  if (operand.attribute.empty()) return {Truth::Yes, operand.values};
  if (input.values != nullptr) {
    const auto found = input.values->find(operand.attribute);
    if (found != input.values->end()) return {Truth::Yes, found->second};
  }
  return {input.valuesComplete ? Truth::No : Truth::If, {}};
}

/// "If at least one | every value on the left-hand side satisfies the comparison to at least one | every
/// value on the right-hand side".
Truth quantified(const ConditionNode& node, const Values& left, const Values& right) {
  const bool anyLeft = node.quantifier.starts_with("foranyof");
  const bool anyRight = node.quantifier.ends_with("ofanyvalues");
  if ((!anyLeft && !node.quantifier.starts_with("forallof")) ||
      (!anyRight && !node.quantifier.ends_with("ofallvalues")) || left.empty() || right.empty())
    return Truth::Undecided; // what holds of no values at all is not documented
  Truth all = anyLeft ? Truth::No : Truth::Yes;
  for (const std::string& l : left) {
    Truth one = anyRight ? Truth::No : Truth::Yes;
    for (const std::string& r : right) {
      const Truth t = compareValues(node.op, l, r);
      one = anyRight ? either(one, t) : both(one, t);
    }
    all = anyLeft ? either(all, one) : both(all, one);
  }
  return all;
}

Truth compare(const ConditionNode& node, const ConditionInput& input) {
  const Known left = valuesOf(node.left, input), right = valuesOf(node.right, input);
  if (left.there == Truth::If || right.there == Truth::If) return Truth::If;
  // How a comparison with an attribute that is not there turns out is not documented.
  if (left.there == Truth::No || right.there == Truth::No) return Truth::Undecided;
  if (!node.quantifier.empty()) return quantified(node, left.values, right.values);
  if (left.values.size() != 1 || right.values.size() != 1) return Truth::Undecided;
  return compareValues(node.op, left.values.front(), right.values.front());
}

/// An operation that the request does not name is asked for under a condition.
Truth subOperation(const ConditionNode& node, const ConditionInput& input) {
  const Known asked = valuesOf({"@request[suboperation]", {}}, input);
  if (asked.there != Truth::Yes) return asked.there;
  for (const std::string& one : asked.values)
    for (const std::string& wanted : node.right.values)
      if (lowered(one) == lowered(wanted)) return Truth::Yes;
  return Truth::No;
}

Truth evaluateNode(const ConditionNode& node, const ConditionInput& input) {
  switch (node.kind) {
  case Kind::And: {
    Truth out = Truth::Yes;
    for (const auto& part : node.parts)
      out = both(out, evaluateNode(*part, input));
    return out;
  }
  case Kind::Or: {
    Truth out = Truth::No;
    for (const auto& part : node.parts)
      out = either(out, evaluateNode(*part, input));
    return out;
  }
  case Kind::Not:
    return inverse(evaluateNode(*node.parts.front(), input));
  case Kind::ActionMatches:
    return std::any_of(node.right.values.begin(), node.right.values.end(),
                       [&](const std::string& p) { return actionMatches(p, input.action); })
               ? Truth::Yes
               : Truth::No;
  case Kind::SubOperationMatches:
    return subOperation(node, input);
  case Kind::Exists:
    return valuesOf(node.left, input).there;
  case Kind::Compare:
    return compare(node, input);
  }
  return Truth::Undecided;
}

bool asks(const ConditionNode& node) {
  if (node.kind == Kind::ActionMatches) return false;
  if (node.parts.empty()) return true;
  return std::any_of(node.parts.begin(), node.parts.end(), [](const auto& part) { return asks(*part); });
}

} // namespace

Truth Condition::evaluate(const ConditionInput& input) const {
  return evaluateNode(*root_, input);
}

bool Condition::asksForValues() const {
  return asks(*root_);
}

Truth conditionTruth(const std::string& text, const ConditionInput& input, std::string* why) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return Truth::Yes;
  const auto condition = Condition::parse(text);
  if (condition) return condition->evaluate(input);
  if (why != nullptr) *why = condition.error().message;
  return Truth::Undecided;
}

} // namespace countersign::azure
