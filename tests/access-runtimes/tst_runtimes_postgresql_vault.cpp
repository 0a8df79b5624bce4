// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

using namespace countersign;
using namespace countersign::test;

namespace {

const std::set<std::string> tables{"pg_roles", "pg_auth_members", "pg_class",    "pg_attribute",
                                   "pg_proc",  "pg_namespace",    "pg_database", "pg_default_acl"};

struct Databases : Documents {
  explicit Databases(std::set<std::string> shown = tables)
      : Documents("postgresql/erp/shop/live", std::move(shown)) {
    who = role("app", "'login':true");
    role("owner", "'login':false");
    database("shop");
    schema("shop");
  }
  HeldDocumentPtr role(const std::string& name, const std::string& more) {
    return add("pg.role", name,
               "{'cluster':'erp','name':'" + name + "','oid':'" + std::to_string(name.size()) + "'," + more +
                   "}");
  }
  void database(const std::string& name) {
    add("pg.object", "database " + name,
        "{'cluster':'erp','kind':'database','name':'" + name + "','shown':'" + name + "','owner':'owner'}");
  }
  void schema(const std::string& database) {
    add("pg.object", "schema s",
        "{'cluster':'erp','database':'" + database +
            "','kind':'schema','name':'s','shown':'s','owner':'owner','acl':['=U/owner','owner=UC/owner']}");
  }
  void table(const std::string& database, const std::string& name, const std::string& acl) {
    add("pg.object", "relation s." + name,
        "{'cluster':'erp','database':'" + database +
            "','kind':'relation','relkind':'r','schema':'s','name':'" + name + "','shown':'s." + name +
            "','owner':'owner','acl':[" + acl + "]}");
  }
  HeldDocumentPtr who;
};

struct Vault : Documents {
  explicit Vault(const std::string& policies = "'kv','default'") : Documents("vault/prod/live") {
    who = add("vault.entity", "e-1",
              "{'cluster':'prod','id':'e-1','name':'billing','policies':[" + policies +
                  "],'group_ids':[],'direct_group_ids':[],'inherited_group_ids':[]}");
    add("vault.policy", "default", "{'cluster':'prod','name':'default','rules':[]}");
    add("vault.server", "server", "{'cluster':'prod','version':'1.15.0'}");
  }
  void policy(const std::string& rules) {
    add("vault.policy", "kv", "{'cluster':'prod','name':'kv','rules':[" + rules + "]}");
  }
  HeldDocumentPtr who;
};
const std::string readRule = "'path \\u0022kv/a\\u0022 { capabilities = [\\u0022list\\u0022] }',"
                             "'path \\u0022kv/b\\u0022 { capabilities = [\\u0022read\\u0022] }'";

} // namespace

