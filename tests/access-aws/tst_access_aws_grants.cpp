// SPDX-License-Identifier: Apache-2.0
#include "iam.h"
#include "models/access/aws/grants.h"

#include <QTest>

using namespace testiam;

namespace {

PolicyText text(const char* name, QByteArray statements) {
  statements.replace('\'', '"');
  return {name, ("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}").toStdString(), {}};
}

/// "effective s3:Get* on *"
QByteArrayList rowsOf(const PrincipalPolicies& policies) {
  QByteArrayList out;
  for (const GrantRow& row : grantRows(policies).rows) {
    std::string line(name(row.verdict));
    line += (row.effect == Statement::Effect::Deny ? " deny " : " ") + row.action + " on " + row.resource;
    for (const std::string& condition : row.conditions)
      line += "; " + condition;
    out << QByteArray::fromStdString(line);
  }
  return out;
}

PrincipalPolicies holding(const QByteArray& statements) {
  PrincipalPolicies out;
  out.principal = user;
  out.identity = {text("own", statements)};
  return out;
}

} // namespace

/// All that a principal can do, as rows.
class TestAccessAwsGrants : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void oneRowForEachActionAndResource() {
    const auto rows =
        grantRows(holding("{'Effect':'Allow','Action':['s3:GetObject','s3:Put*'],'Resource':['a','b'],"
                          "'Sid':'One'}," +
                          allow("ec2:*", "*")));
    QVERIFY(rows.complete);
    QCOMPARE(rows.rows.size(), std::size_t(5));
    const GrantRow& row = rows.rows[3];
    QCOMPARE(QByteArray::fromStdString(row.action + ' ' + row.resource + ' ' + row.policy + row.pointer),
             QByteArray("s3:Put* b own/Statement/0"));
    QVERIFY(row.verdict == GrantVerdict::Effective);
    QCOMPARE(rows.rows[4].statement, std::size_t(1));
  }

  void deniesSplitRows() {
    QCOMPARE(rowsOf(holding(allow("s3:*", "*") + ',' + deny("s3:Delete*", "*"))),
             QByteArrayList({"effective s3:* but not s3:Delete* on *", "denied s3:Delete* on *",
                             "effective deny s3:Delete* on *"}));
    QCOMPARE(
        rowsOf(holding(allow("s3:Get*", "arn:aws:s3:::a/*") + ',' + deny("s3:*", "arn:aws:s3:::a/secret/*"))),
        QByteArrayList({"effective s3:Get* on arn:aws:s3:::a/* but not arn:aws:s3:::a/secret/*",
                        "denied s3:Get* on arn:aws:s3:::a/secret/*",
                        "effective deny s3:* on arn:aws:s3:::a/secret/*"}));
    QCOMPARE(rowsOf(holding(allow("s3:Get*", "*") + ',' + deny("s3:*", "*"))).first(),
             QByteArray("denied s3:Get* on *"));
    // Two statements that together leave nothing.
    QCOMPARE(
        rowsOf(holding(allow("s3:*", "a*") + ',' + deny("s3:*", "a?*") + ',' + deny("s3:*", "a"))).first(),
        QByteArray("denied s3:* on a?*"));
  }

  void boundaryAndOrganization() {
    PrincipalPolicies policies = holding(allow("*", "*"));
    policies.boundary = {
        text("limit",
             allow("s3:*", "*") + ',' + allow("logs:*", "*", when("Bool", "aws:SecureTransport", "true")))};
    policies.serviceControl = {
        {"r-1", {text("full", allow("*", "*"))}},
        {"ou-1", {text("full", allow("*", "*") + ',' + deny("s3:PutBucketPolicy", "*"))}}};
    QCOMPARE(rowsOf(policies),
             QByteArrayList({"effective s3:* but not s3:PutBucketPolicy on *",
                             "conditional logs:* on *; aws:SecureTransport Bool true",
                             "denied s3:PutBucketPolicy on *", "denied * but not s3:*, logs:* on *"}));
    const auto rows = grantRows(policies).rows;
    QCOMPARE(QByteArray::fromStdString(rows[2].limits.front().layer + ' ' + rows[2].limits.front().pointer),
             QByteArray("SCP at ou-1 /Statement/1"));
    QCOMPARE(QByteArray::fromStdString(rows[3].limits.front().layer), QByteArray("permissions boundary"));
    policies.inManagementAccount = true;
    QCOMPARE(rowsOf(policies).first(), QByteArray("effective s3:* on *"));
    policies.serviceControl = {{"r-1", {}}};
    policies.inManagementAccount = false;
    for (const GrantRow& row : grantRows(policies).rows)
      QVERIFY(row.verdict == GrantVerdict::Denied); // nothing attached allows nothing
  }

  void conditions() {
    QCOMPARE(rowsOf(holding(allow("s3:*", "*", when("Bool", "aws:SecureTransport", "true")))).first(),
             QByteArray("conditional s3:* on *; aws:SecureTransport Bool true"));
    QCOMPARE(rowsOf(holding(allow("s3:*", "*") + ',' +
                            deny("s3:*", "*", when("Bool", "aws:SecureTransport", "false"))))
                 .first(),
             QByteArray("conditional s3:* on *; unless aws:SecureTransport Bool false"));
    // What is known of the principal.
    QCOMPARE(rowsOf(holding(allow("s3:*", "*", when("StringEquals", "aws:username", "ci")))).first(),
             QByteArray("effective s3:* on *"));
    QCOMPARE(rowsOf(holding(allow("s3:*", "*", when("StringEquals", "aws:username", "other")))).first(),
             QByteArray("denied s3:* on *"));
    PrincipalPolicies partly = holding(allow("s3:*", "*"));
    partly.notImported = {"service control policies"};
    QVERIFY(grantRows(partly).rows.front().verdict == GrantVerdict::Conditional);
  }

  void variables() {
    QCOMPARE(rowsOf(holding(allow("s3:*", "home/${aws:username}/*"))).first(),
             QByteArray("effective s3:* on home/${aws:username}/*"));
    QCOMPARE(rowsOf(holding(allow("s3:*", "home/${aws:PrincipalTag/team}/*"))).first(),
             QByteArray("conditional s3:* on home/${aws:PrincipalTag/team}/*; ${aws:principaltag/team} in "
                        "home/${aws:PrincipalTag/team}/* fits the resource"));
  }

  void everythingBut() {
    QCOMPARE(rowsOf(holding("{'Effect':'Allow','NotAction':['iam:*','sts:*'],'Resource':'*'}")),
             QByteArrayList({"effective * but not iam:*, sts:* on *"}));
    QCOMPARE(rowsOf(holding("{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::a/*'},"
                            "{'Effect':'Deny','NotAction':'s3:Get*','Resource':'*'}"))
                 .first(),
             QByteArray("effective s3:Get* on * but not arn:aws:s3:::a/*"));
  }

  void whatElseHasToAllow() {
    const auto rows = grantRows(holding(allow("kms:Decrypt", "*") + ',' + allow("sts:AssumeRole", role) +
                                        ',' + allow("s3:*", "*")))
                          .rows;
    QVERIFY(rows[0].needs.size() == 1 && rows[0].needs[0].find("key policy") != std::string::npos);
    QVERIFY(rows[1].needs.size() == 1 && rows[1].needs[0].find("trust policy") != std::string::npos);
    QVERIFY(rows[2].needs.empty());
    PrincipalPolicies root;
    root.principal = "arn:aws:iam::111111111111:root";
    QVERIFY(!grantRows(root).complete);
  }

  void whatCannotBeRead() {
    PrincipalPolicies policies = holding(allow("s3:*", "*"));
    policies.identity.push_back({"broken", "{\"Statement\":", {}});
    const auto rows = grantRows(policies).rows;
    QVERIFY(rows.size() >= 2);
    for (const GrantRow& row : rows) {
      QVERIFY(row.verdict == GrantVerdict::NotEvaluated);
      QVERIFY(!row.missing.empty());
    }
    policies.identity.pop_back();
    policies.boundary = {{"broken", "nonsense", {}}};
    QVERIFY(grantRows(policies).rows.front().verdict == GrantVerdict::NotEvaluated);
    policies.boundary = {text("odd", allow("s3:*", "*", when("StringAlmostEquals", "a", "b")))};
    QVERIFY(grantRows(policies).rows.front().verdict == GrantVerdict::NotEvaluated);
    PrincipalPolicies deep = holding(allow("s3:*", "*"));
    deep.identity.front().json = std::string(100'000, '[');
    QVERIFY(grantRows(deep).rows.front().verdict == GrantVerdict::NotEvaluated);
  }

  /// Denies that cut a row into ever more parts.
  void isBounded() {
    QByteArray list = allow("*", "*");
    for (int i = 0; i < 400; ++i) {
      const QByteArray n = QByteArray::number(i);
      list += ',' + deny("*a" + n + "*", "*b" + n + "*");
    }
    const GrantRows rows = grantRows(holding(list));
    QVERIFY(!rows.complete);
    QVERIFY(rows.rows.front().verdict == GrantVerdict::NotEvaluated);
    QVERIFY(rows.rows.size() <= 10'000);
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsGrants)
#include "tst_access_aws_grants.moc"
