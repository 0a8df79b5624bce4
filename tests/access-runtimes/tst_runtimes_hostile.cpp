// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

#include <QElapsedTimer>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr int deep = 1'500;
constexpr qint64 patience = 20'000; // ms, for the slowest of the builds with sanitizers

std::string number(int i) {
  return std::to_string(i);
}
std::string objectId(int i) {
  const std::string n = number(i);
  return "00000000-0000-0000-0000-" + std::string(12 - n.size(), '0') + n;
}

/// An account whose guardrails were not imported: a yes is conditional at best, a no is one.
struct Account : Documents {
  Account() : Documents("aws/111122223333/live") {}
  HeldDocumentPtr role(const std::string& statements) {
    return add("aws.role", "arn:aws:iam::111122223333:role/x",
               "{'arn':'arn:aws:iam::111122223333:role/x','account':'111122223333','name':'x','inline':{'p':"
               "{'version':'2012-10-17','statements':[" +
                   statements + "]}}}");
  }
};
const std::string machine = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1";

} // namespace

/// Documents that somebody wrote to make an evaluator guess, or to keep it busy for ever.
class TestRuntimesHostile : public QObject {
  Q_OBJECT

  QElapsedTimer timer_;

private Q_SLOTS:
  void init() { timer_.start(); }
  void cleanup() { QVERIFY2(timer_.elapsed() < patience, qPrintable(QString::number(timer_.elapsed()))); }

