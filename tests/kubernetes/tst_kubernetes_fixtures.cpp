// SPDX-License-Identifier: Apache-2.0
#include "collect.h"
#include "connectors/kubernetes/kubernetes.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace countersign;
using namespace countersign::test;

class TestKubernetesFixtures : public QObject {
  Q_OBJECT
private:
  const QString root_ = QStringLiteral(COUNTERSIGN_FIXTURES_DIR);
  static std::string text(const QString& path) { return fileText(path.toStdString()); }

private Q_SLOTS:
  void initTestCase() {
    if (!QDir(root_ + QStringLiteral("/kubehound")).exists()) QSKIP("all data missing");
  }
  void clusterDump() {
    const auto connector = makeKubernetesExportConnector();
    QDirIterator files(root_ + QStringLiteral("/kubehound/kind-cluster"), {QStringLiteral("*.json")},
                       QDir::Files, QDirIterator::Subdirectories);
    std::map<std::string, std::size_t> documents;
    std::size_t pods = 0;
    while (files.hasNext()) {
      const std::string content = text(files.next());
      QVERIFY2(connector->recognises(content.substr(0, 65536)) == Match::Yes, qPrintable(files.filePath()));
      const auto got = collect(*connector, content);
      QVERIFY2(!got.error && got.errors() == 0, qPrintable(files.filePath()));
      for (const auto& [document, where] : got.all.documents) {
        ++documents[document.object.kind];
        QVERIFY(document.object.uniqueId.empty() == (document.object.kind == "k8s.subject"));
        QCOMPARE(content[where.offset], '{');
      }
      for (const Observation& o : got.all.observations)
        pods += o.name.rfind("pod/", 0) == 0 ? 1U : 0U;
      if (got.part("clusterroles") != nullptr) QVERIFY(got.complete("clusterroles"));
      if (got.part("roles") != nullptr) QVERIFY(!got.complete("roles"));
    }
    QCOMPARE(documents["k8s.clusterrole"], std::size_t(66));
    QCOMPARE(documents["k8s.clusterrolebinding"], std::size_t(51));
    QCOMPARE(documents["k8s.role"], std::size_t(11));
    QCOMPARE(documents["k8s.rolebinding"], std::size_t(11));
    QVERIFY(documents["k8s.subject"] >= 36); // the accounts of the controllers, each in its binding
    QCOMPARE(pods, std::size_t(16));
  }
  void truncatedDump() {
    const std::string content =
        text(root_ + QStringLiteral("/kubehound/kind-cluster/clusterroles.rbac.authorization.k8s.io.json"));
    const auto connector = makeKubernetesExportConnector();
    std::size_t before = 0;
    for (std::size_t n = 1000; n < content.size() - 2; n += content.size() / 37) {
      const auto got = collect(*connector, std::string_view(content).substr(0, n));
      QVERIFY(!got.anyComplete());
      QVERIFY(got.all.documents.size() >= before);
      before = got.all.documents.size();
    }
    QVERIFY(before > 50);
  }
  void auditLog() {
    const std::string content = text(root_ + QStringLiteral("/panther-analysis/kubernetes_audit.jsonl"));
    if (content.empty()) QSKIP("all data missing");
    const auto connector = makeKubernetesAuditConnector();
    QVERIFY(connector->recognises(content) == Match::Yes);
    const auto got = collect(*connector, content);
    QVERIFY(!got.error);
    QCOMPARE(got.all.events.size() + got.errors(), std::size_t(12)); // five events have no time at all
    QCOMPARE(got.errors(), std::size_t(5));
    QVERIFY(got.facts.capturedAt.has_value());
  }
  void noExports() {
    for (const auto& connector : kubernetesConnectors())
      for (const char* name :
           {"/kubernetes-rbac-tests/authorizer.json", "/kubernetes-rbac-tests/reference_kind.json",
            "/kubernetes-rbac-tests/suite.json", "/kubernetes-rbac-tests/rules_for.json",
            "/cartography/kubernetes/rbac.json", "/moto/gaad.json", "/panther-analysis/aws_cloudtrail.json"})
        QVERIFY2(connector->recognises(text(root_ + QString::fromLatin1(name)).substr(0, 65536)) == Match::No,
                 name);
  }
};

QTEST_APPLESS_MAIN(TestKubernetesFixtures)
#include "tst_kubernetes_fixtures.moc"
