// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "export_data.h"
#endif

class TestKubernetesExport : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recognises_data();
  void recognises();
  void yamlAndJsonAreEqual();
  void orderOfItems();
  void typedListsLeaveOutTheKind();
  void completeness_data();
  void completeness();
  void thePersonMayKnow();
  void emptyLists();
  void podsAreObservations();
  void otherKindsAreCounted();
  void manifestsAreIntent();
  void refusesWithARemedy_data();
  void refusesWithARemedy();
  void truncationIsNeverComplete();
  void concatenatedAndYamlTruncation();
  void placesAreInTheFile();
};

void TestKubernetesExport::recognises_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<bool>("yes");
  QTest::newRow("list") << QByteArray::fromStdString(list({object("Role", "n", "r")})) << true;
  QTest::newRow("cut list") << QByteArray::fromStdString(list({object("Role", "n", "r")})).left(90) << true;
  QTest::newRow("object") << QByteArray::fromStdString(object("Role", "n", "r")) << true;
  QTest::newRow("typed list")
      << QByteArray(
             R"({"kind":"RoleList","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{},"items":[)")
      << true;
  QTest::newRow("array") << QByteArray::fromStdString("[" + object("Role", "n", "r") + "]") << true;
  QTest::newRow("yaml") << QByteArray(yamlStream) << true;
  QTest::newRow("audit")
      << QByteArray(
             R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete"})")
      << false;
  QTest::newRow("other json") << QByteArray(R"({"kind":"storage#bucket","items":[]})") << false;
  QTest::newRow("azure version") << QByteArray(R"({"apiVersion":"2020-01-01","kind":"StorageV2"})") << false;
  QTest::newRow("other yaml") << QByteArray("version: 3\nservices:\n  a: {}\n") << false;
  QTest::newRow("empty") << QByteArray() << false;
}

void TestKubernetesExport::recognises() {
  QFETCH(QByteArray, head);
  QFETCH(bool, yes);
  QCOMPARE(makeKubernetesExportConnector()->recognises(head.toStdString()) == Match::Yes, yes);
}

void TestKubernetesExport::yamlAndJsonAreEqual() {
  const auto yaml = read(yamlStream), json = read(jsonTwin);
  QCOMPARE(yaml.all.documents.size(), std::size_t(4)); // with the account that the binding names
  QCOMPARE(yaml.errors(), std::size_t(0));
  QCOMPARE(yaml.canonical(), json.canonical());
  QVERIFY(!yaml.complete("serviceaccounts"));
  QVERIFY(!yaml.complete("clusterroles"));
  QVERIFY(yaml.complete("clusterrolebindings"));
}

void TestKubernetesExport::orderOfItems() {
  const std::string a = object("Role", "n", "a"), b = object("Role", "m", "b"),
                    c = object("ClusterRole", "", "c");
  QCOMPARE(read(list({a, b, c})).canonical(), read(list({c, b, a})).canonical());
}

void TestKubernetesExport::typedListsLeaveOutTheKind() {
  const auto got =
      read(R"({"apiVersion":"rbac.authorization.k8s.io/v1","items":[{"metadata":{"name":"a","namespace":"n"}},
    {"metadata":{"name":"b","namespace":"m"}}],"kind":"RoleList","metadata":{"resourceVersion":"12"}})");
  QCOMPARE(got.all.documents.size(), std::size_t(2));
  QVERIFY(got.find("k8s.role", "m/b") != nullptr);
  QVERIFY(got.complete("roles"));
}

void TestKubernetesExport::completeness_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("bindings");
  const std::string one = object("RoleBinding", "n", "a", bound),
                    two = object("RoleBinding", "n", "b", bound),
                    far = object("RoleBinding", "m", "a", bound), broken = object("RoleBinding", "m", "x");
  const auto add = [](const char* name, const std::string& text, bool complete) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << complete;
  };
  add("two namespaces", list({one, far}), true);
  add("one namespace", list({one, two}), false);
  add("two lists of one namespace each", list({one}) + list({far}), false);
  add("a list and a single object", list({one, far}) + two, true);
  add("single objects", one + far, false);
  add("goes on", list({one, far}, R"({"continue":"abc"})"), false);
  add("remaining", list({one, far}, R"({"remainingItemCount":3})"), false);
  add("none remaining", list({one, far}, R"({"remainingItemCount":0})"), true);
  add("an element failed", list({one, far, broken}), false);
  add("array", "[" + one + "," + far + "]", false);
}

void TestKubernetesExport::completeness() {
  QFETCH(QByteArray, text);
  QFETCH(bool, bindings);
  const auto got = read(text.toStdString());
  QVERIFY(!got.error);
  QCOMPARE(got.complete("rolebindings"), bindings);
  QCOMPARE(got.part("rolebindings")->why.empty(), bindings);
}

