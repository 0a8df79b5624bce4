// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

/// Who may decide what, and what stays as it was where a decision is refused.
class TestCliDecisions : public QObject {
  Q_OBJECT

  Program program_;

  Ran attest(const QStringList& arguments, const QString& key) const {
    return program_.json(QStringList{u"attest"_s} + arguments + program_.key(key));
  }
  QString standing(const QString& name) const {
    return program_.json({u"list"_s, u"--search"_s, name}).json()[u"records"_s][0][u"standing"_s].toString();
  }
  int logSize() const { return program_.json({u"log"_s}).json()[u"total"_s].toInt(); }

private Q_SLOTS:
  void initTestCase() {
    QCOMPARE(program_.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    QCOMPARE(program_.makeKey(u"first"_s, u"First Reviewer"_s).code, 0);
    QCOMPARE(program_.makeKey(u"second"_s, u"Second Reviewer"_s).code, 0);
    program_.write(u"account.json"_s, countersign::test::accountDetails());
    const Ran ran =
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:58:00Z"_s});
    QVERIFY2(ran.code == 0, ran.err + ran.out);
  }

  void stagedFirst() {
    const Ran staged = program_.json(
        {u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"certify"_s, u"--stage-only"_s});
    QVERIFY2(staged.code == 0, staged.err);
    QCOMPARE(standing(u"backup-writer"_s), u"never"_s);
    const Ran signedOff = attest({u"--staged"_s}, u"first"_s);
    QVERIFY2(signedOff.code == 0, signedOff.err + signedOff.out);
    QCOMPARE(standing(u"backup-writer"_s), u"stands"_s);
  }

  void takenBack() {
    const Ran staged = program_.json({u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s,
                                      u"flag"_s, u"--reason"_s, u"why?"_s, u"--stage-only"_s});
    const QString id = QString::number(staged.json()[u"outcomes"_s][0][u"staged"_s].toInt());
    QVERIFY(program_.json({u"staged"_s, u"--remove"_s, id}).json()[u"staged"_s].toArray().isEmpty());
  }

  void strangersKeyIsRefused() {
    const int before = logSize();
    const Ran ran =
        attest({u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"flag"_s, u"--reason"_s, u"who?"_s},
               u"second"_s);
    QCOMPARE(ran.code, 3);
    QCOMPARE(logSize(), before);
  }

  void criticalTakesTwo() {
    const QStringList certify{u"--record"_s, u"ci-admin"_s, u"--decision"_s,
                              u"certify"_s,  u"--reason"_s, u"break glass"_s};
    QVERIFY2(attest(certify, u"first"_s).code == 0, "first reviewer");
    QVERIFY(standing(u"ci-admin"_s) != u"stands"_s);
    QCOMPARE(attest(certify, u"first"_s).code, 3); // the same person again
    const Ran enrolled = program_.run(
        QStringList{u"key"_s, u"enrol"_s, u"--certificate"_s, u"second.crt"_s, u"--role"_s, u"auditor"_s} +
        program_.key(u"first"_s));
    QVERIFY2(enrolled.code == 0, enrolled.err);
    QCOMPARE(program_.json({u"key"_s, u"list"_s}).json()[u"reviewers"_s].toArray().size(), 2);
    const Ran second = attest(certify, u"second"_s);
    QVERIFY2(second.code == 0, second.err + second.out);
    QCOMPARE(standing(u"ci-admin"_s), u"stands"_s);
  }

  void nobodyCertifiesTheirOwn() {
    const QJsonArray people = program_.json({u"key"_s, u"list"_s}).json()[u"reviewers"_s].toArray();
    QString first;
    for (const auto& p : people)
      if (p[u"name"_s].toString() == u"First Reviewer"_s) first = p[u"keyId"_s].toString();
    QCOMPARE(program_.run({u"key"_s, u"alias"_s, first.left(12), u"Platform Storage"_s}).code, 0);
    const Ran ran =
        attest({u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"certify"_s, u"--reason"_s, u"mine"_s},
               u"first"_s);
    QCOMPARE(ran.code, 3);
    QCOMPARE(ran.json()[u"outcomes"_s][0][u"refusal"_s][u"code"_s].toString(), u"refused"_s);
    QCOMPARE(program_.run({u"key"_s, u"alias"_s, u"0000ffff"_s, u"nobody"_s}).code, 1);
  }

  void bulkLeavesCriticalOut() {
    const Ran ran = attest(
        {u"--all-certifiable"_s, u"--decision"_s, u"certify"_s, u"--reason"_s, u"yearly"_s}, u"second"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    const QJsonArray outcomes = ran.json()[u"outcomes"_s].toArray();
    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes[0][u"recordName"_s].toString(), u"backup-writer"_s);
    QVERIFY(ran.err.contains("critical"));
  }

  void incompleteDecisionsAreRefused() {
    const int before = logSize();
    QCOMPARE(
        attest({u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"exception"_s, u"--reason"_s, u"x"_s},
               u"first"_s)
            .code,
        3);
    QCOMPARE(attest({u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"revoke"_s}, u"first"_s).code, 3);
    QCOMPARE(attest({u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"revoke"_s, u"--reason"_s, u"x"_s,
                     u"--grant"_s, u"no such on thing"_s},
                    u"first"_s)
                 .code,
             3);
    QCOMPARE(logSize(), before);
  }

  void wrongPassphraseChangesNothing() {
    program_.write(u"wrong"_s, "not it\n");
    const QByteArray before = program_.run({u"workspace"_s, u"dump"_s}).out;
    const Ran ran =
        program_.run({u"attest"_s, u"--record"_s, u"backup-writer"_s, u"--decision"_s, u"flag"_s,
                      u"--reason"_s, u"x"_s, u"--key"_s, u"first.pem"_s, u"--passphrase-file"_s, u"wrong"_s});
    QCOMPARE(ran.code, 1);
    QVERIFY(!ran.err.contains("not it"));
    QVERIFY(!before.isEmpty());
    QCOMPARE(program_.run({u"workspace"_s, u"dump"_s}).out, before);
  }
};

QTEST_GUILESS_MAIN(TestCliDecisions)
#include "tst_cli_decisions.moc"
