// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/explain.h"

#include <algorithm>

namespace countersign::iam {
namespace {

WhyStep stepOf(const Layer& layer, const StatementMatch& match, const char* verb) {
  WhyStep out;
  out.layer = layer.name;
  out.text = match.policy->name + " " + verb + " it" +
             (match.statement->sid.empty() ? "" : " (" + match.statement->sid + ")");
  out.document = match.policy->document.empty() ? match.policy->name : match.policy->document;
  out.pointer = match.statement->pointer;
  return out;
}

void addOnce(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

} // namespace

void explainDeny(const std::vector<Layer*>& layers, Answer& answer) {
  answer.missing.clear();
  for (const Layer* layer : layers)
    for (const StatementMatch& match : layer->denies) {
      if (match.truth() != Truth::Yes || layer->deny != Truth::Yes) continue;
      if (answer.deniedBy.empty()) answer.deniedBy = layer->name;
      answer.why.push_back(stepOf(*layer, match, "denies"));
    }
}

void explainClosed(const Layer& layer, Answer& answer) {
  answer.deniedBy = layer.name.empty() ? "resource policy" : layer.name;
  answer.why.push_back({answer.deniedBy, "no statement allows it", {}, {}});
}

void explainAllow(const std::vector<Layer*>& layers, Answer& answer) {
  for (const Layer* layer : layers)
    for (const StatementMatch& match : layer->allows)
      if (match.truth() == Truth::Yes || match.truth() == Truth::If)
        answer.why.push_back(stepOf(*layer, match, match.truth() == Truth::Yes ? "allows" : "may allow"));
}

void explainUndecided(const std::vector<Layer*>& layers, Answer& answer) {
  for (const Layer* layer : layers)
    for (const auto* matches : {&layer->allows, &layer->denies})
      for (const StatementMatch& match : *matches) {
        if (match.truth() != Truth::Undecided) continue;
        for (const std::string& what : match.missing)
          addOnce(answer.missing, layer->name + " " + match.policy->name + ": " + what);
      }
}

void explainConditions(const std::vector<StatementMatch>& pending, Answer& answer) {
  for (const StatementMatch& match : pending) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " and ") + part; };
    for (const ConditionTest* test : match.conditions)
      add(conditionText(*test));
    for (const std::string& condition : match.resourceConditions)
      add(condition);
    if (match.principal.any() == Truth::If) add(match.principalCondition);
    addOnce(answer.conditions,
            (match.statement->effect == Statement::Effect::Deny ? "unless " : "if ") + text);
    for (const ConditionTest* test : match.conditions)
      addOnce(answer.missing, "the value of " + test->key);
  }
}

} // namespace countersign::iam
