// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// Ctrl+C at any moment: it ends as cancelled and the content is that of before, or it was done already.
class TestCliCancel : public QObject {
  Q_OBJECT

  Program program_;

  struct Interrupted {
    Ran ran;
    bool inTime = false; ///< it was still running when the signal went out
  };
  /// Starts it, waits until it says that it began and then so many milliseconds more, and interrupts it.
  Interrupted interrupt(const QStringList& arguments, int after, int signal = SIGINT) const {
    QProcess process;
    program_.prepare(process, arguments);
    process.start();
    process.closeWriteChannel();
    process.setReadChannel(QProcess::StandardError);
    Interrupted out;
    if (!process.waitForStarted()) return out;
    while (process.state() == QProcess::Running && !out.ran.err.contains("COUNTERSIGN_NOW") &&
           process.waitForReadyRead(10'000))
      out.ran.err += process.readAllStandardError();
    process.waitForFinished(after);
    out.inTime = process.state() == QProcess::Running;
    if (out.inTime) ::kill(static_cast<pid_t>(process.processId()), signal);
    if (process.state() == QProcess::NotRunning || process.waitForFinished(300'000))
      out.ran.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    out.ran.out = process.readAllStandardOutput();
    out.ran.err += process.readAllStandardError();
    return out;
  }
  int duration(const QStringList& arguments) const {
    QElapsedTimer timer;
    timer.start();
    program_.run(arguments);
    return static_cast<int>(timer.elapsed());
  }
  void reset() const { program_.copy(u"before.countersign"_s, u"review.countersign"_s); }

private Q_SLOTS:
  void initTestCase() {
    const Ran made = program_.run({u"sample"_s, u"--generate-only"_s, u"--identities"_s, u"2500"_s,
                                   u"--days"_s, u"1"_s, u"--out"_s, u"exports"_s});
    QVERIFY2(made.code == 0, made.err);
    program_.freshWorkspace();
    program_.write(u"account.json"_s, accountDetails());
    QCOMPARE(
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T08:00:00Z"_s}).code,
        0);
    program_.copy(u"review.countersign"_s, u"before.countersign"_s);
  }

  /// One file is imported whole or not at all.
  void oneFile() {
    QString largest;
    qint64 size = 0;
    const QDir day(program_.path(u"exports/day-1/aws"_s));
    for (const QString& account : day.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
      const QString file = day.filePath(account + u"/account-authorization-details.json"_s);
      if (QFileInfo(file).size() > size) {
        size = QFileInfo(file).size();
        largest = file;
      }
    }
    QVERIFY(size > 1'000'000);
    const QStringList command{u"import"_s, largest, u"--captured-at"_s, u"2026-11-20T11:00:00Z"_s,
                              u"--json"_s};
    const QByteArray before = program_.dump();
    const int whole = duration(command);
    const QByteArray after = program_.dump();
    QVERIFY(after != before);
    int cancelled = 0;
    constexpr int points = 12;
    for (int i = 0; i < points; ++i) {
      reset();
      const Interrupted done = interrupt(command, whole * i / points, i % 4 == 3 ? SIGTERM : SIGINT);
      const QByteArray where =
          QByteArray::number(i) + ": " + QByteArray::number(done.ran.code) + done.ran.err;
      const QByteArray now = program_.dump();
      if (done.ran.code == 130) {
        ++cancelled;
        QVERIFY2(done.ran.json()[u"cancelled"_s].toBool(), where + done.ran.out);
        QVERIFY2(done.ran.json()[u"files"_s].toArray().isEmpty(), where + done.ran.out);
        QVERIFY2(now == before, where);
      } else { // it came too late
        QVERIFY2(done.ran.code == 0, where);
        QVERIFY2(now == after, where);
      }
      QVERIFY2(program_.run({u"workspace"_s, u"check"_s}).code == 0, where);
    }
    QVERIFY2(cancelled > 1, QByteArray::number(cancelled));
    reset();
    QCOMPARE(program_.run(command).code, 0);
    QVERIFY(program_.dump() == after);
  }

  /// Of a folder, what is listed was imported, and importing again goes on from there.
  void folder() {
    const QStringList command{u"import"_s, u"exports"_s, u"--json"_s};
    reset();
    const int whole = duration(command);
    const QJsonArray all = program_.json({u"list"_s, u"--sort"_s, u"name"_s}).json()[u"records"_s].toArray();
    int cancelled = 0;
    for (const int part : {10, 50}) {
      reset();
      const Interrupted done = interrupt(command, whole * part / 100);
      if (done.ran.code != 130) continue;
      ++cancelled;
      const qsizetype listed = done.ran.json()[u"files"_s].toArray().size();
      const QJsonArray snapshots =
          program_.json({u"sources"_s, u"--snapshots"_s}).json()[u"snapshots"_s].toArray();
      QCOMPARE(snapshots.size(), listed + 1); // one was there before
      QCOMPARE(program_.run({u"workspace"_s, u"check"_s}).code, 0);
      const Ran again = program_.run(command);
      QVERIFY2(again.code == 0, again.err);
      QCOMPARE(program_.json({u"list"_s, u"--sort"_s, u"name"_s}).json()[u"records"_s].toArray(), all);
    }
    QVERIFY(cancelled > 0);
  }

  /// The words for people.
  void saysWhatIsLeft() {
    reset();
    const Interrupted done = interrupt({u"import"_s, u"exports"_s}, 0);
    QVERIFY2(done.inTime, "the import was done before it could be interrupted");
    QCOMPARE(done.ran.code, 130);
    QVERIFY2(done.ran.out.contains("CANCELLED") && done.ran.out.contains("import again to go on"),
             done.ran.out);
  }
};

QTEST_GUILESS_MAIN(TestCliCancel)
#include "tst_cli_cancel.moc"
