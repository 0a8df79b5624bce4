// SPDX-License-Identifier: Apache-2.0
#include "memory_reader.h"
#include "models/access/azure/effective.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace countersign;
using namespace countersign::test;

/// Exports of a whole tenant, and the shapes of the APIs' own examples.
class TestAzureFixtures : public QObject {
  Q_OBJECT
  const QString root_ = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/azure-entra");
  std::string text(const QString& name) const { return fileText((root_ + name).toStdString()); }

private Q_SLOTS:
  void initTestCase() {
    if (!QDir(root_).exists()) QSKIP("all data missing");
  }
  void shapes() {
    for (const char* name :
         {"/rest-shapes/denyAssignments.list.json", "/rest-shapes/roleAssignments.list.json",
          "/graph-shapes/appRoleAssignments.json", "/graph-shapes/servicePrincipals.json"}) {
      const std::string content = text(QString::fromLatin1(name));
      QVERIFY2(azureConnectors().front()->recognises(content.substr(0, 65536)) == Match::Yes, name);
      const Collected got = collect(*azureConnectors().front(), content, "t");
      QVERIFY2(!got.error && got.all.documents.size() == 1 && got.errors() == 0, name);
    }
  }
  void tenant() {
    MemoryReader reader;
    QCOMPARE(reader.import(text(QStringLiteral("/estate/servicePrincipals.json"))), std::size_t(14));
    QCOMPARE(reader.import(text(QStringLiteral("/estate/applications.json"))), std::size_t(10));
    QCOMPARE(reader.import(text(QStringLiteral("/estate/groups.json"))), std::size_t(3));
    QCOMPARE(reader.import(text(QStringLiteral("/estate/roleAssignments.json"))), std::size_t(40));
    QCOMPARE(reader.import(text(QStringLiteral("/estate/denyAssignments.json"))), std::size_t(4));
    QCOMPARE(reader.import(text(QStringLiteral("/estate/customRoleDefinitions.json"))), std::size_t(1));
    QCOMPARE(reader.import(text(QStringLiteral("/../iam-dataset/azure/built-in-roles-raw.json"))),
             std::size_t(928));
    std::size_t rows = 0, unknown = 0;
    for (const char* id : {"5c47c906-91e4-4dd0-ac18-6d80335c1bac", "1f17692a-431e-45e8-9ecf-5508ca798781"})
      for (const azure::Row& row :
           azure::effectiveRows(reader, reader.find("azure.service-principal", id), {}).rows) {
        ++rows;
        unknown += row.verdict == Verdict::NotEvaluated ? 1U : 0U;
      }
    QVERIFY(rows >= 8);
    QCOMPARE(unknown, std::size_t(0));
  }
  /// The command line's shape and the API's give the same documents.
  void twins() {
    const auto& connector = *azureConnectors().front();
    const Collected arm = collect(connector, text(QStringLiteral("/estate/roleAssignments.json")), "t"),
                    az =
                        collect(connector, text(QStringLiteral("/estate/az_role_assignment_list.json")), "t");
    QCOMPARE(arm.all.documents.size(), az.all.documents.size());
    std::size_t same = 0;
    for (const auto& [document, where] : arm.all.documents) {
      const Document* twin = az.find(document.object.kind, document.object.uid);
      QVERIFY(twin != nullptr);
      same += *document.canonical() == *twin->canonical() ? 1U : 0U;
    }
    QCOMPARE(same, arm.all.documents.size());
  }
  void notOurs() {
    QDirIterator files(QStringLiteral(COUNTERSIGN_FIXTURES_DIR), {QStringLiteral("*.json")}, QDir::Files,
                       QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext() && seen < 400) {
      const QString name = files.next();
      if (name.contains(QStringLiteral("azure"))) continue;
      ++seen;
      const std::string content = fileText(name.toStdString());
      QVERIFY2(azureConnectors().front()->recognises(std::string_view(content).substr(0, 65536)) == Match::No,
               qPrintable(name));
    }
  }
};

QTEST_APPLESS_MAIN(TestAzureFixtures)
#include "tst_azure_fixtures.moc"
