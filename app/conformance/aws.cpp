// SPDX-License-Identifier: Apache-2.0
// Requests against explicit layers of policies: expected.response, and where they are given the conditions
// that it rests on and the layers that block.
#include "app/conformance/aws.h"
#include "app/conformance/aws_cases.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace countersign::conformance {
namespace {

using ConditionName = std::tuple<std::string, std::string, std::string>; ///< layer, effect, key

/// What a formula of conditions is made of: a group has conditions of its own, a leaf says where it is from.
void namedIn(const Json& formula, std::set<ConditionName>& out) {
  for (const Json& inner : formula["conditions"].items())
    namedIn(inner, out);
  for (const Json& source : formula["sources"].items())
    out.emplace(source["policyType"].asString(), iam::lowered(source["effect"].asString()),
                iam::lowered(formula["key"].asString()));
}

/// `ignoredConditions` lists those of every statement that was looked at, {layer: {allow: [{op, key,
/// values}], deny: […]}}; the answer rests on those that the formula `conditions` names.
std::string expectedConditions(const Json& expected) {
  std::set<ConditionName> named;
  namedIn(expected["conditions"], named);
  std::vector<std::string> out;
  for (const auto& [layer, effects] : expected["ignoredConditions"].members())
    for (const auto& [effect, conditions] : effects.members())
      for (const Json& c : conditions.items())
        if (named.count({layer, effect, iam::lowered(c["key"].asString())}) != 0)
          out.push_back(conditionOf(effect, c["op"].asString(), c["key"].asString(), c["values"].strings()));
  return joinedSorted(std::move(out));
}

/// The cases' names of our kinds of layers.
std::string layerName(const std::string& kind) {
  return kind == "boundary" ? "pb" : kind == "endpoint" ? "vpce" : kind;
}

/// The blockers that the case names and that we do not: it names those that it is about, not every layer.
std::string blockersMissed(const Json& expected, const iam::Evaluation& evaluation) {
  std::vector<std::string> missed;
  for (const std::string& layer : expected.strings())
    if (std::none_of(evaluation.blockedBy.begin(), evaluation.blockedBy.end(),
                     [&](const std::string& kind) { return layerName(kind) == layer; }))
      missed.push_back(layer);
  return joinedSorted(std::move(missed));
}

} // namespace

Result<void> runAwsCore(const Suite& suite, Tally& tally) {
  return forEachCase(suite.decisions, [&](const std::string& where, const Json& testCase) {
    AwsPolicies policies;
    policies.read(testCase);
    const Json& options = testCase["simulation"];
    const iam::Request request = requestOf(testCase["request"], options);
    const iam::Evaluation evaluation = evaluated(request, policies.set);
    const Json& expected = testCase["expected"];
    std::string want = expected["response"].asString(), got = responseOf(evaluation);
    if (want == "Allowed" && isDiscovery(options)) {
      want += " under " + expectedConditions(expected);
      got += " under " + conditionsOf(evaluation);
    }
    if (const std::string missed = blockersMissed(expected["blockedBy"], evaluation); !missed.empty()) {
      want += ", blocked by " + missed;
      got += ", blocked by " + joinedSorted(evaluation.blockedBy);
    }
    tally.check(where + ": " + testCase["name"].asString(), want, got);
  });
}

void addAws(Runners& runners) {
  runners[{"iam-simulate", "core"}] = runAwsCore;
  runners[{"iam-simulate", "simulation"}] = runAwsSimulation;
  runners[{"iam-simulate", "recorded-conditions"}] = runAwsConditions;
  runners[{"iam-simulate", "operators"}] = runAwsOperators;
  runners[{"iam-simulate-gaad", "gaad-decisions"}] = runAwsGaad;
  runners[{"iam-lens", "simulate"}] = runAwsEstateSimulate;
  runners[{"iam-lens", "who-can"}] = runAwsEstateWhoCan;
  runners[{"iam-lens", "principal-can"}] = runAwsEstatePrincipalCan;
}

} // namespace countersign::conformance
