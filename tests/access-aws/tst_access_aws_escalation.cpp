// SPDX-License-Identifier: Apache-2.0
#include "iam.h"
#include "models/access/aws/escalation.h"
#include "models/access/catalogue.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace testiam;

namespace {

constexpr const char* other = "arn:aws:iam::111111111111:user/other";

PolicyText text(QByteArray statements) {
  statements.replace('\'', '"');
  return {"own", ("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}").toStdString(), {}};
}

PrincipalPolicies holding(const QByteArray& statements) {
  PrincipalPolicies out;
  out.principal = user;
  out.identity = {text(statements)};
  return out;
}

EscalationPaths pathsOf(const PrincipalPolicies& policies) {
  return escalationPaths(grantRows(policies), policies.principal);
}
EscalationPaths pathsOf(const QByteArray& statements) {
  return pathsOf(holding(statements));
}

const EscalationPath* find(const EscalationPaths& paths, std::string_view id) {
  const auto at =
      std::find_if(paths.list.begin(), paths.list.end(), [&](const EscalationPath& p) { return p.id == id; });
  return at == paths.list.end() ? nullptr : &*at;
}

/// "no", "yes" or "conditional"
QByteArray has(const QByteArray& statements, std::string_view id) {
  const EscalationPaths paths = pathsOf(statements);
  const EscalationPath* path = find(paths, id);
  return !path ? "no" : path->conditional ? "conditional" : "yes";
}

std::vector<PathRule> allRules() {
  std::vector<PathRule> out = identityPaths();
  out.insert(out.end(), servicePaths().begin(), servicePaths().end());
  return out;
}

/// A resource of a kind: "arn:aws:iam::111111111111:role/x".
QByteArray one(std::string_view kind) {
  QByteArray out = QByteArray::fromStdString(std::string(kind));
  out.replace("arn:*:", "arn:aws:").replace('?', '1').replace('*', 'x');
  return out;
}

QByteArray statement(std::string_view action, const QByteArray& resource, const char* more = "") {
  return "{'Effect':'Allow','Action':'" + QByteArray::fromStdString(std::string(action)) + "','Resource':'" +
         resource + "'" + more + "}";
}

constexpr const char* inOffice = ",'Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}";

/// The permissions of a rule as statements, without the one at `left`, with a condition on the one at
/// `conditional`.
QByteArray statementsOf(const PathRule& rule, std::size_t alternative, std::size_t left = 99,
                        std::size_t conditional = 99) {
  QByteArrayList out{statement("sts:GetCallerIdentity", "*")};
  for (std::size_t i = 0; i < rule.permissions.size(); ++i) {
    const PathNeed& need = rule.permissions[i];
    const std::string_view action = need.actions[std::min(alternative, need.actions.size() - 1)];
    if (i != left) out << statement(action, one(need.resource), i == conditional ? inOffice : "");
  }
  return out.join(',');
}

} // namespace

