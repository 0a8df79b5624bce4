// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

/// Text with ' for ".
QByteArray q(const char* text) {
  return QByteArray(text).replace('\'', '"');
}

/// A role that holds SharedAccess, and whom it trusts.
QByteArray role(const QByteArray& name, const QByteArray& principal, const QByteArray& condition = {}) {
  const QByteArray id = "AROAEXAMPLE" + name.toUpper().replace('-', 'X').leftJustified(10, '0');
  return q("{'Path':'/','RoleName':'") + name + q("','RoleId':'") + id +
         q("','Arn':'arn:aws:iam::111122223333:role/") + name +
         q("','CreateDate':'2026-01-07T09:00:00+00:00','AssumeRolePolicyDocument':{'Version':'2012-10-17',"
           "'Statement':[{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws."
           "com'}},{'Effect':'Allow','Principal':") +
         principal + q(",'Action':'sts:AssumeRoleWithWebIdentity'") + condition +
         q("}]},'InstanceProfileList':[],'RolePolicyList':[],'AttachedManagedPolicies':[{'PolicyName':"
           "'SharedAccess','PolicyArn':'arn:aws:iam::111122223333:policy/SharedAccess'}],'Tags':[{'Key':"
           "'owner','Value':'team-web@example.org'}],'RoleLastUsed':{'LastUsedDate':'2026-11-19T00:00:00+00:"
           "00'}}");
}

QByteArray deployRole() {
  return role(
      "web-deploy",
      q("{'Federated':'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'}"),
      q(",'Condition':{'StringEquals':{'token.actions.githubusercontent.com:aud':'sts.amazonaws.com',"
        "'token.actions.githubusercontent.com:sub':'repo:example/web:ref:refs/heads/main'}}"));
}

QByteArray plainRole(const QByteArray& name) {
  return role(name, q("{'Service':'lambda.amazonaws.com'}"));
}

/// An account with roles that hold one policy, which gives these actions.
QByteArray account(const QList<QByteArray>& roles, const QByteArray& actions = q("'sns:Publish'")) {
  return q("{'UserDetailList':[],'GroupDetailList':[],'RoleDetailList':[") + roles.join(',') +
         q("],'Policies':[{'PolicyName':'SharedAccess','PolicyId':'ANPAEXAMPLESHARED0001','Arn':'arn:aws:iam:"
           ":111122223333:policy/SharedAccess','Path':'/','DefaultVersionId':'v1','AttachmentCount':3,"
           "'PermissionsBoundaryUsageCount':0,'IsAttachable':true,'CreateDate':'2025-01-01T00:00:00+00:00',"
           "'UpdateDate':'2025-01-01T00:00:00+00:00','PolicyVersionList':[{'VersionId':'v1',"
           "'IsDefaultVersion':true,'CreateDate':'2025-01-01T00:00:00+00:00','Document':{'Version':'2012-10-"
           "17','Statement':[{'Effect':'Allow','Action':[") +
         actions + q("],'Resource':'*'}]}}]}],'IsTruncated':false}");
}

QByteArray listed(const QByteArray& uid, const char* kind, const QByteArray& status = "active") {
  return q("{'t':'identity','uid':'") + uid + q("','platform':'inventory','kind':'") + kind +
         q("','name':'") + uid + q("','status':'") + status + q("'}\n");
}

/// An inventory in the neutral form.
QByteArray inventory(const QByteArray& system, const QByteArray& at, const QList<QByteArray>& lines,
                     const QByteArray& completeness = "full") {
  const QByteArray body =
      q("{'t':'snapshot','schema':'nhi-snapshot/1','snapshot_id':'") + at +
      q("','plane':'live','source_kind':'") + system + q("','source_scope':'example','captured_at':'") + at +
      q("','captured_at_basis':'tool','completeness':'") + completeness + q("'}\n") + lines.join();
  return body + q("{'t':'end','counts':{'identity':") + QByteArray::number(lines.size()) + q("},'sha256':'") +
         QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex() + q("'}\n");
}

} // namespace

/// What does not fit together in one record, and which edit moved several, through the program.
class TestCliContradictions : public QObject {
  Q_OBJECT
  Program program_;

