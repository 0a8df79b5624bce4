// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/applied.h"
#include "models/access/postgresql/documents.h"
#include "models/access/postgresql/privileges.h"
#include "tables.h"
#include "tests/seed.h"

#include <QTest>

#include <random>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {

using Tables = std::map<std::string, std::string>;

const std::string roleHeader = "oid,rolname,rolsuper,rolinherit,rolcreaterole,rolcreatedb,rolcanlogin,"
                               "rolreplication,rolbypassrls,rolvaliduntil\n";

Tables smallDatabase() {
  return {
      {"pg_roles", roleHeader +
                       "10,super,t,t,t,t,t,t,t,\n11,owner,f,t,f,f,f,f,f,\n12,app,f,t,f,f,t,f,f,"
                       "2026-01-01 00:00:00+00\n13,readers,f,t,f,f,f,f,f,\n14,noinherit,f,f,f,f,t,f,f,\n"},
      {"pg_auth_members", "role,member,grantor,admin_option\nreaders,app,super,f\nowner,noinherit,super,t\n"},
      {"pg_class",
       "nspname,relname,relkind,owner,relacl\nshop,orders,r,owner,\"{owner=arwdDxt/owner,readers=r/owner}\"\n"
       "shop,hidden,r,owner,{owner=arwdDxt/owner}\n"},
      {"pg_namespace", "nspname,owner,nspacl\nshop,owner,\"{owner=UC/owner,app=U/owner}\"\n"},
      {"pg_attribute", "nspname,relname,attname,attacl\nshop,hidden,total,{app=r/owner}\n"},
      {"pg_proc", "nspname,proname,args,owner,proacl,prosecdef\nshop,pay,integer,owner,,t\n"},
      {"pg_database", "datname,owner,datacl\nshop,super,\n"},
      {"pg_default_acl", "role,nspname,defaclobjtype,defaclacl\nowner,,r,{readers=r/owner}\n"}};
}

const AnsweredRow* rowOf(const AnsweredRows& rows, const std::string& action, const std::string& resource) {
  for (const AnsweredRow& row : rows.rows)
    if (row.action == action && row.resource == resource) return &row;
  return nullptr;
}
std::string shown(const AnsweredRows& rows, const std::string& action, const std::string& resource) {
  const AnsweredRow* row = rowOf(rows, action, resource);
  if (row == nullptr) return "none";
  std::string out = row->answer.verdict == Verdict::Allowed ? "allowed" : "conditional";
  for (const std::string& condition : row->answer.conditions)
    out += "; " + condition;
  return out;
}

/// Databases by chance.
class Chance {
public:
  explicit Chance(unsigned seed) : random_(seed) {}

  Tables tables() {
    Tables out{{"pg_roles", roleHeader},
               {"pg_auth_members", "role,member,grantor,admin_option\n"},
               {"pg_class", "nspname,relname,relkind,owner,relacl\n"},
               {"pg_namespace", "nspname,owner,nspacl\n"},
               {"pg_attribute", "nspname,relname,attname,attacl\n"},
               {"pg_proc", "nspname,proname,args,owner,proacl,prosecdef\n"},
               {"pg_database", "datname,owner,datacl\n"},
               {"pg_default_acl", "role,nspname,defaclobjtype,defaclacl\n"}};
    for (std::size_t i = 0; i < names.size(); ++i)
      out["pg_roles"] += std::to_string(i + 10) + ',' + names[i] + (i == 0 ? ",t," : ",f,") + flag() +
                         ",f,f," + flag() + ",f,f,\n";
    for (std::size_t i = 1; i < names.size(); ++i)
      for (std::size_t j = i + 1; j < names.size(); ++j) // no cycles
        if (below(4) == 0) out["pg_auth_members"] += names[j] + ',' + names[i] + ",super," + flag() + '\n';
    for (const char* schema : {"s", "t"})
      out["pg_namespace"] += std::string(schema) + ',' + name() + ',' + acl("UC") + '\n';
    for (const char* table : {"a", "b", "c"}) {
      out["pg_class"] +=
          std::string(below(2) == 0 ? "s," : "t,") + table + ",r," + name() + ',' + acl("arwd") + '\n';
    }
    out["pg_class"] += "s,q,S," + name() + ',' + acl("rwU") + '\n';
    out["pg_attribute"] += "s,q,last_value," + acl("r") + '\n';
    for (const char* arguments : {"", "integer"})
      out["pg_proc"] += std::string("s,f,") + arguments + ',' + name() + ',' + acl("X") + ",f\n";
    out["pg_database"] += "db," + name() + ',' + acl("CTc") + '\n';
    out["pg_default_acl"] += name() + ",s,r," + acl("r") + '\n';
    return out;
  }