class TestRuntimesPostgresqlVault : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void postgresqlAllowedAndDenied() {
    Databases d;
    d.table("shop", "orders", "'app=r/owner','owner=arwdDxt/owner'");
    d.table("shop", "hidden", "'owner=arwdDxt/owner'");
    const Answer yes = answerOf(d, d.who, ask("SELECT", "table s.orders"));
    QVERIFY2(yes.verdict == Verdict::Allowed, joined(yes.missing).c_str());
    QCOMPARE(wrongSteps(yes.why, 1), std::string());
    const Answer no = answerOf(d, d.who, ask("DELETE", "table s.orders"));
    QVERIFY2(no.verdict == Verdict::Denied, joined(no.missing).c_str());
    QCOMPARE(no.deniedBy, std::string("no grant"));
    // A table of which nothing is given to it is there all the same.
    const Answer hidden = answerOf(d, d.who, ask("SELECT", "table s.hidden"));
    QVERIFY2(hidden.verdict == Verdict::Denied, joined(hidden.missing).c_str());
    const Answer nowhere = answerOf(d, d.who, ask("SELECT", "table s.nowhere"));
    QCOMPARE(nowhere.verdict, Verdict::NotEvaluated);
    QVERIFY(mentions(nowhere.missing, "s.nowhere"));
  }
  void postgresqlSuperuser() {
    Databases d;
    d.table("shop", "orders", "'owner=arwdDxt/owner'");
    const auto root = d.role("root", "'login':true,'superuser':true");
    const Answer yes = answerOf(d, root, ask("DELETE", "table s.orders"));
    QVERIFY2(yes.verdict == Verdict::Allowed, joined(yes.missing).c_str());
  }
  void postgresqlMissing() {
    Databases d({"pg_roles", "pg_class", "pg_namespace"}); // whose member it is nobody knows
    d.table("shop", "orders", "'owner=arwdDxt/owner','readers=r/owner'");
    const Answer a = answerOf(d, d.who, ask("SELECT", "table s.orders"));
    QCOMPARE(a.verdict, Verdict::NotEvaluated);
    QVERIFY2(a.nothingAllows && mentions(a.missing, "pg_auth_members"), joined(a.missing).c_str());
    const Answer b = answerOf(d, d.who, ask("SELECT", "no such form"));
    QCOMPARE(b.verdict, Verdict::NotEvaluated);
    QVERIFY(!b.missing.empty());
  }
  /// The same name in two databases, with two answers: neither is a guess for both.
  void postgresqlTwoDatabases() {
    Databases d;
    d.database("lab");
    d.schema("lab");
    d.table("shop", "orders", "'owner=arwdDxt/owner'");
    d.table("lab", "orders", "'app=r/owner','owner=arwdDxt/owner'");
    const Answer a = answerOf(d, d.who, ask("SELECT", "table s.orders"));
    QCOMPARE(a.verdict, Verdict::Conditional);
    QVERIFY2(mentions(a.conditions, "lab"), joined(a.conditions).c_str());
  }

  void vaultAllowedAndDenied() {
    Vault v;
    v.policy(readRule);
    const Answer yes = answerOf(v, v.who, ask("read", "kv/b"));
    QVERIFY2(yes.verdict == Verdict::Allowed, joined(yes.missing).c_str());
    QCOMPARE(wrongSteps(yes.why, 1), std::string());
    QCOMPARE(yes.why.front().pointer, std::string("/rules/1"));
    const Answer no = answerOf(v, v.who, ask("update", "kv/b"));
    QCOMPARE(no.verdict, Verdict::Denied);
    QVERIFY(!no.explicitDeny && !no.deniedBy.empty());
    const Answer elsewhere = answerOf(v, v.who, ask("read", "other"));
    QCOMPARE(elsewhere.verdict, Verdict::Denied);
    Vault t;
    t.add("vault.policy", "kv",
          "{'cluster':'prod','name':'kv','text':'path \\u0022kv/b\\u0022 { capabilities = "
          "[\\u0022deny\\u0022] }'}");
    const Answer taken = answerOf(t, t.who, ask("read", "kv/b"));
    QVERIFY(taken.verdict == Verdict::Denied && taken.explicitDeny);
    QCOMPARE(wrongSteps(taken.why, 1), std::string());
  }
  void vaultConditional() {
    Vault v;
    v.policy("'path \\u0022kv/b\\u0022 { capabilities = [\\u0022update\\u0022] required_parameters = "
             "[\\u0022a\\u0022] }'");
    const Answer a = answerOf(v, v.who, ask("update", "kv/b"));
    QCOMPARE(a.verdict, Verdict::Conditional);
    QVERIFY(!a.conditions.empty());
  }
  void vaultMissing() {
    Vault v;
    const Answer a = answerOf(v, v.who, ask("read", "kv/b"));
    QCOMPARE(a.verdict, Verdict::NotEvaluated);
    QVERIFY2(mentions(a.missing, "kv"), joined(a.missing).c_str());
    Vault broken;
    broken.add("vault.policy", "kv", "{'cluster':'prod','name':'kv','text':'path {{{'}");
    const Answer b = answerOf(broken, broken.who, ask("read", "kv/b"));
    QCOMPARE(b.verdict, Verdict::NotEvaluated);
    QVERIFY(!b.missing.empty());
    Vault groups;
    groups.policy(readRule);
    const auto who =
        groups.add("vault.entity", "e-2", "{'cluster':'prod','id':'e-2','name':'x','policies':['kv']}");
    QVERIFY(answerOf(groups, who, ask("read", "other")).verdict != Verdict::Allowed);
    QVERIFY(!answerOf(groups, who, ask("read", "other")).missing.empty()); // its groups were not said
  }
  void rows() {
    Vault v;
    v.policy(readRule);
    for (const DecidedGrant& d : decidedGrants(planeOf(v, v.who)))
      QVERIFY(d.effective() == Tri::Yes && d.row->document && !d.row->inner.empty() &&
              d.row->document->document.content.find(d.row->inner) != nullptr);
    Databases d;
    d.table("shop", "orders", "'app=r/owner','owner=arwdDxt/owner'");
    const PlaneGrants plane = planeOf(d, d.who);
    bool found = false;
    for (const DecidedGrant& one : decidedGrants(plane))
      if (one.grant->resource.find("s.orders") != std::string::npos) {
        found = true;
        QCOMPARE(one.effective(), Tri::Yes);
      }
    QVERIFY(found);
  }
};

QTEST_APPLESS_MAIN(TestRuntimesPostgresqlVault)
#include "tst_runtimes_postgresql_vault.moc"
