// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::accountDetails;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

constexpr const char* role = "arn:aws:iam::111122223333:role/backup-writer";

/// The role as Terraform has it, whose inline policy allows `actions`.
QJsonObject values(const QStringList& actions) {
  const QJsonObject statement{{u"Sid"_s, u"Write"_s},
                              {u"Effect"_s, u"Allow"_s},
                              {u"Action"_s, QJsonArray::fromStringList(actions)},
                              {u"Resource"_s, u"arn:aws:s3:::backups-prod/*"_s}};
  const QJsonObject policy{{u"Version"_s, u"2012-10-17"_s}, {u"Statement"_s, QJsonArray{statement}}};
  const QJsonObject trust{
      {u"Version"_s, u"2012-10-17"_s},
      {u"Statement"_s,
       QJsonArray{QJsonObject{{u"Effect"_s, u"Allow"_s},
                              {u"Principal"_s, QJsonObject{{u"Service"_s, u"ec2.amazonaws.com"_s}}},
                              {u"Action"_s, u"sts:AssumeRole"_s}}}}};
  const auto text = [](const QJsonObject& json) { return QString::fromUtf8(QJsonDocument(json).toJson()); };
  return {{u"arn"_s, QString::fromLatin1(role)},
          {u"name"_s, u"backup-writer"_s},
          {u"path"_s, u"/"_s},
          {u"unique_id"_s, u"AROAEXAMPLEBACKUP0001"_s},
          {u"assume_role_policy"_s, text(trust)},
          {u"inline_policy"_s,
           QJsonArray{QJsonObject{{u"name"_s, u"BackupWrite"_s}, {u"policy"_s, text(policy)}}}}};
}

/// `terraform show -json` of a plan that gives the role these actions.
QByteArray plan(const QString& at, const QStringList& before, const QStringList& after) {
  const QJsonObject names{{u"address"_s, u"aws_iam_role.backup"_s},
                          {u"mode"_s, u"managed"_s},
                          {u"type"_s, u"aws_iam_role"_s},
                          {u"name"_s, u"backup"_s},
                          {u"provider_name"_s, u"registry.terraform.io/hashicorp/aws"_s}};
  QJsonObject planned = names, change = names;
  planned.insert(u"values"_s, values(after));
  change.insert(u"change"_s, QJsonObject{{u"actions"_s, QJsonArray{u"update"_s}},
                                         {u"before"_s, values(before)},
                                         {u"after"_s, values(after)},
                                         {u"after_unknown"_s, QJsonObject()}});
  return QJsonDocument(QJsonObject{{u"format_version"_s, u"1.2"_s},
                                   {u"terraform_version"_s, u"1.9.8"_s},
                                   {u"timestamp"_s, at},
                                   {u"applyable"_s, true},
                                   {u"complete"_s, true},
                                   {u"errored"_s, false},
                                   {u"planned_values"_s,
                                    QJsonObject{{u"root_module"_s,
                                                 QJsonObject{{u"resources"_s, QJsonArray{planned}}}}}},
                                   {u"resource_changes"_s, QJsonArray{change}}})
      .toJson();
}

const QStringList was{u"s3:PutObject"_s}, one{u"s3:PutObject"_s, u"s3:GetObject"_s}, other{u"s3:*"_s};

} // namespace

/// Plans for the same role that were made before the first of them was applied.
class TestCliPlans : public QObject {
  Q_OBJECT

  Program program_;

  void at(const char* time) { program_.now = QByteArray("2026-11-20T") + time + ":00Z"; }
  void look(const char* time, const QByteArray& actions) {
    at(time);
    program_.write(u"account.json"_s, accountDetails(actions));
    const Ran ran =
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, QString::fromLatin1(program_.now)});
    QVERIFY2(ran.code == 0, ran.err.constData());
  }
  void propose(const char* time, const QStringList& after) {
    at(time);
    program_.write(u"plan.json"_s, plan(QString::fromLatin1(program_.now), was, after));
    const Ran ran = program_.run({u"import"_s, u"plan.json"_s, u"--scope"_s, u"backups"_s});
    QVERIFY2(ran.code == 0, ran.err.constData());
  }
  /// By the time at which it was made.
  QJsonObject planOf(const char* time) const {
    const QJsonArray changes =
        program_.json({u"changes"_s, u"--origin"_s, u"plan"_s}).json()[u"changes"_s].toArray();
    for (const QJsonValue& c : changes)
      if (c[u"requested"_s][u"to"_s].toString().contains(QString::fromLatin1(time))) return c.toObject();
    return {};
  }
  static QString state(const QJsonObject& change) { return change[u"state"_s].toString(); }
  static QString text(const QJsonObject& change) { return change[u"text"_s].toString(); }
  /// It names the plan that was made then.
  static bool names(const QJsonObject& change, const char* time) {
    return text(change).contains(u"the plan of 2026-11-20T"_s + QString::fromLatin1(time) + u":00Z"_s);
  }
  QJsonArray applied() const {
    const QJsonArray rows =
        program_.json({u"latency"_s, u"--leg"_s, u"applied"_s}).json()[u"latencies"_s].toArray();
    QJsonArray out;
    for (const QJsonValue& r : rows)
      if (r[u"by"_s] == u"all"_s) out.append(r);
    return out;
  }

