// SPDX-License-Identifier: Apache-2.0
#include "collect.h"
#include "connectors/kubernetes/kubernetes.h"

#include "models/identity/json.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const char* const role =
    R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","namespace":"n","uid":"u1",
  "resourceVersion":"7","labels":{"a":"1"}},"rules":[{"apiGroups":[""],"resources":["pods","secrets"],"verbs":["get","list"]},
  {"nonResourceURLs":["/x"],"verbs":["get"]}]})";
const char* const roleShuffled =
    R"({"kind":"Role","rules":[{"verbs":["get"],"nonResourceURLs":["/x","/x"],"resources":[]},
  {"verbs":["list","get"],"resources":["secrets","pods"],"apiGroups":[""],"resourceNames":null},{"verbs":["get"],"nonResourceURLs":["/x"]}],
  "metadata":{"uid":"u1","namespace":"n","name":"r","resourceVersion":"9","labels":{"a":"1"},"generation":4},
  "apiVersion":"rbac.authorization.k8s.io/v1beta1"})";
const char* const binding =
    R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"n"},
  "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
  "subjects":[{"kind":"ServiceAccount","name":"s","namespace":"n"},{"kind":"User","name":"u","apiGroup":"rbac.authorization.k8s.io"}]})";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) qFatal("the test changes what is not there: %s", from.c_str());
  return text.replace(at, from.size(), to);
}

Collected read(std::string_view text) {
  return collect(*makeKubernetesExportConnector(), text);
}

} // namespace

