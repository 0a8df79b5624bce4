// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include "models/access/postgresql/abilities.h"

#include <QTest>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {
/// A line a row: text, chain, what is lacking.
std::vector<std::string> lines(const CatalogueRows& rows, const std::string& role) {
  const auto catalogue = Catalogue::of(rows);
  const RoleGraph graph(*catalogue);
  const auto abilities = abilitiesOf(graph, role);
  std::vector<std::string> out;
  if (!abilities) return {abilities.error().message};
  for (const Ability& a : abilities->rows) {
    std::string line = a.text;
    for (const RoleStep& step : a.chain)
      line += (step.setRole ? " <set- " : " <- ") + step.role;
    for (const std::string& lack : a.lacks)
      line += " without " + lack;
    out.push_back(line + (a.afterSetRole ? " (SET ROLE)" : ""));
  }
  for (const std::string& missing : abilities->missing)
    out.push_back("missing: " + missing);
  return out;
}
void compare(const std::vector<std::string>& got, const std::vector<std::string>& expected) {
  for (std::size_t i = 0; i < std::max(got.size(), expected.size()); ++i)
    QCOMPARE(i < got.size() ? got[i] : std::string(), i < expected.size() ? expected[i] : std::string());
}
} // namespace

class TestPostgresqlAbilities : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rows() {
    Rows rows;
    Role& app = rows.role("app");
    app.login = true;
    app.validUntil = "2027-01-01 00:00:00+00";
    rows.role("team").inherit = false;
    rows.role("boss").superuser = true;
    rows.role("ops").createRole = true;
    rows.role("owner");
    rows.role("pg_read_all_data");
    rows.role("pg_signal_backend");
    rows.member("app", "team");
    rows.member("team", "ops").admin = true;
    rows.member("app", "pg_signal_backend");
    rows.object(ObjectKind::Schema, {}, "hr", "owner");
    rows.object(ObjectKind::Schema, {}, "open", "owner", "{=U/owner}");
    rows.object(ObjectKind::Table, "hr", "staff", "owner", "{team=r*/owner,=r/owner,ops=rw/owner}");
    rows.object(ObjectKind::Table, "open", "news", "owner", "{}").columns = {
        {"c d", Rows::stored("{app=x/owner}")}};
    rows.object(ObjectKind::Table, "open", "mine", "app", "{}");
    rows.defaults.push_back({"owner", "hr", ObjectKind::Table, Rows::stored("{ops=r/owner,team=a/owner}")});
    compare(lines(rows, "app"),
            {"logs in; the password is valid until 2027-01-01 00:00:00+00",
             "cancels queries and ends sessions of other roles that are no superusers <- pg_signal_backend",
             "USAGE on schema open",
             "SELECT, SELECT WITH GRANT OPTION on table hr.staff <- team without USAGE on schema hr",
             "REFERENCES on column \"c d\" of table open.news",
             "INSERT WITH GRANT OPTION, SELECT WITH GRANT OPTION, UPDATE WITH GRANT OPTION, DELETE WITH "
             "GRANT OPTION, "
             "TRUNCATE WITH GRANT OPTION, REFERENCES WITH GRANT OPTION, TRIGGER WITH GRANT OPTION on table "
             "open.mine",
             "INSERT on later tables of owner in schema hr <- team",
             "makes, changes and drops roles and grants membership in any role that is no superuser, also to "
             "itself "
             "<set- team <set- ops (SET ROLE)",
             "UPDATE on table hr.staff <set- team <set- ops without USAGE on schema hr (SET ROLE)",
             "SELECT on later tables of owner in schema hr <set- team <set- ops (SET ROLE)",
             "grants and revokes membership in role ops <- team <- ops"});
  }

  void superusers() {
    Rows rows;
    rows.role("boss").superuser = true;
    rows.role("app");
    rows.member("app", "boss");
    rows.object(ObjectKind::Table, "hr", "staff", "boss", "{}");
    compare(lines(rows, "boss"), {"passes every check of privileges"});
    compare(lines(rows, "app"), {"INSERT WITH GRANT OPTION, SELECT WITH GRANT OPTION, UPDATE WITH GRANT "
                                 "OPTION, DELETE WITH GRANT OPTION, "
                                 "TRUNCATE WITH GRANT OPTION, REFERENCES WITH GRANT OPTION, TRIGGER WITH "
                                 "GRANT OPTION on table hr.staff <- boss",
                                 "passes every check of privileges <set- boss (SET ROLE)"});
  }

  void whatIsNotKnown() {
    Rows rows;
    rows.role("app");
    rows.member("app", "ghost");
    rows.object(ObjectKind::Table, "hr", "staff", "boss", "{{");
    rows.defaults.push_back({"app", {}, ObjectKind::Table, Rows::stored("{{")});
    compare(lines(rows, "app"),
            {"missing: default privileges of app: an ACL is an array in braces",
             "missing: role ghost is not in pg_roles",
             "missing: the ACL of table hr.staff cannot be read: an ACL is an array in braces"});
    compare(lines(rows, "none"), {"role none is not in pg_roles"});
  }

  /// Rows and chains by the million are cut, and that is said.
  void cut() {
    Rows rows;
    for (int i = 0; i < 3000; ++i) {
      rows.role("r" + std::to_string(i));
      rows.member("r" + std::to_string(i), "r" + std::to_string(i + 1));
      rows.object(ObjectKind::Table, "hr", "t" + std::to_string(i), "r3000");
    }
    rows.role("r3000");
    const auto catalogue = Catalogue::of(rows);
    QVERIFY(catalogue);
    const RoleGraph graph(*catalogue);
    const auto long_ = abilitiesOf(graph, "r0");
    QVERIFY(long_ && long_->cut && long_->rows.size() < 1000);
    const auto few = abilitiesOf(graph, "r3000", 10);
    QVERIFY(few && few->cut && few->rows.size() == 10);
    const auto all = abilitiesOf(graph, "r3000");
    QVERIFY(all && !all->cut && all->rows.size() == 3000);
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlAbilities)
#include "tst_postgresql_abilities.moc"
