// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

/// Every recorded answer of the engines is ours too.
class TestCelConformance : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void suite() {
    const QString path = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/cel");
    if (!QDir(path).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_BINARY_DIR "/bin/countersign-conformance"), {path});
    QVERIFY(program.waitForFinished(120'000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, out + program.readAllStandardError());
    const QList<QByteArray> counts = out.trimmed().split('\n').last().split('/');
    QCOMPARE(counts.size(), 2);
    QVERIFY(counts.at(1).toInt() >= 600);
    QCOMPARE(counts.at(0), counts.at(1));
  }
};

QTEST_GUILESS_MAIN(TestCelConformance)
#include "tst_cel_conformance.moc"