  /// Thousand-fold nested groups, the last of which is in the first.
  void azureGroups() {
    Documents d("azure/t1/live", {"service-principals", "role-assignments", "deny-assignments", "groups",
                                  "app-role-assignments", "delegated-grants", "directory-role-assignments"});
    const auto who = d.add("azure.service-principal", objectId(0),
                           "{'tenant':'t1','id':'" + objectId(0) + "','appId':'a'}");
    for (int i = 1; i <= deep; ++i)
      d.add("azure.group", objectId(i),
            "{'tenant':'t1','id':'" + objectId(i) + "','displayName':'g','members':['" + objectId(i - 1) +
                (i == 1 ? "','" + objectId(deep) : "") + "']}");
    d.add("azure.role-definition", "r1",
          "{'tenant':'t1','name':'r1','permissions':[{'actions':['a.b/c/read']}]}");
    d.add("azure.role-assignment", "ra",
          "{'tenant':'t1','name':'ra','principalId':'" + objectId(deep) +
              "','roleDefinitionId':'r1','scope':'/subscriptions/s'}");
    const Answer yes = answerOf(d, who, ask("a.b/c/read", "/subscriptions/s"));
    QVERIFY2(yes.verdict == Verdict::Allowed, (joined(yes.missing) + joined(yes.conditions)).c_str());
    QCOMPARE(answerOf(d, who, ask("a.b/c/write", "/subscriptions/s")).verdict, Verdict::Denied);
  }
  void googleGroups() {
    Documents d("gcp/organizations/1/live",
                {"allow-policies", "deny-policies", "groups", "roles", "projects"});
    const auto who = d.add("gcp.service-account", "a@p.iam.gserviceaccount.com",
                           "{'email':'a@p.iam.gserviceaccount.com','uniqueId':'7','projectId':'p'}");
    const auto group = [](int i) { return "g" + number(i) + "@example.org"; };
    for (int i = 1; i <= deep; ++i)
      d.add("gcp.group", group(i),
            "{'email':'" + group(i) + "','members':['" +
                (i == 1 ? "serviceAccount:a@p.iam.gserviceaccount.com','group:" + group(deep)
                        : "group:" + group(i - 1)) +
                "']}");
    d.add("gcp.container", "projects/p",
          "{'name':'projects/p','projectId':'p','projectNumber':'1','parent':'organizations/1'}");
    d.add("gcp.container", "organizations/1", "{'name':'organizations/1'}");
    d.add("gcp.allow-policy", "organizations/1", "{'resource':'organizations/1','bindings':[]}");
    d.add("gcp.role", "roles/r", "{'name':'roles/r','includedPermissions':['a.b.c']}");
    d.add("gcp.allow-policy", "projects/p",
          "{'resource':'projects/p','bindings':[{'role':'roles/r','members':['group:" + group(deep) +
              "']}]}");
    const Answer yes = answerOf(d, who, ask("a.b.c", "projects/p"));
    QVERIFY2(yes.verdict == Verdict::Allowed, joined(yes.missing).c_str());
    QVERIFY(answerOf(d, who, ask("a.b.d", "projects/p")).verdict != Verdict::Allowed);
    QVERIFY(!planeOf(d, who).effective.rows.empty());
  }
  /// Containers that lie in one another.
  void googleContainersInARing() {
    Documents d("gcp/organizations/1/live",
                {"allow-policies", "deny-policies", "groups", "roles", "projects"});
    const auto who = d.add("gcp.service-account", "a@p.iam.gserviceaccount.com",
                           "{'email':'a@p.iam.gserviceaccount.com','uniqueId':'7','projectId':'p'}");
    d.add("gcp.container", "projects/p", "{'name':'projects/p','projectId':'p','parent':'folders/1'}");
    d.add("gcp.container", "folders/1", "{'name':'folders/1','parent':'folders/2'}");
    d.add("gcp.container", "folders/2", "{'name':'folders/2','parent':'folders/1'}");
    const Answer a = answerOf(d, who, ask("a.b.c", "projects/p"));
    QVERIFY(a.verdict != Verdict::Allowed);
    QVERIFY(a.verdict == Verdict::Denied || !a.missing.empty());
  }
  void vaultGroups() {
    Documents d("vault/prod/live");
    const auto who =
        d.add("vault.entity", "e", "{'cluster':'prod','id':'e','name':'e','policies':[],'group_ids':['g1']}");
    for (int i = 1; i <= deep; ++i)
      d.add("vault.group", "g" + number(i),
            "{'cluster':'prod','id':'g" + number(i) + "','name':'g" + number(i) + "','parent_group_ids':['g" +
                number(i == deep ? 1 : i + 1) + "'],'policies':[" + (i == deep ? "'kv'" : "") + "]}");
    d.add("vault.policy", "default", "{'cluster':'prod','name':'default','rules':[]}");
    d.add("vault.policy", "kv",
          "{'cluster':'prod','name':'kv','rules':['path \\u0022kv/a\\u0022 { capabilities = "
          "[\\u0022read\\u0022] }']}");
    const Answer yes = answerOf(d, who, ask("read", "kv/a"));
    QVERIFY2(yes.verdict == Verdict::Allowed, joined(yes.missing).c_str());
    QVERIFY(answerOf(d, who, ask("read", "kv/b")).verdict != Verdict::Allowed);
  }
  void postgresqlRoles() {
    Documents d("postgresql/erp/live", {"pg_roles", "pg_auth_members", "pg_class", "pg_attribute", "pg_proc",
                                        "pg_namespace", "pg_database", "pg_default_acl"});
    const auto role = [&](int i) {
      return d.add("pg.role", "r" + number(i),
                   "{'cluster':'erp','name':'r" + number(i) + "','oid':'" + number(i) +
                       "','inherit':true,'login':true}");
    };
    const auto who = role(0);
    for (int i = 1; i <= deep; ++i) {
      role(i);
      d.add("pg.membership", "m" + number(i),
            "{'cluster':'erp','role':'r" + number(i) + "','member':'r" + number(i - 1) + "','grantor':'r0'}");
    }
    d.add("pg.membership", "back",
          "{'cluster':'erp','role':'r0','member':'r" + number(deep) + "','grantor':'r0'}");
    d.add("pg.object", "relation s.t",
          "{'cluster':'erp','database':'shop','kind':'relation','relkind':'r','schema':'s',"
          "'name':'t','shown':'s.t','owner':'o','acl':['r" +
              number(deep) + "=r/o']}");
    d.add("pg.object", "schema s",
          "{'cluster':'erp','database':'shop','kind':'schema','name':'s','shown':'s','owner':'o','acl':['=U/"
          "o']}");
    QCOMPARE(answerOf(d, who, ask("SELECT", "table s.t")).verdict, Verdict::Allowed);
    QVERIFY(answerOf(d, who, ask("DELETE", "table s.t")).verdict != Verdict::Allowed);
  }

