// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

QString fixture(const QString& name) {
  return QStringLiteral(COUNTERSIGN_FIXTURES_DIR) + u"/moto/"_s + name;
}

/// "owner of irsa-payments: owner: none → …", one line each, sorted.
QStringList seenIn(const Ran& ran) {
  QStringList out;
  const QJsonArray seen = ran.json()[u"seen"_s].toArray();
  for (const QJsonValue& s : seen)
    out.append(s[u"area"_s].toString() + u" of "_s + s[u"name"_s].toString() + u": "_s +
               s[u"text"_s].toString());
  out.sort();
  return out;
}

} // namespace

/// An account before and after five changes that nobody had asked for, as a simulated AWS answered (its
/// README lists them), seen by two looks alone.
class TestCliMoto : public QObject {
  Q_OBJECT

  Program program_;

  Ran look(const char* at, const QString& account, const QString& keys) {
    program_.now = QByteArray("2026-11-21T") + at + "Z";
    return program_.run({u"import"_s, fixture(account), fixture(keys), u"--scope"_s, u"123456789012"_s,
                         u"--captured-at"_s, QString::fromLatin1(program_.now)});
  }
  Ran before() { return look("00:41:00", u"gaad.json"_s, u"list-access-keys.json"_s); }
  Ran after(const char* at) {
    return look(at, u"gaad-t2-drifted.json"_s, u"list-access-keys-t2-svc-backup.json"_s);
  }
  Ran seen() const { return program_.json({u"changes"_s, u"--seen"_s}); }

private Q_SLOTS:
  void initTestCase() {
    if (!QFileInfo::exists(fixture(u"gaad-t2-drifted.json"_s))) QSKIP("all data missing: no fixtures folder");
  }
  void init() { program_.freshWorkspace(); }

  void fiveChangesAndNoOther() {
    const Ran first = before();
    QVERIFY2(first.code == 0, first.err.constData());
    QCOMPARE(seen().code, 0); // what is there at first is inventory
    QVERIFY(seenIn(seen()).isEmpty());
    const Ran second = after("00:43:30");
    QVERIFY2(second.code == 0, second.err.constData());
    const Ran ran = seen();
    QCOMPARE(ran.code, 1); // nobody had asked
    QCOMPARE(seenIn(ran), QStringList({u"credential of svc-backup: access key AKIAEXAMPLE000000004 came"_s,
                                       u"identity of ra-onprem: the identity went"_s,
                                       u"owner of irsa-payments: owner: none → payments@acme.example"_s,
                                       u"permission of gha-deploy: * on * came by policy "
                                       "AdministratorAccess v1 ← role"_s,
                                       u"trust of gha-deploy: trust of gha-deploy changed"_s}));
    const QJsonArray all = ran.json()[u"seen"_s].toArray();
    for (const QJsonValue& s : all) {
      QVERIFY(!s[u"requested"_s].toBool());
      QCOMPARE(s[u"who"_s].toString(), QString()); // no audit trail was imported
      QCOMPARE(s[u"after"_s].toString(), u"2026-11-21T00:41:00Z"_s);
      QCOMPARE(s[u"at"_s].toString(), u"2026-11-21T00:43:30Z"_s);
      // Only a credential says itself when it came.
      QCOMPARE(s[u"eventAt"_s].toString(),
               s[u"area"_s] == u"credential"_s ? u"2026-11-21T00:42:00.975955Z"_s : QString());
    }
  }

  /// One edit of one role is one cause, whatever it changed.
  void twoOfThemAreOneEdit() {
    QCOMPARE(before().code, 0);
    QCOMPARE(after("00:43:30").code, 0);
    QSet<QString> causes;
    const QJsonArray all = seen().json()[u"seen"_s].toArray();
    for (const QJsonValue& s : all)
      causes.insert(s[u"causeKey"_s].toString());
    QCOMPARE(causes.size(), 4);
  }

  void sameLookAgainChangesNothing() {
    QCOMPARE(before().code, 0);
    QCOMPARE(look("00:43:30", u"gaad.json"_s, u"list-access-keys.json"_s).code, 0);
    QVERIFY(seenIn(seen()).isEmpty());
    QCOMPARE(seen().code, 0);
  }

  /// An older look that comes late adds history, and moves nothing.
  void lookedAtInTheOtherOrder() {
    QCOMPARE(after("00:43:30").code, 0);
    const QStringList newest = digests();
    QVERIFY(newest.size() >= 9);
    program_.now = "2026-11-21T00:50:00Z";
    const Ran older = program_.run({u"import"_s, fixture(u"gaad.json"_s), u"--scope"_s, u"123456789012"_s,
                                    u"--captured-at"_s, u"2026-11-21T00:41:00Z"_s});
    QVERIFY2(older.code == 0, older.err.constData());
    QCOMPARE(digests(), newest);
  }

private:
  /// Of each record; ra-onprem is in the older look alone.
  QStringList digests() const {
    QStringList out;
    const QJsonArray records = program_.json({u"list"_s}).json()[u"records"_s].toArray();
    for (const QJsonValue& r : records)
      if (r[u"name"_s] != u"ra-onprem"_s)
        out.append(r[u"name"_s].toString() + u' ' + r[u"digest"_s].toString());
    out.sort();
    return out;
  }
};

QTEST_GUILESS_MAIN(TestCliMoto)
#include "tst_cli_moto.moc"