  const std::vector<std::string> names{"super", "a", "b", "c", "d", "pg_read_all_data", "pg_database_owner"};

private:
  std::size_t below(std::size_t n) { return random_() % n; }
  const std::string& name() { return names[below(names.size())]; }
  std::string flag() { return below(2) == 0 ? "t" : "f"; }
  /// NULL, empty, or entries in quotes.
  std::string acl(const std::string& letters) {
    const std::size_t kind = below(4);
    if (kind == 0) return "";
    std::string out;
    for (std::size_t i = below(4); i > 0; --i) {
      out += (out.empty() ? "" : ",") + (below(5) == 0 ? std::string() : name()) + '=';
      for (const char c : letters)
        if (below(2) == 0) out += std::string(1, c) + (below(4) == 0 ? "*" : "");
      out += '/' + name();
    }
    return "\"{" + out + "}\"";
  }
  std::mt19937 random_;
};

Result<Catalogue> wholeCatalogue(const Tables& tables) {
  CatalogueRows rows;
  for (const auto& [name, text] : tables)
    if (name != "pg_attribute") COUNTERSIGN_TRY(addCatalogueCsv(rows, name, text));
  COUNTERSIGN_TRY(addCatalogueCsv(rows, "pg_attribute", tables.at("pg_attribute")));
  return Catalogue::of(std::move(rows));
}

/// Does a row say that the role holds the privilege as it is?
bool holds(const AnsweredRows& rows, const std::string& privilege, const std::string& resource) {
  return std::any_of(rows.rows.begin(), rows.rows.end(), [&](const AnsweredRow& row) {
    const auto& conditions = row.answer.conditions;
    const bool afterwards = std::any_of(conditions.begin(), conditions.end(),
                                        [](const std::string& c) { return c.starts_with("after SET ROLE"); });
    return !afterwards &&
           ((row.action == privilege && row.resource == resource) || row.action == "SUPERUSER");
  });
}

} // namespace

