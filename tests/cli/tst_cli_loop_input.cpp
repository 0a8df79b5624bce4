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

/// One event of CloudTrail: platform-admin edits the role backup-writer.
QByteArray edit(const QByteArray& id, const QByteArray& time, const QByteArray& name = "PutRolePolicy",
                const QByteArray& account = "111122223333", const QByteArray& role = "backup-writer") {
  return R"({"eventVersion":"1.09","eventID":")" + id + R"(","eventTime":"2026-11-20T)" + time +
         R"(Z","eventSource":"iam.amazonaws.com","eventName":")" + name +
         R"(","awsRegion":"us-east-1","recipientAccountId":")" + account +
         R"(","sourceIPAddress":"203.0.113.7","readOnly":false,"userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLEADMIN00001","arn":"arn:aws:iam::)" +
         account + R"(:user/platform-admin","accountId":")" + account +
         R"(","userName":"platform-admin"},"requestParameters":{"roleName":")" + role +
         R"(","policyName":"BackupWrite"}})";
}
QByteArray trail(const QList<QByteArray>& events) {
  return "{\"Records\":[" + events.join(',') + "]}";
}

const QByteArray put = "\"s3:PutObject\"", more = R"("s3:PutObject","s3:GetObject")";
const QString writer = u"aws:arn:aws:iam::111122223333:role/backup-writer"_s;

} // namespace

/// Audit trails, change lists and edits as they should not be: what is said of the loop then.
class TestCliLoopInput : public QObject {
  Q_OBJECT

  Program program_;

  void at(const QByteArray& time) { program_.now = "2026-11-20T" + time + "Z"; }
  void look(const QByteArray& time, const QByteArray& actions) {
    at(time);
    import(u"account.json"_s, accountDetails(actions),
           {u"--captured-at"_s, QString::fromLatin1(program_.now)});
  }
  void import(const QString& name, const QByteArray& bytes, const QStringList& options = {}) {
    program_.write(name, bytes);
    const Ran ran = program_.run(QStringList{u"import"_s, name} + options);
    QVERIFY2(ran.code == 0, (ran.err + ran.out).constData());
  }
  /// Asks for s3:GetObject.
  void ask(const QByteArray& time) {
    import(u"t.csv"_s,
           "id,requested_at,requested_by,identity,change,permission,resource\nT-1,2026-11-20T" + time +
               "Z,team," + writer.toUtf8() + ",grant,s3:GetObject,arn:aws:s3:::backups-prod/*\n",
           {u"--scope"_s, u"tickets"_s});
  }
  QJsonObject ticket() const {
    const QJsonArray all =
        program_.json({u"changes"_s, u"--origin"_s, u"ticket"_s}).json()[u"changes"_s].toArray();
    return all.size() == 1 ? all[0].toObject() : QJsonObject();
  }
  QJsonArray seen() const { return program_.json({u"changes"_s, u"--seen"_s}).json()[u"seen"_s].toArray(); }
  QJsonArray skew() const {
    return program_.json({u"changes"_s, u"--seen"_s}).json()[u"clockSkew"_s].toArray();
  }
  /// What became of the ticket with these trails, one after the other.
  QByteArray loopWith(const QList<QByteArray>& trails) {
    program_.now = "2026-11-20T09:00:00Z";
    program_.freshWorkspace();
    look("09:00:00", put);
    at("09:06:00");
    ask("09:05:00");
    look("10:00:00", more);
    at("10:05:00");
    for (const QByteArray& t : trails)
      import(u"trail.json"_s, t);
    return QJsonDocument(QJsonArray{ticket()[u"latencies"_s], ticket()[u"state"_s], seen()}).toJson();
  }

private Q_SLOTS:
  void init() {
    at("09:00:00");
    program_.freshWorkspace();
  }

  /// Out of order, twice, or in two files that overlap: it is the same trail.
  void orderAndDuplicates() {
    const QByteArray a = edit("a", "08:30:00", "TagRole"), b = edit("b", "09:20:00"),
                     c = edit("c", "09:40:00", "PutRolePolicy", "111122223333", "ci-admin");
    const QByteArray plain = loopWith({trail({a, b, c})});
    QVERIFY2(plain.contains("platform-admin"), plain.constData());
    const QJsonObject audit = ticket()[u"latencies"_s][u"audit"_s].toObject();
    QCOMPARE(audit[u"atLeastSeconds"_s].toInt(), 15 * 60);
    QCOMPARE(audit[u"atMostSeconds"_s].toInt(), 15 * 60);
    QCOMPARE(loopWith({trail({c, a, b})}), plain);
    QCOMPARE(loopWith({trail({b, b, a, c, b, a})}), plain);
    QCOMPARE(loopWith({trail({a, b}), trail({b, c})}), plain);
    QCOMPARE(loopWith({trail({b, c}), trail({a, b})}), plain);
  }

  /// A trail that lacks the event: the change is bounded by the looks, and nobody is named.
  void gaps() {
    loopWith({trail({edit("a", "08:30:00", "TagRole"), edit("d", "10:02:00", "TagRole")})});
    QCOMPARE(ticket()[u"state"_s].toString(), u"applied"_s); // no organization policies were imported
    QVERIFY(!ticket()[u"latencies"_s].toObject().contains(u"audit"_s));
    const QJsonObject applied = ticket()[u"latencies"_s][u"applied"_s].toObject();
    QCOMPARE(applied[u"atLeastSeconds"_s].toInt(), 0);
    QCOMPARE(applied[u"atMostSeconds"_s].toInt(), 55 * 60);
    for (const QJsonValue& s : seen())
      if (s[u"shown"_s].toBool()) QCOMPARE(s[u"who"_s].toString(), QString());
  }