private Q_SLOTS:
  void init() {
    at("09:00");
    program_.freshWorkspace();
    look("09:00", "\"s3:PutObject\"");
  }

  /// Two that ask for different things, neither of them applied.
  void bothWait() {
    propose("09:05", one);
    propose("09:20", other);
    look("09:30", "\"s3:PutObject\"");
    const QJsonObject first = planOf("09:05"), later = planOf("09:20");
    QCOMPARE(state(first), u"requested"_s);
    QCOMPARE(state(later), u"requested"_s);
    QVERIFY2(text(first).contains(u"overlaps the plan of 2026-11-20T09:20:00Z"_s), qPrintable(text(first)));
    QVERIFY2(text(later).contains(u"overlaps the plan of 2026-11-20T09:05:00Z"_s), qPrintable(text(later)));
  }

  /// What happened is what the later one asks: the earlier one is overtaken.
  void laterOneHappened() {
    propose("09:05", one);
    propose("09:20", other);
    look("10:00", "\"s3:*\"");
    const QJsonObject first = planOf("09:05"), later = planOf("09:20");
    QCOMPARE(state(later), u"effective"_s);
    QCOMPARE(state(first), u"superseded"_s);
    QVERIFY2(text(first).contains(u"overtaken by the plan of 2026-11-20T09:20:00Z"_s),
             qPrintable(text(first)));
    QVERIFY(first[u"latencies"_s].toObject().isEmpty());
    QVERIFY(!later[u"latencies"_s].toObject().isEmpty());
    QCOMPARE(applied().size(), 1);
    QCOMPARE(applied()[0][u"count"_s].toInt(), 1);
  }

  /// What happened is what the earlier one asks: the later one still waits, and says why.
  void earlierOneHappened() {
    propose("09:05", one);
    propose("09:20", other);
    look("10:00", R"("s3:PutObject","s3:GetObject")");
    const QJsonObject first = planOf("09:05"), later = planOf("09:20");
    QCOMPARE(state(first), u"effective"_s);
    QCOMPARE(state(later), u"requested"_s);
    QVERIFY2(text(later).contains(u"what happened fits the plan of 2026-11-20T09:05:00Z"_s),
             qPrintable(text(later)));
    QCOMPARE(applied()[0][u"count"_s].toInt(), 1);
  }

  /// One after the other: each has its own landing.
  void bothHappened() {
    propose("09:05", one);
    propose("09:20", other);
    look("10:00", R"("s3:PutObject","s3:GetObject")");
    look("11:00", "\"s3:*\"");
    QCOMPARE(state(planOf("09:20")), u"effective"_s);
    // What the first one gave went when the second one came: that is said, not hidden.
    QCOMPARE(state(planOf("09:05")), u"rolled-back"_s);
    QVERIFY2(names(planOf("09:05"), "09:20"), qPrintable(text(planOf("09:05"))));
  }

  /// The same plan made twice: one landing, which is measured once.
  void sameTwice() {
    propose("09:05", one);
    propose("09:20", one);
    look("10:00", R"("s3:PutObject","s3:GetObject")");
    const QJsonObject first = planOf("09:05"), later = planOf("09:20");
    QCOMPARE(state(first), u"effective"_s);
    QCOMPARE(state(later), u"effective"_s);
    QVERIFY2(text(first).contains(u"fits the plan of 2026-11-20T09:20:00Z as well"_s),
             qPrintable(text(first)));
    QVERIFY2(text(later).contains(u"fits the plan of 2026-11-20T09:05:00Z as well"_s),
             qPrintable(text(later)));
    QVERIFY(!first[u"latencies"_s].toObject().isEmpty());
    QVERIFY(later[u"latencies"_s].toObject().isEmpty());
    QVERIFY(!later[u"refused"_s].toArray().isEmpty());
    QCOMPARE(applied()[0][u"count"_s].toInt(), 1);
  }

  /// Somebody else's edit of the same role is neither.
  void neitherHappened() {
    propose("09:05", one);
    propose("09:20", other);
    look("10:00", "\"s3:ListBucket\"");
    for (const char* time : {"09:05", "09:20"}) {
      QCOMPARE(state(planOf(time)), u"requested"_s);
      QVERIFY2(text(planOf(time)).contains(u"otherwise than it asks"_s), qPrintable(text(planOf(time))));
    }
    QCOMPARE(applied().size(), 0);
    const QJsonArray seen = program_.json({u"changes"_s, u"--seen"_s}).json()[u"seen"_s].toArray();
    QVERIFY(!seen.isEmpty());
  }

  /// A plan that was made after the first one was seen to have landed overlaps nothing.
  void oneAfterTheOther() {
    propose("09:05", one);
    look("10:00", R"("s3:PutObject","s3:GetObject")");
    at("10:20");
    program_.write(u"plan.json"_s, plan(u"2026-11-20T10:20:00Z"_s, one, other));
    QCOMPARE(program_.run({u"import"_s, u"plan.json"_s, u"--scope"_s, u"backups"_s}).code, 0);
    QVERIFY(!names(planOf("09:05"), "10:20"));
    QVERIFY(!names(planOf("10:20"), "09:05"));
  }
};

QTEST_GUILESS_MAIN(TestCliPlans)
#include "tst_cli_plans.moc"
