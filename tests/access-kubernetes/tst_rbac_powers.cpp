// SPDX-License-Identifier: Apache-2.0
#include "rbac_world.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

constexpr const char* rbacGroup = "rbac.authorization.k8s.io";
constexpr const char* certGroup = "certificates.k8s.io";

Texts rowsOf(const Powers& powers) {
  Texts out;
  for (const Power& row : powers.rows)
    out.push_back(row.text());
  return out;
}

/// The consequences of rules that account sys/x holds in a namespace, or cluster-wide.
Texts following(const std::string& ns, PolicyRules rules, Objects more = {}) {
  World w;
  w.objects = std::move(more);
  w.grant(ns, "sys", "x", std::move(rules));
  return texts(consequences(Cluster(w.objects), serviceAccountUser("sys", "x")).list);
}

Objects inhabited() {
  Objects out;
  out.tokenSecrets = {{"a", "one", "first"}, {"b", "two", "second"}};
  out.pods = {{"a", "web", "first", "n1"}, {"a", "db", "first", "n2"}, {"b", "db", "second", "n1"}};
  out.known.pods = out.known.secrets = true;
  return out;
}

} // namespace

Q_DECLARE_METATYPE(PolicyRules)
Q_DECLARE_METATYPE(Texts)

class TestRbacPowers : public QObject {
  Q_OBJECT
  template <class Add>
  static void roles(const Add& add) {
    add("escalate takes a write", "", {rule({"escalate"}, {rbacGroup}, {"roles", "clusterroles"})}, {});
    add("escalate and create", "a", {rule({"escalate", "create"}, {rbacGroup}, {"roles"})},
        {"escalate any role of namespace a namespace a"});
    add("one role", "a",
        {rule({"escalate"}, {rbacGroup}, {"roles"}, {"r", "s"}),
         rule({"patch"}, {rbacGroup}, {"roles"}, {"s"})},
        {"escalate role a/s namespace a"});
    add("a created role has no name", "a", {rule({"escalate", "create"}, {rbacGroup}, {"roles"}, {"r"})}, {});
    add("cluster roles are written cluster-wide", "a",
        {rule({"escalate", "update"}, {rbacGroup}, {"clusterroles"})}, {});
    add("any cluster role", "", {rule({"escalate", "update"}, {rbacGroup}, {"clusterroles"})},
        {"escalate any cluster role cluster-wide"});
    add("bind", "a",
        {rule({"bind"}, {rbacGroup}, {"clusterroles"}, {"view"}),
         rule({"create"}, {rbacGroup}, {"rolebindings"})},
        {"bind cluster role view namespace a"});
    add("bind takes a write", "a", {rule({"bind"}, {rbacGroup}, {"clusterroles", "roles"})}, {});
  }
  template <class Add>
  static void identities(const Add& add) {
    add("impersonate", "", {rule({"impersonate"}, {""}, {"users", "groups"}, {"u"})},
        {"impersonate user u cluster-wide", "impersonate group u cluster-wide"});
    add("users are not of a namespace", "a", {rule({"impersonate"}, {""}, {"users", "groups"})}, {});
    add("accounts of a namespace", "a", {rule({"impersonate"}, {""}, {"serviceaccounts"})},
        {"impersonate any service account of namespace a namespace a"});
    add("token", "a", {rule({"create"}, {""}, {"serviceaccounts/token"}, {"y"})},
        {"request-token service account a/y namespace a"});
    add("an account is no token", "a", {rule({"create"}, {""}, {"serviceaccounts"})}, {});
    add("read secrets", "a", {rule({"list"}, {""}, {"secrets"})},
        {"read-token service account a/first namespace a"});
    add("read one secret", "", {rule({"get"}, {""}, {"secrets"}, {"two", "three"})},
        {"read-token service account b/second cluster-wide"});
    add("make and read a secret", "c", {rule({"create", "get"}, {""}, {"secrets"})},
        {"mint-secret any service account of namespace c namespace c"});
    add("make a secret", "c", {rule({"create"}, {""}, {"secrets"})}, {});
    add("certificate", "",
        {rule({"create"}, {certGroup}, {"certificatesigningrequests"}),
         rule({"update"}, {certGroup}, {"certificatesigningrequests/approval"}),
         rule({"approve"}, {certGroup}, {"signers"}, {"kubernetes.io/kube-apiserver-client"})},
        {"sign-certificate any user cluster-wide"});
    add("another signer", "",
        {rule({"create"}, {certGroup}, {"certificatesigningrequests"}),
         rule({"update"}, {certGroup}, {"certificatesigningrequests/approval"}),
         rule({"approve"}, {certGroup}, {"signers"}, {"example.org/x"})},
        {});
  }
  template <class Add>
  static void workloads(const Add& add) {
    for (const char* resource : {"replicationcontrollers", "pods"})
      add(resource, "a", {rule({"create"}, {""}, {resource})},
          {"run-as any service account of namespace a namespace a"});
    for (const char* resource : {"deployments", "daemonsets", "replicasets", "statefulsets"})
      add(resource, "a", {rule({"patch"}, {"apps"}, {resource}, {"web"})},
          {"run-as any service account of namespace a namespace a"});
    add("cron job", "", {rule({"update"}, {"batch"}, {"cronjobs"})},
        {"run-as any service account cluster-wide"});
    add("job", "", {rule({"create"}, {"batch"}, {"jobs"})}, {"run-as any service account cluster-wide"});
    add("a pod keeps its account", "a", {rule({"update", "patch"}, {""}, {"pods"})}, {});
    add("a job keeps its template", "a", {rule({"update", "patch"}, {"batch"}, {"jobs"})}, {});
    add("exec", "a", {rule({"create"}, {""}, {"pods/exec"})},
        {"exec any service account of namespace a namespace a"});
    add("exec in some", "", {rule({"get"}, {""}, {"pods/exec"}, {"db", "none"})},
        {"exec service account a/first cluster-wide maybe",
         "exec service account b/second cluster-wide maybe"});
    add("exec in one, read of all", "a",
        {rule({"create"}, {""}, {"pods/exec"}, {"db"}), rule({"get"}, {"*"}, {"*"})},
        {"read-token service account a/first namespace a", "exec service account a/first namespace a",
         "exec any service account of namespace a namespace a maybe"});
    add("debug container", "b", {rule({"patch"}, {""}, {"pods/ephemeralcontainers"}, {"db"})},
        {"exec service account b/second namespace b"});
    add("kubelet", "", {rule({"get"}, {""}, {"nodes/proxy"}, {"n2"})},
        {"exec service account a/first cluster-wide"});
    add("reading follows nothing", "", {rule({"get", "list"}, {"*"}, {"pods", "configmaps"})}, {});
  }

private Q_SLOTS:
  void rows() {
    World w;
    w.role("a", "own", {rule({"get", "list"}, {"", "apps"}, {"pods", "deployments/scale"}, {"web"})})
        .role({}, "wide", {{{"get"}, {"*"}, {"*"}, {}, {"/metrics", "/x/*"}}, rule({}, {""}, {"pods"}), {}})
        .bind("a", "mine", "own", {{"ServiceAccount", "x", {}}})
        .bind({}, "all", "cluster:wide", {{"Group", "system:serviceaccounts", {}}})
        .bind("b", "there", "cluster:wide", {{"ServiceAccount", "x", "a"}})
        .bind("b", "broken", "gone", {{"ServiceAccount", "x", "a"}})
        .bind("b", "others", "cluster:wide", {{"ServiceAccount", "y", "a"}});
    const Cluster cluster(w.objects);
    const Powers powers = powersOf(cluster, ServiceAccount{"a", "x"});
    const std::string all = " (cluster-wide) ← cluster role wide ← ClusterRoleBinding/all ← group "
                            "system:serviceaccounts";
    QCOMPARE(
        lines(rowsOf(powers)),
        lines({"get *.*" + all, "get /metrics, /x/*" + all,
               "get, list pods, deployments/scale, pods.apps, deployments.apps/scale / web (namespace a) ← "
               "role a/own ← RoleBinding/a/mine",
               "get *.* (namespace b) ← cluster role wide ← RoleBinding/b/there"}));
    QVERIFY(lines(powers.missing).find("RoleBinding/b/broken") != std::string::npos);
    QVERIFY(!powers.everything);
    QVERIFY(powersOf(cluster, User{"admin", {"system:masters"}}).everything);
  }
  void fewRows() {
    World w;
    for (int i = 0; i < 10; ++i)
      w.grant({}, "a", "x", {rule({"get"}, {""}, {"pods"})});
    const Cluster cluster(w.objects);
    const Powers powers = powersOf(cluster, ServiceAccount{"a", "x"}, 3);
    QCOMPARE(powers.rows.size(), std::size_t(3));
    QCOMPARE(lines(powers.missing), std::string("there are more than 3 rules\n"));
    QVERIFY(powersOf(cluster, ServiceAccount{"a", "x"}, 10).missing.empty());
  }
  void manyResources() {
    World w;
    w.grant({}, "a", "x", {rule({"get"}, Texts(1000, "g"), Texts(1000, "r"))});
    const Cluster cluster(w.objects);
    const Texts what = powersOf(cluster, ServiceAccount{"a", "x"}).rows.front().what(2);
    QCOMPARE(lines(what), lines({"r.g", "r.g", "and 999998 more"}));
  }

