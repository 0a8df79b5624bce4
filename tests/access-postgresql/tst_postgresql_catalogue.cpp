// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include "models/access/postgresql/csv.h"

#include <QTest>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {
const std::string rolesHeader =
    "oid,rolname,rolsuper,rolinherit,rolcreaterole,rolcreatedb,rolcanlogin,rolreplication,"
    "rolbypassrls,rolvaliduntil\n";
}

class TestPostgresqlCatalogue : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void csv() {
    const auto table = CsvTable::read("a,b\r\n1,\"x,\"\"y\"\"\nz\"\r\n\n,2");
    QVERIFY2(table, table ? "" : table.error().text().c_str());
    QCOMPARE(table->rows(), std::size_t{2});
    QCOMPARE(table->at(0, "b"), std::string("x,\"y\"\nz"));
    QCOMPARE(table->at(1, "a"), std::string());
    QCOMPARE(table->at(1, "b"), std::string("2"));
    QCOMPARE(table->at(0, "c"), std::string());
    QCOMPARE(table->line(1), std::size_t{5});
  }
  void badCsv_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, QByteArray text, ErrorCode code) {
      QTest::newRow(name) << std::move(text) << static_cast<int>(code);
    };
    row("empty", "", ErrorCode::Malformed);
    row("no header", "\n1,2\n", ErrorCode::Malformed);
    row("same column twice", "a,a\n", ErrorCode::DuplicateKey);
    row("short row", "a,b\n1\n", ErrorCode::Malformed);
    row("long row", "a,b\n1,2,3\n", ErrorCode::Malformed);
    row("quote inside", "a,b\n1\"2,3\n", ErrorCode::Malformed);
    row("behind a quote", "a,b\n\"1\"2,3\n", ErrorCode::Malformed);
    row("open quote", "a,b\n\"1,2\n", ErrorCode::Truncated);
    row("too many columns", QByteArray(1000, ','), ErrorCode::Limit);
  }
  void badCsv() {
    QFETCH(const QByteArray, text);
    QFETCH(const int, code);
    const auto table = CsvTable::read(text.toStdString());
    QVERIFY(!table);
    QCOMPARE(static_cast<int>(table.error().code), code);
  }

  void aWholeCatalogue() {
    CatalogueRows rows;
    const auto add = [&](const char* table, const std::string& text) {
      const auto done = addCatalogueCsv(rows, table, text);
      return done ? std::string() : done.error().text();
    };
    QCOMPARE(add("pg_roles",
                 rolesHeader +
                     "10,super,t,t,t,t,t,t,t,\n11,app,f,f,f,f,t,f,f,2027-01-01\n12,\"a,b\",f,t,f,f,f,f,f,\n"),
             std::string());
    QCOMPARE(add("pg_auth_members", "role,member,grantor,admin_option\n\"a,b\",app,super,t\n"),
             std::string());
    QCOMPARE(
        add("pg_class_acl",
            "nspname,relname,relkind,owner,relacl\nhr,staff,r,super,\"{\"\"\\\"\"a,b\\\"\"=r/super\"\"}\"\n"
            "hr,ids,S,super,\npg_catalog,pg_authid,r,super,\npg_catalog,pg_tables,v,super,\n"),
        std::string());
    QCOMPARE(add("pg_attribute_acl", "nspname,relname,attname,attacl\nhr,staff,id,{app=w/super}\n"),
             std::string());
    QCOMPARE(add("pg_proc_acl", "nspname,proname,args,owner,proacl,prosecdef\nhr,pay,integer,super,,t\n"),
             std::string());
    QCOMPARE(add("pg_database_acl", "datname,owner,datacl\nerp,app,\n"), std::string());
    QCOMPARE(add("pg_default_acl", "role,nspname,defaclobjtype,defaclacl\napp,,r,{app=r/app}\n"),
             std::string());
    QCOMPARE(add("pg_parameter_acl", "parname,paracl\nwork_mem,{app=s/super}\n"), std::string());
    const auto catalogue = Catalogue::of(rows);
    QVERIFY(catalogue);
    QCOMPARE(catalogue->version(), 15);
    QCOMPARE(catalogue->databaseOwner(), std::string("app"));
    QVERIFY(!catalogue->role("app")->inherit && catalogue->role("app")->login);
    QVERIFY(catalogue->find(ObjectKind::Table, "pg_catalog", "pg_authid")->system);
    QVERIFY(!catalogue->find(ObjectKind::Table, "pg_catalog", "pg_tables")->system);
    QVERIFY(catalogue->find(ObjectKind::Function, "hr", "pay", "integer")->securityDefiner);
    QCOMPARE(catalogue->find(ObjectKind::Parameter, {}, "work_mem")->owner, std::string("super"));
    QCOMPARE(verdict(rows, "a,b", "SELECT", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "UPDATE", "column hr.staff.id"), std::string("yes"));
  }

  void versions() {
    CatalogueRows rows;
    QVERIFY(addCatalogueCsv(rows, "pg_auth_members",
                            "role,member,admin_option,inherit_option,set_option\na,b,f,t,f\n"));
    QCOMPARE(rows.version, 16);
    QVERIFY(rows.memberships[0].inherit.value() && !rows.memberships[0].set.value());
    QVERIFY(addCatalogueCsv(rows, "pg_roles", rolesHeader + "9,pg_maintain,f,t,f,f,f,f,f,\n"));
    QCOMPARE(rows.version, 17);
  }

  void badTables_data() {
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("unknown") << QByteArray("pg_index") << QByteArray("a,b\n")
                             << QByteArray("no catalogue with privileges");
    QTest::newRow("no column") << QByteArray("pg_roles") << QByteArray("rolname\napp\n")
                               << QByteArray("no column rolsuper");
    QTest::newRow("no truth") << QByteArray("pg_auth_members")
                              << QByteArray("role,member,admin_option\na,b,maybe\n")
                              << QByteArray("neither true nor false");
    QTest::newRow("half of version 16")
        << QByteArray("pg_auth_members") << QByteArray("role,member,admin_option,inherit_option\n")
        << QByteArray("no column set_option");
    QTest::newRow("nobody's membership")
        << QByteArray("pg_auth_members") << QByteArray("role,member,admin_option\n,b,f\n")
        << QByteArray("lacks a role");
    QTest::newRow("no relkind") << QByteArray("pg_class")
                                << QByteArray("nspname,relname,relkind,owner,relacl\nhr,t,,o,\n")
                                << QByteArray("no kind of relation");
    QTest::newRow("no oid") << QByteArray("pg_class")
                            << QByteArray("oid,nspname,relname,relkind,owner,relacl\n-1,hr,t,r,o,\n")
                            << QByteArray("no oid");
    QTest::newRow("no name") << QByteArray("pg_namespace") << QByteArray("nspname,owner,nspacl\n,o,\n")
                             << QByteArray("has no name");
    QTest::newRow("column of nothing")
        << QByteArray("pg_attribute") << QByteArray("nspname,relname,attname,attacl\nhr,t,c,\n")
        << QByteArray("no such relation");
    QTest::newRow("kind of defaults")
        << QByteArray("pg_default_acl") << QByteArray("role,nspname,defaclobjtype,defaclacl\na,,z,\n")
        << QByteArray("no kind of object");
  }
  void badTables() {
    QFETCH(const QByteArray, table);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, message);
    CatalogueRows rows;
    const auto done = addCatalogueCsv(rows, table.toStdString(), text.toStdString());
    QVERIFY(!done);
    QVERIFY2(done.error().text().find(message.toStdString()) != std::string::npos,
             done.error().text().c_str());
    QVERIFY(rows.read.empty());
  }

  void twice() {
    Rows roles;
    roles.role("a");
    roles.role("a");
    QCOMPARE(Catalogue::of(roles).error().code, ErrorCode::DuplicateKey);
    Rows objects;
    objects.object(ObjectKind::Table, "hr", "t", "a");
    objects.object(ObjectKind::Sequence, "hr", "t2", "a");
    QVERIFY(Catalogue::of(objects));
    objects.object(ObjectKind::Table, "hr", "t", "b");
    QCOMPARE(Catalogue::of(objects).error().code, ErrorCode::DuplicateKey);
    Rows columns;
    columns.object(ObjectKind::Table, "hr", "t", "a").columns = {{"c", {}}, {"c", {}}};
    QCOMPARE(Catalogue::of(columns).error().code, ErrorCode::DuplicateKey);
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlCatalogue)
#include "tst_postgresql_catalogue.moc"