class TestPostgresqlApplied : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void principals() {
    const MemoryReader reader = readTables(smallDatabase(), "erp/shop");
    const Description app = describe(reader.find("pg.role", "app")->document);
    QVERIFY(app.principal);
    QCOMPARE(app.neutralUid, std::string("pg:erp:12"));
    QCOMPARE(app.idKey, std::string("pg-oid:erp/12"));
    QVERIFY(!describe(reader.find("pg.role", "readers")->document).principal);
  }
  void effective() {
    MemoryReader reader = readTables(smallDatabase(), "erp/shop");
    const AnsweredRows rows =
        effectiveRows(reader, reader.find("pg.role", "app"), *parseRfc3339("2026-02-01T00:00:00Z"));
    QVERIFY2(rows.known && rows.missing.empty(), rows.missing.empty() ? "" : rows.missing[0].c_str());
    QCOMPARE(shown(rows, "SELECT", "table shop.orders in database shop"), std::string("allowed"));
    QCOMPARE(shown(rows, "UPDATE", "table shop.orders in database shop"), std::string("none"));
    QCOMPARE(shown(rows, "SELECT", "column total of table shop.hidden in database shop"),
             std::string("allowed"));
    QCOMPARE(shown(rows, "EXECUTE", "function shop.pay(integer) in database shop"), std::string("allowed"));
    QCOMPARE(shown(rows, "SELECT", "later tables of owner in database shop"),
             std::string("conditional; for objects that are made later"));
    QCOMPARE(shown(rows, "LOGIN", "cluster"),
             std::string("conditional; by another way than its password, which is no longer valid"));
    const AnsweredRow* row = rowOf(rows, "SELECT", "table shop.orders in database shop");
    QCOMPARE(row->document->document.object.uid, std::string("relation shop.orders"));
    QCOMPARE(row->inner, std::string("/acl"));
    QCOMPARE(row->answer.why.size(), std::size_t(2));
  }
  void setRole() {
    MemoryReader reader = readTables(smallDatabase(), "erp/shop");
    const AnsweredRows rows = effectiveRows(reader, reader.find("pg.role", "noinherit"), Instant{});
    QCOMPARE(shown(rows, "DELETE", "table shop.orders in database shop"),
             std::string("conditional; after SET ROLE owner"));
    QCOMPARE(shown(rows, "GRANT", "role owner"), std::string("allowed"));
    QCOMPARE(shown(rows, "LOGIN", "cluster"), std::string("allowed"));
  }
  void superuser() {
    MemoryReader reader = readTables(smallDatabase(), "erp/shop");
    const AnsweredRows rows = effectiveRows(reader, reader.find("pg.role", "super"), Instant{});
    QCOMPARE(shown(rows, "SUPERUSER", "everything"), std::string("allowed"));
  }
  void grants() {
    MemoryReader reader = readTables(smallDatabase(), "erp/shop");
    const auto app = reader.find("pg.role", "app");
    const GrantList list = postgresqlGrants(reader, app, SourceRole::Live);
    QVERIFY(list.known);
    const auto found = std::find_if(list.grants.begin(), list.grants.end(), [](const Grant& g) {
      return g.action == "SELECT" && g.resource == "table shop.orders in database shop";
    });
    QVERIFY(found != list.grants.end());
    QVERIFY2(found->path.find("readers has it") != std::string::npos, found->path.c_str());
    QVERIFY(!postgresqlGrants(reader, app, SourceRole::Intent).known);
  }
  void tablesMissing() {
    Tables tables = smallDatabase();
    tables.erase("pg_auth_members");
    tables.erase("pg_proc");
    MemoryReader reader = readTables(tables, "erp/shop");
    const AnsweredRows rows = effectiveRows(reader, reader.find("pg.role", "app"), Instant{});
    const auto lacks = [&](const std::string& text) {
      return std::any_of(rows.missing.begin(), rows.missing.end(),
                         [&](const std::string& m) { return m.find(text) != std::string::npos; });
    };
    QVERIFY(lacks("pg_auth_members was not imported") && lacks("pg_proc was not imported"));
    QCOMPARE(shown(rows, "SELECT", "table shop.orders in database shop"), std::string("none"));
  }
  /// Memberships that go round, which no server accepts, end.
  void cycles() {
    Tables tables = smallDatabase();
    tables["pg_auth_members"] += "app,readers,super,f\nreaders,readers,super,t\n";
    MemoryReader reader = readTables(tables, "erp/shop");
    const AnsweredRows rows = effectiveRows(reader, reader.find("pg.role", "app"), Instant{});
    QCOMPARE(shown(rows, "SELECT", "table shop.orders in database shop"), std::string("allowed"));
  }
  /// What is read off the documents that name a role is what the whole catalogue gives it.
  void againstWholeCatalogues() {
    const unsigned seed = countersign::test::testSeed();
    Chance chance(seed);
    int held = 0, denied = 0;
    for (int i = 0; i < 60; ++i) {
      const Tables tables = chance.tables();
      const auto catalogue = wholeCatalogue(tables);
      QVERIFY2(catalogue.has_value(), catalogue ? "" : catalogue.error().text().c_str());
      const RoleGraph graph(*catalogue);
      MemoryReader reader = readTables(tables, "c");
      for (const std::string& role : chance.names) {
        const AnsweredRows rows = effectiveRows(reader, reader.find("pg.role", role), Instant{});
        QVERIFY2(rows.missing.empty(), rows.missing.empty() ? "" : rows.missing[0].c_str());
        const Holder holder = Holder::ofRole(graph, role);
        for (const Object& object : catalogue->rows().objects)
          for (const std::string& privilege : privilegeNames(allPrivileges(object.kind))) {
            const Privileges bit = *readPrivileges(object.kind, privilege);
            const bool wanted = holder.held(object, bit).privileges != 0;
            (wanted ? held : denied)++;
            QVERIFY2(
                holds(rows, privilege, object.shown()) == wanted,
                (role + ' ' + privilege + ' ' + object.shown() + " in round " + std::to_string(i)).c_str());
          }
      }
    }
    QVERIFY(held > 500 && denied > 500);
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlApplied)
#include "tst_postgresql_applied.moc"
