// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/sides.h"

#include "models/access/aws/area.h"
#include "models/access/aws/condition.h"

#include <algorithm>
#include <utility>

namespace countersign::iam {
namespace {

/// The same for conditions that are the same but for order and case.
std::string canonicalCondition(const Statement& statement) {
  std::vector<std::string> tests;
  const auto framed = [](const std::string& text) { return std::to_string(text.size()) + ':' + text; };
  for (const ConditionTest& test : statement.conditions) {
    std::vector<std::string> values = test.values;
    std::sort(values.begin(), values.end());
    std::string out = framed(lowered(test.operatorText)) + framed(test.lowerKey);
    for (const std::string& value : values)
      out += framed(value);
    tests.push_back(std::move(out));
  }
  std::sort(tests.begin(), tests.end());
  std::string out;
  for (const std::string& test : tests)
    out += framed(test);
  return out;
}

pattern::Saying::Effect effectOf(const Statement& statement) {
  return statement.effect == Statement::Effect::Allow  ? pattern::Saying::Effect::Allow
         : statement.effect == Statement::Effect::Deny ? pattern::Saying::Effect::Deny
                                                       : pattern::Saying::Effect::Unknown;
}

} // namespace

pattern::Saying SideReader::read(const Statement& statement, std::string name) {
  pattern::Saying out;
  out.effect = effectOf(statement);
  out.name = std::move(name);
  out.unreadable = statement.notEvaluated;
  if (out.unreadable.empty() && !statement.resources.present)
    out.unreadable = "it has neither Resource nor NotResource";
  if (!out.unreadable.empty()) return out;
  out.condition = canonicalCondition(statement);
  for (const ConditionTest& test : statement.conditions)
    out.conditionText += (out.conditionText.empty() ? "" : " and ") + conditionText(test);
  out.exact = areaOf(statement, [&](const TextPattern& pattern) { return exact(pattern); });
  out.widest = areaOf(statement, widest);
  for (const TextPattern& pattern : statement.resources.patterns)
    out.variables = out.variables || pattern.hasVariables();
  // Everything but a text that is not known: what that leaves at most is everything.
  if (out.variables && statement.resources.negated) out.widest.resources.globs.clear();
  return out;
}

pattern::Glob SideReader::exact(const TextPattern& pattern) {
  return Glob(pattern.symbols([this](const PolicyVariable& variable) {
    const std::string name = variable.key + '\0' + variable.fallback.value_or(std::string(1, '\0'));
    const std::size_t number = variables_.emplace(name, variables_.size()).first->second;
    tooMany_ = tooMany_ || number > 0xFFFFU - firstVariable;
    return static_cast<std::uint16_t>(firstVariable + (tooMany_ ? 0 : number));
  }),
              pattern.text());
}

} // namespace countersign::iam
