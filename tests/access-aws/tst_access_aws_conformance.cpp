// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

/// The recorded decisions, through countersign-conformance.
class TestAccessAwsConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void suites_data() {
    QTest::addColumn<double>("share");
    // Misses are explained in docs/conformance-aws-notes.md.
    QTest::newRow("iam-simulate") << 0.995;
    QTest::newRow("iam-simulate-gaad") << 0.995;
    QTest::newRow("iam-lens") << 0.995;
  }
  void suites() {
    QFETCH(double, share);
    const QString folder =
        QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/") + QString::fromLatin1(QTest::currentDataTag());
    if (!QDir(folder).exists()) QSKIP("AWS decisions: all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_CONFORMANCE_PROGRAM), {folder});
    QVERIFY(program.waitForFinished(-1));
    const QString out = QString::fromUtf8(program.readAllStandardOutput());
    static const QRegularExpression line(u"^([a-z0-9-]+): (\\d+)/(\\d+)$"_s,
                                         QRegularExpression::MultilineOption);
    int suites = 0;
    for (auto found = line.globalMatch(out); found.hasNext(); ++suites) {
      const auto m = found.next();
      QVERIFY2(m.captured(2).toInt() >= m.captured(3).toInt() * share, qPrintable(out));
      QVERIFY2(m.captured(3).toInt() > 0, qPrintable(m.captured()));
    }
    QVERIFY2(suites > 0, program.readAllStandardError().constData());
  }
};

QTEST_GUILESS_MAIN(TestAccessAwsConformance)
#include "tst_access_aws_conformance.moc"
