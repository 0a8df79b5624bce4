// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

/// The sample estate: made, imported, the same again, and sound.
class TestCliSample : public QObject {
  Q_OBJECT

  Program program_;
  QStringList inSample(const QStringList& arguments) const {
    return arguments + QStringList{u"-w"_s, u"demo/sample.countersign"_s};
  }

private Q_SLOTS:
  void makes() {
    const Ran ran = program_.json({u"sample"_s, u"demo"_s, u"--identities"_s, u"24"_s, u"--days"_s, u"2"_s});
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QVERIFY(ran.json()[u"recordsNew"_s].toInt() >= 20);
    QVERIFY(QDir(program_.path(u"demo/exports/day-2"_s)).exists());
    QCOMPARE(program_.run(inSample({u"workspace"_s, u"check"_s})).code, 0);
    QCOMPARE(program_.json(inSample({u"list"_s})).json()[u"total"_s].toInt(),
             ran.json()[u"recordsNew"_s].toInt());
  }

  void isNotOverwritten() {
    const QByteArray before = program_.run(inSample({u"workspace"_s, u"dump"_s})).out;
    QCOMPARE(program_.run({u"sample"_s, u"demo"_s}).code, 2);
    QCOMPARE(program_.run(inSample({u"workspace"_s, u"dump"_s})).out, before);
  }

  /// Importing all of it again changes no record.
  void againChangesNothing() {
    const Ran ran = program_.json(inSample({u"import"_s, u"demo/exports"_s}));
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(ran.json()[u"recordsMoved"_s].toInt(), 0);
    QCOMPARE(ran.json()[u"recordsNew"_s].toInt(), 0);
  }

  void isTheSameTwice() {
    QCOMPARE(program_
                 .run({u"sample"_s, u"one"_s, u"--generate-only"_s, u"--seed"_s, u"7"_s, u"--identities"_s,
                       u"15"_s})
                 .code,
             0);
    QCOMPARE(program_
                 .run({u"sample"_s, u"two"_s, u"--generate-only"_s, u"--seed"_s, u"7"_s, u"--identities"_s,
                       u"15"_s})
                 .code,
             0);
    QCOMPARE(program_.other(u"diff"_s, {u"-r"_s, u"one"_s, u"two"_s}).code, 0);
    QVERIFY(!QFile::exists(program_.path(u"one/sample.countersign"_s)));
  }

  /// In an odd locale and time zone the same content comes out.
  void localeDoesNotMatter() {
    const QByteArray before = program_.run(inSample({u"workspace"_s, u"dump"_s})).out;
    qputenv("LC_ALL", "tr_TR.UTF-8");
    qputenv("TZ", "Pacific/Chatham");
    const QByteArray after = program_.run(inSample({u"workspace"_s, u"dump"_s})).out;
    qunsetenv("LC_ALL");
    qunsetenv("TZ");
    QVERIFY(!before.isEmpty());
    QCOMPARE(after, before);
  }

  /// What must not be there: secrets that the generator planted (planted.json lists them).
  void holdsNoCanary() {
    const QJsonObject planted =
        QJsonDocument::fromJson(program_.read(u"demo/exports/planted.json"_s)).object();
    const QJsonArray canaries = planted[u"canaries"_s].toArray();
    QVERIFY(!canaries.isEmpty());
    const QByteArray dump = program_.run(inSample({u"workspace"_s, u"dump"_s})).out;
    for (const auto& canary : canaries) {
      const QString text = canary.isObject() ? canary[u"value"_s].toString() : canary.toString();
      QVERIFY(text.size() > 8);
      QVERIFY2(!dump.contains(text.toUtf8()), qPrintable(text));
    }
  }
};

QTEST_GUILESS_MAIN(TestCliSample)
#include "tst_cli_sample.moc"
