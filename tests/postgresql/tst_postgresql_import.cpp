// SPDX-License-Identifier: Apache-2.0
#include "connectors/postgresql/postgresql.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string roles =
    "oid,rolname,rolsuper,rolinherit,rolcreaterole,rolcreatedb,rolcanlogin,rolreplication,"
    "rolbypassrls,rolconnlimit,rolvaliduntil,rolpassword,comment\n";
const std::string memberships = "role,member,grantor,admin_option\n";
const std::string relations = "nspname,relname,relkind,owner,relacl\n";

Collected read(const std::string& text, const ReadOptions& options = {}) {
  return collect(*makePostgresqlCatalogueConnector(), text, "erp/shop", options);
}
std::string content(const Document* d) {
  return d == nullptr ? "no document" : *canonicalJson(d->content);
}

} // namespace

class TestPostgresqlImport : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recognised() {
    const auto connector = makePostgresqlCatalogueConnector();
    for (const std::string& text :
         {roles, memberships, relations, std::string("nspname,relname,attname,attacl\n"),
          std::string("role,nspname,defaclobjtype,defaclacl\r\n"), std::string("datname,owner,datacl\n"),
          std::string("nspname,proname,args,owner,proacl,prosecdef\n"),
          std::string("\"nspname\",\"owner\",\"nspacl\"\n"), std::string("parname,paracl\n")})
      QVERIFY2(connector->recognises(text) == Match::Yes, text.c_str());
    QVERIFY(connector->recognises("relname,relnamespace,relowner,relacl\n") == Match::Maybe);
    for (const char* text : {"", "role,object,privilege,granted\n", "uid,platform,kind,name\n", "user,arn\n",
                             "{}", "\"", "role,member\n"})
      QVERIFY2(connector->recognises(text) == Match::No, text);
  }
  void login() {
    const auto got =
        read(roles + "16390,svc_shop,f,t,f,f,t,f,f,6,2026-01-01 00:00:00+00,SCRAM-SHA-256$4096:canary,"
                     "\"owner: shop@example.org; tier=high\"\n");
    QCOMPARE(
        content(got.find("pg.role", "svc_shop")),
        std::string("{\"bypassRowSecurity\":false,\"cluster\":\"erp\",\"comment\":\"owner: shop@example.org; "
                    "tier=high\",\"connectionLimit\":\"6\",\"createDatabase\":false,\"createRole\":false,"
                    "\"inherit\":true,\"login\":true,\"name\":\"svc_shop\",\"oid\":\"16390\",\"password\":"
                    "\"scram-sha-256\",\"passwordValidUntil\":\"2026-01-01T00:00:00Z\",\"replication\":false,"
                    "\"superuser\":false}"));
    QCOMPARE(got.find("pg.role", "svc_shop")->object.uniqueId, std::string("erp/16390"));
  }
  void passwords() {
    const std::string text =
        roles + "1,a,f,t,f,f,t,f,f,-1,,md5canarycanarycanarycanarycanary00,\n"
                "2,b,f,t,f,f,t,f,f,-1,infinity,canary plain,\n3,c,f,t,f,f,t,f,f,-1,,********,\n"
                "4,d,f,t,f,f,t,f,f,-1,,\"canary, \"\"quoted\"\"\",hvs.CAESIcanarycanarycanarycanary\n";
    const auto got = read(text);
    QCOMPARE(got.all.documents.size(), std::size_t(4));
    QCOMPARE(got.find("pg.role", "a")->content["password"].asString(), std::string("md5"));
    QCOMPARE(got.find("pg.role", "b")->content["password"].asString(), std::string("set"));
    QVERIFY(!got.find("pg.role", "c")->content.has("password"));
    for (const std::string& document : got.canonical())
      QVERIFY2(document.find("canary") == std::string::npos, document.c_str());
    std::string kept = masked(text, got);
    QVERIFY2(kept.substr(0, kept.find("hvs.")).find("canary") == std::string::npos, kept.c_str());
  }
  /// A column that is not known may hold anything.
  void otherColumns() {
    const std::string text =
        "rolname,rolsuper,rolinherit,rolcreaterole,rolcreatedb,rolcanlogin,rolreplication,"
        "rolbypassrls,rolconfig\na,f,t,f,f,t,f,f,{app.key=canary}\n";
    const auto got = read(text);
    QCOMPARE(got.all.documents.size(), std::size_t(1));
    QVERIFY(masked(text, got).find("canary") == std::string::npos);
  }
  /// A quote that is not closed swallows rows; none of them can be read, so all of it may be a password.
  void endlessRows() {
    ReadOptions options;
    options.limits.maxElementBytes = 200;
    const std::string good = roles + "1,a,f,t,f,f,t,f,f,-1,,,\n";
    const std::string text = good + "2,b,f,t,f,f,t,f,f,-1,,canary,\"" + std::string(400, '\n') + "canary";
    const auto got = read(text, options);
    QCOMPARE(got.all.documents.size(), std::size_t(1));
    QVERIFY(got.hasGap("a row of more than 200 bytes"));
    QCOMPARE(got.all.gaps.front().error.place.byte.value_or(0), std::uint64_t(good.size()));
    const std::string kept = masked(text, got);
    QVERIFY2(kept.find("canary") == std::string::npos, kept.c_str());
    QVERIFY(!got.complete("pg_roles"));
  }
  void acls() {
    const auto got =
        read(relations +
             "hr,t0,r,o,\"{o=arwdDxt/o,\"\"\\\"\"Odd Name\\\"\"=r*/o\"\",=r/o}\"\nhr,t1,v,o,\nhr,t2,S,o,{}\n"
             "hr,t3,r,o,{broken\n");
    QCOMPARE(
        content(got.find("pg.object", "relation hr.t0")),
        std::string("{\"acl\":[\"\\\"Odd Name\\\"=r*/o\",\"=r/o\",\"o=arwdDxt/o\"],\"cluster\":\"erp\","
                    "\"database\":\"shop\",\"kind\":\"relation\",\"name\":\"t0\",\"owner\":\"o\",\"relkind\":"
                    "\"r\",\"schema\":\"hr\",\"shown\":\"hr.t0\"}"));
    QVERIFY(!got.find("pg.object", "relation hr.t1")->content.has("acl"));
    QVERIFY(got.find("pg.object", "relation hr.t2")->content.has("acl"));
    QVERIFY(got.find("pg.object", "relation hr.t3")->content.has("aclUnreadable"));
    QCOMPARE(got.errors(), std::size_t(1));
  }
  /// The order of entries in an ACL is form.
  void formDoesNotMove() {
    QCOMPARE(read(relations + "hr,t0,r,o,\"{o=arwdDxt/o,a=r/o}\"\n").canonical(),
             read(relations + "hr,t0,r,o,\"{a=r/o,o=tdDxarw/o}\"\n").canonical());
  }
  void completeness() {
    ReadOptions options;
    options.completeParts = {"pg_auth_members"};
    const std::string good = memberships + "a,b,super,f\n";
    QVERIFY(!read(good).complete("pg_auth_members"));
    QVERIFY(read(good, options).complete("pg_auth_members"));
    for (const std::string& bad : {good + "a,c,super\n", good + "a,c,super,perhaps\n", good + ",c,super,t\n",
                                   good + "a,\"c,super,t\n", good + "a,\xff,super,t\n"}) {
      const auto got = read(bad, options);
      QVERIFY2(!got.complete("pg_auth_members"), bad.c_str());
      QCOMPARE(got.all.documents.size(), std::size_t(1));
      QVERIFY(got.errors() == 1);
    }
  }
  void unusable() {
    const auto oids = read("relname,relnamespace,relowner,relacl\nt,2200,10,\n");
    QVERIFY(oids.error && oids.error->code == ErrorCode::Unsupported);
    const auto twice = read("role,member,role,admin_option\na,b,c,t\n");
    QVERIFY(twice.error && twice.error->code == ErrorCode::DuplicateKey);
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlImport)
#include "tst_postgresql_import.moc"
