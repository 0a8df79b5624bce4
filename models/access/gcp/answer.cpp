// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/evaluate.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

Answer denied(std::string layer, std::string text, std::string document, std::optional<Instant> until) {
  Answer out;
  out.verdict = Verdict::Denied;
  out.explicitDeny = true;
  out.deniedBy = layer;
  out.until = until;
  out.why.push_back({std::move(layer), std::move(text), std::move(document), {}});
  return out;
}

Answer byRule(const Decision& decision) {
  const auto sure = std::find_if(decision.denials.begin(), decision.denials.end(),
                                 [](const Denying& d) { return d.finding.truth == Truth::Yes; });
  Answer out = denied("deny policy at " + sure->policy->node,
                      "rule " + std::to_string(sure->rule + 1) + " of " + sure->policy->name,
                      sure->policy->name, decision.until);
  out.why.back().pointer = "/rules/" + std::to_string(sure->rule);
  return out;
}

Answer notAllowed(const Decision& decision) {
  Answer out;
  out.verdict = Verdict::Denied;
  out.deniedBy = "no binding";
  out.until = decision.until;
  return out;
}

/// What may still deny, as conditions under which it does not.
void addDenial(const Decision& decision, Answer& out) {
  for (const Denying& one : decision.denials) {
    const Condition& when = one.policy->rules[one.rule].condition;
    out.conditions.push_back("not denied by rule " + std::to_string(one.rule + 1) + " of " +
                             one.policy->name + (when.expression.empty() ? "" : ": " + when.expression));
  }
  addOnce(out.missing, decision.deny.missing);
}

Answer settled(const Principal& principal, const Decision& decision) {
  Answer out;
  const Truth allow = decision.allow.truth;
  const bool open = decision.deny.truth != Truth::No;
  const auto best = std::max_element(
      decision.grants.begin(), decision.grants.end(),
      [](const Granting& a, const Granting& b) { return a.finding.truth < b.finding.truth; });
  if (best != decision.grants.end()) out.why = stepsOf(principal, *best);
  out.conditions = decision.allow.conditions;
  out.missing = decision.allow.missing;
  out.until = decision.until;
  out.verdict = allow == Truth::Yes && !open ? Verdict::Allowed
                : allow == Truth::Unknown    ? Verdict::NotEvaluated
                                             : Verdict::Conditional;
  if (open) {
    addDenial(decision, out);
    // Nothing but what was not shown stands in the way: that is no condition of the request.
    if (allow == Truth::Yes && decision.deny.truth == Truth::Unknown) out.verdict = Verdict::NotEvaluated;
  }
  return out;
}

} // namespace

std::string conditionText(const Condition& condition) {
  if (condition.expression.empty()) return {};
  return condition.title.empty() ? condition.expression : condition.title + ": " + condition.expression;
}

std::vector<WhyStep> stepsOf(const Principal& principal, const Granting& granting) {
  std::vector<WhyStep> out;
  const Binding& binding = granting.of();
  std::string below = principal.who().text;
  for (const std::string& group : principal.groupsTo(granting.named())) {
    out.push_back({"group", below + " is in group " + group, group, {}});
    below = "group:" + group;
  }
  const Member& named = granting.named();
  if (!named.same(principal.who()) && named.kind != MemberKind::Group)
    out.push_back({"member",
                   below + (granting.finding.truth == Truth::Yes ? " is in " : " may be in ") + named.text,
                   {},
                   {}});
  out.push_back({"binding", binding.role + " on " + granting.policy->node, granting.policy->document,
                 "/bindings/" + std::to_string(granting.binding)});
  if (!binding.condition.expression.empty())
    out.push_back({"condition", conditionText(binding.condition), granting.policy->document,
                   "/bindings/" + std::to_string(granting.binding) + "/condition"});
  return out;
}

Answer answerOf(const Estate& estate, const Principal& principal, const Decision& decision,
                const Standing& standing) {
  Answer out;
  if (!standing.layer.empty()) {
    out = denied(standing.layer, standing.text, {}, standing.until);
  } else if (decision.deny.truth == Truth::Yes) {
    out = byRule(decision);
  } else if (decision.allow.truth == Truth::No) {
    out = notAllowed(decision);
  } else {
    out = settled(principal, decision);
    addOnce(out.missing, standing.missing);
    if (estate.objects().boundaries)
      addOnce(out.missing, {"principal access boundary policies are not evaluated"});
    const bool unsure = !standing.missing.empty() || estate.objects().boundaries;
    if (out.verdict == Verdict::Allowed && unsure) out.verdict = Verdict::NotEvaluated;
    if (standing.until && (!out.until || *standing.until < *out.until)) out.until = standing.until;
  }
  return out;
}

} // namespace countersign::gcp
