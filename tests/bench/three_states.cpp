// SPDX-License-Identifier: Apache-2.0
// A company as intent and as it is, in memory: three_states [RECORDS]. Prints how long it takes, on two
// threads, to say of every permission what was requested, what is applied and what is effective; and how long
// after one policy has changed for 100 of the records.
#include "models/drift/states.h"
#include "models/identity/keys.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <random>
#include <thread>

namespace {

using namespace countersign;

constexpr std::size_t shared = 2'000, jobs = 5'000;
const char* const account = "arn:aws:iam::111122223333:";

double elapsed() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
/// Seconds of processor time of this thread.
double worked() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

HeldDocumentPtr documentOf(const char* kind, const std::string& uid, const std::string& name,
                           const std::string& content, SourceRole role) {
  auto held = std::make_shared<HeldDocument>();
  held->document.object = {kind, uid, name, {}};
  held->document.content = *parseJson(content);
  held->digest = sha256(*held->document.canonical());
  held->role = role;
  return held;
}

std::string policyArn(std::size_t number) {
  return account + std::string("policy/p") + std::to_string(number);
}

/// Of a team: three or four actions on what is its own. Wider: on everything with the team's name before it.
std::string policyText(std::size_t number, bool wider, const char* more = "") {
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
  std::string text = R"({"version":"2012-10-17","statements":[{"effect":"Allow","action":[)";
  text += actions + std::string(more) + R"(],"resource":[")" + on + R"("])";
  if (number % 11 == 0) text += R"(,"condition":{"StringEquals":{"aws:RequestedRegion":["eu-central-1"]}})";
  if (wider && number % 3 == 0) text += R"(},{"effect":"Deny","action":["s3:delete*"],"resource":["*"])";
  return text + "}]}";
}

/// Policies that roles are attached to. In the state as it is one in four gives more than was asked for.
class Company : public DocumentReader {
public:
  explicit Company(SourceRole role) : role_(role) {
    for (std::size_t i = 0; i < shared; ++i)
      put(i, policyText(i, role == SourceRole::Live && i % 4 == 0));
  }
  void put(std::size_t number, const std::string& text) {
    const std::string arn = policyArn(number);
    policies_[keys::awsArn(arn)] = {
        documentOf("aws.policy", arn, "p" + std::to_string(number), R"({"document":)" + text + "}", role_)};
  }
  Documents withKey(const std::string& key, const Kinds&) override {
    const auto found = policies_.find(key);
    return found == policies_.end() ? Documents() : found->second;
  }
  Documents naming(const std::string&, const Kinds&) override { return {}; }
  bool partImported(const std::string&, const std::string&, const std::string&, SourceRole) override {
    return false;
  }
  std::string spelling(const std::string& lower) override { return lower; }
  void absent(const std::string&) override {}

private:
  SourceRole role_;
  std::unordered_map<std::string, Documents> policies_;
};

struct Record {
  HeldDocumentPtr requested, live;
  std::size_t policies[3];
};

/// Each has one of the jobs; one in ten has a policy of its own beside, which nobody asked for.
Record recordOf(std::size_t number) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(number % jobs));
  Record out{};
  const std::string name = "r" + std::to_string(number), arn = account + std::string("role/") + name;
  std::string content =
      R"({"arn":")" + arn + R"(","account":"111122223333","name":")" + name + R"(","attached":[)";
  for (std::size_t& policy : out.policies) {
    policy = random() % shared;
    content += (&policy == out.policies ? "\"" : ",\"") + policyArn(policy) + '"';
  }
  content += ']';
  out.requested = documentOf("aws.role", arn, name, content + '}', SourceRole::Intent);
  if (number % 10 == 0) content += R"(,"inline":{"own":)" + policyText(shared + number, false) + '}';
  out.live = documentOf("aws.role", arn, name, content + '}', SourceRole::Live);
  return out;
}

struct Work {
  std::size_t applied = 0, requested = 0, states = 0, unrequested = 0, missing = 0;
  double giving = 0, comparing = 0; ///< seconds of processor time
};

/// What one thread keeps.
struct Desk {
  RuntimeCaches caches;
  drift::Comparer comparer{caches};
  Work work;

  void look(Company& intent, Company& live, const Record& record) {
    const Runtime& aws = *runtimeOf("aws.role");
    const double start = worked();
    PlaneGrants plane;
    plane.system = "aws";
    aws.give(intent, record.requested, Instant(), caches, plane);
    aws.give(live, record.live, Instant(), caches, plane);
    const double given = worked();
    work.giving += given - start;
    const auto compared = comparer.compare(plane);
    for (const drift::State& state : drift::appliedStates(plane, *compared)) {
      ++work.states;
      if (state.part.given == Tri::No) ++work.unrequested;
    }
    work.missing += drift::missingStates(plane, *compared).size();
    work.comparing += worked() - given;
    work.applied += plane.applied.grants.size();
    work.requested += plane.requested.grants.size();
  }
};

void print(const Work& a, const Work& b) {
  std::printf(
      "%zu grants applied, %zu requested; %zu states, %zu of them never requested, %zu requested and not "
      "applied; processor time: %.3f s to give and decide, %.3f s to compare\n",
      a.applied + b.applied, a.requested + b.requested, a.states + b.states, a.unrequested + b.unrequested,
      a.missing + b.missing, a.giving + b.giving, a.comparing + b.comparing);
}

/// An import changes the policy of the most; 100 of those that have it are looked at again.
void changeOne(Company& intent, Company& live, const std::vector<Record>& records, Desk& desk) {
  std::vector<std::vector<const Record*>> having(shared);
  for (const Record& record : records)
    for (const std::size_t policy : record.policies)
      having[policy].push_back(&record);
  std::size_t most = 0;
  for (std::size_t i = 0; i < shared; ++i)
    if (having[i].size() > having[most].size()) most = i;
  std::vector<const Record*> moved = having[most];
  if (moved.size() > 100) moved.resize(100);
  desk.work = {};
  const double start = elapsed();
  live.put(most, policyText(most, false, R"(,"s3:deletebucket")"));
  for (const Record* record : moved)
    desk.look(intent, live, *record);
  std::printf("one policy changed, %zu records looked at again on one thread in %.1f ms: ", moved.size(),
              (elapsed() - start) * 1e3);
  print(desk.work, {});
}

} // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? static_cast<std::size_t>(std::atol(argv[1])) : 100'000;
  Company intent(SourceRole::Intent), live(SourceRole::Live);
  std::vector<Record> records;
  records.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    records.push_back(recordOf(i));
  Desk one, two;
  const auto half = [&](Desk& desk, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      desk.look(intent, live, records[i]);
  };
  const double start = elapsed();
  std::thread other([&] { half(two, count / 2, count); });
  half(one, 0, count / 2);
  other.join();
  std::printf("%zu records on two threads in %.2f s, %zu comparisons worked out: ", count, elapsed() - start,
              one.comparer.worked() + two.comparer.worked());
  print(one.work, two.work);
  changeOne(intent, live, records, one);
  return 0;
}
