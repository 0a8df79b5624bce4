// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/coverage.h"

#include "models/access/aws/condition.h"
#include "models/access/aws/sides.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

constexpr std::size_t longestRest = 1'000;

/// The statements of a side, and what was made of them.
struct Side {
  std::vector<std::pair<const Policy*, const Statement*>> statements;
  pattern::Sayings sayings;

  Side(SideReader& reader, const std::vector<const Policy*>& policies) {
    for (const Policy* policy : policies)
      for (const Statement& statement : policy->statements) {
        statements.emplace_back(policy, &statement);
        sayings.push_back(reader.read(statement, policy->name + statement.pointer));
      }
  }
};

class Comparison {
public:
  Comparison(const Side& wide, const Side& narrow)
      : narrow_(narrow), comparison_(wide.sayings, narrow.sayings) {}

  Coverage run() {
    for (std::size_t i = 0; i < narrow_.sayings.size(); ++i)
      if (!narrow_.sayings[i].unreadable.empty()) statement(i);
    for (std::size_t i = 0; i < narrow_.sayings.size(); ++i)
      if (narrow_.sayings[i].unreadable.empty()) statement(i);
    if (comparison_.tooMany() || out_.rest.size() >= longestRest) {
      out_.covered = Truth::Undecided;
      out_.reason = "the policies overlap in too many parts to compare them";
    } else if (!out_.rest.empty()) {
      const bool certain = std::any_of(out_.rest.begin(), out_.rest.end(),
                                       [](const Uncovered& u) { return u.certain == Truth::Yes; });
      out_.covered = certain ? Truth::No : Truth::Undecided;
    }
    return std::move(out_);
  }

private:
  void statement(std::size_t index) {
    const pattern::Saying& saying = narrow_.sayings[index];
    if (saying.effect == pattern::Saying::Effect::Deny) return;
    for (const pattern::Part& part : comparison_.partsOf({index, {}, {}}))
      if (part.given != Truth::Yes && part.held != Truth::No) add(index, part);
  }

  void add(std::size_t index, const pattern::Part& part) {
    if (comparison_.tooMany() || out_.rest.size() >= longestRest) return;
    const auto& [policy, statement] = narrow_.statements[index];
    Uncovered out;
    out.policy = policy->name;
    out.document = policy->document;
    out.pointer = statement->pointer;
    for (const ConditionTest& test : statement->conditions)
      out.conditions.push_back(conditionText(test));
    const bool certain = part.given == Truth::No && part.held == Truth::Yes;
    out.certain = certain ? Truth::Yes : Truth::Undecided;
    out.reason = part.reason;
    if (narrow_.sayings[index].unreadable.empty()) {
      out.actions = languageText(part.region.actions);
      out.resources = languageText(part.region.resources);
      out.action = someText(part.region.actions).text;
      out.resource = someText(part.region.resources).text;
    }
    out_.rest.push_back(std::move(out));
  }

  const Side& narrow_;
  pattern::SayingComparison comparison_;
  Coverage out_;
};

} // namespace

Coverage coverage(const std::vector<const Policy*>& wide, const std::vector<const Policy*>& narrow) {
  SideReader reader;
  const Side wideSide(reader, wide), narrowSide(reader, narrow);
  if (reader.tooMany())
    return {Truth::Undecided, {}, "the policies have too many policy variables to compare them"};
  return Comparison(wideSide, narrowSide).run();
}

} // namespace countersign::iam