  /// The same role name elsewhere explains nothing here.
  void anotherAccount() {
    loopWith({trail({edit("b", "09:20:00", "PutRolePolicy", "999988887777")})});
    QCOMPARE(ticket()[u"state"_s].toString(), u"applied"_s); // no organization policies were imported
    QVERIFY(!ticket()[u"latencies"_s].toObject().contains(u"audit"_s));
    QVERIFY(ticket()[u"places"_s][0][u"event"_s].isNull());
    const QJsonArray all = seen();
    QVERIFY(!all.isEmpty());
    for (const QJsonValue& s : all)
      QCOMPARE(s[u"who"_s].toString(), QString());
  }

  /// Shown at 10:00, done at 10:07 by the trail: its clock runs ahead by seven minutes, and two minutes are
  /// no figure then.
  void clockRunsAhead() {
    look("09:57:00", put);
    at("09:58:30");
    ask("09:58:00");
    look("10:00:00", more);
    look("10:30:00", more);
    import(u"trail.json"_s, trail({edit("b", "10:07:00")}));
    QCOMPARE(skew().size(), 1);
    QCOMPARE(skew()[0][u"atLeastSeconds"_s].toInt(), 7 * 60);
    QVERIFY(skew()[0][u"evidence"_s].toString().contains(u"was seen at 2026-11-20T10:00:00Z already"_s));
    const QJsonObject t = ticket();
    QVERIFY(!t[u"latencies"_s].toObject().contains(u"applied"_s));
    const QJsonArray refused = t[u"refused"_s].toArray();
    QVERIFY2(!refused.isEmpty() && refused[0].toString().startsWith(u"applied: shorter than the clocks"_s),
             QJsonDocument(t).toJson().constData());
    // When a snapshot first showed it is by one clock alone.
    QCOMPARE(t[u"latencies"_s][u"shown"_s][u"atMostSeconds"_s].toInt(), 2 * 60);
    const QJsonArray rows = program_.json({u"latency"_s}).json()[u"latencies"_s].toArray();
    bool counted = false;
    for (const QJsonValue& r : rows)
      if (r[u"leg"_s] == u"applied"_s && r[u"by"_s] == u"all"_s) {
        counted = true;
        QCOMPARE(r[u"count"_s].toInt(), 0);
        QCOMPARE(r[u"refused"_s].toInt(), 1);
      }
    QVERIFY(counted);
  }

  /// The line of the future is left out and named; the others are followed.
  void listFromTheFuture() {
    look("09:00:00", put);
    program_.write(u"t.csv"_s, "id,requested_at,requested_by,identity,change,permission,resource\n"
                               "T-1,2026-11-20T08:00:00Z,team," +
                                   writer.toUtf8() +
                                   ",grant,s3:PutObject,arn:aws:s3:::backups-prod/*\n"
                                   "T-2,2027-01-01T08:00:00Z,team," +
                                   writer.toUtf8() + ",grant,s3:GetObject,arn:aws:s3:::backups-prod/*\n");
    const Ran ran = program_.run({u"import"_s, u"t.csv"_s, u"--scope"_s, u"tickets"_s});
    QVERIFY2(ran.out.contains("partial") && ran.out.contains("1 gap"), (ran.out + ran.err).constData());
    const Ran gaps = program_.run({u"sources"_s, u"--gaps"_s, u"2"_s});
    QVERIFY2(gaps.out.contains("line 3") && gaps.out.contains("later than the list was captured"),
             gaps.out.constData());
    const QJsonArray all =
        program_.json({u"changes"_s, u"--origin"_s, u"ticket"_s}).json()[u"changes"_s].toArray();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all[0][u"id"_s].toString(), u"T-1"_s);
    // A year later it is a request like the others.
    program_.now = "2027-02-01T08:00:00Z";
    QCOMPARE(program_.run({u"import"_s, u"t.csv"_s, u"--scope"_s, u"tickets"_s}).code, 0);
    QCOMPARE(program_.json({u"changes"_s, u"--origin"_s, u"ticket"_s}).json()[u"changes"_s].toArray().size(),
             2);
  }

  /// Undone between two looks: without a trail nothing can be known, and nothing is said; with one it is
  /// listed, and that no snapshot shows it.
  void undoneBetweenTwoLooks() {
    look("09:00:00", put);
    look("10:00:00", put);
    QVERIFY(seen().isEmpty());
    QCOMPARE(program_.json({u"changes"_s, u"--seen"_s}).code, 0);
    import(u"trail.json"_s, trail({edit("b", "09:20:00"), edit("c", "09:40:00")}));
    const QJsonArray all = seen();
    QCOMPARE(all.size(), 2);
    for (const QJsonValue& s : all) {
      QCOMPARE(s[u"shown"_s].toBool(), false);
      QCOMPARE(s[u"area"_s].toString(), u"audit"_s);
      QCOMPARE(s[u"name"_s].toString(), u"backup-writer"_s);
      QVERIFY(s[u"who"_s].toString().endsWith(u"platform-admin"_s));
      QVERIFY(s[u"text"_s].toString().contains(u"undone before the next one, or of no consequence"_s));
    }
    QCOMPARE(program_.json({u"changes"_s, u"--seen"_s}).code, 1);
  }

  /// An event after the newest look is not called undone: the next look will show what it did.
  void notYetLookedAt() {
    look("09:00:00", put);
    at("09:30:00");
    import(u"trail.json"_s, trail({edit("b", "09:20:00")}));
    QVERIFY(seen().isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestCliLoopInput)
#include "tst_cli_loop_input.moc"
