// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/bad_files.h"
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// Files that look unusual and are good, and files of which a part is good: the good is imported as it is,
/// the rest is a gap with place and remedy, and nothing that is held goes away for it.
class TestCliUsableInput : public QObject {
  Q_OBJECT

  Program program_;

  Ran import(const QByteArray& bytes, const QString& at, const QStringList& more = {}) const {
    program_.write(u"given"_s, bytes);
    return program_.json(QStringList{u"import"_s, u"given"_s, u"--captured-at"_s, at} + more);
  }
  static QJsonObject file(const Ran& ran) { return ran.json()[u"files"_s][0].toObject(); }
  QJsonArray list(const QStringList& more = {}) const {
    return program_.json(QStringList{u"list"_s, u"--sort"_s, u"name"_s} + more)
        .json()[u"records"_s]
        .toArray();
  }
  QStringList states() const {
    QStringList out;
    for (const auto& record : list())
      out << record[u"name"_s].toString() + u' ' + record[u"digest"_s].toString();
    return out;
  }
  /// The lines of the dump that say what is held.
  QList<QByteArray> documents() const {
    QList<QByteArray> out;
    for (const QByteArray& line : program_.dump().split('\n'))
      for (const char* table : {"object\t", "document\t", "document_bytes\t", "version\t"})
        if (line.startsWith(table)) out << line;
    return out;
  }

private Q_SLOTS:
  void initTestCase() {
    program_.freshWorkspace();
    const Ran ran = import(accountDetails(), u"2026-11-20T10:00:00Z"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    program_.copy(u"review.countersign"_s, u"held.countersign"_s);
  }

  void variants_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray text =
        replaced(accountDetails(), "Platform Storage", "Plattform f\xC3\xBCr \xF0\x9F\x93\xA6");
    const auto row = [](const char* title, const QByteArray& bytes) { QTest::newRow(title) << bytes; };
    row("plain", text);
    row("byte order mark", "\xEF\xBB\xBF" + text);
    row("utf-16 little", utf16(text, Order::Little));
    row("utf-16 big", utf16(text, Order::Big));
    row("utf-16 little without mark", utf16(text, Order::Little, false));
    row("utf-16 big without mark", utf16(text, Order::Big, false));
    row("as PowerShell writes it", utf16(QByteArray(text).replace("\n", "\r\n"), Order::Little));
    row("blanks around it", " \r\n\t" + text + "\r\n \n");
    for (const char* how : {"gzip", "zstd", "xz", "zip", "tar"})
      row(how, packed(text, how));
    row("utf-16 in gzip", packed(utf16(text, Order::Big), "gzip"));
  }
  void variants() {
    QFETCH(const QByteArray, bytes);
    static QStringList plain;
    program_.freshWorkspace();
    const Ran ran = import(bytes, u"2026-11-20T11:00:00Z"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(file(ran)[u"added"_s].toInt(), 2);
    QCOMPARE(list()[0][u"owner"_s].toString(), u"Plattform für 📦"_s);
    if (plain.isEmpty()) plain = states();
    QCOMPARE(states(), plain);
    // What is kept of the file is its text.
    const Ran kept = program_.run({u"show"_s, u"backup-writer"_s, u"--bytes"_s, u"PutObject"_s});
    QVERIFY2(kept.code == 0 && kept.out.contains("\"s3:PutObject\""), kept.out + kept.err);
  }

  /// No digit of an integer is lost, also beyond what a double holds.
  void bigIntegers_data() {
    QTest::addColumn<QByteArray>("number");
    for (const char* number : {"9007199254740991", "9007199254740993", "9223372036854775807",
                               "-9223372036854775808", "18446744073709551615"})
      QTest::newRow(number) << QByteArray(number);
  }
  void bigIntegers() {
    QFETCH(const QByteArray, number);
    program_.freshWorkspace();
    const Ran ran = import(replaced(accountDetails(), "\"RoleLastUsed\"",
                                    "\"MaxSessionDuration\": " + number + ", \"RoleLastUsed\""),
                           u"2026-11-20T11:00:00Z"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(file(ran)[u"gaps"_s].toInt(), 0);
    const QByteArray value = number == "9007199254740991" ? number : '"' + number + '"';
    QVERIFY2(program_.dump().contains("\"maxSession\":" + value + ','), program_.dump());
  }

  /// One entry is bad: it is a gap, the part is partial, and what was held of it stays.
  void oneBadEntry_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* title, const QByteArray& from, const QByteArray& to, const char* code,
                        const char* message) {
      QTest::newRow(title) << from << to << QString::fromLatin1(code) << QString::fromLatin1(message);
    };
    row("10,000 deep", "\"RoleLastUsed\": {}", "\"RoleLastUsed\": " + deep(10'000), "limit", "nested deeper");
    row("duplicate member", "\"RoleId\"", "\"RoleId\": \"AROAX\", \"RoleId\"", "duplicate-key", "RoleId");
    row("invalid utf-8", "Platform", "Plat\xFF\xFE", "encoding", "UTF-8");
    row("an integer beyond 64 bits", "\"RoleLastUsed\"",
        "\"MaxSessionDuration\": 98765432109876543210, \"RoleLastUsed\"", "malformed", "integer");
    row("no json", "\"RoleLastUsed\": {}", "\"RoleLastUsed\": {,}", "malformed", "JSON");
    row("lone surrogate", "Platform", "\\ud800", "malformed", "");
  }
  void oneBadEntry() {
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QString, code);
    QFETCH(const QString, message);
    program_.copy(u"held.countersign"_s, u"review.countersign"_s);
    const auto before = documents();
    const QStringList states = this->states();
    const Ran ran = import(replaced(accountDetails(), from, to), u"2026-11-20T11:00:00Z"_s,
                           {u"--complete"_s, u"roles"_s});
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QVERIFY2(file(ran)[u"completeness"_s].toString().contains(u"roles (some entries could not be used)"_s),
             ran.out);
    QCOMPARE(file(ran)[u"gaps"_s].toInt(), 1);
    QCOMPARE(documents(), before);
    QCOMPARE(this->states(), states);
    const Ran gaps =
        program_.json({u"sources"_s, u"--gaps"_s, QString::number(file(ran)[u"snapshot"_s].toInt())});
    QVERIFY2(gaps.out.contains('"' + code.toLatin1() + '"'), gaps.out);
    QVERIFY2(gaps.out.contains("/RoleDetailList/0") && gaps.out.contains("\"byte\":"), gaps.out);
    QVERIFY2(gaps.out.contains(message.toLatin1()) && !gaps.out.contains("\"remedy\":\"\""), gaps.out);
    QCOMPARE(program_.run({u"workspace"_s, u"check"_s}).code, 0);
  }

  /// Cut anywhere: refused whole, or partial with the place where it ends. Nothing is taken to be gone.
  void truncated() {
    const QByteArray whole = accountDetails();
    int refused = 0, partial = 0;
    for (qsizetype end = 40; end < whole.size() - 3; end += 97) {
      program_.copy(u"held.countersign"_s, u"review.countersign"_s);
      const QByteArray dump = program_.dump();
      const auto before = documents();
      const Ran ran = import(whole.left(end), u"2026-11-20T11:00:00Z"_s,
                             {u"--scope"_s, u"111122223333"_s, u"--complete"_s, u"*"_s});
      const QByteArray where = QByteArray::number(end) + ": " + ran.out + ran.err;
      if (ran.code == 4) {
        ++refused;
        QVERIFY2(!file(ran)[u"error"_s][u"remedy"_s].toString().isEmpty(), where);
        QVERIFY2(program_.dump() == dump, where);
        continue;
      }
      ++partial;
      QVERIFY2(ran.code == 0, where);
      QVERIFY2(file(ran)[u"completeness"_s].toString().startsWith(u"partial"_s), where);
      QVERIFY2(file(ran)[u"removed"_s].toInt() == 0, where);
      QVERIFY2(documents() == before, where);
      const Ran gaps =
          program_.json({u"sources"_s, u"--gaps"_s, QString::number(file(ran)[u"snapshot"_s].toInt())});
      QVERIFY2(gaps.out.contains("\"truncated\"") && gaps.out.contains("\"byte\":"), gaps.out);
      QVERIFY2(gaps.out.contains("Export it again"), gaps.out);
    }
    QVERIFY(refused > 3 && partial > 3);
  }

  /// Older than what is held: it is history, and the present stays.
  void older() {
    program_.copy(u"held.countersign"_s, u"review.countersign"_s);
    const QJsonArray before = list();
    const Ran ran = import(accountDetails("\"s3:GetObject\""), u"2026-11-19T10:00:00Z"_s);
    QVERIFY2(ran.code == 0, ran.err + ran.out);
    QCOMPARE(ran.json()[u"recordsNew"_s].toInt() + ran.json()[u"recordsMoved"_s].toInt(), 0);
    QCOMPARE(list(), before);
    QVERIFY(!program_.run({u"show"_s, u"backup-writer"_s}).out.toLower().contains("s3:getobject"));
    const auto asOf = [&](const QString& time) {
      return program_.run({u"show"_s, u"backup-writer"_s, u"--as-of"_s, time}).out.toLower();
    };
    QVERIFY2(asOf(u"2026-11-19T12:00:00Z"_s).contains("s3:getobject"), asOf(u"2026-11-19T12:00:00Z"_s));
    QVERIFY(!asOf(u"2026-11-19T12:00:00Z"_s).contains("s3:putobject"));
    QVERIFY(asOf(u"2026-11-20T10:30:00Z"_s).contains("s3:putobject"));
    QCOMPARE(list({u"--as-of"_s, u"2026-11-19T12:00:00Z"_s}).size(), 2);
    QVERIFY(list({u"--as-of"_s, u"2026-11-18T12:00:00Z"_s}).isEmpty());
    QCOMPARE(program_.run({u"workspace"_s, u"check"_s}).code, 0);
  }

  /// Two programs import into one workspace at the same time: both do it.
  void twoPrograms() {
    program_.write(u"account.json"_s, accountDetails());
    program_.write(u"cluster.json"_s, clusterObjects());
    for (int round = 0; round < 5; ++round) {
      program_.freshWorkspace();
      QProcess one, two;
      program_.prepare(one, {u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s});
      program_.prepare(two, {u"import"_s, u"cluster.json"_s, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s,
                             u"--scope"_s, u"prod-eu"_s});
      one.start();
      two.start();
      for (QProcess* process : {&one, &two}) {
        QVERIFY(process->waitForFinished(300'000));
        QVERIFY2(process->exitCode() == 0,
                 process->readAllStandardOutput() + process->readAllStandardError());
      }
      QCOMPARE(list().size(), 3);
      QCOMPARE(program_.run({u"workspace"_s, u"check"_s}).code, 0);
    }
  }

  /// The same file again, and the same state again later, change no record.
  void again() {
    program_.copy(u"held.countersign"_s, u"review.countersign"_s);
    const QByteArray dump = program_.dump();
    const Ran same = import(accountDetails(), u"2026-11-20T10:00:00Z"_s);
    QVERIFY(same.code == 0 && file(same)[u"identical"_s].toBool());
    QCOMPARE(program_.dump(), dump);
  }
};

QTEST_GUILESS_MAIN(TestCliUsableInput)
#include "tst_cli_usable_input.moc"
