// SPDX-License-Identifier: Apache-2.0
#include "live_server.h"
#include "live_universe.h"
#include "models/access/postgresql/abilities.h"
#include "models/access/postgresql/csv.h"
#include "tests/seed.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {
constexpr const char* tables[] = {"pg_roles",
                                  "pg_auth_members",
                                  "pg_class",
                                  "pg_attribute",
                                  "pg_proc",
                                  "pg_type",
                                  "pg_namespace",
                                  "pg_database",
                                  "pg_language",
                                  "pg_tablespace",
                                  "pg_foreign_data_wrapper",
                                  "pg_foreign_server",
                                  "pg_parameter_acl",
                                  "pg_default_acl"};

std::vector<std::string> texts(const std::optional<Acl>& acl) {
  std::vector<std::string> out;
  for (const AclItem& item : acl.value_or(Acl()))
    out.push_back(aclItemText(item));
  std::sort(out.begin(), out.end());
  return out;
}
} // namespace

/// A server of its own is asked everything about roles and privileges made by chance.
class TestPostgresqlLive : public QObject {
  Q_OBJECT
private:
  LiveServer server_;
  int version_ = 0;

  Result<Catalogue> catalogue(const QString& database) {
    CatalogueRows rows;
    for (const char* table : tables) {
      const QByteArray csv = server_.run(database, LiveUniverse::exportOf(table, version_));
      COUNTERSIGN_TRY(addCatalogueCsv(rows, table, csv.toStdString()));
    }
    return Catalogue::of(std::move(rows));
  }

  void compareNewObjects(const Catalogue& catalogue, std::size_t& compared) {
    for (const Object& o : catalogue.rows().objects) {
      if (o.kind != ObjectKind::Table && o.kind != ObjectKind::Sequence && o.kind != ObjectKind::Function &&
          o.kind != ObjectKind::Type)
        continue;
      if (o.schema != "hr" && o.schema != "Sa les" && o.schema != "public") continue;
      const auto expected = aclOfNewObject(catalogue, o.kind, o.owner, o.schema);
      QVERIFY(expected);
      if (expected->has_value() != o.acl.entries.has_value() || texts(*expected) != texts(o.acl.entries))
        QFAIL(qPrintable(QString::fromStdString("ACL of new " + o.shown())));
      ++compared;
    }
  }

  void compareAnswers(const RoleGraph& graph, const QByteArray& csvText, std::size_t& compared,
                      std::size_t& allowed) {
    const auto csv = CsvTable::read(csvText.toStdString());
    QVERIFY2(csv && csv->rows() > 0, csvText.left(200).constData());
    for (std::size_t i = 0; i < csv->rows(); ++i) {
      Question question;
      question.principal = csv->at(i, "role");
      question.resource = csv->at(i, "resource");
      question.action = csv->at(i, "action");
      const Answer got = answer(graph, question);
      const Verdict expected = csv->at(i, "granted") == "t" ? Verdict::Allowed : Verdict::Denied;
      if (got.verdict != expected)
        QFAIL(qPrintable(QString::fromStdString(
            question.principal + ", " + question.action + ", " + question.resource + ": the server says " +
            csv->at(i, "granted") + "; " + (got.missing.empty() ? "" : got.missing.front()))));
      ++compared;
      allowed += expected == Verdict::Allowed ? 1U : 0U;
    }
  }

private Q_SLOTS:
  void initTestCase() {
    if (LiveServer::programs().isEmpty()) QSKIP("no PostgreSQL server is installed: all data missing");
    const QString problem = server_.start();
    if (!problem.isEmpty()) QSKIP(qPrintable(problem));
    version_ = server_.run(QStringLiteral("postgres"), "SHOW server_version_num").trimmed().toInt() / 10000;
    QVERIFY(version_ >= 15);
  }

  void aclTexts() {
    // What the server writes of names that need quotes is read, and written the same.
    std::size_t compared = 0;
    for (const QByteArray name :
         {"\"\"\"\"", "\"\"\"\"\"\"", "\"a\"\"\"", "\"\"\"a\"", "\"a b\"", "\"\xc3\xbc\"", "\"a=b/c\""}) {
      server_.run(QStringLiteral("postgres"), "CREATE ROLE " + name);
      const QByteArray raw =
          server_.run(QStringLiteral("postgres"), "SELECT oid FROM pg_roles ORDER BY oid DESC LIMIT 1")
              .trimmed();
      const QByteArray text =
          server_.run(QStringLiteral("postgres"), "SELECT makeaclitem(" + raw + ", 10, 'SELECT', true)")
              .trimmed();
      const QByteArray plain =
          server_.run(QStringLiteral("postgres"), "SELECT rolname FROM pg_roles WHERE oid = " + raw)
              .trimmed();
      const auto item = readAclItem(text.toStdString());
      QVERIFY2(item, text.constData());
      QCOMPARE(QByteArray::fromStdString(item->grantee), plain);
      QCOMPARE(QByteArray::fromStdString(aclItemText(*item)), text);
      server_.run(QStringLiteral("postgres"), "DROP ROLE " + name);
      ++compared;
    }
    QCOMPARE(compared, std::size_t{7});
  }

  void randomUniverses() {
    const auto seed = countersign::test::testSeed();
    LiveUniverse universe(seed);
    server_.run(QStringLiteral("postgres"), universe.roles());
    std::size_t compared = 0, allowed = 0, created = 0;
    for (int round = 0; round < 3; ++round) {
      const QByteArray name = "erp" + QByteArray::number(round);
      const QString database = QString::fromLatin1(name);
      server_.run(QStringLiteral("postgres"), universe.database(name));
      server_.run(database, universe.creation());
      const auto fresh = catalogue(database);
      QVERIFY2(fresh, fresh ? "" : fresh.error().text().c_str());
      compareNewObjects(*fresh, created);
      if (QTest::currentTestFailed()) return;
      server_.run(database, universe.grants(name));
      const auto rows = catalogue(database);
      QVERIFY2(rows, rows ? "" : rows.error().text().c_str());
      const RoleGraph graph(*rows);
      for (const QByteArray& sql : LiveUniverse::answers(version_)) {
        compareAnswers(graph, server_.run(database, sql), compared, allowed);
        if (QTest::currentTestFailed()) return;
      }
    }
    qInfo("%zu answers compared, %zu of them allowed; %zu new objects", compared, allowed, created);
    QVERIFY(compared > 50000 && allowed > 5000 && created > 60);
  }
};

QTEST_GUILESS_MAIN(TestPostgresqlLive)
#include "tst_postgresql_live.moc"