  void single_data() {
    QTest::addColumn<QString>("ns");
    QTest::addColumn<PolicyRules>("rules");
    QTest::addColumn<Texts>("expected");
    const auto add = [](const char* name, const char* ns, PolicyRules rules, Texts expected) {
      QTest::newRow(name) << QString::fromLatin1(ns) << std::move(rules) << std::move(expected);
    };
    roles(add);
    identities(add);
    workloads(add);
  }
  void single() {
    QFETCH(const QString, ns);
    QFETCH(const PolicyRules, rules);
    QFETCH(const Texts, expected);
    QCOMPARE(lines(following(ns.toStdString(), rules, inhabited())), lines(expected));
  }

  /// What holds cluster-wide is not said again for each namespace; what takes both is.
  void saidOnce() {
    World w;
    w.grant({}, "sys", "x",
            {rule({"bind"}, {rbacGroup}, {"clusterroles"}), rule({"create"}, {""}, {"pods"})});
    w.grant("a", "sys", "x",
            {rule({"create"}, {rbacGroup}, {"rolebindings"}), rule({"create"}, {""}, {"pods"})});
    QCOMPARE(lines(texts(consequences(Cluster(w.objects), serviceAccountUser("sys", "x")).list)),
             lines({"run-as any service account cluster-wide", "bind any cluster role namespace a"}));
  }
  void whatWasNotShown() {
    World w;
    w.grant("a", "sys", "x", {rule({"get"}, {""}, {"secrets", "pods/exec"})});
    const Cluster cluster(w.objects);
    const std::string missing = lines(powersOf(cluster, ServiceAccount{"sys", "x"}).missing);
    QVERIFY(missing.find("secrets were not shown") != std::string::npos);
    QVERIFY(missing.find("pods were not shown") != std::string::npos);
    QVERIFY(powersOf(cluster, ServiceAccount{"sys", "y"}).missing.empty());
  }
};

QTEST_APPLESS_MAIN(TestRbacPowers)
#include "tst_rbac_powers.moc"