void TestKubernetesExport::thePersonMayKnow() {
  const std::string text = list({object("RoleBinding", "n", "a", bound), object("ClusterRole", "", "c")});
  QVERIFY(read(text).part("rolebindings")->why.find("only namespace n") != std::string::npos);
  QVERIFY(read(text).complete("clusterroles"));
  ReadOptions options;
  options.completeParts = {"rolebindings", "roles"};
  QVERIFY(read(text, options).complete("rolebindings"));
  QVERIFY(read(text, options).complete("roles")); // a list without a role
  options.partialParts = {"*"};
  QVERIFY(!read(text, options).anyComplete());
  ReadOptions cut;
  cut.completeParts = {"rolebindings"};
  QVERIFY(!read(text.substr(0, text.size() - 40), cut).anyComplete());
}

void TestKubernetesExport::emptyLists() {
  const auto nothing = read(list({}));
  QVERIFY(!nothing.error);
  QVERIFY(nothing.parts.empty());
  QVERIFY(nothing.facts.role == SourceRole::Live);
  const auto roles = read(
      R"({"kind":"ClusterRoleList","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{},"items":null})");
  QVERIFY(roles.complete("clusterroles"));
  QVERIFY(!read(R"({"kind":"RoleList","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{},"items":[]})")
               .complete("roles"));
}

void TestKubernetesExport::podsAreObservations() {
  const auto got =
      read(list({object("Pod", "n", "p",
                        R"("spec":{"nodeName":"k","serviceAccountName":"s"},"status":{"phase":"Running"})"),
                 object("Pod", "n", "q", R"("spec":{})")}));
  QVERIFY(got.all.documents.empty());
  QCOMPARE(got.all.observations.size(), std::size_t(2));
  QCOMPARE(*canonicalJson(got.observation("n/s", "pod/n/p")->value),
           std::string(R"({"node":"k","phase":"Running"})"));
  QVERIFY(got.observation("n/default", "pod/n/q") != nullptr);
}

void TestKubernetesExport::otherKindsAreCounted() {
  const auto got =
      read(list({object("Deployment", "n", "a"), object("Deployment", "n", "b"), object("Role", "n", "r")}));
  QCOMPARE(got.all.documents.size(), std::size_t(1));
  QVERIFY(got.hasGap("2 × Deployment"));
  QCOMPARE(got.errors(), std::size_t(0));
}

void TestKubernetesExport::manifestsAreIntent() {
  const auto got = read("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: s\n");
  QVERIFY(got.facts.role == SourceRole::Intent);
  QVERIFY(got.find("k8s.serviceaccount", "default/s") != nullptr);
  QVERIFY(got.hasGap("name no namespace"));
  QVERIFY(read(list({object("Role", "n", "r")})).facts.role == SourceRole::Live);
}

void TestKubernetesExport::refusesWithARemedy_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("kubeconfig") << QByteArray("apiVersion: v1\nkind: Config\nusers: []\nclusters: []\n");
  QTest::newRow("status") << QByteArray(
      R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden","code":403})");
  QTest::newRow("table") << QByteArray(
      R"({"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{},"rows":[]})");
}

void TestKubernetesExport::refusesWithARemedy() {
  QFETCH(QByteArray, text);
  const auto got = read(text.toStdString());
  QVERIFY(got.error.has_value());
  QVERIFY(got.error->code == ErrorCode::Unsupported && !got.error->remedy.empty());
}

void TestKubernetesExport::truncationIsNeverComplete() {
  const std::string text =
      list({object("Role", "n", "a"), object("Role", "m", "b"), object("ClusterRole", "", "c"),
            object("RoleBinding", "n", "x", bound), object("RoleBinding", "m", "y", bound)});
  QVERIFY(read(text).complete("roles") && read(text).complete("rolebindings") &&
          read(text).complete("clusterroles"));
  const std::size_t end = text.find_last_of('}');
  for (std::size_t n = 0; n <= end; ++n) {
    const auto got = read(text.substr(0, n));
    QVERIFY2(!got.anyComplete(), qPrintable(QString::number(n)));
  }
}

void TestKubernetesExport::concatenatedAndYamlTruncation() {
  const std::string text = jsonTwin;
  for (std::size_t n = 0; n < text.size(); ++n)
    QVERIFY2(!read(text.substr(0, n)).anyComplete(), qPrintable(QString::number(n)));
  const std::string yaml = yamlStream;
  for (std::size_t n = 0; n < yaml.size(); n += 3)
    read(yaml.substr(0, n));
}

void TestKubernetesExport::placesAreInTheFile() {
  const std::string text = object("Role", "n", "a") + "\n" +
                           list({object("Role", "n", "b"), object("Role", "n", "c", R"("rules":3)")});
  const auto got = read(text);
  QCOMPARE(got.all.documents.size(), std::size_t(2));
  for (const auto& [document, where] : got.all.documents)
    QCOMPARE(text.substr(where.offset, where.length), object("Role", "n", document.object.name));
  QCOMPARE(got.all.gaps[0].error.place.pointer, std::string("/items/1/rules"));
  QCOMPARE(got.all.gaps[0].part, std::string("roles"));
}

QTEST_APPLESS_MAIN(TestKubernetesExport)
#include "tst_kubernetes_export.moc"
