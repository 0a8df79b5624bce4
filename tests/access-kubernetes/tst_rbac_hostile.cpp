// SPDX-License-Identifier: Apache-2.0
// Input that is wrong, too large or meant to do harm: bounded, and never a guess.
#include "rbac_world.h"

#include <QTest>

#include <ctime>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

constexpr double patience = 60; // seconds of the processor, also below sanitizers

/// Time of the processor, so that other programs on the machine do not count.
class Spent {
public:
  double seconds() const { return static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC; }

private:
  std::clock_t start_ = std::clock();
};

std::string number(std::size_t n) {
  return std::to_string(n);
}

Texts many(const std::string& head, std::size_t count) {
  Texts out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(head + number(i));
  return out;
}

} // namespace

class TestRbacHostile : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void unreadable_data() {
    QTest::addColumn<QByteArray>("object");
    const auto add = [](const char* name, const char* kind, const char* rest) {
      QTest::newRow(name) << QByteArray(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":")") + kind +
                                 "\"," + rest + "}";
    };
    add("no name", "ClusterRole", R"("metadata":{})");
    add("no metadata", "Role", R"("rules":[])");
    add("rules are no list", "ClusterRole", R"("metadata":{"name":"r"},"rules":{})");
    add("a verb is a number", "ClusterRole", R"("metadata":{"name":"r"},"rules":[{"verbs":[1]}])");
    add("a label is a number", "ClusterRole", R"("metadata":{"name":"r","labels":{"a":1}})");
    add("selectors are no list", "ClusterRole",
        R"("metadata":{"name":"r"},"aggregationRule":{"clusterRoleSelectors":{}})");
    add("a selector is no object", "ClusterRole",
        R"("metadata":{"name":"r"},"aggregationRule":{"clusterRoleSelectors":["x"]})");
    add("no role", "RoleBinding", R"("metadata":{"name":"b"},"subjects":[])");
    add("subjects are no list", "RoleBinding",
        R"("metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"r"},"subjects":{})");
    add("a subject has no name", "ClusterRoleBinding",
        R"("metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User"}])");
    add("a list within a list", "List", R"("items":[{"kind":"List","items":[]}])");
    add("no kind", "List", R"("items":[{"metadata":{"name":"x"}}])");
  }
  /// While an object could not be read, nothing is denied for sure.
  void unreadable() {
    QFETCH(const QByteArray, object);
    World w;
    w.grant({}, "a", "x", {rule({"get"}, {""}, {"pods"})});
    w.objects.addObject(json(object.toStdString()));
    QCOMPARE(w.objects.unread.size(), std::size_t(1));
    const Cluster cluster(w.objects);
    const User user = serviceAccountUser("a", "x");
    QVERIFY(cluster.authorize(user, request("get", "pods")).verdict == Verdict::Allowed);
    const Decision decision = cluster.authorize(user, request("get", "nodes"));
    QVERIFY(decision.verdict == Verdict::NotEvaluated);
    QVERIFY(lines(decision.missing).find("could not be read") != std::string::npos);
    QVERIFY(!powersOf(cluster, ServiceAccount{"a", "x"}).missing.empty());
    QVERIFY(!cluster.whoCan(request("get", "nodes")).missing.empty());
  }
  void passedOver() {
    Objects objects;
    for (const char* text :
         {"null", "7", "[]", "{}", R"({"kind":7})", R"({"kind":"Role","apiVersion":"iam.example/v1"})",
          R"({"kind":"ServiceAccount","apiVersion":"v1"})", R"({"kind":"List","items":{}})",
          R"({"kind":"Secret","apiVersion":"v1","type":"Opaque","metadata":{"name":"s"}})"})
      objects.addObject(json(text));
    QVERIFY(objects.unread.empty() && objects.roles.empty() && objects.serviceAccounts.empty());
    QVERIFY(objects.tokenSecrets.empty());
  }
  /// The API server drops what it does not know.
  void unknownFields() {
    Objects objects;
    objects.addObject(json(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","future":1,
      "metadata":{"name":"r","future":{}},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],
      "Verbs":["*"],"conditions":[7]}]})"));
    QVERIFY(objects.unread.empty());
    QVERIFY(objects.roles.front().rules == PolicyRules{rule({"get"}, {""}, {"pods"})});
  }

  void explodingRules() {
    const PolicyRules large{rule(many("v", 1000), many("g", 1000), many("r", 1000), many("n", 1000))};
    const Spent spent;
    const auto got = uncovered({}, large);
    QVERIFY(!got);
    QCOMPARE(got.error().code, ErrorCode::Limit);
    QCOMPARE(breakdown(large[0]).error().code, ErrorCode::Limit);
    // Each of ten thousand owners has many URL patterns.
    const PolicyRules owners(10'000, urlRule({"get"}, many("/x*/*", 100)));
    const auto urls = uncovered(owners, {urlRule({"get"}, many("/y", 100'000))});
    QVERIFY(!urls && urls.error().code == ErrorCode::Limit);
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  void manyNames() {
    World w;
    Texts names = many("n", 100'000);
    w.grant({}, "a", "x", {rule({"*"}, {"*"}, {"*"}, names)});
    const Cluster cluster(w.objects);
    const Spent spent;
    const Powers powers = powersOf(cluster, ServiceAccount{"a", "x"});
    QCOMPARE(powers.rows.size(), std::size_t(1));
    QVERIFY(powers.consequences.size() >= names.size());
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  void manyNamespaces() {
    World w;
    w.role({}, "r", PolicyRules(2000, rule(many("v", 20), {""}, {"configmaps"})));
    w.bind({}, "b", "cluster:r", {{"ServiceAccount", "x", "a"}});
    for (std::size_t i = 0; i < 2000; ++i)
      w.bind("n" + number(i), "b", "cluster:r", {{"ServiceAccount", "x", "a"}});
    const Cluster cluster(w.objects);
    const Spent spent;
    const Powers powers = powersOf(cluster, ServiceAccount{"a", "x"}, 10'000);
    QCOMPARE(powers.rows.size(), std::size_t(10'000));
    QVERIFY(lines(powers.missing).find("there are more than 10000 rules") != std::string::npos);
    QVERIFY(lines(powers.missing).find("too many rules") != std::string::npos);
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  /// Every account can become the next: chains as long as the cluster.
  void longChain() {
    World w;
    constexpr std::size_t length = 20'000;
    for (std::size_t i = 0; i < length; ++i)
      w.account("a", "s" + number(i))
          .grant("a", "a", "s" + number(i),
                 {rule({"create"}, {""}, {"serviceaccounts/token"}, {"s" + number(i + 1)})});
    const Cluster cluster(w.objects);
    const Spent spent;
    const Reachable all = reachable(cluster, serviceAccountUser("a", "s0"));
    QCOMPARE(all.reached.size(), length);
    QCOMPARE(all.chain(all.reached.back()).size(), length);
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  /// Everybody can become everybody.
  void crowd() {
    World w;
    for (std::size_t i = 0; i < 20'000; ++i)
      w.account("n" + number(i % 50), "s" + number(i));
    w.role({}, "all", {rule({"*"}, {"*"}, {"*"})});
    w.bind({}, "b", "cluster:all", {{"Group", "system:serviceaccounts", {}}});
    const Cluster cluster(w.objects);
    const Spent spent;
    const Reachable all = reachable(cluster, serviceAccountUser("n0", "s0"));
    QVERIFY(all.reached.size() >= 19'999);
    QCOMPARE(all.everything.size(), std::size_t(1));
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  void ringsOfAggregation() {
    Objects objects;
    constexpr std::size_t length = 2000;
    for (std::size_t i = 0; i < length; ++i) {
      Role role;
      role.name = "r" + number(i);
      role.labels["l"] = "v" + number(i);
      role.aggregation = std::vector<LabelSelector>{{{{"l", "v" + number((i + 1) % length)}}, {}}};
      role.served = false;
      objects.roles.push_back(role);
    }
    const Spent spent;
    const Cluster cluster(std::move(objects));
    QVERIFY(cluster.authorize({"u", {}}, request("get", "pods")).verdict == Verdict::Denied);
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  /// Thousands of roles that each select all others, with rules: refused, and said.
  void everybodyAggregatesEverybody() {
    Objects objects;
    for (std::size_t i = 0; i < 4000; ++i) {
      Role role;
      role.name = "r" + number(i);
      role.rules = {rule({"get"}, {""}, {"x" + number(i)})};
      if (i % 2 == 0) role.aggregation = std::vector<LabelSelector>(10);
      role.served = false;
      objects.roles.push_back(role);
    }
    const Spent spent;
    const Cluster cluster(std::move(objects));
    QVERIFY(cluster.authorize({"u", {}}, request("get", "pods")).verdict == Verdict::NotEvaluated);
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  void manyMissingRoles() {
    World w;
    for (std::size_t i = 0; i < 100'000; ++i)
      w.bind("a", "b" + number(i), "gone", {{"User", "u", {}}});
    const Cluster cluster(w.objects);
    const Spent spent;
    QCOMPARE(cluster.authorize({"u", {}}, request("get", "pods", "a")).missing.size(), std::size_t(100'000));
    QVERIFY2(spent.seconds() < patience, qPrintable(QString::number(spent.seconds())));
  }
  void deepNesting() {
    std::string text =
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":)";
    text += std::string(10'000, '[') + std::string(10'000, ']') + "}";
    QVERIFY(!parseJson(text)); // before RBAC sees it
    Json nested = Json::array();
    for (int i = 0; i < 5000; ++i)
      nested = Json(Json::Array{std::move(nested)});
    QVERIFY(!readRules(nested));
  }
};

QTEST_APPLESS_MAIN(TestRbacHostile)
#include "tst_rbac_hostile.moc"
