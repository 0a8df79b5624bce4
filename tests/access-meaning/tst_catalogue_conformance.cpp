// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue.h"
#include "models/access/catalogue_file.h"
#include "models/identity/json.h"

#include <QFile>
#include <QProcess>
#include <QTest>
#include <set>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

const QString folder = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/iam-dataset/");

/// How many of the actions the catalogue does not know; some of them are named.
void measure(const char* system, const std::set<std::string>& actions, double most) {
  QByteArrayList unknown;
  for (const std::string& action : actions)
    if (effectsOf(system, action).unknown) unknown << QByteArray::fromStdString(action);
  const double share = 100.0 * double(unknown.size()) / double(actions.size());
  qInfo("%s: %zu actions, %lld unknown (%.2f %%), such as %s", system, actions.size(),
        static_cast<long long>(unknown.size()), share, unknown.mid(0, 12).join(", ").constData());
  QVERIFY(share <= most);
}

} // namespace

/// The actions that roles in the wild name, against the catalogues.
class TestCatalogueConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void awsManagedPolicies() {
    const auto file = catalogue::read(catalogue::embedded("aws-roles.catalogue.zst"));
    QVERIFY(file);
    std::set<std::string> actions;
    for (const catalogue::Entry& e : file->entries) {
      const auto policy = parseJson(e.sentence);
      QVERIFY(policy);
      const auto take = [&](const Json& statement) {
        for (const std::string& action : statement["Action"].strings())
          actions.insert(action);
      };
      if ((*policy)["Statement"].isObject()) take((*policy)["Statement"]);
      for (const Json& statement : (*policy)["Statement"].items())
        take(statement);
    }
    QVERIFY(actions.size() > 5'000);
    measure("aws", actions, 10);
  }

  void azureBuiltInRoles() {
    QFile file(folder + u"azure/built-in-roles-raw.json"_s);
    if (!file.open(QIODevice::ReadOnly)) QSKIP("all data missing");
    const auto roles = parseJson(file.readAll().toStdString());
    QVERIFY(roles);
    std::set<std::string> actions;
    for (const Json& role : roles->items())
      for (const Json& permission : role["permissions"].items())
        for (const char* list : {"actions", "dataActions"})
          for (const std::string& action : permission[list].strings())
            actions.insert(action);
    measure("azure", actions, 1);
  }

  void googlePredefinedRoles() {
    const QString packed = folder + u"gcp/roles.jsonl.gz"_s;
    if (!QFile::exists(packed)) QSKIP("all data missing");
    QProcess gzip;
    gzip.start(u"gzip"_s, {u"-dc"_s, packed});
    QVERIFY2(gzip.waitForFinished(), qPrintable(gzip.errorString()));
    QVERIFY2(gzip.exitStatus() == QProcess::NormalExit && gzip.exitCode() == 0,
             gzip.readAllStandardError().constData());
    std::set<std::string> permissions;
    for (const QByteArray& line : gzip.readAllStandardOutput().split('\n'))
      if (const auto role = parseJson(line.toStdString()))
        for (const std::string& permission : (*role)["includedPermissions"].strings())
          permissions.insert(permission);
    measure("gcp", permissions, 5);
  }
};

QTEST_GUILESS_MAIN(TestCatalogueConformance)
#include "tst_catalogue_conformance.moc"
