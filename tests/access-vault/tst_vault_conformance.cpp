// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

/// Every recorded answer of a Vault core and of OpenBao's tables is ours too.
class TestVaultConformance : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void suite_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("least");
    QTest::newRow("Vault") << QStringLiteral("vault-live") << 500;
    QTest::newRow("OpenBao") << QStringLiteral("openbao") << 200;
  }
  void suite() {
    QFETCH(const QString, folder);
    QFETCH(const int, least);
    const QString path = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/") + folder;
    if (!QDir(path).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_BINARY_DIR "/bin/countersign-conformance"), {path});
    QVERIFY(program.waitForFinished(120'000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() == 0, out + program.readAllStandardError());
    const QList<QByteArray> counts = out.trimmed().split('\n').last().split('/');
    QCOMPARE(counts.size(), 2);
    QVERIFY(counts.at(1).toInt() >= least);
    QCOMPARE(counts.at(0), counts.at(1));
  }
};

QTEST_GUILESS_MAIN(TestVaultConformance)
#include "tst_vault_conformance.moc"
