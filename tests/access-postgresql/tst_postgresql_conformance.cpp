// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

/// Answers that a PostgreSQL server gave, recorded.
class TestPostgresqlConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recordedAnswers() {
    const QString folder = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/postgresql");
    if (!QDir(folder).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_BINARY_DIR "/bin/countersign-conformance"), {folder});
    QVERIFY(program.waitForFinished(60000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, (out.right(2000) + program.readAllStandardError()).constData());
    const QByteArray last = out.trimmed().split('\n').last();
    QCOMPARE(last.split('/').first(), last.split('/').last());
    QVERIFY2(last.split('/').first().toInt() > 1000, last.constData());
  }
};

QTEST_GUILESS_MAIN(TestPostgresqlConformance)
#include "tst_postgresql_conformance.moc"
