// SPDX-License-Identifier: Apache-2.0
// A company of many principals in memory: aws_estate [PRINCIPALS]. Prints how long it takes to hold them, to
// work out what each comes to, and to say who can do something; and the memory.
#include "models/access/aws/estate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <random>

namespace {

using namespace countersign;
using namespace countersign::iam;

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

long peakMegabytes() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.compare(0, 6, "VmHWM:") == 0) return std::atol(line.c_str() + 6) / 1024;
  return 0;
}

std::string statement(const std::string& actions, const std::string& resource, const std::string& more = {}) {
  return R"({"Effect":"Allow","Action":[)" + actions + R"(],"Resource":")" + resource + '"' + more + '}';
}

/// Four actions on a resource of one team: four grants.
std::string policyText(std::size_t number) {
  static const std::vector<std::string> actions{
      R"("s3:GetObject","s3:PutObject","s3:ListBucket","s3:DeleteObject")",
      R"("sqs:SendMessage","sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueUrl")",
      R"("dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query","dynamodb:UpdateItem")",
      R"("logs:CreateLogStream","logs:PutLogEvents","ec2:Describe*","ec2:StartInstances")",
      R"("kms:Decrypt","kms:GenerateDataKey","secretsmanager:GetSecretValue","ssm:GetParameter")",
      R"("iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction","lambda:UpdateFunctionCode")"};
  static const std::vector<std::string> resources{"arn:aws:s3:::team-",
                                                  "arn:aws:sqs:eu-central-1:111122223333:team-",
                                                  "arn:aws:dynamodb:eu-central-1:111122223333:table/team-",
                                                  "*",
                                                  "*",
                                                  "arn:aws:iam::111122223333:role/team-"};
  const std::size_t kind = number % actions.size();
  std::string on = number % 12 == 5 ? "*" : resources[kind];
  if (on != "*") on += std::to_string(number) + (kind == 0 ? "/*" : "-*");
  std::string more;
  if (number % 11 == 0) more = R"(,"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-central-1"}})";
  return R"({"Version":"2012-10-17","Statement":[)" + statement(actions[kind], on, more) + "]}";
}

} // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? static_cast<std::size_t>(std::atol(argv[1])) : 100'000;
  constexpr std::size_t shared = 2'000, jobs = 5'000;
  std::mt19937 random(7);
  std::deque<Policy> policies;
  const auto read = [&](const std::string& text) {
    policies.push_back(parsePolicy(Json(text), "p" + std::to_string(policies.size())));
    return &policies.back();
  };
  for (std::size_t i = 0; i < shared; ++i)
    read(policyText(i));
  const Policy* scp =
      read(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
           R"({"Effect":"Deny","Action":"organizations:*","Resource":"*"}]})");
  std::vector<PolicySet> sets(jobs);
  for (PolicySet& set : sets) {
    set.serviceControl = {{"r-1", {scp}}};
    const std::size_t many = 2 + random() % 2;
    for (std::size_t i = 0; i < many; ++i)
      set.identity.push_back(&policies[random() % shared]);
  }
  AwsEstate estate;
  // One in ten has a policy of its own beside, one in fifty one with its name as a variable.
  const Policy* home =
      read(R"({"Version":"2012-10-17","Statement":[)" +
           statement(R"("s3:GetObject","s3:PutObject")", "arn:aws:s3:::home/${aws:username}/*") + "]}");
  const double held = secondsOf([&] {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = std::to_string(i);
      PolicySet set = sets[random() % jobs];
      if (i % 10 == 0)
        set.identity.push_back(read(policyText(shared + i)));
      else if (i % 50 == 1)
        set.identity.push_back(home);
      estate.add(name, "arn:aws:iam::111122223333:" + std::string(i % 3 == 0 ? "role/r" : "user/u") + name,
                 set);
    }
  });
  const double one = secondsOf([&] { estate.summarize(2); });
  std::size_t escalate = 0, grants = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const PrincipalSummary& s = estate.summary(i);
    escalate += s.escalates ? 1 : 0;
    grants += s.effective + s.conditional + s.denied + s.notEvaluated;
  }
  std::printf(
      "%zu principals, %zu grants, %zu distinct sets: held in %.2f s, summarized on two threads in %.2f s; "
      "%zu have ways to more; %ld MB\n",
      count, grants, estate.sets(), held, one, escalate, peakMegabytes());
  const std::vector<std::pair<const char*, const char*>> questions{
      {"s3:GetObject", "arn:aws:s3:::team-600/report"},
      {"ec2:StartInstances", "arn:aws:ec2:eu-central-1:111122223333:instance/i-1"},
      {"iam:PassRole", "arn:aws:iam::111122223333:role/team-605-x"},
      {"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a"},
      {"organizations:LeaveOrganization", "*"}};
  for (const auto& [action, resource] : questions) {
    AwsEstate::Asked asked;
    asked.action = action;
    asked.resource = resource;
    asked.resourceAccount = "111122223333";
    std::size_t found = 0;
    std::vector<double> all;
    for (int i = 0; i < 5; ++i)
      all.push_back(secondsOf([&] { found = estate.whoCan(asked).size(); }));
    std::sort(all.begin(), all.end());
    std::printf("who can %s: %zu in %.1f ms (worst %.1f)\n", action, found, all[2] * 1e3, all.back() * 1e3);
  }
  return 0;
}
