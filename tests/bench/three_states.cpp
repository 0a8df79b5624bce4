// SPDX-License-Identifier: Apache-2.0
// A company as intent and as it is, in memory: three_states [RECORDS]. Prints how long it takes to hold every
// grant that is applied against what was requested, and the reverse, on two threads.
#include "models/drift/compare.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <thread>

namespace {

using namespace countersign;

constexpr std::size_t shared = 2'000, jobs = 20'000;

HeldDocumentPtr policyOf(std::size_t number, bool wider) {
  static const std::vector<std::pair<const char*, const char*>> kinds{
      {R"("s3:getobject","s3:putobject","s3:listbucket","s3:deleteobject")", "arn:aws:s3:::team-"},
      {R"("sqs:sendmessage","sqs:receivemessage","sqs:deletemessage")",
       "arn:aws:sqs:eu-central-1:111122223333:team-"},
      {R"("dynamodb:getitem","dynamodb:putitem","dynamodb:query")",
       "arn:aws:dynamodb:eu-central-1:111122223333:table/team-"},
      {R"("logs:createlogstream","logs:putlogevents","ec2:describe*","ec2:startinstances")", "*"},
      {R"("kms:decrypt","secretsmanager:getsecretvalue","ssm:getparameter")", "*"},
      {R"("iam:passrole","lambda:createfunction","lambda:invokefunction")",
       "arn:aws:iam::111122223333:role/team-"}};
  const auto& [actions, resource] = kinds[number % kinds.size()];
  const std::string on =
      std::string(resource) == "*" ? "*" : resource + std::to_string(number) + (wider ? "*" : "/*");
  std::string text = R"({"document":{"version":"2012-10-17","statements":[{"effect":"Allow","action":[)";
  text += actions + std::string(R"(],"resource":[")") + on + R"("])";
  if (number % 11 == 0) text += R"(,"condition":{"StringEquals":{"aws:RequestedRegion":["eu-central-1"]}})";
  if (wider && number % 3 == 0) text += R"(},{"effect":"Deny","action":["s3:delete*"],"resource":["*"])";
  auto held = std::make_shared<HeldDocument>();
  held->document.object = {"aws.policy", "policy/" + std::to_string(number), {}, {}};
  held->document.content = *parseJson(text + "}]}}");
  held->digest = sha256(*held->document.canonical());
  return held;
}

void give(const HeldDocumentPtr& policy, GrantList& to) {
  to.known = true;
  const Json::Array& statements = policy->document.content["document"]["statements"].items();
  for (std::size_t i = 0; i < statements.size(); ++i)
    for (const std::string& action : statements[i]["action"].strings()) {
      Grant g;
      g.deny = statements[i]["effect"].asString() == "Deny";
      g.action = g.shown = action;
      g.resource = statements[i]["resource"].strings().front();
      if (!statements[i]["condition"].empty()) g.condition = canonicalJsonOrThrow(statements[i]["condition"]);
      g.path = "policy " + policy->document.object.uid + " ← role";
      g.document = policy;
      g.inner = "/document/statements/" + std::to_string(i);
      to.grants.push_back(std::move(g));
    }
}

struct Work {
  std::size_t records = 0, grants = 0, asked = 0, part = 0, worked = 0;
};

/// The records of one thread: each has one of the jobs, one in ten something of its own beside.
Work compareAll(const std::vector<HeldDocumentPtr>& narrow, const std::vector<HeldDocumentPtr>& wide,
                std::size_t from, std::size_t to) {
  Work out;
  RuntimeCaches caches;
  drift::Comparer comparer(caches);
  for (std::size_t i = from; i < to; ++i) {
    std::mt19937 random(static_cast<std::mt19937::result_type>(i % jobs));
    PlaneGrants plane;
    plane.system = "aws";
    for (int k = 0; k < 3; ++k) {
      const std::size_t policy = random() % shared;
      give(narrow[policy], plane.requested);
      give(random() % 4 == 0 ? wide[policy] : narrow[policy], plane.applied);
    }
    if (i % 10 == 0) give(policyOf(shared + i, false), plane.applied);
    const auto compared = comparer.compare(plane);
    ++out.records;
    out.grants += plane.applied.grants.size();
    out.asked += plane.requested.grants.size();
    for (const GrantParts& parts : compared->applied)
      if (drift::verdictOf(parts) != Tri::Yes) ++out.part;
  }
  out.worked = comparer.worked();
  return out;
}

} // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? static_cast<std::size_t>(std::atol(argv[1])) : 100'000;
  std::vector<HeldDocumentPtr> narrow, wide;
  for (std::size_t i = 0; i < shared; ++i) {
    narrow.push_back(policyOf(i, false));
    wide.push_back(policyOf(i, true));
  }
  const auto start = std::chrono::steady_clock::now();
  Work one, two;
  std::thread other([&] { two = compareAll(narrow, wide, count / 2, count); });
  one = compareAll(narrow, wide, 0, count / 2);
  other.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf(
      "%zu records, %zu grants applied, %zu requested, %zu not requested or in part: %zu comparisons worked "
      "out, %.2f s on two threads, the making of the grants included\n",
      one.records + two.records, one.grants + two.grants, one.asked + two.asked, one.part + two.part,
      one.worked + two.worked, took.count());
  return 0;
}
