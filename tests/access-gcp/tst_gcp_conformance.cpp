// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>

namespace {

/// docs/conformance-gcp-notes.md: the only answers that differ from the recorded ones, and how.
bool settled(const QByteArray& miss) {
  const bool github =
      miss.contains("/workloadIdentityPools/github/subject/repo:acme/app:ref:refs/heads/main: ");
  const bool gke = miss.contains("p-prod.svc.id.goog[payments/api]: ");
  if (miss.contains("expected Allowed, got Unknown"))
    return github && miss.contains("principal.attribute.repository of ") && miss.endsWith(" is not known");
  return (github || gke) && miss.endsWith(", got NotAllowed");
}

} // namespace

/// Decisions on a composed organization.
class TestGcpConformance : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recordedAnswers() {
    const QString folder = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/gcp");
    if (!QDir(folder).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_BINARY_DIR "/bin/countersign-conformance"), {folder});
    QVERIFY(program.waitForFinished(60000));
    const QByteArray out = program.readAllStandardOutput();
    QVERIFY2(program.exitCode() <= 1, (out.right(2000) + program.readAllStandardError()).constData());
    int misses = 0;
    for (const QByteArray& line : out.split('\n')) {
      if (!line.startsWith("MISS ")) continue;
      ++misses;
      QVERIFY2(settled(line), line.constData());
    }
    const QList<QByteArray> last = out.trimmed().split('\n').last().split('/');
    QCOMPARE(last.first().toInt() + misses, last.last().toInt());
    QVERIFY2(last.last().toInt() < 300 || misses == 6, last.last().constData());
    QVERIFY(last.last().toInt() >= 300);
  }
};

QTEST_GUILESS_MAIN(TestGcpConformance)
#include "tst_gcp_conformance.moc"