/// Known ways to more rights, each entry of the table and the hard cases.
class TestAccessAwsEscalation : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void tableIsSound() {
    std::set<std::string_view> ids;
    for (const PathRule& rule : allRules()) {
      QVERIFY2(ids.insert(rule.id).second, std::string(rule.id).c_str());
      QVERIFY(rule.id.substr(0, 4) == "aws." && !rule.title.empty() && !rule.permissions.empty());
      for (const PathNeed& need : rule.permissions)
        for (const std::string_view action : need.actions)
          QVERIFY2(!effectsOf("aws", action).unknown, std::string(action).c_str());
    }
    QVERIFY(ids.size() > 90);
    qInfo("%zu paths", ids.size());
  }

  void eachPath_data() {
    QTest::addColumn<int>("index");
    const auto rules = allRules();
    for (std::size_t i = 0; i < rules.size(); ++i)
      QTest::addRow("%s", std::string(rules[i].id).c_str()) << static_cast<int>(i);
  }
  void eachPath() {
    QFETCH(int, index);
    const auto rules = allRules();
    const PathRule& rule = rules[static_cast<std::size_t>(index)];
    for (std::size_t alternative = 0; alternative < 5; ++alternative) {
      const EscalationPaths found = pathsOf(statementsOf(rule, alternative));
      const EscalationPath* path = find(found, rule.id);
      QVERIFY(path && !path->conditional);
      QCOMPARE(path->steps.size(), rule.permissions.size());
    }
    const QByteArray whole = statementsOf(rule, 0);
    for (std::size_t i = 0; i < rule.permissions.size(); ++i) {
      const PathNeed& need = rule.permissions[i];
      QCOMPARE(has(statementsOf(rule, 0, i), rule.id), QByteArray("no"));
      QCOMPARE(has(statementsOf(rule, 0, 99, i), rule.id), QByteArray("conditional"));
      const QByteArray action = QByteArray::fromStdString(std::string(need.actions.front()));
      const QByteArray denied = "{'Effect':'Deny','Action':'" + action + "','Resource':'*'";
      QCOMPARE(has(whole + ',' + denied + '}', rule.id), QByteArray("no"));
      QCOMPARE(has(whole + ',' + denied + inOffice + '}', rule.id), QByteArray("conditional"));
    }
  }

  void everythingIsEveryPath() {
    const EscalationPaths found = pathsOf(allow("*", "*"));
    QCOMPARE(found.list.size(), allRules().size());
    for (const EscalationPath& path : found.list)
      QVERIFY2(!path.conditional, path.id.c_str());
    QVERIFY(found.missing.empty());
    QVERIFY(pathsOf(allow("s3:Get*", "*")).list.empty());
    QVERIFY(pathsOf(QByteArray()).list.empty());
  }

  void wildcards() {
    QCOMPARE(has(allow("iam:*", "*"), "aws.create-policy-version"), QByteArray("yes"));
    QCOMPARE(has(allow("IAM:create?olicy*", "*"), "aws.create-policy-version"), QByteArray("yes"));
    QCOMPARE(has("{'Effect':'Allow','NotAction':'s3:*','Resource':'*'}", "aws.passrole-lambda"),
             QByteArray("yes"));
    QCOMPARE(has("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}", "aws.passrole-lambda"),
             QByteArray("no"));
    QCOMPARE(has(allow("iam:*", "arn:aws:s3:::*"), "aws.create-policy-version"), QByteArray("no"));
    QCOMPARE(has(allow("iam:*", "arn:aws:iam::111111111111:user/*"), "aws.attach-role-policy"),
             QByteArray("no"));
    QCOMPARE(has(allow("iam:*", "arn:aws:iam::222222222222:*"), "aws.attach-role-policy"), QByteArray("no"));
    QCOMPARE(has(allow("sts:*", "arn:aws:iam::222222222222:role/a"), "aws.assume-role"), QByteArray("yes"));
  }

  void onesOwnKeyIsNone() {
    QCOMPARE(has(allow("iam:CreateAccessKey", user), "aws.create-access-key"), QByteArray("no"));
    QCOMPARE(
        has(allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}"), "aws.create-access-key"),
        QByteArray("no"));
    PrincipalPolicies deep = holding(allow("iam:CreateAccessKey", "arn:aws:iam::*:user/*/${aws:username}"));
    deep.principal = "arn:aws:iam::111111111111:user/team/ci";
    QVERIFY(!find(pathsOf(deep), "aws.create-access-key"));
    QCOMPARE(has(allow("iam:CreateAccessKey", other), "aws.create-access-key"), QByteArray("yes"));
    QCOMPARE(has(allow("iam:CreateAccessKey", "*"), "aws.create-access-key"), QByteArray("yes"));
    QCOMPARE(has(allow("iam:PutUserPolicy", user), "aws.put-user-policy"), QByteArray("yes"));
  }

  void variablesThatAreNotKnown() {
    PrincipalPolicies nobody =
        holding(allow("iam:CreateAccessKey", "arn:aws:iam::111111111111:user/${aws:username}"));
    nobody.principal.clear();
    const EscalationPaths found = pathsOf(nobody);
    const EscalationPath* path = find(found, "aws.create-access-key");
    QVERIFY(path && path->conditional && !path->needs.empty());
  }

  void oneAndTheSameRole() {
    const QByteArray a = "arn:aws:iam::111111111111:role/a", b = "arn:aws:iam::111111111111:role/b";
    QCOMPARE(has(statement("iam:UpdateAssumeRolePolicy", a) + ',' + statement("sts:AssumeRole", b),
                 "aws.update-trust-and-assume"),
             QByteArray("no"));
    QCOMPARE(has(statement("iam:UpdateAssumeRolePolicy", a) + ',' + statement("sts:AssumeRole", "*"),
                 "aws.update-trust-and-assume"),
             QByteArray("yes"));
    QCOMPARE(has(statement("iam:UpdateAssumeRolePolicy", "arn:aws:iam::111111111111:role/a*") + ',' +
                     statement("sts:AssumeRole", b) + ',' +
                     statement("sts:AssumeRole", "arn:aws:iam::111111111111:role/*b"),
                 "aws.update-trust-and-assume"),
             QByteArray("yes"));
    QCOMPARE(has(statement("iam:UpdateAssumeRolePolicy", "arn:aws:iam::111111111111:role/a*") + ',' +
                     statement("sts:AssumeRole", "arn:aws:iam::111111111111:role/a1", inOffice),
                 "aws.update-trust-and-assume"),
             QByteArray("conditional"));
  }

  void boundariesAndGuardrails() {
    PrincipalPolicies p = holding(allow("*", "*"));
    p.boundary = {text(allow("s3:*", "*"))};
    QVERIFY(!find(pathsOf(p), "aws.create-policy-version"));
    QVERIFY(find(pathsOf(p), "aws.bucket-policy"));
    p.boundary.clear();
    p.serviceControl = {{"r-1", {text(allow("*", "*") + ',' + deny("iam:*", "*"))}}};
    QVERIFY(!find(pathsOf(p), "aws.passrole-lambda"));
    QVERIFY(find(pathsOf(p), "aws.update-function-code"));
  }

  void whatItTakesIsSaid() {
    const EscalationPaths found =
        pathsOf(allow("sts:AssumeRole", "*") + ',' + statement("iam:PassRole", "*", inOffice) + ',' +
                allow("ec2:RunInstances", "*"));
    const EscalationPath* assume = find(found, "aws.assume-role");
    QVERIFY(assume && assume->needs.find("trust policy") != std::string::npos);
    const EscalationPath* pass = find(found, "aws.passrole-ec2");
    QVERIFY(pass && pass->conditional && pass->needs.find("aws:SourceIp") != std::string::npos);
    QVERIFY(pass->steps.front().text.find("iam:PassRole") == 0);
    QCOMPARE(pass->steps.front().document, std::string("own"));
    QCOMPARE(pass->steps.front().pointer, std::string("/Statement/1"));
  }

  /// A way that only guardrails which were not imported might close is told from one under other conditions.
  void unlessGuarded() {
    PrincipalPolicies p = holding(allow("iam:CreatePolicyVersion", "*") + ',' +
                                  statement("lambda:UpdateFunctionCode", "*", inOffice));
    const EscalationPaths sure = pathsOf(p);
    const EscalationPath* path = find(sure, "aws.create-policy-version");
    QVERIFY(path && !path->conditional && !path->unlessGuarded);
    p.notImported = {"service control policies"};
    const EscalationPaths guarded = pathsOf(p);
    path = find(guarded, "aws.create-policy-version");
    QVERIFY(path && path->conditional && path->unlessGuarded);
    QVERIFY2(path->needs.find("service control policies") != std::string::npos, path->needs.c_str());
    const EscalationPath* other = find(guarded, "aws.update-function-code");
    QVERIFY(other && other->conditional && !other->unlessGuarded);
  }

  void policiesThatAreNotUnderstood() {
    PrincipalPolicies p = holding(allow("iam:CreatePolicyVersion", "*"));
    p.identity.push_back({"broken", "{not json", {}});
    const EscalationPaths found = pathsOf(p);
    const EscalationPath* path = find(found, "aws.create-policy-version");
    QVERIFY(path && path->conditional); // what is not understood may deny it
    p = holding(statement("iam:CreatePolicyVersion", "*", ",'Condition':{'Mystery':{'aws:x':'y'}}"));
    const EscalationPaths mystery = pathsOf(p);
    path = find(mystery, "aws.create-policy-version");
    QVERIFY(!path || path->conditional);
  }

  void manyRowsEndInTime() {
    QByteArrayList statements;
    for (int i = 0; i < 1500; ++i)
      statements << statement("iam:*", "arn:aws:iam::111111111111:role/a" + QByteArray::number(i) + "*b")
                 << statement("sts:*", "arn:aws:iam::111111111111:role/c" + QByteArray::number(i) + "*d");
    const GrantRows rows = grantRows(holding(statements.join(',')));
    QElapsedTimer timer;
    timer.start();
    const EscalationPaths found = escalationPaths(rows, user);
    qInfo("%zu rows in %lld ms", rows.rows.size(), static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 30'000);
    const EscalationPath* path = find(found, "aws.update-trust-and-assume");
    QVERIFY(!path || path->conditional); // too many pairs to try
  }
};

QTEST_GUILESS_MAIN(TestAccessAwsEscalation)
#include "tst_access_aws_escalation.moc"