  void awsUnknown_data() {
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* name, const char* statement, const char* named) {
      QTest::newRow(name) << QByteArray(statement) << QByteArray(named);
    };
    row("unknown operator",
        "{'effect':'Allow','action':['ec2:*'],'resource':['*'],'condition':{'StringSounds':{'aws:x':['y']}}}",
        "sounds");
    row("unknown operator of a denial",
        "{'effect':'Allow','action':['ec2:*'],'resource':['*']},"
        "{'effect':'Deny','action':['ec2:*'],'resource':['*'],'condition':{'StringSounds':{'aws:x':['y']}}}",
        "sounds");
    row("unknown key",
        "{'effect':'Allow','action':['ec2:*'],'resource':['*'],'condition':{'StringEquals':{'odd:key':['y']}}"
        "}",
        "odd:key");
    row("variable that does not resolve",
        "{'effect':'Allow','action':['ec2:*'],'resource':['arn:aws:ec2:*:*:instance/${aws:PrincipalTag/"
        "team}']}",
        "principaltag/team");
    row("variable of a denial",
        "{'effect':'Allow','action':['ec2:*'],'resource':['*']},"
        "{'effect':'Deny','action':['ec2:*'],'resource':['arn:aws:ec2:*:*:instance/${aws:PrincipalTag/"
        "team}']}",
        "principaltag/team");
  }
  void awsUnknown() {
    QFETCH(QByteArray, statement);
    QFETCH(QByteArray, named);
    Account d;
    const Answer a = answerOf(d, d.role(statement.toStdString()), ask("ec2:StartInstances", machine));
    QVERIFY2(a.verdict == Verdict::Conditional || a.verdict == Verdict::NotEvaluated,
             std::string(name(a.verdict)).c_str());
    const QByteArray said =
        QByteArray::fromStdString(joined(a.missing) + "; " + joined(a.conditions)).toLower();
    QVERIFY2(said.contains(named), said.constData());
  }
  /// Patterns and lists that would take for ever to look at naively.
  void awsExplodes() {
    std::string pattern, statements;
    for (int i = 0; i < 60; ++i)
      pattern += "*i";
    for (int i = 0; i < 200; ++i)
      statements += std::string(i == 0 ? "" : ",") + "{'effect':'" + (i % 2 == 0 ? "Allow" : "Deny") +
                    "','action':['ec2:" + pattern + "*x" + number(i) +
                    "'],'resource':['arn:aws:ec2:*:*:" + pattern + number(i) + "*']}";
    Account d;
    const auto who = d.role(statements);
    const Answer a =
        answerOf(d, who, ask("ec2:" + std::string(5'000, 'i'), machine + std::string(5'000, 'i')));
    QVERIFY(a.verdict != Verdict::Allowed);
    for (const DecidedGrant& one : decidedGrants(planeOf(d, who)))
      QVERIFY(one.effective() != Tri::Yes || one.row != nullptr);
  }
  void longWords() {
    Account d;
    const auto who = d.role("{'effect':'Allow','action':['*'],'resource':['*']}");
    for (const std::string& odd :
         {std::string(1'000'000, '*'), std::string(1'000'000, 'a'), std::string("\0\n", 2), std::string("${"),
          std::string("arn:::::"), std::string()})
      QVERIFY(answerOf(d, who, ask("ec2:StartInstances", odd)).verdict != Verdict::Denied);
  }
};

QTEST_APPLESS_MAIN(TestRuntimesHostile)
#include "tst_runtimes_hostile.moc"
