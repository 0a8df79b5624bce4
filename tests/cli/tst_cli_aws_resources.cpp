// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::test;

namespace {

QByteArray policy(const QByteArray& who, const QByteArray& action) {
  QByteArray text = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + who +
                    "'},'Action':'" + action + "','Resource':'arn:aws:s3:::ledger/*'}]}";
  return text.replace("'", "\\\"");
}
QByteArray answer(const QByteArray& text) {
  return "{\"Policy\":\"" + text + "\"}";
}
const QByteArray writer = "arn:aws:iam::111122223333:role/backup-writer";

} // namespace

/// A bucket's policy that names a role, through the program into a workspace.
class TestCliAwsResources : public QObject {
  Q_OBJECT
  Program program_;
  int minute_ = 0;

  Ran import(const QString& name, const QByteArray& bytes) {
    program_.write(name, bytes);
    return program_.json(
        {u"import"_s, name, u"--captured-at"_s, u"2026-11-20T11:%1:00Z"_s.arg(10 + minute_++)});
  }
  Ran importPolicy(const QByteArray& body) {
    return import(u"ledger.json"_s,
                  R"({"arn":"arn:aws:s3:::ledger","account":"111122223333","answer":)" + body + "}");
  }
  QString state(const QString& name) const {
    const QJsonArray records = program_.json({u"list"_s, u"--search"_s, name}).json()[u"records"_s].toArray();
    return records.isEmpty() ? QString() : records[0].toObject()[u"digest"_s].toString();
  }
  QJsonObject row() const {
    const QJsonArray grants = program_.json({u"show"_s, u"backup-writer"_s}).json()[u"grants"_s].toArray();
    for (const auto& grant : grants)
      if (grant[u"path"_s].toString().contains(u"ledger"_s)) return grant.toObject();
    return {};
  }

private Q_SLOTS:
  void initTestCase() {
    program_.freshWorkspace();
    const Ran ran = import(u"account.json"_s, accountDetails());
    QVERIFY2(ran.code == 0, ran.out + ran.err);
  }

  void whoseItIsHasToBeSaid() {
    const Ran refused = import(u"bare.json"_s, answer(policy(writer, "s3:GetObject")));
    QVERIFY(refused.code != 0);
    QVERIFY2((refused.out + refused.err).contains("does not say whose it is"), refused.out + refused.err);
    QVERIFY((refused.out + refused.err).contains("arn%3Aaws%3As3%3A%3A%3Areports.json"));
  }

  void namesTheRole() {
    const QString before = state(u"backup-writer"_s), other = state(u"ci-admin"_s);
    const Ran ran = importPolicy(answer(policy(writer, "s3:GetObject")));
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    const QJsonObject shown = row();
    QCOMPARE(shown[u"action"_s].toString(), u"s3:GetObject"_s);
    QCOMPARE(shown[u"applied"_s].toString(), u"no"_s);
    QCOMPARE(shown[u"effective"_s].toString(), u"conditional"_s); // no organization policies were imported
    QCOMPARE(shown[u"path"_s].toString(), u"policy of arn:aws:s3:::ledger names it"_s);
    QCOMPARE(shown[u"remark"_s].toString(), u"Effective without being applied"_s);
    QVERIFY(shown[u"alarm"_s].toBool());
    const QString named = state(u"backup-writer"_s);
    QVERIFY(named != before);
    QCOMPARE(state(u"ci-admin"_s), other);
    QCOMPARE(program_.run({u"can"_s, u"backup-writer"_s, u"s3:GetObject"_s, u"arn:aws:s3:::ledger/x"_s}).code,
             3);
    // An edit moves the record, and so does the end of it.
    QCOMPARE(importPolicy(answer(policy(writer, "s3:DeleteObject"))).code, 0);
    QCOMPARE(row()[u"action"_s].toString(), u"s3:DeleteObject"_s);
    QVERIFY(state(u"backup-writer"_s) != named);
    QCOMPARE(importPolicy(answer(policy("arn:aws:iam::111122223333:role/ci-admin", "s3:GetObject"))).code, 0);
    QVERIFY(row().isEmpty());
    QCOMPARE(state(u"backup-writer"_s), before);
    QVERIFY(state(u"ci-admin"_s) != other);
    QCOMPARE(program_.run({u"can"_s, u"backup-writer"_s, u"s3:GetObject"_s, u"arn:aws:s3:::ledger/x"_s}).code,
             1);
    QCOMPARE(importPolicy("null").code, 0);
    QCOMPARE(state(u"ci-admin"_s), other);
  }

  /// A file that is named by the ARN needs no wrapper, but somebody has to say the account of a bucket.
  void namedByTheFile() {
    program_.write(u"arn%3Aaws%3As3%3A%3A%3Aledger.json"_s, answer(policy(writer, "s3:GetObject")));
    const QStringList arguments{u"import"_s, u"arn%3Aaws%3As3%3A%3A%3Aledger.json"_s, u"--captured-at"_s,
                                u"2026-11-20T11:50:00Z"_s};
    QVERIFY(program_.run(arguments).code != 0);
    const Ran ran = program_.run(arguments + QStringList{u"--scope"_s, u"111122223333"_s});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QCOMPARE(row()[u"action"_s].toString(), u"s3:GetObject"_s);
  }
};

QTEST_APPLESS_MAIN(TestCliAwsResources)
#include "tst_cli_aws_resources.moc"
