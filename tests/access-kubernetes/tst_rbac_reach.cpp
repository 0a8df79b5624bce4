// SPDX-License-Identifier: Apache-2.0
#include "rbac_world.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

constexpr const char* rbacGroup = "rbac.authorization.k8s.io";

Reachable from(const World& w) {
  return reachable(Cluster(w.objects), serviceAccountUser("a", "x"));
}

/// "service account a/y by run-as, request-token".
Texts shown(const World& w) {
  const Cluster cluster(w.objects);
  const Reachable all = reachable(cluster, serviceAccountUser("a", "x"));
  Texts out;
  for (const Reach& reach : all.reached) {
    std::string how;
    for (const Reach* step : all.chain(reach))
      how += (how.empty() ? "" : ", ") + std::string(consequenceName(step->by.kind));
    out.push_back(reach.who.shown() + " by " + how);
  }
  return out;
}

bool everything(PolicyRules rules, const std::string& ns = {}) {
  World w;
  w.role({}, "admin", {rule({"*"}, {"*"}, {"*"})}).role({}, "view", {rule({"get"}, {"*"}, {"*"})});
  w.grant(ns, "a", "x", std::move(rules));
  return !from(w).everything.empty();
}

} // namespace

class TestRbacReach : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void chain() {
    World w;
    w.account("a", "x").account("a", "y").account("b", "z").account("b", "far").account("c", "off");
    w.grant("a", "a", "x", {rule({"create"}, {""}, {"pods"})});
    w.grant("b", "a", "y", {rule({"create"}, {""}, {"serviceaccounts/token"}, {"z"})});
    w.grant("b", "b", "z", {rule({"impersonate"}, {""}, {"serviceaccounts"}, {"far"})});
    QCOMPARE(lines(shown(w)),
             lines({"service account a/y by run-as", "service account b/z by run-as, request-token",
                    "service account b/far by run-as, request-token, impersonate"}));
  }
  void ring() {
    World w;
    w.account("a", "x").account("a", "y");
    for (const char* name : {"x", "y"})
      w.grant("a", "a", name, {rule({"create"}, {""}, {"serviceaccounts/token"})});
    QCOMPARE(lines(shown(w)), lines({"service account a/y by request-token"}));
  }
  void users() {
    World w;
    w.account("a", "z");
    w.grant({}, "a", "x", {rule({"impersonate"}, {""}, {"users"})});
    w.role({}, "tokens", {rule({"create"}, {""}, {"serviceaccounts/token"})});
    w.bind({}, "t", "cluster:tokens", {{"User", "controller", {}}});
    QCOMPARE(lines(shown(w)),
             lines({"user controller by impersonate", "service account a/z by impersonate, request-token"}));
  }
  /// A group is impersonated together with a user, or not at all.
  void groups() {
    World w;
    w.role({}, "pods", {rule({"create"}, {""}, {"pods"})});
    w.bind({}, "g", "cluster:pods", {{"Group", "team", {}}}).account("a", "z");
    w.grant({}, "a", "x", {rule({"impersonate"}, {""}, {"groups"}, {"team"})});
    QVERIFY(shown(w).empty());
    w.grant({}, "a", "x", {rule({"impersonate"}, {""}, {"users"}, {"nobody"})});
    QCOMPARE(lines(shown(w)), lines({"user nobody by impersonate", "group team by impersonate",
                                     "service account a/z by impersonate, run-as"}));
  }
  /// A sure way is preferred to a shorter one that depends on something.
  void conditions() {
    World w;
    w.objects.pods = {{"a", "p", "y", "n"}, {"a", "q", "z", "n"}, {"b", "p", "far", "n"}};
    w.grant("a", "a", "x", {rule({"get"}, {""}, {"pods/exec"})});
    w.grant("a", "a", "x", {rule({"create"}, {""}, {"serviceaccounts/token"}, {"y"})});
    w.grant("b", "a", "z", {rule({"create"}, {""}, {"pods"})});
    const Cluster cluster(w.objects);
    Texts got;
    for (const Reach& reach : reachable(cluster, serviceAccountUser("a", "x")).reached)
      got.push_back(reach.who.shown() + (reach.conditional ? " maybe" : ""));
    QCOMPARE(lines(got),
             lines({"service account a/y", "service account a/z maybe", "service account b/far maybe"}));
  }
  void accountsNotShown() {
    World w;
    w.objects.pods.push_back({"a", "p", "y", "n"});
    w.grant("a", "a", "x", {rule({"create"}, {""}, {"pods"})});
    QCOMPARE(lines(shown(w)), lines({"service account a/y by run-as"})); // under which a pod runs is there
    QCOMPARE(from(w).missing.size(), std::size_t(1));
    w.objects.known.serviceAccounts = true;
    QVERIFY(from(w).missing.empty());
  }
  void execReachesPodsOnly() {
    World w;
    w.account("a", "y").account("a", "idle");
    w.objects.pods.push_back({"a", "p", "y", "n"});
    w.objects.known.pods = true;
    w.grant("a", "a", "x", {rule({"create"}, {""}, {"pods/exec"})});
    QCOMPARE(lines(shown(w)), lines({"service account a/y by exec"}));
  }
  void everythingThere() {
    const PolicyRule users = rule({"impersonate"}, {""}, {"users"}, {"u"});
    const auto groups = [](const char* name) { return rule({"impersonate"}, {""}, {"groups"}, {name}); };
    QVERIFY(everything({rule({"*"}, {"*"}, {"*"})}));
    QVERIFY(!everything({rule({"*"}, {"*"}, {"*"})}, "a"));
    QVERIFY(everything({users, groups("system:masters")}));
    QVERIFY(!everything({users, groups("team")}));
    QVERIFY(!everything({groups("system:masters")}));
    QVERIFY(everything({rule({"escalate", "update"}, {rbacGroup}, {"clusterroles"})}));
    QVERIFY(!everything({rule({"escalate", "create"}, {rbacGroup}, {"clusterroles"})}));
    const PolicyRule wide = rule({"create"}, {rbacGroup}, {"clusterrolebindings"});
    const PolicyRule narrow = rule({"create"}, {rbacGroup}, {"rolebindings"});
    QVERIFY(everything({rule({"bind"}, {rbacGroup}, {"clusterroles"}), wide}));
    QVERIFY(everything({rule({"bind"}, {rbacGroup}, {"clusterroles"}, {"admin"}), wide}));
    QVERIFY(!everything({rule({"bind"}, {rbacGroup}, {"clusterroles"}, {"view"}), wide}));
    QVERIFY(!everything({rule({"bind"}, {rbacGroup}, {"clusterroles"}), narrow}));
  }
  void notFollowedIsSaid() {
    World w;
    w.grant("b", "a", "x",
            {rule({"bind"}, {rbacGroup}, {"clusterroles"}), rule({"create"}, {rbacGroup}, {"rolebindings"})});
    const Cluster cluster(w.objects);
    const Reachable all = reachable(cluster, serviceAccountUser("a", "x"));
    QVERIFY(all.everything.empty());
    QCOMPARE(all.notFollowed.size(), std::size_t(1));
    QCOMPARE(all.notFollowed.front().who.shown(), std::string("any cluster role"));
  }
};

QTEST_APPLESS_MAIN(TestRbacReach)
#include "tst_rbac_reach.moc"
