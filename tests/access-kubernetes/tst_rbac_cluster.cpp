// SPDX-License-Identifier: Apache-2.0
#include "rbac_world.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

const PolicyRules readPods{rule({"get", "list"}, {""}, {"pods"})};

std::string by(const Decision& decision) {
  std::string out;
  for (const Held& held : decision.by)
    out += held.binding->shown() + " ";
  return out;
}

std::string verdict(Verdict v) {
  return v == Verdict::Allowed ? "allowed" : v == Verdict::Denied ? "denied" : "not evaluated";
}

Question question(const char* principal, const char* action, const char* resource = "") {
  Question out;
  out.principal = principal;
  out.action = action;
  out.resource = resource;
  return out;
}

} // namespace

class TestRbacCluster : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void namespaces() {
    World w;
    w.role({}, "reader", readPods).bind("a", "b", "cluster:reader", {{"ServiceAccount", "x", "sys"}});
    const Cluster cluster(w.objects);
    const User user = serviceAccountUser("sys", "x");
    QCOMPARE(by(cluster.authorize(user, request("get", "pods", "a"))), std::string("RoleBinding/a/b "));
    QCOMPARE(verdict(cluster.authorize(user, request("get", "pods", "c")).verdict), std::string("denied"));
    QCOMPARE(verdict(cluster.authorize(user, request("get", "pods")).verdict), std::string("denied"));
    QCOMPARE(verdict(cluster.authorize(serviceAccountUser("a", "x"), request("get", "pods", "a")).verdict),
             std::string("denied"));
  }
  void implicitGroups_data() {
    QTest::addColumn<QString>("group");
    QTest::addColumn<bool>("allowed");
    for (const char* name : {"system:serviceaccounts", "system:serviceaccounts:sys", "system:authenticated"})
      QTest::newRow(name) << QString::fromLatin1(name) << true;
    for (const char* name : {"system:serviceaccounts:other", "system:unauthenticated", "*", "system:masters"})
      QTest::newRow(name) << QString::fromLatin1(name) << false;
  }
  void implicitGroups() {
    QFETCH(const QString, group);
    QFETCH(const bool, allowed);
    World w;
    w.role({}, "reader", readPods).bind({}, "b", "cluster:reader", {{"Group", group.toStdString(), {}}});
    const Cluster cluster(w.objects);
    const Decision decision = cluster.authorize(serviceAccountUser("sys", "x"), request("get", "pods", "a"));
    QCOMPARE(decision.verdict == Verdict::Allowed, allowed);
  }
  void subjects() {
    const User account = serviceAccountUser("sys", "x");
    QVERIFY(appliesTo({"User", "system:serviceaccount:sys:x", {}}, account, {}));
    QVERIFY(appliesTo({"ServiceAccount", "x", {}}, account, "sys"));
    QVERIFY(!appliesTo({"ServiceAccount", "x", {}}, account, {}));
    QVERIFY(!appliesTo({"ServiceAccount", "x", {}}, account, "other"));
    QVERIFY(!appliesTo({"User", "*", {}}, account, {}));
    QVERIFY(!appliesTo({"Robot", "x", "sys"}, account, "sys"));
  }
  void missingRoles() {
    World w;
    w.bind("a", "b", "gone", {{"User", "u", {}}});
    w.bind({}, "c", "some", {{"User", "u", {}}}); // a cluster role binding has no namespace for a role
    w.role("a", "some", readPods);
    w.objects.bindings.push_back({"a", "d", "Thing", "some", {{"User", "u", {}}}});
    const Decision decision = Cluster(w.objects).authorize({"u", {}}, request("get", "pods", "a"));
    QCOMPARE(verdict(decision.verdict), std::string("denied"));
    QCOMPARE(decision.missing.size(), std::size_t(3));
  }
  /// RBAC has no deny: a no is only known where all that could grant is.
  void unknownParts() {
    World w;
    w.role({}, "reader", readPods).bind({}, "b", "cluster:reader", {{"User", "u", {}}});
    w.objects.known.roleBindings = false;
    const Cluster cluster(w.objects);
    QCOMPARE(verdict(cluster.authorize({"u", {}}, request("get", "pods", "a")).verdict),
             std::string("allowed"));
    const Decision unsure = cluster.authorize({"v", {}}, request("get", "pods", "a"));
    QCOMPARE(verdict(unsure.verdict), std::string("not evaluated"));
    QCOMPARE(lines(unsure.missing), std::string("role bindings were not shown\n"));
    QCOMPARE(verdict(cluster.authorize({"v", {}}, request("get", "nodes")).verdict), std::string("denied"));
  }
  void laterOneCounts() {
    World w;
    w.role({}, "r", readPods).role({}, "r", {}).bind({}, "b", "cluster:r", {{"User", "u", {}}});
    QCOMPARE(verdict(Cluster(w.objects).authorize({"u", {}}, request("get", "pods")).verdict),
             std::string("denied"));
  }
  void whoCan() {
    World w;
    w.role({}, "reader", readPods)
        .bind({}, "b", "cluster:reader", {{"Group", "g", {}}, {"ServiceAccount", "x", "sys"}})
        .bind("a", "c", "cluster:reader", {{"User", "u", {}}, {"Group", "g", {}}, {"Robot", "r", {}}})
        .bind("z", "d", "cluster:reader", {{"User", "v", {}}});
    const Cluster cluster(w.objects);
    Texts got;
    for (const auto& [subject, held] : cluster.whoCan(request("get", "pods", "a")).subjects)
      got.push_back(subject.kind + " " + subject.name + " by " + held.binding->shown());
    QCOMPARE(lines(got), lines({"Group g by ClusterRoleBinding/b",
                                "User system:serviceaccount:sys:x by ClusterRoleBinding/b",
                                "User u by RoleBinding/a/c"}));
  }

  void questions_data() {
    QTest::addColumn<QString>("principal");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QString>("verdict");
    const auto add = [](const char* name, const char* who, const char* action, const char* on,
                        const char* v) {
      QTest::newRow(name) << QString::fromLatin1(who) << QString::fromLatin1(action)
                          << QString::fromLatin1(on) << QString::fromLatin1(v);
    };
    const char* account = "system:serviceaccount:sys:x";
    add("namespace", account, "get pods", "namespace a", "allowed");
    add("cluster", account, "get pods", "cluster-wide", "denied");
    add("name", account, "patch deployments.apps/scale", "namespace a / web", "allowed");
    add("other name", account, "patch deployments.apps/scale", "namespace a / db", "denied");
    add("URL", account, "get /metrics", "", "allowed");
    add("no verb", account, "pods", "namespace a", "not evaluated");
    add("no resource", account, "get ", "namespace a", "not evaluated");
    add("odd scope", account, "get pods", "everywhere", "not evaluated");
    add("groups not known", "jane", "get pods", "namespace a", "not evaluated");
    add("allowed whatever the groups are", "jane", "get /metrics", "", "allowed");
    add("anonymous has fixed groups", "system:anonymous", "get pods", "namespace a", "denied");
  }
  void questions() {
    QFETCH(const QString, principal);
    QFETCH(const QString, action);
    QFETCH(const QString, resource);
    World w;
    w.role({}, "reader", readPods).bind("a", "b", "cluster:reader", {{"ServiceAccount", "x", "sys"}});
    w.role("a", "scaler", {rule({"patch"}, {"apps"}, {"deployments/scale"}, {"web"})});
    w.bind("a", "s", "scaler", {{"Group", "system:serviceaccounts:sys", {}}});
    w.role({}, "metrics", {urlRule({"get"}, {"/metrics"})});
    w.bind({}, "m", "cluster:metrics", {{"Group", "system:authenticated", {}}});
    const Answer got =
        answer(Cluster(w.objects), question(qPrintable(principal), qPrintable(action), qPrintable(resource)));
    QTEST(QString::fromStdString(verdict(got.verdict)), "verdict");
    QCOMPARE(got.why.empty(), got.verdict != Verdict::Allowed);
    QCOMPARE(got.deniedBy.empty(), got.verdict != Verdict::Denied);
    if (got.verdict == Verdict::NotEvaluated) QVERIFY(!got.missing.empty());
  }
  void otherAuthorizers() {
    const Cluster cluster{Objects()};
    Question q = question("admin", "get secrets", "cluster-wide");
    q.context["groups"] = {"system:masters"};
    QCOMPARE(verdict(answer(cluster, q).verdict), std::string("allowed"));
    q.context["groups"] = {"system:nodes"};
    QCOMPARE(verdict(answer(cluster, q).verdict), std::string("not evaluated"));
    q.context["groups"] = {};
    QCOMPARE(verdict(answer(cluster, q).verdict), std::string("denied"));
  }
  void accountNames() {
    QVERIFY(serviceAccountOf("system:serviceaccount:a:b"));
    QCOMPARE(serviceAccountOf("system:serviceaccount:a:b")->name, std::string("b"));
    for (const char* name :
         {"", "a", "system:serviceaccount:", "system:serviceaccount:a", "system:serviceaccount::b",
          "system:serviceaccount:a:", "system:serviceaccount:a:b:c", "system:serviceaccount"})
      QVERIFY2(!serviceAccountOf(name), name);
  }

  void documents() {
    Objects objects;
    objects.addDocument("k8s.clusterrole", json(R"({"cluster":"c","name":"r","rules":[
      {"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]})"));
    objects.addDocument("k8s.rolebinding", json(R"({"cluster":"c","namespace":"a","name":"b",
      "roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"x","namespace":"a"}]})"));
    objects.addDocument("k8s.serviceaccount", json(R"({"cluster":"c","namespace":"a","name":"x"})"));
    objects.addDocument("aws.role", json(R"({"name":"x"})"));
    QVERIFY(objects.unread.empty());
    QCOMPARE(objects.serviceAccounts.size(), std::size_t(1));
    QCOMPARE(verdict(Cluster(std::move(objects))
                         .authorize(serviceAccountUser("a", "x"), request("get", "pods", "a"))
                         .verdict),
             std::string("allowed"));
  }
};

QTEST_APPLESS_MAIN(TestRbacCluster)
#include "tst_rbac_cluster.moc"
