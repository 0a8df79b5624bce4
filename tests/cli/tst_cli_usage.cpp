// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

/// Help, exit codes, errors and the form of JSON.
class TestCliUsage : public QObject {
  Q_OBJECT

  Program program_;

private Q_SLOTS:
  void initTestCase() {
    QCOMPARE(program_.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    program_.write(u"account.json"_s, countersign::test::accountDetails());
    program_.write(u"nonsense.json"_s, "{\"what\": \"is this?\"}");
    program_.write(u"torn.json"_s, countersign::test::accountDetails().left(700));
    program_.write(u"empty.json"_s, "");
    QVERIFY(
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:58:00Z"_s}).code ==
        0);
  }

  void help_data() {
    QTest::addColumn<QString>("command");
    for (const char* command : {"",
                                "workspace",
                                "workspace create",
                                "workspace check",
                                "workspace dump",
                                "workspace windows",
                                "workspace info",
                                "import",
                                "sources",
                                "list",
                                "show",
                                "can",
                                "why",
                                "who-can",
                                "coverage",
                                "drift",
                                "changes",
                                "revocations",
                                "latency",
                                "probe",
                                "probe add",
                                "probe list",
                                "probe remove",
                                "probe sign",
                                "watch",
                                "due",
                                "findings",
                                "diff",
                                "attest",
                                "staged",
                                "log",
                                "export-evidence",
                                "verify",
                                "report",
                                "key",
                                "key create",
                                "key show",
                                "key enrol",
                                "key list",
                                "key alias",
                                "sample"})
      QTest::newRow(*command == 0 ? "countersign" : command) << QString::fromLatin1(command);
  }
  void help() {
    QFETCH(const QString, command);
    const Ran ran = program_.run(command.split(u' ', Qt::SkipEmptyParts) + QStringList{u"--help"_s});
    QCOMPARE(ran.code, 0);
    QVERIFY2(
        ran.out.contains("countersign " + (command.isEmpty() ? QByteArray("import") : command.toLatin1())),
        ran.out);
    QVERIFY(ran.out.contains("Example") || ran.out.contains("First steps"));
    for (const QByteArray& line : ran.out.split('\n'))
      QVERIFY2(QString::fromUtf8(line).size() <= 160, line);
  }
  /// The manual names every option that a command has.
  void manualIsComplete_data() { help_data(); }
  void manualIsComplete() {
    QFETCH(const QString, command);
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/docs/man/countersign.1"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString manual = QString::fromUtf8(file.readAll()).remove(u'\\');
    const Ran ran = program_.run(command.split(u' ', Qt::SkipEmptyParts) + QStringList{u"--help"_s});
    const QString options = QString::fromUtf8(ran.out).section(u"Example"_s, 0, 0);
    auto found = QRegularExpression(u"(--[a-z][a-z-]+)"_s).globalMatch(options);
    while (found.hasNext()) {
      const QString option = found.next().captured(1);
      QVERIFY2(manual.contains(option), qPrintable(option));
    }
  }

  void exits_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const auto row = [](const char* title, const QStringList& arguments, int code) {
      QTest::newRow(title) << arguments << code;
    };
    row("nothing", {}, 2);
    row("unknown command", {u"frobnicate"_s}, 2);
    row("unknown option", {u"list"_s, u"--frobnicate"_s}, 2);
    row("half a command", {u"workspace"_s}, 2);
    row("version", {u"--version"_s}, 0);
    row("unknown kind", {u"drift"_s, u"--kind"_s, u"odd"_s}, 2);
    row("unknown gate", {u"drift"_s, u"--gate"_s, u"worst"_s}, 2);
    row("baseline in the future", {u"drift"_s, u"--set-baseline"_s, u"2099-01-01T00:00:00Z"_s}, 1);
    row("unknown state", {u"changes"_s, u"--state"_s, u"odd"_s}, 2);
    row("unknown leg", {u"latency"_s, u"--leg"_s, u"odd"_s}, 2);
    row("half a probe", {u"probe"_s, u"add"_s, u"p"_s}, 2);
    row("unknown seal", {u"list"_s, u"--seal"_s, u"fresh"_s}, 2);
    row("unknown column", {u"list"_s, u"--sort"_s, u"colour"_s}, 2);
    row("time without offset", {u"list"_s, u"--as-of"_s, u"2026-11-20T06:00:00"_s}, 2);
    row("no such record", {u"show"_s, u"nobody"_s}, 1);
    row("no such file", {u"import"_s, u"nowhere.json"_s}, 1);
    row("unrecognised file", {u"import"_s, u"nonsense.json"_s}, 4);
    row("empty file", {u"import"_s, u"empty.json"_s}, 4);
    row("time in the future", {u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2027-01-01T00:00:00Z"_s},
        4);
    row("no time at all", {u"import"_s, u"account.json"_s}, 4);
    row("other account",
        {u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:58:00Z"_s, u"--scope"_s,
         u"999988887777"_s},
        4);
    row("unknown role", {u"import"_s, u"account.json"_s, u"--role"_s, u"maybe"_s}, 2);
    row("same again", {u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:58:00Z"_s}, 0);
    row("workspace that exists", {u"workspace"_s, u"create"_s, u"review.countersign"_s}, 2);
    row("no workspace", {u"list"_s, u"-w"_s, u"missing.countersign"_s}, 1);
    row("not a workspace", {u"list"_s, u"-w"_s, u"account.json"_s}, 1);
    row("strict tier with long window", {u"workspace"_s, u"windows"_s, u"--critical"_s, u"30d"_s}, 2);
    row("no duration", {u"workspace"_s, u"windows"_s, u"--critical"_s, u"soon"_s}, 2);
    row("decision missing", {u"attest"_s, u"--record"_s, u"ci-admin"_s, u"--key"_s, u"k.pem"_s}, 2);
    row("key missing", {u"attest"_s, u"--record"_s, u"ci-admin"_s, u"--decision"_s, u"certify"_s}, 2);
    row("no such key",
        {u"attest"_s, u"--record"_s, u"ci-admin"_s, u"--decision"_s, u"certify"_s, u"--key"_s, u"k.pem"_s,
         u"--passphrase-file"_s, u"passphrase"_s},
        1);
    row("bad digest",
        {u"attest"_s, u"--record"_s, u"ci-admin"_s, u"--decision"_s, u"certify"_s, u"--digest"_s, u"abc"_s,
         u"--stage-only"_s},
        2);
    row("bulk revoke",
        {u"attest"_s, u"--all-certifiable"_s, u"--decision"_s, u"revoke"_s, u"--reason"_s, u"x"_s,
         u"--stage-only"_s},
        2);
    row("no package", {u"verify"_s, u"nowhere"_s}, 2);
    row("no fingerprint", {u"verify"_s, u"nowhere"_s, u"--ca"_s, u"12"_s}, 2);
    row("nothing signed yet",
        {u"export-evidence"_s, u"p"_s, u"--key"_s, u"k.pem"_s, u"--passphrase-file"_s, u"passphrase"_s}, 1);
    row("too small an estate", {u"sample"_s, u"tiny"_s, u"--identities"_s, u"1"_s}, 2);
    row("no snapshot of that number", {u"sources"_s, u"--gaps"_s, u"0"_s}, 2);
    row("commands need no workspace", {u"sources"_s, u"--commands"_s, u"-w"_s, u"missing.countersign"_s}, 0);
  }
  void exits() {
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);
    const Ran ran = program_.run(arguments);
    QVERIFY2(ran.code == code, ran.err + ran.out);
    if (code == 1 || code == 2) QVERIFY(!(ran.err + ran.out).trimmed().isEmpty());
  }
  /// Errors with --json are one JSON object on stderr (behind the warning about the clock).
  void errorsAsJson_data() { exits_data(); }
  void errorsAsJson() {
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);
    if (code == 0 || code == 4 || arguments.contains(u"verify"_s)) return;
    const Ran ran = program_.json(arguments);
    QCOMPARE(ran.code, code);
    const QByteArray last = ran.err.trimmed().split('\n').constLast();
    const QJsonObject error = QJsonDocument::fromJson(last).object()[u"error"_s].toObject();
    QVERIFY2(!error[u"code"_s].toString().isEmpty() && !error[u"message"_s].toString().isEmpty(), ran.err);
    QVERIFY(ran.out.isEmpty());
  }

  void jsonIsValid_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("member");
    const auto row = [](const QStringList& arguments, const char* member) {
      QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << QString::fromLatin1(member);
    };
    row({u"list"_s}, "records");
    row({u"list"_s, u"--limit"_s, u"1"_s}, "total");
    row({u"list"_s, u"--search"_s, u"nobody"_s}, "records");
    row({u"show"_s, u"ci-admin"_s}, "grants");
    row({u"diff"_s, u"ci-admin"_s, u"--from"_s, u"2026-11-01T00:00:00Z"_s}, "differences");
    row({u"sources"_s}, "sources");
    row({u"sources"_s, u"--snapshots"_s}, "snapshots");
    row({u"sources"_s, u"--gaps"_s, u"1"_s}, "gaps");
    row({u"sources"_s, u"--commands"_s}, "commands");
    row({u"import"_s, u"account.json"_s, u"nonsense.json"_s, u"--look"_s}, "files");
    row({u"import"_s, u"nonsense.json"_s}, "files");
    row({u"workspace"_s, u"info"_s}, "records");
    row({u"workspace"_s, u"windows"_s}, "criticalSeconds");
    row({u"workspace"_s, u"check"_s}, "findings");
    row({u"log"_s}, "entries");
    row({u"staged"_s}, "staged");
    row({u"key"_s, u"list"_s}, "reviewers");
    row({u"verify"_s, u"nowhere"_s}, "verdict");
  }
  void jsonIsValid() {
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, member);
    const Ran ran = program_.json(arguments);
    QVERIFY2(ran.json().contains(member), ran.out + ran.err);
  }

  void listContract() {
    const QJsonObject row =
        program_.json({u"list"_s, u"--limit"_s, u"1"_s}).json()[u"records"_s][0].toObject();
    for (const char* member : {"id", "uid", "name", "knownAs", "principals", "owner", "ownerBasis",
                               "ownerContradicted", "tier", "tierReason", "seal", "sealReason", "standing",
                               "standingReason", "attention", "attentionTexts", "seenLive", "digest"})
      QVERIFY2(row.contains(QString::fromLatin1(member)), member);
    const QJsonObject principal = row[u"principals"_s][0].toObject();
    for (const char* member : {"system", "kind", "uid", "uniqueId", "source", "role", "present"})
      QVERIFY2(principal.contains(QString::fromLatin1(member)), member);
    QCOMPARE(row[u"digest"_s].toString().size(), 64);
  }

  void sortsBothWays() {
    const auto names = [&](const QStringList& more) {
      QStringList out;
      for (const auto& r : program_.json(QStringList{u"list"_s} + more).json()[u"records"_s].toArray())
        out << r[u"name"_s].toString();
      return out;
    };
    const QStringList up = names({u"--sort"_s, u"name"_s}),
                      down = names({u"--sort"_s, u"name"_s, u"--desc"_s});
    QCOMPARE(up, (QStringList{u"backup-writer"_s, u"ci-admin"_s}));
    QCOMPARE(down, (QStringList{u"ci-admin"_s, u"backup-writer"_s}));
    QCOMPARE(names({u"--tier"_s, u"critical"_s}), QStringList{u"ci-admin"_s});
    QVERIFY(names({u"--as-of"_s, u"2026-01-01T00:00:00Z"_s}).isEmpty());
  }

  /// A file that is refused leaves the content as it was; a torn one is partial and deletes nothing.
  void refusedLeavesNothing() {
    const QByteArray before = program_.run({u"workspace"_s, u"dump"_s}).out;
    QCOMPARE(program_.run({u"import"_s, u"nonsense.json"_s}).code, 4);
    QCOMPARE(program_.run({u"workspace"_s, u"dump"_s}).out, before);
    const Ran torn = program_.json({u"import"_s, u"torn.json"_s, u"--captured-at"_s,
                                    u"2026-11-20T11:59:00Z"_s, u"--scope"_s, u"111122223333"_s});
    QVERIFY2(torn.code == 0 || torn.code == 4, torn.err);
    QVERIFY(torn.code == 4 ||
            torn.json()[u"files"_s][0][u"completeness"_s].toString().startsWith(u"partial"_s));
    QCOMPARE(program_.json({u"list"_s}).json()[u"total"_s].toInt(), 2);
    QVERIFY(program_.json({u"list"_s, u"--seal"_s, u"unseen"_s}).json()[u"records"_s].toArray().isEmpty());
  }

  void clockIsSaid() {
    QVERIFY(program_.run({u"log"_s}).err.contains("COUNTERSIGN_NOW"));
    Program other;
    other.now = "";
    QVERIFY(!other.run({u"--version"_s}).err.contains("COUNTERSIGN_NOW"));
    other.now = "tomorrow";
    QCOMPARE(other.run({u"sources"_s, u"--commands"_s}).code, 2);
  }

  void fullDiskOfOutputIsAnError() {
    const Ran ran = program_.other(u"sh"_s, {u"-c"_s, u"\"$0\" sources --commands >/dev/full"_s,
                                             QStringLiteral(COUNTERSIGN_BINARY_DIR "/bin/countersign")});
    QCOMPARE(ran.code, 1);
  }

  /// Names from exports cannot write to the terminal.
  void terminalIsSafe() {
    Program other;
    QCOMPARE(other.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    QByteArray hostile = countersign::test::accountDetails();
    hostile.replace("Platform Storage", "Plat\\u001b[2Jform\\u202e");
    other.write(u"account.json"_s, hostile);
    QCOMPARE(other.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:58:00Z"_s}).code,
             0);
    for (const QStringList& arguments :
         {QStringList{u"list"_s}, QStringList{u"show"_s, u"backup-writer"_s}}) {
      const Ran ran = other.run(arguments);
      QVERIFY(ran.out.contains("Plat"));
      QVERIFY(!ran.out.contains('\x1b') && !ran.out.contains("\xE2\x80\xAE"));
    }
  }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
