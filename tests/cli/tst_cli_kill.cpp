// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// The program is killed, or the disk becomes full, at each of its writes in turn (strace does it): the
/// content is that of before or that of after, never something between.
class TestCliKill : public QObject {
  Q_OBJECT

  Program program_;
  QByteArray before_;
  int tried_ = 0;

  static QStringList calls() {
    return {u"pwrite64"_s, u"fdatasync"_s, u"fsync"_s, u"ftruncate"_s, u"fallocate"_s, u"unlink"_s};
  }
  static QStringList strace(const QString& call, const QString& what) {
    return {u"strace"_s,
            u"-f"_s,
            u"-qq"_s,
            u"-o"_s,
            u"trace"_s,
            u"-e"_s,
            u"trace="_s + call,
            u"-e"_s,
            u"inject="_s + call + what};
  }
  /// How often an undisturbed run makes the call.
  int count(const QString& call, const QStringList& command) const {
    program_.under({u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"trace"_s, u"-e"_s, u"trace="_s + call},
                   command);
    int n = 0;
    for (const QByteArray& line : program_.read(u"trace"_s).split('\n'))
      n += line.contains(call.toLatin1() + '(') ? 1 : 0;
    return n;
  }
  void reset() const { program_.copy(u"before.countersign"_s, u"review.countersign"_s); }
  bool sound() const { return program_.run({u"workspace"_s, u"check"_s}).code == 0; }

  static QStringList import(const QString& file, const QString& at) {
    return {u"import"_s, file, u"--captured-at"_s, at};
  }
  QStringList attest(const QString& another = {}) const {
    const QStringList more = another.isEmpty() ? QStringList() : QStringList{u"--record"_s, another};
    return QStringList{u"attest"_s,  u"--record"_s, u"backup-writer"_s,   u"--decision"_s,
                       u"certify"_s, u"--reason"_s, u"used every night"_s} +
           more + program_.key(u"first"_s);
  }
  qsizetype entries() const { return program_.dump().count("\nlog_entry\t"); }

  /// Does `command` once for each of its writes, disturbed there; `afterwards` looks at what came of it.
  template <class Afterwards>
  void disturb(const QStringList& command, const QString& what, Afterwards afterwards) {
    int points = 0;
    for (const QString& call : calls()) {
      reset();
      const int n = count(call, command);
      // All of the first and the last writes, every few of those between.
      for (int i = 1; i <= n; i += i < 8 || i > n - 8 ? 1 : 6) {
        reset();
        const Ran ran = program_.under(strace(call, what.arg(i)), command);
        QVERIFY2(!ran.err.contains("strace:"), ran.err);
        const QByteArray where = call.toLatin1() + ' ' + QByteArray::number(i) + " of " +
                                 QByteArray::number(n) + ": " + QByteArray::number(ran.code) + ran.out +
                                 ran.err;
        afterwards(ran, where);
        if (QTest::currentTestFailed()) return;
        ++points;
      }
    }
    QVERIFY2(points > 20, QByteArray::number(points));
  }

private Q_SLOTS:
  void initTestCase() {
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
      QSKIP("strace is not installed: all data missing");
    program_.freshWorkspace();
    if (program_.under({u"strace"_s, u"-f"_s, u"-o"_s, u"trace"_s}, {u"--version"_s}).code != 0)
      QSKIP("strace may not trace here: all data missing");
    QVERIFY(program_.makeKey(u"first"_s, u"First Reviewer"_s).code == 0);
    program_.write(u"account.json"_s, accountDetails());
    program_.write(u"changed.json"_s, accountDetails("\"s3:PutObject\", \"s3:DeleteObject\""));
    program_.write(u"cluster.json"_s, clusterObjects());
    QCOMPARE(program_.run(import(u"account.json"_s, u"2026-11-20T11:50:00Z"_s)).code, 0);
    QCOMPARE(program_
                 .run(import(u"cluster.json"_s, u"2026-11-20T11:50:00Z"_s) +
                      QStringList{u"--scope"_s, u"prod-eu"_s})
                 .code,
             0);
    QVERIFY(
        program_
            .run({u"key"_s, u"enrol"_s, u"--key"_s, u"first.pem"_s, u"--passphrase-file"_s, u"passphrase"_s})
            .code == 0);
    before_ = program_.dump();
    program_.copy(u"review.countersign"_s, u"before.countersign"_s);
  }

  void killedDuringImport() {
    const QStringList command = import(u"changed.json"_s, u"2026-11-20T11:55:00Z"_s);
    QCOMPARE(program_.run(command).code, 0);
    const QByteArray after = program_.dump();
    QVERIFY(after != before_);
    bool unchanged = false, done = false;
    disturb(command, u":signal=KILL:when=%1"_s, [&](const Ran& ran, const QByteArray& where) {
      QVERIFY2(ran.code != 0, where);
      const QByteArray now = program_.dump();
      QVERIFY2(now == before_ || now == after, where);
      unchanged = unchanged || now == before_;
      done = done || now == after;
      QVERIFY2(sound(), where);
      QVERIFY2(program_.run(command).code == 0, where);
      QVERIFY2(program_.dump() == after, where);
    });
    QVERIFY(unchanged && done);
  }

