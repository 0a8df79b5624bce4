// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include <QTest>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

class TestPostgresqlPrivileges : public QObject {
  Q_OBJECT
private:
  static Rows company() {
    Rows rows;
    for (const char* name :
         {"app", "team", "owner", "pg_read_all_data", "pg_write_all_data", "pg_database_owner"})
      rows.role(name);
    rows.role("super").superuser = true;
    rows.bootstrap = "super";
    rows.object(ObjectKind::Database, {}, "erp", "super");
    return rows;
  }

private Q_SLOTS:
  void entries() {
    Rows rows = company();
    rows.member("app", "team");
    rows.object(ObjectKind::Table, "hr", "staff", "owner", "{owner=arwdDxt/owner,team=ar*/owner,=w/owner}");
    QCOMPARE(verdict(rows, "app", "SELECT", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT WITH GRANT OPTION", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "INSERT WITH GRANT OPTION", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "UPDATE", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "public", "UPDATE", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "public", "SELECT", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "DELETE", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "DELETE, INSERT", "table hr.staff"), std::string("yes"));
    QCOMPARE(ask(rows, "public", "CONNECT", "database erp").why.back().layer,
             std::string("built-in privileges"));
    const Answer answer = ask(rows, "app", "SELECT", "table hr.staff");
    QCOMPARE(answer.why.size(), std::size_t{2});
    QCOMPARE(answer.why[0].layer, std::string("membership"));
    QCOMPARE(answer.why[1].text, std::string("team has SELECT on table hr.staff, from owner"));
  }

  /// An owner who revoked his own privileges keeps the grant options, with which he can take them back.
  void owners() {
    Rows rows = company();
    rows.member("app", "owner");
    rows.object(ObjectKind::Table, "hr", "bare", "owner", "{}");
    rows.object(ObjectKind::Table, "hr", "fresh", "owner");
    for (const char* who : {"app", "owner"}) {
      QCOMPARE(verdict(rows, who, "SELECT", "table hr.bare"), std::string("no"));
      QCOMPARE(verdict(rows, who, "SELECT WITH GRANT OPTION", "table hr.bare"), std::string("yes"));
      QCOMPARE(verdict(rows, who, "TRUNCATE", "table hr.fresh"), std::string("yes"));
    }
    QCOMPARE(verdict(rows, "team", "SELECT", "table hr.fresh"), std::string("no"));
    QCOMPARE(ask(rows, "owner", "SELECT", "table hr.fresh").why.back().layer, std::string("owner"));
    rows.roles[0].inherit = false;
    QCOMPARE(verdict(rows, "app", "SELECT WITH GRANT OPTION", "table hr.bare"), std::string("no"));
  }

  void columns() {
    Rows rows = company();
    Object& staff = rows.object(ObjectKind::Table, "hr", "staff", "owner", "{team=w/owner}");
    staff.columns = {{"id", {}}, {"Secret Col", Rows::stored("{app=r*/owner,=x/owner}")}};
    QCOMPARE(verdict(rows, "app", "SELECT", "column hr.staff.\"Secret Col\""), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT WITH GRANT OPTION", "column hr.staff.\"Secret Col\""),
             std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT", "column hr.staff.id"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "SELECT", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "SELECT", "any column of hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "public", "REFERENCES", "any column of hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "team", "UPDATE", "column hr.staff.id"), std::string("yes"));
    QCOMPARE(verdict(rows, "owner", "SELECT", "column hr.staff.\"Secret Col\""), std::string("no"));
    QCOMPARE(verdict(rows, "app", "DELETE", "column hr.staff.id"), std::string("not evaluated"));
    rows.read.erase("pg_attribute");
    QCOMPARE(verdict(rows, "app", "UPDATE", "column hr.staff.id"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "team", "UPDATE", "column hr.staff.id"), std::string("yes"));
  }

  void predefinedRoles() {
    Rows rows = company();
    rows.member("app", "pg_read_all_data");
    rows.member("team", "pg_write_all_data");
    rows.object(ObjectKind::Table, "hr", "staff", "owner");
    rows.object(ObjectKind::Sequence, "hr", "ids", "owner");
    rows.object(ObjectKind::Schema, {}, "hr", "owner");
    rows.object(ObjectKind::Table, "pg_catalog", "pg_authid", "super").system = true;
    for (const char* what : {"table hr.staff", "sequence hr.ids", "table pg_catalog.pg_authid"})
      QCOMPARE(verdict(rows, "app", "SELECT", what), std::string("yes"));
    for (const char* what : {"INSERT", "UPDATE", "DELETE"})
      QCOMPARE(verdict(rows, "team", what, "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "team", "TRUNCATE", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "team", "SELECT", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "team", "UPDATE", "sequence hr.ids"), std::string("yes"));
    QCOMPARE(verdict(rows, "team", "USAGE", "sequence hr.ids"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "USAGE", "schema hr"), std::string("yes"));
    QCOMPARE(verdict(rows, "team", "USAGE", "schema hr"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "CREATE", "schema hr"), std::string("no"));
    QCOMPARE(verdict(rows, "team", "INSERT", "table pg_catalog.pg_authid"), std::string("no"));
    QCOMPARE(verdict(rows, "super", "INSERT", "table pg_catalog.pg_authid"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT WITH GRANT OPTION", "table hr.staff"), std::string("no"));
  }

  void parameters() {
    Rows rows = company();
    rows.object(ObjectKind::Parameter, {}, "work_mem", {}, "{super=sA/super,app=s/super}");
    QCOMPARE(verdict(rows, "app", "SET", "parameter Work_Mem"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "ALTER SYSTEM", "parameter work_mem"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "SET", "parameter port"), std::string("no"));
    QCOMPARE(verdict(rows, "super", "SET WITH GRANT OPTION", "parameter port"), std::string("yes"));
    rows.member("team", "super");
    QCOMPARE(verdict(rows, "team", "SET WITH GRANT OPTION", "parameter work_mem"), std::string("yes"));
    rows.bootstrap.clear();
    QCOMPARE(verdict(rows, "team", "SET WITH GRANT OPTION", "parameter work_mem"),
             std::string("not evaluated"));
    rows.read.erase("pg_parameter_acl");
    QCOMPARE(verdict(rows, "app", "SET", "parameter port"), std::string("not evaluated"));
  }

  void functions() {
    Rows rows = company();
    rows.object(ObjectKind::Function, "hr", "pay", "owner").arguments = "integer";
    QCOMPARE(verdict(rows, "public", "EXECUTE", "function hr.pay"), std::string("yes"));
    rows.object(ObjectKind::Function, "hr", "pay", "owner", "{owner=X/owner}").arguments =
        "text, \"N\" integer";
    QCOMPARE(verdict(rows, "public", "EXECUTE", "function hr.pay(integer)"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "EXECUTE", "function hr.pay(text, \"N\" integer)"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "EXECUTE", "function hr.pay"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "EXECUTE", "function hr.pay()"), std::string("not evaluated"));
  }

  void unreadableAcl() {
    Rows rows = company();
    rows.member("team", "pg_read_all_data");
    rows.object(ObjectKind::Table, "hr", "staff", "owner", "{app=r");
    QCOMPARE(verdict(rows, "app", "SELECT", "table hr.staff"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "owner", "SELECT", "table hr.staff"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "owner", "SELECT WITH GRANT OPTION", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "team", "SELECT", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "super", "SELECT", "table hr.staff"), std::string("yes"));
    QCOMPARE(ask(rows, "app", "SELECT", "table hr.staff").missing.front(),
             std::string("the ACL of table hr.staff cannot be read: an ACL is an array in braces"));
  }

  void questionsThatCannotBeRead() {
    Rows rows = company();
    rows.object(ObjectKind::Table, "hr", "staff", "owner");
    rows.object(ObjectKind::Table, "hr", "Mixed.\"Name", "owner", "{app=r/owner}");
    QCOMPARE(verdict(rows, "app", "SELECT", "table HR.\"Mixed.\"\"Name\""), std::string("yes"));
    for (const char* what :
         {"", "table", "table ", "table staff", "table a.b.c", "table hr.", "table .staff",
          "table hr.\"staff", "table hr.staff x", "table hr.staff(x)", "table hr.none", "view hr.staff",
          "function hr.f(", "column hr.staff", "table a.b.c.d.e.f", "table \"\".\"\""})
      QCOMPARE(verdict(rows, "app", what[0] == 'f' ? "EXECUTE" : "SELECT", what),
               std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "FLY", "table hr.staff"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "none", "SELECT", "table hr.staff"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "SELECT", "table " + std::string(1'000'000, '.')),
             std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", std::string(1'000'000, ','), "table hr.staff"),
             std::string("not evaluated"));
  }

  void defaultPrivileges() {
    Rows rows = company();
    rows.defaults.push_back({"owner", {}, ObjectKind::Function, Rows::stored("{owner=X/owner}")});
    rows.defaults.push_back({"owner", "hr", ObjectKind::Table, Rows::stored("{app=r/owner,owner=r/owner}")});
    rows.defaults.push_back({"team", {}, ObjectKind::Table, Rows::stored("{")});
    const auto catalogue = Catalogue::of(rows);
    QVERIFY(catalogue);
    const auto text = [&](ObjectKind kind, const char* owner, const char* schema) {
      const auto acl = aclOfNewObject(*catalogue, kind, owner, schema);
      std::string out;
      if (!acl || !*acl) return std::string(acl ? "NULL" : "error");
      for (const AclItem& item : **acl)
        out += aclItemText(item) + ' ';
      return out;
    };
    QCOMPARE(text(ObjectKind::Function, "owner", "hr"), std::string("owner=X/owner "));
    QCOMPARE(text(ObjectKind::Table, "owner", "hr"), std::string("app=r/owner owner=arwdDxt/owner "));
    QCOMPARE(text(ObjectKind::Table, "owner", "sales"), std::string("NULL"));
    QCOMPARE(text(ObjectKind::Table, "team", "sales"), std::string("error"));
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlPrivileges)
#include "tst_postgresql_privileges.moc"