  int import(const QByteArray& bytes, const QStringList& more = {}) const {
    program_.write(u"export"_s, bytes);
    const Ran ran = program_.json(QStringList{u"import"_s, u"export"_s} + more);
    if (ran.code != 0) qWarning() << ran.out << ran.err;
    return ran.code;
  }
  int importAccount(const QByteArray& bytes, const QString& at = u"2026-11-20T08:00:00Z"_s) const {
    return import(bytes, {u"--captured-at"_s, at});
  }
  QStringList texts(const QString& rule) const {
    QStringList out;
    const QJsonObject found = program_.json({u"findings"_s, u"--rule"_s, rule}).json();
    for (const auto& f : found[u"findings"_s].toArray())
      out << f[u"text"_s].toString();
    return out;
  }
  QStringList names() const {
    QStringList out;
    const QJsonObject list = program_.json({u"list"_s}).json();
    for (const auto& record : list[u"records"_s].toArray())
      out << record[u"name"_s].toString();
    out.sort();
    return out;
  }
  QJsonArray edits(const QStringList& more = {}) const {
    return program_.json(QStringList{u"drift"_s, u"--causes"_s} + more).json()[u"edits"_s].toArray();
  }

private Q_SLOTS:
  void init() {
    program_.freshWorkspace();
    program_.now = "2026-11-20T12:00:00Z";
  }

  /// The rule that makes such identities is what is pointed at; a partial list proves nothing.
  void repositoryGone() {
    QCOMPARE(importAccount(account({deployRole(), plainRole("other")})), 0);
    const QByteArray web = listed("github:example/web", "repository"),
                     docs = listed("github:example/docs", "Repository");
    QCOMPARE(import(inventory("github", "2026-11-20T09:00:00Z", {web, docs})), 0);
    QVERIFY(texts(u"tombstone"_s).isEmpty());
    QCOMPARE(import(inventory("github", "2026-11-20T10:00:00Z", {docs}, "partial")), 0);
    QVERIFY(texts(u"tombstone"_s).isEmpty());
    QCOMPARE(import(inventory("github", "2026-11-20T11:00:00Z", {docs})), 0);
    const QStringList found = texts(u"tombstone"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().startsWith(u"Repository example/web is gone from "_s) &&
                 found.first().endsWith(u" since 2026-11-20, and web-deploy still lets it in"_s),
             qPrintable(found.first()));
    const QJsonArray attention = program_.json({u"show"_s, u"web-deploy"_s}).json()[u"attention"_s].toArray();
    const auto tombstone = std::find_if(attention.begin(), attention.end(),
                                        [](const QJsonValue& a) { return a[u"code"_s] == u"tombstone"_s; });
    QVERIFY(tombstone != attention.end());
    QCOMPARE((*tombstone)[u"trace"_s][u"inner"_s].toString(), u"/trust/statements/1"_s);
    QCOMPARE(import(inventory("github", "2026-11-20T11:30:00Z", {web, docs})), 0);
    QVERIFY(texts(u"tombstone"_s).isEmpty());
  }

  /// Only where the repository was known before.
  void repositoryNeverSeen() {
    QCOMPARE(importAccount(account({deployRole()})), 0);
    QCOMPARE(import(inventory("github", "2026-11-20T09:00:00Z", {listed("github:example/docs", "repo")})), 0);
    QVERIFY(texts(u"tombstone"_s).isEmpty());
  }

  void projectIsBeingDeleted() {
    const auto project = [](const char* state) {
      return q("[{'projectId':'p-old','name':'old','projectNumber':'11','lifecycleState':'") + state +
             q("'}]");
    };
    const QString at = u"2026-11-20T0%1:00:00Z"_s;
    const QStringList scope{u"--scope"_s, u"example.org"_s, u"--captured-at"_s};
    QCOMPARE(import(q("[{'name':'projects/p-old/serviceAccounts/ci@p-old.iam.gserviceaccount.com','projectId'"
                      ":'p-old','uniqueId':'77','email':'ci@p-old.iam.gserviceaccount.com'}]"),
                    QStringList{u"--scope"_s, u"p-old"_s, u"--captured-at"_s, at.arg(7)}),
             0);
    QCOMPARE(import(project("ACTIVE"), scope + QStringList{at.arg(8)}), 0);
    QVERIFY(texts(u"tombstone"_s).isEmpty());
    QCOMPARE(import(project("DELETE_REQUESTED"), scope + QStringList{at.arg(9)}), 0);
    QCOMPARE(texts(u"tombstone"_s),
             QStringList{u"Project p-old is DELETE_REQUESTED, and the account is still listed"_s});
  }

