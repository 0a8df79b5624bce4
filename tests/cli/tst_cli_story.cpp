// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::accountDetails;
using countersign::test::Program;
using countersign::test::Ran;

/// The product from an empty folder to a package that an auditor checks.
class TestCliStory : public QObject {
  Q_OBJECT

  Program program_;

  Ran import(const QByteArray& capturedAt, const QByteArray& export_) {
    program_.write(u"account.json"_s, export_);
    return program_.json({u"import"_s, u"account.json"_s, u"--captured-at"_s, QString::fromLatin1(capturedAt),
                          u"--owner"_s, u"Cloud platform"_s});
  }
  QJsonObject record(const QString& name) const {
    const QJsonArray records = program_.json({u"list"_s, u"--search"_s, name}).json()[u"records"_s].toArray();
    return records.size() == 1 ? records[0].toObject() : QJsonObject();
  }
  QString state(const QString& name) const { return record(name)[u"digest"_s].toString(); }
  Ran certify(const QString& name, const QStringList& more = {}) const {
    return program_.json(QStringList{u"attest"_s, u"--record"_s, name, u"--decision"_s, u"certify"_s,
                                     u"--reason"_s, u"used every night"_s} +
                         program_.key(u"first"_s) + more);
  }
  static QJsonObject outcome(const Ran& ran) { return ran.json()[u"outcomes"_s][0].toObject(); }
  static QString refusal(const Ran& ran) { return outcome(ran)[u"refusal"_s][u"code"_s].toString(); }

private Q_SLOTS:
  void initTestCase() {
    QCOMPARE(program_.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    QVERIFY(QFile::permissions(program_.path(u"review.countersign"_s)) ==
            (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
    const Ran key = program_.makeKey(u"first"_s, u"First Reviewer"_s);
    QVERIFY2(key.code == 0, key.err);
    QVERIFY(program_.read(u"first.pem"_s).contains("ENCRYPTED PRIVATE KEY"));
    QCOMPARE(program_.run({u"key"_s, u"show"_s, u"first.pem"_s}).code, 0);
  }

  void importing() {
    const Ran ran = import("2026-11-20T11:50:00Z", accountDetails());
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(ran.json()[u"recordsNew"_s].toInt(), 2);
    program_.write(u"cluster.json"_s, countersign::test::clusterObjects());
    const Ran cluster = program_.json({u"import"_s, u"cluster.json"_s, u"--captured-at"_s,
                                       u"2026-11-20T11:55:00Z"_s, u"--scope"_s, u"prod-eu"_s});
    QVERIFY2(cluster.code == 0, cluster.err + cluster.out);
    QCOMPARE(cluster.json()[u"recordsNew"_s].toInt(), 1);
    const QJsonObject list = program_.json({u"list"_s}).json();
    QCOMPARE(list[u"total"_s].toInt(), 3);
    const QJsonObject row = record(u"backup-writer"_s);
    QCOMPARE(row[u"owner"_s].toString(), u"Platform Storage"_s);
    QCOMPARE(row[u"seal"_s].toString(), u"current"_s);
    QCOMPARE(row[u"standing"_s].toString(), u"never"_s);
    QCOMPARE(row[u"tier"_s].toString(), u"medium"_s);
    QCOMPARE(row[u"principals"_s][0][u"uid"_s].toString(),
             u"aws:arn:aws:iam::111122223333:role/backup-writer"_s);
  }

  void showing() {
    const Ran text = program_.run({u"show"_s, u"backup-writer"_s});
    QVERIFY2(text.code == 0, text.err);
    QVERIFY(text.out.contains("s3:putobject") || text.out.contains("s3:PutObject"));
    const QJsonObject view = program_.json({u"show"_s, u"backup-writer"_s}).json();
    const QByteArray whole = program_.run({u"show"_s, u"backup-writer"_s, u"--why"_s}).out;
    const QByteArray isSigned = view[u"viewText"_s].toString().toUtf8();
    const QByteArray lights =
        text.out.mid(text.out.indexOf("\nFour questions (not part of what is signed)\n"));
    QCOMPARE(lights.count('\n'), 6);
    QCOMPARE(whole, isSigned + lights);
    const QByteArray unexplained = text.out.chopped(lights.size());
    QVERIFY(isSigned.startsWith(unexplained));
    QVERIFY2(isSigned.mid(unexplained.size()).contains("gives: "), whole);
    QCOMPARE(view[u"digest"_s].toString(), state(u"backup-writer"_s));
    QVERIFY(!view[u"closure"_s].toArray().isEmpty());
    QVERIFY(program_.run({u"show"_s, u"backup-writer"_s, u"--trace"_s}).out.contains("account.json"));
    const Ran bytes = program_.run({u"show"_s, u"backup-writer"_s, u"--bytes"_s, u"PutObject"_s});
    QVERIFY2(bytes.code == 0, bytes.err);
    QVERIFY(bytes.out.contains("backups-prod"));
  }

  void certifying() {
    const Ran ran = certify(u"backup-writer"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QVERIFY(outcome(ran)[u"done"_s].toBool());
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"stands"_s);
  }

  void unchangedStands() {
    const Ran ran = import("2026-11-20T11:56:00Z", accountDetails());
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(ran.json()[u"recordsMoved"_s].toInt(), 0);
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"stands"_s);
    QVERIFY(program_.json({u"diff"_s, u"backup-writer"_s}).json()[u"differences"_s].toArray().isEmpty());
  }

  void changedMoves() {
    const QString before = state(u"backup-writer"_s);
    const Ran ran = import("2026-11-20T11:58:00Z", accountDetails("\"s3:PutObject\", \"s3:DeleteObject\""));
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(ran.json()[u"recordsMoved"_s].toInt(), 1);
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"moved"_s);
    QVERIFY(program_.run({u"diff"_s, u"backup-writer"_s}).out.toLower().contains("s3:deleteobject"));

    const Ran old = certify(u"backup-writer"_s, {u"--digest"_s, before});
    QCOMPARE(old.code, 3);
    QCOMPARE(refusal(old), u"moved"_s);
    QVERIFY(!outcome(old)[u"differences"_s].toArray().isEmpty());
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"moved"_s);
    QCOMPARE(program_.json({u"staged"_s}).json()[u"staged"_s].toArray().size(), 1);

    const Ran now = certify(u"backup-writer"_s, {u"--digest"_s, state(u"backup-writer"_s)});
    QVERIFY2(now.code == 0, now.err + now.out);
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"stands"_s);
    QVERIFY(program_.json({u"staged"_s}).json()[u"staged"_s].toArray().isEmpty());
  }

  void staleIsRefused() {
    program_.now = "2026-11-22T12:00:00Z";
    QCOMPARE(record(u"backup-writer"_s)[u"seal"_s].toString(), u"stale"_s);
    const Ran ran = certify(u"backup-writer"_s);
    QCOMPARE(ran.code, 3);
    QCOMPARE(refusal(ran), u"stale"_s);
    QVERIFY(ran.out.contains("111122223333")); // names the source to import again
    const Ran exception =
        program_.json(QStringList{u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s,
                                  u"exception"_s, u"--until"_s, u"30d"_s, u"--owner"_s, u"Storage"_s,
                                  u"--reason"_s, u"no export this week"_s} +
                      program_.key(u"first"_s));
    QVERIFY2(exception.code == 0, exception.err + exception.out);
    QCOMPARE(record(u"backup-writer"_s)[u"standing"_s].toString(), u"exception"_s);
  }

  void exportingAndVerifying() {
    const Ran exported =
        program_.run(QStringList{u"export-evidence"_s, u"package"_s} + program_.key(u"first"_s));
    QVERIFY2(exported.code == 0, exported.err);
    QVERIFY(QFile::copy(program_.path(u"package/verify.sh"_s), program_.path(u"verify.sh"_s)));
    const Ran script = program_.other(u"sh"_s, {u"verify.sh"_s, u"package"_s});
    QVERIFY2(script.code == 0, script.out + script.err);
    QVERIFY(script.out.contains("PASS"));
    const Ran own = program_.json({u"verify"_s, u"package"_s});
    QVERIFY2(own.code == 0, own.out + own.err);
    QCOMPARE(own.json()[u"verdict"_s].toString(), u"PASS"_s);
    const QString ca = own.json()[u"caSha256"_s].toString();
    QCOMPARE(program_.run({u"verify"_s, u"package"_s, u"--ca"_s, ca}).code, 0);
    QCOMPARE(program_.run({u"verify"_s, u"package"_s, u"--ca"_s, QString(64, u'0')}).code, 1);
  }

  void flippedByteFails() {
    const QDir entries(program_.path(u"package/log/entries"_s));
    const QString name =
        u"package/log/entries/"_s + entries.entryList({u"*.json"_s}, QDir::Files, QDir::Name).constLast();
    QByteArray bytes = program_.read(name);
    QVERIFY(bytes.size() > 100);
    QVERIFY(QFile::setPermissions(program_.path(name), QFile::ReadOwner | QFile::WriteOwner));
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    program_.write(name, bytes);
    QCOMPARE(program_.run({u"verify"_s, u"package"_s}).code, 1);
    QCOMPARE(program_.other(u"sh"_s, {u"verify.sh"_s, u"package"_s}).code, 1);
  }

  void soundAtTheEnd() {
    const Ran check = program_.json({u"workspace"_s, u"check"_s});
    QVERIFY2(check.code == 0, check.out + check.err);
    QVERIFY(check.json()[u"sound"_s].toBool());
    const Ran log = program_.json({u"log"_s});
    QVERIFY(log.json()[u"total"_s].toInt() >= 4); // opened, two certified, one exception
    QCOMPARE(log.json()[u"entries"_s].toArray().size(), log.json()[u"total"_s].toInt());
    QVERIFY(program_.run({u"report"_s}).out.contains("backup-writer"));
    QCOMPARE(program_.json({u"workspace"_s, u"info"_s}).json()[u"records"_s].toInt(), 3);
  }
};

QTEST_GUILESS_MAIN(TestCliStory)
#include "tst_cli_story.moc"
