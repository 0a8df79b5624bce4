// SPDX-License-Identifier: Apache-2.0
#include "loop_verdict.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace judge;

namespace {

const QString uid = u"aws:arn:aws:iam::111122223333:role/writer"_s;

QJsonObject parsed(const char* json) {
  QJsonParseError error;
  const QJsonObject out = QJsonDocument::fromJson(json, &error).object();
  if (error.error != QJsonParseError::NoError) qFatal("%s", qPrintable(error.errorString()));
  return out;
}

QJsonObject planted() {
  return parsed(R"({
    "changes": [
      {"case": "revoke-returned", "origin": "ticket", "id": "CHG-1", "uid": "aws:arn:aws:iam::111122223333:role/writer",
       "kind": "take", "action": "s3:GetObject", "state": "returned",
       "requested": {"from": "2026-11-18T10:00:00Z", "to": "2026-11-18T10:00:00Z"},
       "places": [{"source": "aws-prod", "state": "returned", "happened": "2026-11-18T11:00:00Z",
                   "landed": {"from": "2026-11-18T11:00:00Z", "to": "2026-11-18T11:00:00Z"},
                   "shown": "2026-11-19T08:54:00Z", "event": "2026-11-18T11:00:00Z",
                   "undone": "2026-11-20T08:54:00Z", "undone_event": "2026-11-19T12:00:00Z", "left": "inline"}],
       "latencies": {"applied": [3600, 3600], "shown": [82440, 82440]}},
      {"case": "signed-held", "origin": "revocation", "uid": "aws:arn:aws:iam::111122223333:role/writer",
       "kind": "take", "action": "s3:PutObject", "resource": "*", "state": "held",
       "requested": {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T09:00:00Z"}, "places": [], "latencies": {}}],
    "to_revoke": [{"uid": "aws:arn:aws:iam::111122223333:role/writer", "day": 1, "grants": ["s3:PutObject on *"]}],
    "seen": [{"uid": "aws:arn:aws:iam::111122223333:role/writer", "source": "aws-prod", "at": "2026-11-20T08:54:00Z",
              "area": "permission", "kind": "give", "action": "s3:GetObject", "resource": "*", "who": "night-shift",
              "from": "console", "events": ["iam:PutRolePolicy"], "shown": true}],
    "causes": [{"kind": "shared-policy-edited", "name": "SharedBuildAccess-1", "who": "platform-oncall",
                "from": "198.51.100.24", "uids": ["aws:arn:aws:iam::111122223333:role/writer",
                                                  "aws:arn:aws:iam::444455556666:role/writer"]}],
    "clock": {"source": "k8s-audit", "ahead_seconds": 100, "measurable_seconds": 70}})");
}

/// What a program that finds everything says.
QJsonObject rightAnswers() {
  return parsed(R"({
    "changes": [
      {"id": "CHG-1", "origin": "ticket", "record": 7, "name": "writer", "state": "returned",
       "wish": {"kind": "take", "action": "s3:getobject"},
       "requested": {"from": "2026-11-18T10:00:00Z", "to": "2026-11-18T10:00:00Z"},
       "places": [{"source": "aws-prod", "state": "returned", "left": "by inline policy",
                   "landed": {"from": "2026-11-18T11:00:00Z", "to": "2026-11-18T11:00:00Z"},
                   "shown": "2026-11-19T08:54:00Z", "event": {"at": "2026-11-18T11:00:00Z"},
                   "undone": "2026-11-20T08:54:00Z", "undoneBy": {"at": "2026-11-19T12:00:00Z"}}],
       "latencies": {"applied": {"atLeastSeconds": 3600, "atMostSeconds": 3600},
                     "shown": {"atLeastSeconds": 82440, "atMostSeconds": 82440}}},
      {"id": "revocation:3", "origin": "revocation", "record": 7, "name": "writer", "state": "held",
       "wish": {"kind": "take", "action": "s3:PutObject", "resource": "*"},
       "requested": {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T09:00:00Z"}, "places": [], "latencies": {}}],
    "seen": [{"record": 7, "name": "writer", "source": "aws-prod", "at": "2026-11-20T08:54:00Z", "area": "permission",
              "kind": "give", "action": "s3:GetObject", "resource": "*", "requested": false, "request": "",
              "who": "night-shift", "from": "console", "event": "iam:PutRolePolicy", "shown": true}],
    "clockSkew": [{"source": "k8s-audit", "atLeastSeconds": 70}],
    "drift": [{"kind": "still-there", "record": 7, "name": "writer", "system": "aws", "action": "s3:GetObject"}],
    "edits": [{"text": "one edit of aws.managed-policy SharedBuildAccess-1 moved 2 identities", "records": 2,
               "ids": [7, 8], "who": "platform-oncall", "from": "198.51.100.24"}]})");
}

QStringList verdictOn(const QJsonObject& answers) {
  Record record, other;
  record.id = u"7"_s;
  record.uids = {uid};
  other.id = u"8"_s; // of the same name elsewhere
  other.uids = {u"aws:arn:aws:iam::444455556666:role/writer"_s};
  LoopAnswers given{answers["changes"_L1].toArray(),
                    answers["seen"_L1].toArray(),
                    answers["clockSkew"_L1].toArray(),
                    answers["drift"_L1].toArray(),
                    {},
                    answers["edits"_L1].toArray()};
  for (const QJsonValue change : given.changes)
    if (change["origin"_L1] == u"revocation"_s) given.revocations << change;
  return LoopVerdict(planted(), {record, other}, given).all();
}

/// The value at a path ("changes/0/places/0/state") is another one; a null value takes it away.
QJsonValue changed(const QJsonValue& in, const QStringList& path, const QJsonValue& value) {
  if (path.isEmpty()) return value;
  const QStringList rest = path.mid(1);
  if (in.isArray()) {
    QJsonArray array = in.toArray();
    const int at = path.first().toInt();
    if (rest.isEmpty() && value.isNull())
      array.removeAt(at);
    else if (at == array.size())
      array.append(value);
    else
      array[at] = changed(array[at], rest, value);
    return array;
  }
  QJsonObject object = in.toObject();
  object[path.first()] = changed(object[path.first()], rest, value);
  return object;
}

} // namespace

/// The judge of the loop itself: the right answers are right, and each wrong one is noticed.
class TestLoopVerdict : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rightIsRight() {
    const QStringList found = verdictOn(rightAnswers());
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void wrongIsNoticed_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value"); // JSON
    const auto wrong = [](const char* path, const char* value) {
      QTest::addRow("%s: %s", path, value) << QString::fromLatin1(path) << QString::fromLatin1(value);
    };
    wrong("changes/0", "null");
    wrong("changes/2", R"({"id": "CHG-2", "origin": "ticket", "record": 7, "state": "held"})");
    wrong("changes/0/state", R"("held")");
    wrong("changes/0/requested/from", R"("2026-11-18T09:59:59Z")");
    wrong("changes/0/places/0", "null");
    wrong("changes/0/places/1", R"({"source": "k8s-prod", "state": "held"})");
    wrong("changes/0/places/0/source", R"("aws-data")");
    wrong("changes/0/places/0/state", R"("held")");
    wrong("changes/0/places/0/left", R"("")");
    wrong("changes/0/places/0/shown", R"("2026-11-20T08:54:00Z")");
    wrong("changes/0/places/0/landed/to", R"("2026-11-19T08:54:00Z")");
    wrong("changes/0/places/0/event/at", R"("2026-11-18T12:00:00Z")");
    wrong("changes/0/places/0/undone", "null");
    wrong("changes/0/places/0/undoneBy", "null");
    wrong("changes/0/latencies/applied/atMostSeconds", "3601");
    wrong("changes/0/latencies/shown", "null");
    wrong("changes/1/wish/action", R"("s3:DeleteObject")");
    wrong("changes/1/record", "8");
    wrong("seen/0", "null");
    wrong("seen/1", R"({"record": 7, "name": "writer", "at": "2026-11-20T08:54:00Z", "area": "owner"})");
    wrong("seen/0/who", R"("somebody")");
    wrong("seen/0/from", R"("198.51.100.24")");
    wrong("seen/0/event", R"("iam:AttachRolePolicy")");
    wrong("seen/0/request", R"("CHG-1")");
    wrong("seen/0/requested", "true");
    wrong("seen/0/shown", "false");
    wrong("seen/0/kind", R"("take")");
    wrong("clockSkew/0", "null");
    wrong("clockSkew/0/atLeastSeconds", "71");
    wrong("clockSkew/1", R"({"source": "aws-trail", "atLeastSeconds": 5})");
    wrong("drift/0", "null");
    wrong("drift/0/kind", R"("window-closed")");
    wrong("drift/0/system", R"("kubernetes")");
    wrong("edits/0", "null");
    wrong("edits/0/text", R"("one edit of aws.managed-policy SharedBuildAccess-12 moved 2 identities")");
    wrong("edits/0/records", "3");
    wrong("edits/0/ids", "[7, 9]");
    wrong("edits/0/who", "null");
    wrong("edits/0/from", R"("console")");
    wrong("edits/1",
          R"({"text": "one edit of aws.group bots-1 moved 2 identities", "records": 2, "ids": [7, 8]})");
    wrong("drift/1", R"({"kind": "still-there", "record": 9, "name": "other", "system": "aws"})");
  }

  void wrongIsNoticed() {
    QFETCH(QString, path);
    QFETCH(QString, value);
    const QJsonValue to = QJsonDocument::fromJson("[" + value.toUtf8() + "]").array().at(0);
    const QJsonObject answers = changed(rightAnswers(), path.split(u'/'), to).toObject();
    QVERIFY(answers != rightAnswers());
    QVERIFY(!verdictOn(answers).isEmpty());
  }

  void aRecordThatEndedIsKnownByName() {
    const QJsonObject answers = changed(rightAnswers(), {u"seen"_s, u"0"_s, u"record"_s}, 99).toObject();
    const QStringList found = verdictOn(answers);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void revokesOnItsDay() {
    QCOMPARE(toRevoke(planted(), 1).size(), std::size_t{1});
    QCOMPARE(toRevoke(planted(), 1)[0].grants, QStringList{u"s3:PutObject on *"_s});
    QVERIFY(toRevoke(planted(), 2).empty());
  }
};

QTEST_GUILESS_MAIN(TestLoopVerdict)
#include "tst_loop_verdict.moc"
