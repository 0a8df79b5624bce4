// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

/// Decisions on an exported tenant.
class TestAzureConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recordedAnswers() {
    const QString folder = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/azure-entra");
    if (!QDir(folder).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_CONFORMANCE_PROGRAM), {folder});
    QVERIFY(program.waitForFinished(240'000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, (out + program.readAllStandardError()).constData());
    const QList<QByteArray> counts = out.trimmed().split('\n').last().split('/');
    QCOMPARE(counts.size(), 2);
    QCOMPARE(counts.first(), counts.last());
    QVERIFY(counts.first().toInt() >= 300);
  }
};

QTEST_GUILESS_MAIN(TestAzureConformance)
#include "tst_azure_conformance.moc"
