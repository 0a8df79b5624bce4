// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include <QTest>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

class TestPostgresqlRoles : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void inheritance() {
    Rows rows;
    rows.role("app");
    rows.role("team").inherit = false;
    rows.role("admins");
    rows.member("app", "team");
    rows.member("team", "admins");
    QCOMPARE(verdict(rows, "app", "USAGE", "role team"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "MEMBER", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SET", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role admins"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "usage, member", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "admins", "MEMBER", "role app"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role app"), std::string("yes"));
    const Answer chain = ask(rows, "app", "MEMBER", "role admins");
    QCOMPARE(chain.why.size(), std::size_t{2});
    QCOMPARE(chain.why[0].text, std::string("app is a member of team"));
    QCOMPARE(chain.why[1].text, std::string("team is a member of admins"));
  }

  /// PostgreSQL 16: each membership says for itself what it hands on, whatever the role's attribute.
  void optionsOfMemberships() {
    Rows rows;
    rows.version = 16;
    rows.role("app").inherit = false;
    rows.role("team");
    rows.role("admins");
    auto& first = rows.member("app", "team");
    first.inherit = true;
    first.set = false;
    auto& second = rows.member("team", "admins");
    second.inherit = false;
    second.set = true;
    QCOMPARE(verdict(rows, "app", "USAGE", "role team"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SET", "role team"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "SET", "role admins"), std::string("no"));
    QCOMPARE(verdict(rows, "team", "SET", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role admins"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "MEMBER", "role admins"), std::string("yes"));
    auto& again = rows.member("app", "team"); // by another grantor
    again.inherit = false;
    again.set = true;
    QCOMPARE(verdict(rows, "app", "SET", "role admins"), std::string("yes"));
  }

  void adminOption() {
    Rows rows;
    rows.role("app").inherit = false;
    rows.role("team");
    rows.role("admins");
    rows.role("boss").superuser = true;
    rows.member("app", "team");
    rows.member("team", "admins").admin = true;
    QCOMPARE(verdict(rows, "app", "MEMBER WITH ADMIN OPTION", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "usage with grant option", "role admins"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "MEMBER WITH ADMIN OPTION", "role team"), std::string("no"));
    QCOMPARE(verdict(rows, "app", "MEMBER WITH ADMIN OPTION", "role app"), std::string("no"));
    QCOMPARE(verdict(rows, "boss", "MEMBER WITH ADMIN OPTION", "role boss"), std::string("yes"));
    QCOMPARE(ask(rows, "app", "MEMBER WITH ADMIN OPTION", "role admins").why.back().text,
             std::string("team is a member of admins, with ADMIN OPTION"));
  }

  void superuserIsNotInherited() {
    Rows rows;
    rows.role("app");
    rows.role("boss").superuser = true;
    rows.role("other");
    rows.member("app", "boss");
    rows.object(ObjectKind::Table, "hr", "staff", "other");
    QCOMPARE(verdict(rows, "boss", "SELECT WITH GRANT OPTION", "table hr.staff"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "SELECT", "table hr.staff"), std::string("no"));
    QCOMPARE(verdict(rows, "boss", "USAGE", "role other"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "MEMBER", "role other"), std::string("no"));
  }

  void ownerOfTheDatabase() {
    Rows rows;
    rows.role("owner");
    rows.role("app");
    rows.role("pg_database_owner");
    rows.member("app", "owner");
    rows.object(ObjectKind::Schema, {}, "public", "pg_database_owner",
                "{pg_database_owner=UC/pg_database_owner}");
    QCOMPARE(verdict(rows, "app", "CREATE", "schema public"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role pg_database_owner"), std::string("not evaluated"));
    rows.object(ObjectKind::Database, {}, "erp", "owner");
    QCOMPARE(verdict(rows, "app", "CREATE", "schema public"), std::string("yes"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role pg_database_owner"), std::string("yes"));
    rows.roles[0].inherit = false;
    QCOMPARE(verdict(rows, "owner", "CREATE", "schema public"), std::string("no"));
    QCOMPARE(verdict(rows, "owner", "MEMBER", "role pg_database_owner"), std::string("yes"));
    rows.version = 16;
    QCOMPARE(verdict(rows, "owner", "CREATE", "schema public"), std::string("yes"));
    rows.object(ObjectKind::Database, {}, "other", "app"); // which of them is asked?
    QCOMPARE(verdict(rows, "owner", "CREATE", "schema public"), std::string("not evaluated"));
    rows.database = "other";
    QCOMPARE(verdict(rows, "owner", "CREATE", "schema public"), std::string("no"));
  }

  void cyclesAndDepth() {
    Rows rows;
    for (int i = 0; i < 20'000; ++i) {
      rows.role("r" + std::to_string(i));
      rows.member("r" + std::to_string(i), "r" + std::to_string((i + 1) % 20'000));
    }
    rows.role("aside");
    rows.member("aside", "aside");
    QCOMPARE(verdict(rows, "r0", "USAGE", "role r19999"), std::string("yes"));
    QCOMPARE(verdict(rows, "r5", "USAGE", "role r4"), std::string("yes"));
    QCOMPARE(verdict(rows, "r5", "USAGE", "role aside"), std::string("no"));
    QCOMPARE(verdict(rows, "aside", "MEMBER WITH ADMIN OPTION", "role aside"), std::string("no"));
    QCOMPARE(ask(rows, "r0", "USAGE", "role r19999").why.size(), std::size_t{19'999});
  }

  /// Thousands of ways to one role, doubling at each step.
  void manyWays() {
    Rows rows;
    for (int i = 0; i < 400; ++i)
      for (const char* side : {"a", "b"}) {
        rows.role(side + std::to_string(i));
        for (const char* next : {"a", "b"})
          if (i + 1 < 400) rows.member(side + std::to_string(i), next + std::to_string(i + 1));
      }
    QCOMPARE(verdict(rows, "a0", "USAGE", "role b399"), std::string("yes"));
    QCOMPARE(verdict(rows, "a0", "USAGE", "role b0"), std::string("no"));
  }

  void whatIsNotKnown() {
    Rows rows;
    rows.role("app");
    rows.role("far");
    rows.member("app", "ghost");
    QCOMPARE(verdict(rows, "app", "USAGE", "role far"), std::string("not evaluated"));
    QCOMPARE(ask(rows, "app", "USAGE", "role far").missing.front(),
             std::string("role ghost is not in pg_roles"));
    QCOMPARE(verdict(rows, "nobody", "USAGE", "role far"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role nobody"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "OWN", "role far"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "", "role far"), std::string("not evaluated"));
    rows.memberships.clear();
    QCOMPARE(verdict(rows, "app", "USAGE", "role far"), std::string("no"));
    rows.read.erase("pg_auth_members");
    QCOMPARE(verdict(rows, "app", "USAGE", "role far"), std::string("not evaluated"));
    QCOMPARE(verdict(rows, "app", "USAGE", "role app"), std::string("yes"));
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlRoles)
#include "tst_postgresql_roles.moc"
