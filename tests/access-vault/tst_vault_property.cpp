// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/acl.h"
#include "universe.h"

#include <QTest>
#include <random>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine bao = Engine::openBao(2, 6);

Acl aclOf(const std::vector<brute::Policy>& policies) {
  Acl acl(bao, Instant{});
  for (const brute::Policy& one : policies) {
    const auto policy = parsePolicy(brute::toHcl(one), bao);
    if (!policy) qFatal("%s", policy.error().text().c_str());
    if (!acl.add(*policy, {})) qFatal("not added");
  }
  return acl;
}

std::string text(const std::vector<brute::Policy>& policies) {
  std::string out;
  for (const brute::Policy& policy : policies)
    out += brute::toHcl(policy) + "----\n";
  return out;
}

Request requestOf(const brute::Request& request) {
  Request out{request.operation, request.path, {}, {}, false};
  for (const std::string& name : request.parameters)
    out.parameters.emplace_back(name, Json("value"));
  if (request.wrap >= 0) out.wrapTtl = std::chrono::seconds(request.wrap);
  return out;
}

} // namespace

class TestVaultProperty : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void initTestCase() { seed_ = countersign::test::testSeed(); }

  void sameAsTheDocumentation() {
    Universe universe(seed_);
    std::size_t yes = 0;
    for (int round = 0; round < 3000; ++round) {
      const auto policies = universe.policies();
      const Acl acl = aclOf(policies);
      for (int i = 0; i < 12; ++i) {
        const brute::Request request = universe.request();
        const bool expected = brute::allows(policies, request);
        yes += expected ? 1 : 0;
        const std::string what = request.operation + ' ' + request.path + '\n' + text(policies);
        QVERIFY2(acl.decide(requestOf(request)).allowed == expected, what.c_str());
        QVERIFY2(acl.capabilities(request.path) == brute::capabilities(policies, request.path), what.c_str());
      }
    }
    QVERIFY(yes > 1000); // of 36,000: the universes are not empty
  }

  /// In which order the policies of a token come makes no difference.
  void orderDoesNotMatter() {
    Universe universe(seed_ + 1);
    std::mt19937 random(seed_);
    for (int round = 0; round < 500; ++round) {
      auto policies = universe.policies();
      const Acl one = aclOf(policies);
      std::shuffle(policies.begin(), policies.end(), random);
      const Acl other = aclOf(policies);
      for (int i = 0; i < 10; ++i) {
        const Request request = requestOf(universe.request());
        QCOMPARE(one.decide(request).allowed, other.decide(request).allowed);
        QCOMPARE(one.capabilities(request.path), other.capabilities(request.path));
      }
    }
  }

  /// A deny that is added never gives anything, and takes all of its own pattern.
  void denyTakesOnly() {
    Universe universe(seed_ + 2);
    for (int round = 0; round < 500; ++round) {
      auto policies = universe.policies();
      const Acl before = aclOf(policies);
      const std::string denied = policies.front().front().path;
      policies.push_back({brute::Rule{denied, {"deny"}, {}, {}, {}, 0, 0}});
      const Acl after = aclOf(policies);
      for (int i = 0; i < 10; ++i) {
        const Request request = requestOf(universe.request());
        QVERIFY(before.decide(request).allowed || !after.decide(request).allowed);
      }
    }
  }

private:
  unsigned seed_ = 0;
};

QTEST_APPLESS_MAIN(TestVaultProperty)
#include "tst_vault_property.moc"