  void fullDuringImport() {
    const QStringList command = import(u"changed.json"_s, u"2026-11-20T11:55:00Z"_s);
    QCOMPARE(program_.run(command).code, 0);
    const QByteArray after = program_.dump();
    bool failed = false;
    disturb(command, u":error=ENOSPC:when=%1+"_s, [&](const Ran& ran, const QByteArray& where) {
      const QByteArray now = program_.dump();
      if (ran.code == 0) { // what was full was only needed to tidy up
        QVERIFY2(now == after, where);
      } else {
        failed = true;
        QVERIFY2(ran.code == 1 || ran.code == 4, where);
        QVERIFY2((ran.out + ran.err)
                     .contains("review.countersign: the disk is full; nothing was changed. Free some "
                               "space and try again"),
                 where);
        QVERIFY2(now == before_, where);
      }
      QVERIFY2(sound(), where);
      QVERIFY2(program_.run(command).code == 0, where);
      QVERIFY2(program_.dump() == after, where);
    });
    QVERIFY(failed);
  }

  /// A signature has its own time and its own bytes: told by what the log holds.
  void killedDuringAttest() {
    reset();
    const qsizetype entries = this->entries();
    disturb(attest(), u":signal=KILL:when=%1"_s, [&](const Ran&, const QByteArray& where) {
      const QByteArray now = program_.dump();
      const qsizetype more = this->entries() - entries;
      QVERIFY2(more == 0 || more == 1, where);
      QVERIFY2(sound(), where);
      // Staging is a step of its own, which is written before: it is kept, and signed at the next try.
      QVERIFY2(more == 1 || now == before_ || now.contains("\nstaged_decision\t"), where);
      QVERIFY2(more == 0 || !now.contains("\nstaged_decision\t"), where);
      signAndVerify(where);
    });
  }

  /// What is said to be signed is in the log, and what is in the log is said.
  void fullDuringAttest() {
    reset();
    const qsizetype entries = this->entries();
    bool none = false, some = false, all = false;
    disturb(attest(u"settle"_s), u":error=ENOSPC:when=%1+"_s, [&](const Ran& ran, const QByteArray& where) {
      const qsizetype more = this->entries() - entries;
      const qsizetype said = ran.err.contains("what was decided is signed") ? 2 : ran.out.count("SIGNED   ");
      QVERIFY2(more == said, where);
      none = none || more == 0;
      some = some || more == 1;
      all = all || more == 2;
      QVERIFY2((ran.code == 0) == !(ran.out + ran.err).contains("the disk is full"), where);
      QVERIFY2(ran.code == 0 || ran.code == 1, where);
      QVERIFY2(ran.code == 0 || (ran.out + ran.err).contains("Free some space"), where);
      // What was staged before is said to be, and stays.
      const bool staged = program_.dump().contains("\nstaged_decision\t");
      QVERIFY2(!staged || more == 1 || ran.err.contains("countersign attest --staged"), where);
      QVERIFY2(sound(), where);
      signAndVerify(where);
    });
    QVERIFY(none && some && all);
  }

  /// Where a workspace cannot be made, nothing is left of it.
  void fullDuringCreate() {
    const QStringList command{u"workspace"_s, u"create"_s, u"new.countersign"_s};
    const int n = count(u"pwrite64"_s, command);
    QVERIFY(n > 20);
    for (int i = 1; i <= n; i += 9) {
      for (const char* suffix : {"", "-wal", "-shm"})
        QFile::remove(program_.path(u"new.countersign"_s + QString::fromLatin1(suffix)));
      const Ran ran = program_.under(strace(u"pwrite64"_s, u":error=ENOSPC:when=%1+"_s.arg(i)), command);
      if (ran.code == 0) continue;
      QVERIFY2(ran.err.contains("new.countersign: the disk is full; nothing was changed"), ran.err);
      for (const char* suffix : {"", "-wal", "-shm", "-journal"})
        QVERIFY(!QFile::exists(program_.path(u"new.countersign"_s + QString::fromLatin1(suffix))));
    }
  }

private:
  /// What follows works: another import, a signature, and a package whose log verifies.
  void signAndVerify(const QByteArray& where) {
    if (++tried_ % 3 != 0) return; // each takes its time
    const Ran other = program_.run(import(u"cluster.json"_s, u"2026-11-20T11:56:00Z"_s) +
                                   QStringList{u"--scope"_s, u"prod-eu"_s});
    QVERIFY2(other.code == 0, where + other.out + other.err);
    const Ran again = program_.run(attest());
    QVERIFY2(again.code == 0, where + again.out + again.err);
    QVERIFY2(sound(), where);
    QVERIFY(program_.other(u"rm"_s, {u"-rf"_s, u"package"_s}).code == 0);
    const Ran exported =
        program_.run(QStringList{u"export-evidence"_s, u"package"_s} + program_.key(u"first"_s));
    QVERIFY2(exported.code == 0, where + exported.err);
    const Ran verified = program_.run({u"verify"_s, u"package"_s});
    QVERIFY2(verified.code == 0, where + verified.out + verified.err);
  }
};

QTEST_GUILESS_MAIN(TestCliKill)
#include "tst_cli_kill.moc"
