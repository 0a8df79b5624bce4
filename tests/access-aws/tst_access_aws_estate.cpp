// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/estate.h"
#include "models/access/aws/who_can.h"
#include "small_world.h"
#include "tests/seed.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <deque>

using namespace countersign;
using namespace countersign::iam;

namespace small = smallworld;

namespace {

const std::string admin = "arn:aws:iam::111111111111:role/app/admin";

/// JSON with its apostrophes made quotes.
std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

/// A random company: policies that many share, some of which ask who it is.
struct Company {
  QRandomGenerator& random;
  std::deque<Policy> policies;
  std::vector<std::string> arns;
  std::vector<PolicySet> sets;
  AwsEstate estate;

  explicit Company(QRandomGenerator& generator) : random(generator) {
    for (int i = 0; i < 6; ++i)
      add(small::jsonOf(small::randomPolicy(random, false)));
    const auto allow = [](const std::string& action, const std::string& resource, const std::string& more) {
      return quoted("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'" + action +
                    "','Resource':'" + resource + "'" + more + "}}");
    };
    add(allow("s3:*", "r${aws:username}*", {}));
    add(allow("s3:*", "*", ",'Condition':{'StringLike':{'aws:PrincipalArn':'*/u1*'}}"));
    add(allow("iam:AttachRolePolicy", admin, {}));
    add(allow("iam:*", "arn:aws:iam::111111111111:role/app/a?min", {}));
    add(allow("iam:*", "arn:aws:iam::111111111111:*", {}));
    add(allow("*", "*", {}));
    const int sizes = 1 + random.bounded(4);
    std::vector<PolicySet> jobs(static_cast<std::size_t>(sizes));
    for (PolicySet& job : jobs) {
      for (int i = random.bounded(3); i >= 0; --i)
        job.identity.push_back(any());
      if (random.bounded(4) == 0) job.boundary.push_back(any());
      if (random.bounded(3) == 0) job.serviceControl.push_back({"level", {any()}});
      if (random.bounded(8) == 0) job.notImported.emplace_back("service control policies");
    }
    for (int i = 0; i < 12; ++i) {
      const std::string name = "u" + std::to_string(i);
      join(i % 3 == 0   ? "arn:aws:iam::111111111111:role/app/" + name
           : i % 5 == 0 ? "arn:aws:iam::222222222222:user/" + name
                        : "arn:aws:iam::111111111111:user/" + name,
           jobs);
    }
    join(admin, jobs);
    join("arn:aws:iam::111111111111:root", jobs);
    join("arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/linked", jobs);
  }

  void add(const std::string& json) {
    policies.push_back(parsePolicy(Json(json), "p" + std::to_string(policies.size())));
  }
  const Policy* any() {
    return &policies[static_cast<std::size_t>(random.bounded(static_cast<int>(policies.size())))];
  }
  void join(const std::string& arn, const std::vector<PolicySet>& jobs) {
    arns.push_back(arn);
    sets.push_back(jobs[static_cast<std::size_t>(random.bounded(static_cast<int>(jobs.size())))]);
    estate.add(arn, arn, sets.back());
  }
};

} // namespace

/// Principals worked out together against each by itself.
class TestAccessAwsEstate : public QObject {
  Q_OBJECT
  quint32 seed_ = 0;
  QRandomGenerator random_;

private Q_SLOTS:
  void init() {
    seed_ = countersign::test::testSeed();
    random_.seed(seed_);
  }

  void summariesAreThoseOfEach() {
    for (int i = 0; i < 150; ++i) {
      Company company(random_);
      company.estate.summarize(1 + static_cast<unsigned>(i % 2));
      for (std::size_t p = 0; p < company.arns.size(); ++p)
        QVERIFY2(company.estate.summary(p) == summaryOf(company.arns[p], company.sets[p], {}),
                 company.arns[p].c_str());
    }
  }

  void whoCanIsWhatEachCan() {
    for (int i = 0; i < 80; ++i) {
      Company company(random_);
      const Policy resource =
          parsePolicy(Json(small::jsonOf(small::randomPolicy(random_, true))), "resource");
      for (const char* action : {"s3:a", "s3:ba", "ec2:a", "iam:AttachRolePolicy", "sts:GetCallerIdentity"})
        for (const std::string& on : {std::string("r"), std::string("rab"), std::string("ru1b"), admin}) {
          AwsEstate::Asked asked{action, on, small::owner, random_.bounded(5) == 0, {}, {}, {}, {}, {}, {}};
          if (random_.bounded(4) == 0) asked.resourcePolicy = &resource;
          asked.context.complete = random_.bounded(2) == 0;
          same(company, asked);
          if (QTest::currentTestFailed()) return;
        }
    }
  }

  void equalPoliciesAreHeldOnce() {
    const Policy shared = parsePolicy(
        Json(quoted("{'Statement':{'Effect':'Allow','Action':'s3:Get*','Resource':'*'}}")), "shared");
    const Policy own = parsePolicy(Json(quoted("{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                                               "'Action':'s3:*','Resource':'home/${aws:username}/*'}}")),
                                   "own");
    AwsEstate estate;
    PolicySet one, two;
    one.identity = {&shared};
    two.identity = {&shared, &own};
    for (int i = 0; i < 50; ++i)
      estate.add("a", "arn:aws:iam::111111111111:user/a" + std::to_string(i), one);
    QCOMPARE(estate.sets(), std::size_t(1));
    for (int i = 0; i < 5; ++i)
      estate.add("b", "arn:aws:iam::111111111111:user/b" + std::to_string(i), two);
    QCOMPARE(estate.sets(), std::size_t(6));
    QCOMPARE(estate.size(), std::size_t(55));
    AwsEstate::Asked asked;
    asked.action = "s3:GetObject";
    asked.resource = "home/b3/x";
    QCOMPARE(estate.whoCan(asked).size(), std::size_t(55));
    asked.action = "s3:PutObject";
    asked.resourceAccount = "111111111111";
    const auto found = estate.whoCan(asked);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found.front().principal, std::size_t(53));
  }

private:
  static void same(const Company& company, const AwsEstate::Asked& asked) {
    std::vector<WhoCan> plain;
    for (std::size_t p = 0; p < company.arns.size(); ++p) {
      PolicySet set = company.sets[p];
      set.resource = asked.resourcePolicy;
      Evaluation one = evaluate(requestOf(principalOf(company.arns[p]), asked.action, asked.resource,
                                          asked.resourceAccount, asked.resourceIsPattern, asked.context),
                                set);
      if (one.answer.verdict != Verdict::Denied) plain.push_back({company.arns[p], std::move(one)});
    }
    const auto found = company.estate.whoCan(asked);
    const std::string what = asked.action + ' ' + asked.resource;
    QVERIFY2(found.size() == plain.size(), what.c_str());
    for (std::size_t i = 0; i < found.size(); ++i) {
      QVERIFY2(company.estate.id(found[i].principal) == plain[i].principal, what.c_str());
      const Evaluation one = company.estate.explain(asked, found[i].principal);
      const Answer &a = one.answer, &b = plain[i].evaluation.answer;
      QVERIFY2(found[i].verdict == b.verdict && a.verdict == b.verdict && a.conditions == b.conditions &&
                   a.missing == b.missing && a.why.size() == b.why.size(),
               what.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsEstate)
#include "tst_access_aws_estate.moc"
