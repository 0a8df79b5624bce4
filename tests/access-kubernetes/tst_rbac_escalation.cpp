// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/escalation.h"
#include "rbac_world.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

constexpr const char* rbacGroup = "rbac.authorization.k8s.io";
constexpr const char* certificates = "certificates.k8s.io";

World worldOf(PolicyRules rules) {
  World w;
  w.account("a", "x").account("a", "y");
  w.role({}, "admin", {rule({"*"}, {"*"}, {"*"})});
  w.grant({}, "a", "x", std::move(rules));
  return w;
}

EscalationPaths pathsOf(const World& w) {
  const Cluster cluster(w.objects);
  return escalationPaths(cluster, serviceAccountUser("a", "x"));
}

const EscalationPath* find(const EscalationPaths& paths, const std::string& id) {
  const auto at = std::find_if(paths.list.begin(), paths.list.end(),
                               [&](const auto& p) { return p.id == "kubernetes." + id; });
  return at == paths.list.end() ? nullptr : &*at;
}

struct Case {
  const char* id;
  PolicyRules rules; ///< each of them is needed
};

std::vector<Case> cases() {
  return {
      {"escalate",
       {rule({"escalate"}, {rbacGroup}, {"clusterroles"}), rule({"update"}, {rbacGroup}, {"clusterroles"})}},
      {"bind",
       {rule({"bind"}, {rbacGroup}, {"clusterroles"}),
        rule({"create"}, {rbacGroup}, {"clusterrolebindings"})}},
      {"impersonate", {rule({"impersonate"}, {""}, {"users"})}},
      {"request-token", {rule({"create"}, {""}, {"serviceaccounts/token"})}},
      {"mint-secret", {rule({"create"}, {""}, {"secrets"}), rule({"get"}, {""}, {"secrets"})}},
      {"run-as", {rule({"create"}, {"apps"}, {"deployments"})}},
      {"exec", {rule({"create"}, {""}, {"pods/exec"})}},
      {"sign-certificate",
       {rule({"create"}, {certificates}, {"certificatesigningrequests"}),
        rule({"update"}, {certificates}, {"certificatesigningrequests/approval"}),
        rule({"approve"}, {certificates}, {"signers"}, {"kubernetes.io/kube-apiserver-client"})}}};
}

} // namespace

/// Paths of a Kubernetes user: the consequences, in the words of all runtimes.
class TestRbacEscalation : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void eachWithExactlyItsRules() {
    for (const Case& c : cases()) {
      const EscalationPaths all = pathsOf(worldOf(c.rules));
      const EscalationPath* path = find(all, c.id);
      QVERIFY2(path && !path->conditional, c.id);
      QVERIFY(!path->title.empty() && !path->needs.empty() && path->steps.size() >= 2);
      for (std::size_t i = 0; i < c.rules.size(); ++i) {
        PolicyRules fewer = c.rules;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        const EscalationPaths without = pathsOf(worldOf(fewer));
        QVERIFY2(!find(without, c.id), c.id);
      }
    }
  }

  void conditional() {
    const EscalationPaths all = pathsOf(worldOf({rule({"get"}, {""}, {"pods/exec"})}));
    const EscalationPath* path = find(all, "exec");
    QVERIFY(path && path->conditional && path->needs.find("1.35") != std::string::npos);
  }

  void wildcards() {
    const EscalationPaths all = pathsOf(worldOf({rule({"*"}, {"*"}, {"*"})}));
    for (const Case& c : cases())
      QVERIFY2(find(all, c.id), c.id);
    QVERIFY(find(all, "everything"));
    QVERIFY(pathsOf(worldOf({rule({"get", "list"}, {"*"}, {"configmaps"})})).list.empty());
  }

  void everythingByAChain() {
    World w = worldOf({rule({"create"}, {""}, {"serviceaccounts/token"}, {"y"})});
    QVERIFY(!find(pathsOf(w), "everything"));
    w.grant({}, "a", "y", cases()[1].rules);
    const EscalationPaths all = pathsOf(w);
    const EscalationPath* path = find(all, "everything");
    QVERIFY(path && !path->conditional);
    const auto steps = std::count_if(path->steps.begin(), path->steps.end(),
                                     [](const WhyStep& s) { return s.layer == "step"; });
    QCOMPARE(steps, std::ptrdiff_t(2));
  }

  // One path for each consequence, however the rules are mixed.
  void randomRules() {
    const unsigned seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const auto all = cases();
    for (int i = 0; i < 300; ++i) {
      PolicyRules rules;
      for (const Case& c : all)
        for (const PolicyRule& r : c.rules)
          if (random.bounded(2) == 0) rules.push_back(r);
      const EscalationPaths got = pathsOf(worldOf(rules));
      const auto holds =
          [&](const PolicyRule& r) { // as it was written; get and create on other things do not matter
            return std::any_of(rules.begin(), rules.end(), [&](const PolicyRule& there) {
              return there.verbs == r.verbs && there.resources == r.resources;
            });
          };
      for (const Case& c : all) {
        const bool expected = std::all_of(c.rules.begin(), c.rules.end(), holds);
        QVERIFY2((find(got, c.id) != nullptr) == expected, c.id);
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestRbacEscalation)
#include "tst_rbac_escalation.moc"
