// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

/// Upstream's own tables, and decisions on an exported cluster.
class TestRbacConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recordedAnswers() {
    const QString folder = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/kubernetes-rbac-tests");
    if (!QDir(folder).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_CONFORMANCE_PROGRAM), {folder});
    QVERIFY(program.waitForFinished(240'000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, (out + program.readAllStandardError()).constData());
    const QByteArray last = out.trimmed().split('\n').last();
    const QList<QByteArray> counts = last.split('/');
    QCOMPARE(counts.size(), 2);
    QCOMPARE(counts.first(), counts.last());
    QVERIFY2(counts.first().toInt() >= 600, last.constData());
    QVERIFY2(!out.contains(": 0/0"), "a suite without a case tests nothing");
  }
};

QTEST_GUILESS_MAIN(TestRbacConformance)
#include "tst_rbac_conformance.moc"