  /// A team that is dissolved; it is none of the identities, nor is a person or a repository.
  void teamDissolved() {
    QCOMPARE(importAccount(account({deployRole()})), 0);
    const auto team = [](const char* status) { return listed("team-web@example.org", "team", status); };
    const QByteArray person = listed("head-of-web@example.org", "Person");
    QCOMPARE(import(inventory("directory", "2026-11-20T09:00:00Z", {team("active"), person})), 0);
    QVERIFY(texts(u"owner-gone-key-used"_s).isEmpty());
    QCOMPARE(import(inventory("directory", "2026-11-20T10:00:00Z", {team("deleted"), person})), 0);
    const QStringList found = texts(u"owner-gone-key-used"_s);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().startsWith(u"Owner team-web@example.org is gone (deleted in "_s),
             qPrintable(found.first()));
    QCOMPARE(names(), QStringList{u"web-deploy"_s});
    QCOMPARE(import(inventory("build", "2026-11-20T10:00:00Z", {listed("build:agent", "agent")})), 0);
    QCOMPARE(names(), (QStringList{u"build:agent"_s, u"web-deploy"_s}));
  }

  /// One edit of a policy moves those who hold it before and after, once, and no others.
  void oneEditOfASharedPolicy() {
    QByteArray without = plainRole("no-policy");
    without.replace("policy/SharedAccess", "policy/NotThere");
    const QList<QByteArray> roles{plainRole("one"), plainRole("two"), plainRole("leaves"), without};
    QByteArray left = plainRole("leaves");
    left.replace("policy/SharedAccess", "policy/NotThere");
    QCOMPARE(importAccount(account(roles)), 0);
    QVERIFY(edits().isEmpty());
    QCOMPARE(importAccount(account({plainRole("one"), plainRole("two"), left, without, plainRole("new")},
                                   q("'sns:Publish','sns:DeleteTopic'")),
                           u"2026-11-20T11:00:00Z"_s),
             0);
    const QJsonArray found = edits();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0][u"records"_s].toInt(), 2);
    QVERIFY2(found[0][u"text"_s].toString().endsWith(u" SharedAccess moved 2 identities"_s),
             qPrintable(found[0][u"text"_s].toString()));
    QCOMPARE(found[0][u"who"_s].toString(), QString());
    QCOMPARE(edits({u"--system"_s, u"kubernetes"_s}).size(), 0);
    QCOMPARE(edits({u"--record"_s, u"one"_s}).size(), 1);
    QCOMPARE(edits({u"--record"_s, u"new"_s}).size(), 0);
    QVERIFY(program_.run({u"drift"_s, u"--causes"_s}).out.contains("SharedAccess moved 2 identities"));
  }

  /// By whom, where the audit trail has it; also where nobody can do more for it.
  void editWithItsEvent() {
    const QList<QByteArray> roles{plainRole("one"), plainRole("two")};
    QCOMPARE(importAccount(account(roles, q("'sns:*'"))), 0);
    QCOMPARE(importAccount(account(roles, q("'sns:*','sns:Publish'")), u"2026-11-20T11:00:00Z"_s), 0);
    QCOMPARE(import(q("{'Records':[{'eventVersion':'1.09','eventTime':'2026-11-20T10:00:00Z','eventSource':"
                      "'iam.amazonaws.com','eventName':'CreatePolicyVersion','awsRegion':'us-east-1',"
                      "'sourceIPAddress':'198.51.100.7','userAgent':'aws-cli/2','recipientAccountId':"
                      "'111122223333','readOnly':false,'eventID':'11111111-2222-3333-4444-555555555555',"
                      "'requestParameters':{'policyArn':'arn:aws:iam::111122223333:policy/SharedAccess',"
                      "'setAsDefault':true},'userIdentity':{'type':'AssumedRole','principalId':'AROAX:oncall'"
                      ",'arn':'arn:aws:sts::111122223333:assumed-role/Admin/oncall','accountId':"
                      "'111122223333'}}]}")),
             0);
    const QJsonArray found = edits();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0][u"records"_s].toInt(), 2);
    QVERIFY2(found[0][u"who"_s].toString().endsWith(u"assumed-role/Admin/oncall"_s),
             qPrintable(found[0][u"who"_s].toString()));
    QCOMPARE(found[0][u"from"_s].toString(), u"198.51.100.7"_s);
    QCOMPARE(found[0][u"event"_s].toString(), u"iam:CreatePolicyVersion"_s);
    QCOMPARE(found[0][u"eventAt"_s].toString(), u"2026-11-20T10:00:00Z"_s);
  }
};

QTEST_GUILESS_MAIN(TestCliContradictions)
#include "tst_cli_contradictions.moc"
