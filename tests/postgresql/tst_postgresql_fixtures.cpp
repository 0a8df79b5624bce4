// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/applied.h"
#include "models/access/postgresql/catalogue.h"
#include "models/access/postgresql/csv.h"
#include "tables.h"

#include <QDir>
#include <QTest>

#include <set>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {

/// "hr.t0" as SQL writes it.
std::string named(const std::string& object) {
  const auto dot = object.find('.');
  if (dot == std::string::npos) return quotedName(object);
  return quotedName(object.substr(0, dot)) + '.' + quotedName(object.substr(dot + 1));
}

} // namespace

/// A live server's answers to has_…_privilege, against what is read off imported tables.
class TestPostgresqlFixtures : public QObject {
  Q_OBJECT
  const QString root_ = QStringLiteral(COUNTERSIGN_FIXTURES_DIR) + QStringLiteral("/postgresql/pga/");
  std::string text(const char* name) const {
    return fileText((root_ + QString::fromLatin1(name)).toStdString());
  }
  MemoryReader reader() const {
    std::map<std::string, std::string> tables;
    for (const char* name :
         {"pg_roles.csv", "pg_auth_members.csv", "pg_class_acl.csv", "pg_attribute_acl.csv",
          "pg_proc_acl.csv", "pg_namespace_acl.csv", "pg_database_acl.csv", "pg_default_acl.csv"})
      tables[name] = text(name);
    return readTables(tables, "erp");
  }

private Q_SLOTS:
  void initTestCase() {
    if (!QDir(root_).exists()) QSKIP("all data missing");
  }
  void tables() {
    const MemoryReader all = reader();
    QCOMPARE(all.all("pg.role").size(), std::size_t(22));
    QCOMPARE(all.all("pg.membership").size(), std::size_t(11));
    QCOMPARE(all.all("pg.object").size(), std::size_t(18));
    QCOMPARE(all.all("pg.column").size(), std::size_t(8));
    QCOMPARE(all.all("pg.default-privileges").size(), std::size_t(2));
  }
  void answers_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("rows");
    for (const auto& [kind, rows] :
         {std::pair{"table", 648}, {"sequence", 54}, {"function", 36}, {"schema", 54}, {"database", 27}})
      QTest::newRow(kind) << QString::fromLatin1(kind) << rows;
  }
  void answers() {
    QFETCH(QString, kind);
    QFETCH(int, rows);
    MemoryReader documents = reader();
    const auto oracle = CsvTable::read(text(("oracle_" + kind.toStdString() + ".csv").c_str()));
    QVERIFY(oracle.has_value());
    QCOMPARE(oracle->rows(), static_cast<std::size_t>(rows));
    std::map<std::string, std::set<std::string>> held; // by role: "privilege resource"
    for (const HeldDocumentPtr& role : documents.all("pg.role")) {
      auto& out = held[role->document.object.name];
      for (const AnsweredRow& row : effectiveRows(documents, role, Instant{}).rows) {
        const auto& c = row.answer.conditions;
        if (c.empty() || !c.front().starts_with("after SET ROLE"))
          out.insert(row.action + ' ' + row.resource);
      }
    }
    int wrong = 0;
    for (std::size_t i = 0; i < oracle->rows(); ++i) {
      const auto& mine = held[oracle->at(i, "role")];
      std::string privilege = oracle->at(i, "privilege"),
                  resource = kind.toStdString() + ' ' + named(oracle->at(i, "object"));
      if (privilege == "TEMP") privilege = "TEMPORARY";
      const bool any = std::any_of(mine.begin(), mine.end(), [&](const std::string& have) {
        return have == privilege + ' ' + resource || have.starts_with(privilege + ' ' + resource + '(') ||
               have == "SUPERUSER everything";
      });
      if (any == (oracle->at(i, "granted") == "t")) continue;
      ++wrong;
      qWarning("%s %s %s", oracle->at(i, "role").c_str(), privilege.c_str(), resource.c_str());
    }
    QCOMPARE(wrong, 0);
  }
  void noExports() {
    const auto connector = makePostgresqlCatalogueConnector();
    for (const char* name :
         {"oracle_table.csv", "oracle_membership.csv", "dp.txt", "du.txt", "globals_roles_dump.sql"})
      QVERIFY2(connector->recognises(text(name).substr(0, 65536)) == Match::No, name);
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlFixtures)
#include "tst_postgresql_fixtures.moc"
