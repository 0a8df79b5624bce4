// SPDX-License-Identifier: Apache-2.0
// Questions about whole estates: single decisions, and who can do an action on a resource.
#include "app/conformance/aws.h"
#include "app/conformance/aws_estate.h"

#include <algorithm>
#include <set>

namespace countersign::conformance {
namespace {

using Estates = std::map<std::string, AwsEstate>;

/// Estates by what stands behind the last '-' of the folder's name, which is how the cases call them.
Result<Estates> estatesOf(const Suite& suite) {
  Estates out;
  for (const auto& input : suite.inputs) {
    const std::string name = input.filename().string();
    COUNTERSIGN_TRY(out[name.substr(name.rfind('-') + 1)].read(input));
  }
  return out;
}

struct Ask {
  std::string principal, action, resource, account;
  Json context, session;
  bool strict = false;
  std::string abac;            ///< "enabled" or "disabled": instead of what the bucket says
  std::set<std::string> known; ///< keys of which it is known whether they are there
};

/// What AWS itself puts into the context of a request of this principal on this resource.
iam::Context estateContext(const AwsEstate& estate, const Ask& ask, const iam::Principal& who) {
  iam::Context out = contextOf(ask.context, Json::object());
  out.complete = ask.strict;
  const auto set = [&](const std::string& key, const std::string& value) {
    if (!value.empty()) out.values.emplace(iam::lowered(key), std::vector<std::string>{value});
  };
  set("aws:PrincipalArn", ask.principal);
  const std::string account(who.account());
  set("aws:PrincipalAccount", account);
  set("aws:PrincipalOrgID", estate.organizationOf(account));
  set("aws:PrincipalIsAWSService", who.kind == iam::Principal::Kind::Service ? "true" : "false");
  if (who.kind == iam::Principal::Kind::User) set("aws:username", std::string(who.name()));
  if (ask.action.compare(0, 4, "kms:") == 0) set("kms:CallerAccount", account);
  set("aws:ResourceAccount", ask.account);
  set("s3:ResourceAccount", ask.account);
  set("aws:ResourceOrgID", estate.organizationOf(ask.account));
  const Json own = estate.tagsOf(ask.principal), its = estate.tagsOf(ask.resource);
  for (const auto& [key, value] : own.members())
    set("aws:PrincipalTag/" + key, value.asString());
  for (const auto& [key, value] : its.members())
    set("aws:ResourceTag/" + key, value.asString());
  out.absent = ask.known;
  return out;
}

/// An estate has all tags of its users and roles.
void tagsAreKnown(iam::Context& context) {
  const iam::Context before = context;
  context.knowledge = [before](const std::string& key) {
    return key.compare(0, 17, "aws:principaltag/") == 0 ? iam::Knowledge::Value : before.knows(key);
  };
}

/// A pattern is allowed where one of the patterns of the policies below it is: what is allowed of it may all
/// be denied.
iam::Evaluation evaluateParts(const iam::Request& request, const AwsPolicies& policies) {
  iam::Evaluation out = evaluated(request, policies.set);
  if (!request.resourceIsPattern || responseOf(out) != "Allowed") return out;
  for (const std::string& pattern : patternsOf(request, policies)) {
    const iam::Request part = iam::requestOf(request.principal, request.action, pattern,
                                             request.resourceAccount, true, request.context);
    out = evaluated(part, policies.set);
    if (responseOf(out) == "Allowed") break;
  }
  return out;
}

iam::Evaluation evaluateIn(const AwsEstate& estate, Ask ask, AwsPolicies& policies) {
  const iam::Principal who = iam::principalOf(ask.principal);
  if (ask.resource.empty()) ask.resource = "*";
  if (ask.account.empty()) ask.account = estate.accountOf(ask.resource);
  const bool pattern = ask.resource != "*" && ask.resource.find_first_of("*?") != std::string::npos;
  iam::Context context = estateContext(estate, ask, who);
  std::vector<std::string> endpoints;
  if (const auto* ids = context.find("aws:sourcevpce")) endpoints = *ids;
  if (const auto* vpcs = context.find("aws:sourcevpc"))
    for (const std::string& vpc : *vpcs)
      endpoints.push_back(estate.endpointOfVpc(vpc));
  iam::Request request =
      iam::requestOf(who, ask.action, ask.resource, ask.account, pattern, std::move(context));
  if (ask.abac.empty() ? !estate.bucketAbac(ask.resource) : ask.abac == "disabled")
    iam::dropBucketTags(request);
  tagsAreKnown(request.context);
  estate.layers(ask.principal, request, policies);
  for (const std::string& id : endpoints)
    estate.endpoint(id, policies);
  if (ask.session.isObject()) policies.set.session.push_back(policies.add(ask.session, "SessionPolicy"));
  return evaluateParts(request, policies);
}

bool inScope(const Json& scope, const std::string& principal) {
  if (!scope.isObject()) return true;
  const auto names = [&](const char* list, const std::string& name) {
    const auto all = scope[list].strings();
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  return names("principals", principal) ||
         names("accounts", std::string(iam::principalOf(principal).account()));
}

bool dependsOnSession(const iam::Evaluation& evaluation) {
  return std::any_of(
      evaluation.pending.begin(), evaluation.pending.end(),
      [](const iam::StatementMatch& match) { return match.principal.any() == iam::Truth::If; });
}

std::string whoCan(const AwsEstate& estate, const Json& request) {
  std::vector<std::string> out, everyone = estate.principals();
  for (std::string& service : estate.servicesNamedBy(request["resource"].asString()))
    everyone.push_back(std::move(service));
  for (const std::string& action : request["actions"].strings())
    for (const std::string& principal : everyone) {
      if (!inScope(request["principalScope"], principal)) continue;
      Ask ask;
      ask.principal = principal;
      ask.action = action;
      ask.resource = request["resource"].asString();
      ask.account = request["resourceAccount"].asString();
      ask.abac = request["s3AbacOverride"].asString();
      for (const std::string& key : request["strictContextKeys"].strings())
        ask.known.insert(iam::lowered(key));
      AwsPolicies policies;
      const iam::Evaluation evaluation = evaluateIn(estate, ask, policies);
      if (responseOf(evaluation) == "Allowed")
        out.push_back(principal + " " + action.substr(action.find(':') + 1) +
                      (dependsOnSession(evaluation) ? " in a session of a certain name" : ""));
    }
  return joinedSorted(std::move(out));
}

Result<void> forEachAsked(const Suite& suite, Tally& tally,
                          const std::function<void(const AwsEstate&, const Json&)>& each) {
  COUNTERSIGN_ASSIGN(const Estates estates, estatesOf(suite));
  return forEachCase(suite.decisions, [&](const std::string&, const Json& testCase) {
    const auto estate = estates.find(testCase["data"].asString());
    if (estate == estates.end()) return tally.miss(testCase["name"].asString(), "an estate", "none");
    each(estate->second, testCase);
  });
}

} // namespace

Result<void> runAwsEstateSimulate(const Suite& suite, Tally& tally) {
  return forEachAsked(suite, tally, [&](const AwsEstate& estate, const Json& testCase) {
    const Json& request = testCase["request"];
    Ask ask;
    ask.principal = request["principal"].asString();
    ask.action = request["action"].asString();
    ask.resource = request["resourceArn"].asString();
    ask.account = request["resourceAccount"].asString();
    ask.context = request["customContextKeys"];
    ask.session = request["sessionPolicy"];
    ask.strict = request["simulationMode"].asString() != "Discovery";
    ask.abac = request["s3AbacOverride"].asString();
    for (const std::string& key : request["additionalStrictContextKeys"].strings())
      ask.known.insert(iam::lowered(key));
    AwsPolicies policies;
    tally.check(testCase["name"].asString(), testCase["expected"].asString(),
                responseOf(evaluateIn(estate, ask, policies)));
  });
}

Result<void> runAwsEstateWhoCan(const Suite& suite, Tally& tally) {
  return forEachAsked(suite, tally, [&](const AwsEstate& estate, const Json& testCase) {
    std::vector<std::string> expected;
    for (const Json& who : testCase["expected"]["who"].items())
      expected.push_back(who["principal"].asString() + " " + who["action"].asString() +
                         (who["dependsOnSessionName"].asBool() ? " in a session of a certain name" : ""));
    tally.check(testCase["name"].asString(), joinedSorted(std::move(expected)),
                whoCan(estate, testCase["request"]));
  });
}

/// A policy with all that a principal can do, and what of it is denied: each action and resource is a
/// question.
Result<void> runAwsEstatePrincipalCan(const Suite& suite, Tally& tally) {
  return forEachAsked(suite, tally, [&](const AwsEstate& estate, const Json& testCase) {
    for (const Json& statement : testCase["expected"]["Statement"].items()) {
      const bool allow = statement["Effect"].asString() == "Allow";
      for (const std::string& action : textsOf(statement["Action"]))
        for (const std::string& resource : textsOf(statement["Resource"])) {
          Ask ask;
          ask.principal = testCase["input"]["principal"].asString();
          ask.action = action;
          ask.resource = resource;
          AwsPolicies policies;
          tally.check(testCase["name"].asString() + ": " + action + " on " + resource,
                      allow ? "Allowed" : "ExplicitlyDenied", responseOf(evaluateIn(estate, ask, policies)));
        }
    }
  });
}

Json awsEstateSuites(const std::filesystem::path& folder) {
  std::vector<std::string> estates;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none))
    if (entry.path().filename().string().compare(0, 9, "iam-data-") == 0)
      estates.push_back(entry.path().filename().string());
  std::sort(estates.begin(), estates.end());
  Json suites = Json::array();
  for (const auto& [file, format] : {std::pair("simulate", "simulate"), std::pair("who_can", "who-can"),
                                     std::pair("principal_can", "principal-can")}) {
    const std::string decisions = std::string("expected/") + file + ".json";
    if (!std::filesystem::exists(folder / decisions)) continue;
    Json suite = Json::object(), inputs = Json::array();
    for (const std::string& estate : estates)
      inputs.push(estate);
    suite.set("name", format);
    suite.set("format", format);
    suite.set("decisions", decisions);
    suite.set("inputs", std::move(inputs));
    suites.push(std::move(suite));
  }
  if (suites.items().empty() || estates.empty()) return {};
  Json out = Json::object();
  out.set("kind", "iam-lens");
  out.set("suites", std::move(suites));
  return out;
}

} // namespace countersign::conformance
