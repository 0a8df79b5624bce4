// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

const QByteArray attachedNone = "\"AttachedManagedPolicies\": []";

QByteArray attached(const QByteArray& arn, const QByteArray& name) {
  return "\"AttachedManagedPolicies\": [{\"PolicyName\": \"" + name + "\", \"PolicyArn\": \"" + arn + "\"}]";
}

/// The account with policies attached to backup-writer whose texts the export does not hold.
QByteArray account(const QByteArray& policies, const QByteArray& boundary = {}) {
  QByteArray out = countersign::test::accountDetails("\"iam:PassRole\", \"ec2:RunInstances\"");
  out.replace("arn:aws:s3:::backups-prod/*", "*");
  out.replace(out.indexOf(attachedNone), attachedNone.size(), policies + boundary);
  return out;
}

} // namespace

/// What is not known is said, is counted, and is never a guess.
class TestCliCoverage : public QObject {
  Q_OBJECT

  void import(const Program& program, const QByteArray& account) const {
    QCOMPARE(program.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    program.write(u"account.json"_s, account);
    const Ran ran =
        program.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:50:00Z"_s});
    QVERIFY2(ran.code == 0, ran.err);
  }
  QString verdict(const Program& program, const QString& action, QByteArray* text = nullptr) const {
    const Ran ran = program.json({u"can"_s, u"backup-writer"_s, action, u"*"_s});
    if (text != nullptr) *text = ran.out;
    return ran.json()[u"answers"_s][0][u"verdict"_s].toString();
  }

private Q_SLOTS:
  void nothingIsNeverCovered() {
    const Program program;
    QCOMPARE(program.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    const Ran ran = program.run({u"coverage"_s});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.out.contains("nothing is covered"), ran.out);
  }

  void countsAndReasons() {
    const Program program;
    import(program, account(attached("arn:aws:iam::111122223333:policy/own", "own")));
    const Ran ran = program.json({u"coverage"_s});
    QCOMPARE(ran.code, 1);
    const QJsonObject c = ran.json();
    QCOMPARE(c[u"records"_s].toInt(), 2);
    QCOMPARE(c[u"accessUnknown"_s].toInt(), 0);
    QCOMPARE(c[u"permissions"_s].toInt(), 3);
    QCOMPARE(c[u"conditional"_s].toInt(), 3); // organization policies were not imported
    QCOMPARE(c[u"notEvaluated"_s].toInt(), 0);
    QMap<QString, int> gaps;
    for (const QJsonValue& gap : c[u"notKnown"_s].toArray())
      gaps[gap[u"text"_s].toString()] = gap[u"records"_s].toInt();
    QCOMPARE(
        gaps.value(u"service control policies were not imported: they may deny what the policies allow"_s),
        2);
    QCOMPARE(gaps.value(u"policy arn:aws:iam::111122223333:policy/own is attached, but its text is in no "
                        "snapshot"_s),
             1);
    const QByteArray text = program.run({u"coverage"_s}).out;
    QVERIFY2(text.contains("3 permissions: 0 decided, 3 under conditions, 0 not evaluated"), text);
    const QJsonObject row =
        program.json({u"list"_s, u"--search"_s, u"backup"_s}).json()[u"records"_s][0].toObject();
    QCOMPARE(row[u"access"_s][u"permissions"_s].toInt(), 2);
    QCOMPARE(row[u"access"_s][u"missingTotal"_s].toInt(), 3);
    QByteArray said; // the policy that is not known may deny it
    QCOMPARE(verdict(program, u"ec2:RunInstances"_s, &said), u"conditional"_s);
    QVERIFY2(said.contains("if the policy arn:aws:iam::111122223333:policy/own, which were not imported"),
             said);
    QCOMPARE(verdict(program, u"ec2:StopInstances"_s), u"not evaluated"_s); // and it may allow it
  }

  /// A policy of AWS's own whose text the export left out is the one of the catalogue, and said to be.
  void policiesOfTheCatalogue() {
    const Program program;
    import(program, account(attached("arn:aws:iam::aws:policy/AmazonEC2FullAccess", "AmazonEC2FullAccess")));
    QByteArray said;
    QCOMPARE(verdict(program, u"ec2:StopInstances"_s, &said), u"conditional"_s);
    QVERIFY2(said.contains("if policy AmazonEC2FullAccess is still as AWS published it (catalogue of 20"),
             said);
    QCOMPARE(verdict(program, u"dynamodb:PutItem"_s, &said), u"not evaluated"_s);
    QVERIFY2(said.contains("denied only if policy AmazonEC2FullAccess"), said);
    const QByteArray shown = program.run({u"show"_s, u"backup-writer"_s, u"--why"_s}).out;
    QVERIFY2(shown.contains("policy AmazonEC2FullAccess"), shown);
    QVERIFY2(shown.contains("is still as AWS published it"), shown);
  }

  void boundaryOfTheCatalogue() {
    const Program program;
    import(program, account(attachedNone, ", \"PermissionsBoundary\": {\"PermissionsBoundaryType\": "
                                          "\"PermissionsBoundaryPolicy\", \"PermissionsBoundaryArn\": "
                                          "\"arn:aws:iam::aws:policy/AmazonEC2FullAccess\"}"));
    QByteArray said;
    QCOMPARE(verdict(program, u"ec2:RunInstances"_s, &said), u"conditional"_s);
    QVERIFY2(said.contains("if policy AmazonEC2FullAccess is still as AWS published it"), said);
    QCOMPARE(verdict(program, u"iam:PassRole"_s),
             u"not evaluated"_s); // the boundary of then did not allow it
    const QJsonObject view = program.json({u"show"_s, u"backup-writer"_s}).json();
    QMap<QString, QString> effective;
    for (const QJsonValue& g : view[u"grants"_s].toArray())
      effective[g[u"action"_s].toString()] += g[u"effective"_s].toString() + u' ';
    QVERIFY2(effective[u"ec2:RunInstances"_s].startsWith(u"conditional"_s),
             qPrintable(effective[u"ec2:RunInstances"_s]));
    QVERIFY2(effective[u"iam:PassRole"_s].startsWith(u"unknown"_s), qPrintable(effective[u"iam:PassRole"_s]));
  }

  /// Where nothing but guardrails that were not imported might close a way to more, the list says so.
  void waysUnlessGuarded() {
    const Program program;
    import(program, account(attachedNone));
    const QJsonObject row =
        program.json({u"list"_s, u"--search"_s, u"backup"_s}).json()[u"records"_s][0].toObject();
    const QByteArray texts = QJsonDocument(row[u"attentionTexts"_s].toArray()).toJson();
    QVERIFY2(texts.contains("Can get more than it has, unless what was not imported denies it: "), texts);
    QVERIFY2(row[u"attention"_s].toArray().contains(u"escalation"_s), texts);
  }
};

QTEST_GUILESS_MAIN(TestCliCoverage)
#include "tst_cli_coverage.moc"
