// SPDX-License-Identifier: Apache-2.0
// Whole simulations: a resource may be a pattern, and then the answer is one for each pattern of the policies
// below it.
#include "app/conformance/aws.h"
#include "app/conformance/aws_cases.h"
#include "models/access/pattern_language.h"

#include <algorithm>
#include <set>

namespace countersign::conformance {
namespace {

struct Outcome {
  std::vector<std::string> responses, lines;

  void add(const iam::Evaluation& evaluation, const std::string& pattern) {
    responses.push_back(responseOf(evaluation));
    lines.push_back(pattern + "=" + responses.back() +
                    (conditionsOf(evaluation).empty() ? "" : " conditionally"));
  }
  bool has(const char* response) const {
    return std::find(responses.begin(), responses.end(), response) != responses.end();
  }
};

/// A pattern as the evaluator has it: one with missing fields is completed.
std::string completed(const std::string& pattern) {
  Json statement = Json::object();
  statement.set("Effect", "Allow");
  statement.set("Action", "*");
  statement.set("Resource", pattern);
  Json policy = Json::object();
  policy.set("Version", "2012-10-17").set("Statement", std::move(statement));
  return iam::parsePolicy(policy, {}).statements.front().resources.patterns.front().text();
}

std::string expectedLines(const Json& results) {
  std::vector<std::string> out;
  for (const Json& r : results.items())
    out.push_back(completed(r["resourcePattern"].asString()) + "=" + r["result"].asString() +
                  (r["conditions"].isObject() ? " conditionally" : ""));
  return joinedSorted(std::move(out));
}

void wildcard(const Json& testCase, const iam::Request& request, const AwsPolicies& policies, Tally& tally) {
  const Json& expected = testCase["expected"];
  Outcome outcome;
  // Where no part of the resource is allowed there are no patterns to tell apart.
  const std::string all = responseOf(evaluated(request, policies.set));
  if (all == "ImplicitlyDenied")
    return tally.check(testCase["name"].asString(),
                       expected["overallResult"].asString() + ": " + expectedLines(expected["results"]),
                       all + ": ");
  const bool denied = all == "ExplicitlyDenied"; // all that was asked for, as one
  for (const std::string& pattern :
       denied ? std::set<std::string>{request.resource} : patternsOf(request, policies)) {
    const iam::Request part = iam::requestOf(request.principal, request.action, pattern,
                                             request.resourceAccount, true, request.context);
    outcome.add(evaluated(part, policies.set), pattern);
  }
  const std::string whole = outcome.has("Allowed")            ? "Allowed"
                            : outcome.has("ExplicitlyDenied") ? "ExplicitlyDenied"
                                                              : all;
  tally.check(testCase["name"].asString(),
              expected["overallResult"].asString() + ": " + expectedLines(expected["results"]),
              whole + ": " + joinedSorted(outcome.lines));
}

void one(const Json& testCase, const iam::Request& request, const AwsPolicies& policies, Tally& tally) {
  const Json& expected = testCase["expected"];
  const iam::Evaluation evaluation = evaluated(request, policies.set);
  const bool conditional = expected["results"].at(0)["conditions"].isObject();
  tally.check(testCase["name"].asString(),
              expected["overallResult"].asString() + (conditional ? " conditionally" : ""),
              responseOf(evaluation) + (conditionsOf(evaluation).empty() ? "" : " conditionally"));
}

} // namespace

std::set<std::string> patternsOf(const iam::Request& request, const AwsPolicies& policies) {
  std::vector<const iam::Policy*> list = policies.set.identity;
  if (policies.set.resource != nullptr) list.push_back(policies.set.resource);
  std::set<std::string> out;
  for (const iam::Policy* policy : list)
    for (const iam::Statement& statement : policy->statements) {
      const auto match =
          iam::matchStatement(*policy, statement, request, {}, iam::Statement::Effect::Allow, nullptr);
      if (match.truth() == iam::Truth::No) continue;
      if (statement.resources.negated) out.insert(request.resource);
      for (const iam::TextPattern& pattern : statement.resources.patterns) {
        const iam::Glob named(iam::wildcardSymbols(pattern.text())), asked(request.symbols());
        if (statement.resources.negated || iam::overlaps(named, asked) != iam::Truth::Yes) continue;
        out.insert(pattern.text());
      }
    }
  return out;
}

Result<void> runAwsSimulation(const Suite& suite, Tally& tally) {
  return forEachCase(suite.decisions, [&](const std::string&, const Json& testCase) {
    if (testCase["expected"]["overallResult"].asString().empty())
      return tally.exclude("simulation without an overall result");
    const Json& simulation = testCase["simulation"];
    AwsPolicies policies;
    policies.read(simulation);
    // One answer to a request of "*": the action is one on no resource in particular.
    const bool single = testCase["expected"]["resultType"].asString() == "single";
    Json asked = simulation["request"];
    if (single) asked.set("wildcardOnlyAction", true);
    const iam::Request request = requestOf(asked, testCase["simulationOptions"]);
    request.resourceIsPattern ? wildcard(testCase, request, policies, tally)
                              : one(testCase, request, policies, tally);
  });
}

} // namespace countersign::conformance
