// SPDX-License-Identifier: Apache-2.0
// Single conditions: recorded evaluations, and tables of operators. What cannot be decided does not match:
// these cases know no third answer.
#include "app/conformance/aws.h"
#include "app/conformance/aws_cases.h"

namespace countersign::conformance {
namespace {

iam::ConditionTest testOf(const Json& condition) {
  return iam::parseCondition(condition["operator"].asString(), condition["key"].asString(),
                             condition["values"].strings(), true);
}

/// A recorded evaluation in Discovery mode does not hold what was known of the keys, but its name says it.
iam::Knowledge knowledgeOf(const std::string& lowerName) {
  const auto says = [&](const char* words) { return lowerName.find(words) != std::string::npos; };
  if (says("presence is unknown")) return iam::Knowledge::Sample;
  if (says("value is unknown") || says("unknown value") || says("unknown-value"))
    return iam::Knowledge::Presence;
  if (says("presence is known") || says("known presence")) return iam::Knowledge::Value;
  if (says("strict") || says("as normal") || says("does not ignore")) return iam::Knowledge::Value;
  return iam::Knowledge::Sample;
}

iam::Context recordedContext(const Json& testCase) {
  Json options = Json::object();
  options.set("mode", testCase["mode"].asString());
  iam::Context out = contextOf(testCase["request"]["context"], options);
  const iam::Knowledge knowledge = knowledgeOf(iam::lowered(testCase["test"].asString()));
  if (!out.complete) out.knowledge = [knowledge](const std::string&) { return knowledge; };
  return out;
}

void single(const Json& testCase, Tally& tally) {
  const auto result = iam::evaluateCondition(testOf(testCase["condition"]), recordedContext(testCase), true);
  tally.check(testCase["test"].asString(), testCase["matches"].asBool() ? "true" : "false",
              result.truth == iam::Truth::Yes ? "true" : "false");
}

/// All conditions of a statement. An Allow matches where its conditions may hold, a Deny where they do.
void all(const Json& testCase, Tally& tally) {
  const bool allow = testCase["statement"].asString() != "Deny";
  const iam::Context context = recordedContext(testCase);
  iam::Truth truth = iam::Truth::Yes;
  std::vector<std::string> open, expected;
  for (const Json& condition : testCase["conditions"].items()) {
    const iam::ConditionTest test = testOf(condition);
    const auto result = iam::evaluateCondition(test, context, allow);
    truth = iam::both(truth, result.truth);
    if (result.truth == iam::Truth::If)
      open.push_back(conditionOf("", test.operatorText, test.key, test.values));
  }
  for (const Json& c : testCase["ignored"].items())
    expected.push_back(conditionOf("", c["operator"].asString(), c["key"].asString(), c["values"].strings()));
  const bool match = truth == iam::Truth::Yes || (allow && truth == iam::Truth::If);
  if (truth == iam::Truth::No) open.clear();
  tally.check(testCase["test"].asString(),
              testCase["matches"].asString() + " ignoring " + joinedSorted(std::move(expected)),
              (match ? "Match ignoring " : "NoMatch ignoring ") + joinedSorted(std::move(open)));
}

} // namespace

Result<void> runAwsConditions(const Suite& suite, Tally& tally) {
  return forEachCase(suite.decisions, [&](const std::string&, const Json& testCase) {
    const std::string& fn = testCase["fn"].asString();
    if (fn == "single")
      single(testCase, tally);
    else if (fn == "all")
      all(testCase, tally);
    else
      tally.miss(testCase["test"].asString(), "an answer", "no runner for " + fn);
  });
}

Result<void> runAwsOperators(const Suite& suite, Tally& tally) {
  return forEachCase(suite.decisions, [&](const std::string&, const Json& table) {
    for (const Json& testCase : table["cases"].items()) {
      iam::Context context = contextOf(testCase["requestContext"], Json::object());
      const std::string key = "countersign:value";
      context.values[key] = testCase["testValue"].strings();
      const auto test =
          iam::parseCondition(table["operator"].asString(), key, testCase["policyValues"].strings(), true);
      const auto result = iam::evaluateCondition(test, context, true);
      tally.check(table["operator"].asString() + ": " + testCase["name"].asString(),
                  testCase["expected"].asBool() ? "true" : "false",
                  result.truth == iam::Truth::Yes ? "true" : "false");
    }
  });
}

} // namespace countersign::conformance