class TestKubernetesContent : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void orderHasNoMeaning() {
    const auto a = read(role), b = read(roleShuffled);
    QCOMPARE(a.all.documents.size(), std::size_t(1));
    QCOMPARE(a.canonical(), b.canonical());
    QCOMPARE(a.observation("n/r", "resource-version")->value.asString(), std::string("7"));
    QCOMPARE(b.observation("n/r", "resource-version")->value.asString(), std::string("9"));
  }
  void roleDocument() {
    const auto got = read(role);
    const Document* document = got.find("k8s.role", "n/r");
    QVERIFY(document != nullptr);
    QCOMPARE(document->object.uniqueId, std::string("u1"));
    QCOMPARE(document->part, std::string("roles"));
    QCOMPARE(*canonicalJson(document->content),
             std::string(R"({"cluster":"c1","labels":{"a":"1"},"name":"r","namespace":"n","rules":[)"
                         R"({"apiGroups":[""],"resources":["pods","secrets"],"verbs":["get","list"]},)"
                         R"({"nonResourceURLs":["/x"],"verbs":["get"]}]})"));
  }
  void meaningMoves_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("verb") << QByteArray("\"list\"") << QByteArray("\"watch\"");
    QTest::newRow("verb in capitals") << QByteArray("\"list\"") << QByteArray("\"LIST\"");
    QTest::newRow("resource") << QByteArray("\"pods\"") << QByteArray("\"pods/exec\"");
    QTest::newRow("names") << QByteArray("\"verbs\":[\"get\",\"list\"]")
                           << QByteArray("\"resourceNames\":[\"a\"],\"verbs\":[\"get\",\"list\"]");
    QTest::newRow("group") << QByteArray("[\"\"]") << QByteArray("[\"*\"]");
    QTest::newRow("uid") << QByteArray("\"u1\"") << QByteArray("\"u2\"");
    QTest::newRow("label") << QByteArray("{\"a\":\"1\"}") << QByteArray("{\"a\":\"2\"}");
  }
  void meaningMoves() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QVERIFY(read(role).canonical() != read(changed(role, from.toStdString(), to.toStdString())).canonical());
  }
  void bindingSubjects() {
    const auto plain = read(binding);
    const auto swapped = read(changed(binding, R"([{"kind":"ServiceAccount","name":"s","namespace":"n"},)",
                                      R"([{"kind":"ServiceAccount","name":"s"},)"));
    QCOMPARE(plain.canonical(), swapped.canonical()); // the binding's own namespace is meant
    const auto elsewhere =
        read(changed(binding, R"("name":"s","namespace":"n")", R"("name":"s","namespace":"m")"));
    QVERIFY(plain.canonical() != elsewhere.canonical());
    QCOMPARE(
        *canonicalJson(plain.find("k8s.rolebinding", "n/b")->content),
        std::string(
            R"({"cluster":"c1","name":"b","namespace":"n","roleRef":{"kind":"ClusterRole","name":"view"},)"
            R"("subjects":[{"kind":"ServiceAccount","name":"s","namespace":"n"},{"kind":"User","name":"u"}]})"));
  }
  void openShift() {
    const auto plain = read(changed(binding, R"({"kind":"ServiceAccount","name":"s","namespace":"n"},)", ""));
    const auto openshift = read(
        R"({"apiVersion":"authorization.openshift.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"n"},
      "roleRef":{"name":"view"},"subjects":[{"kind":"SystemUser","name":"u"}],"userNames":["u"],"groupNames":null})");
    QCOMPARE(plain.canonical(), openshift.canonical());
  }
  void serviceAccount() {
    const auto got = read(
        R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"s","namespace":"n","uid":"u","creationTimestamp":
      "2024-05-01T10:00:00+02:00","annotations":{"eks.amazonaws.com/role-arn":"arn:aws:iam::123456789012:role/r",
      "kubectl.kubernetes.io/last-applied-configuration":"{}"},"managedFields":[{"manager":"helm","time":"2024-05-02T00:00:00Z"},
      {"manager":"kubectl","time":"2024-05-03T00:00:00Z"}]},"automountServiceAccountToken":false,"secrets":[{"name":"b"},{"name":"a"}],
      "imagePullSecrets":[{"name":"p"}]})");
    QCOMPARE(
        *canonicalJson(got.find("k8s.serviceaccount", "n/s")->content),
        std::string(
            R"({"annotations":{"eks.amazonaws.com/role-arn":"arn:aws:iam::123456789012:role/r"},"automount":false,)"
            R"("cluster":"c1","created":"2024-05-01T08:00:00Z","imagePullSecrets":["p"],"name":"s","namespace":"n","secrets":["a","b"]})"));
    QCOMPARE(*canonicalJson(got.observation("n/s", "managed")->value),
             std::string(R"({"at":"2024-05-03T00:00:00Z","manager":"kubectl"})"));
  }
  void aggregation() {
    const auto a = read(
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"a"},"rules":null,"aggregationRule":
      {"clusterRoleSelectors":[{"matchLabels":{"x":"1"}},{"matchExpressions":[{"key":"k","operator":"In","values":["b","a"]}]},{}]}})");
    QCOMPARE(
        *canonicalJson(a.find("k8s.clusterrole", "a")->content["aggregation"]),
        std::string(
            R"([{"matchExpressions":[{"key":"k","operator":"In","values":["a","b"]}]},{"matchLabels":{"x":"1"}},{}])"));
  }
  void malformedObjectsAreGaps_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pointer");
    const QByteArray head =
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","namespace":"n"},)";
    QTest::newRow("rules") << head + R"("rules":"all"})" << QByteArray("/rules");
    QTest::newRow("verbs") << head + R"("rules":[{"verbs":[1]}]})" << QByteArray("/rules/0/verbs/0");
    QTest::newRow("rule") << head + R"("rules":[[]]})" << QByteArray("/rules/0");
    QTest::newRow("duplicate") << head + R"("rules":[],"rules":[{"verbs":["*"]}]})" << QByteArray("/rules");
    QTest::newRow("name")
        << QByteArray(R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"namespace":"n"}})")
        << QByteArray("/metadata/name");
    QTest::newRow("slash")
        << QByteArray(
               R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a/b","namespace":"n"}})")
        << QByteArray("/metadata/name");
    QTest::newRow("labels")
        << QByteArray(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","labels":{"x":{}}}})")
        << QByteArray("/metadata/labels");
  }
  void malformedObjectsAreGaps() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pointer);
    const auto got = read(text.toStdString());
    QVERIFY(got.all.documents.empty());
    QCOMPARE(got.errors(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(got.all.gaps[0].error.place.pointer), pointer);
    QVERIFY(!got.anyComplete());
  }
};

QTEST_APPLESS_MAIN(TestKubernetesContent)
#include "tst_kubernetes_content.moc"
