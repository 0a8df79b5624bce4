// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <array>

namespace {

/// The one answer that differs, as docs/conformance-aws-notes.md explains.
bool settledAws(const QByteArray& miss) {
  return miss.startsWith("MISS core: sessionPolicies.json: ") &&
         miss.contains("session ARN in resource policy") &&
         miss.endsWith(": expected ImplicitlyDenied, got Allowed");
}

/// The answers that differ, as docs/conformance-gcp-notes.md explains.
bool settledGcp(const QByteArray& miss) {
  const bool github =
      miss.contains("/workloadIdentityPools/github/subject/repo:acme/app:ref:refs/heads/main: ");
  const bool gke = miss.contains("p-prod.svc.id.goog[payments/api]: ");
  if (miss.contains("expected Allowed, got Unknown"))
    return github && miss.contains("principal.attribute.repository of ") && miss.endsWith(" is not known");
  return (github || gke) && miss.endsWith(", got NotAllowed");
}

/// What has to come out of one folder.
struct Recorded {
  const char* folder;
  int least;      ///< answers: fewer would mean that something was not read
  int misses = 0; ///< no more and no fewer
  bool (*settled)(const QByteArray& miss) = nullptr;
};

constexpr std::array<Recorded, 10> table{{{"iam-simulate", 360, 1, settledAws},
                                          {"iam-simulate-gaad", 500},
                                          {"iam-lens", 140},
                                          {"kubernetes-rbac-tests", 600},
                                          {"vault-live", 500},
                                          {"openbao", 200},
                                          {"postgresql", 1001},
                                          {"cel", 600},
                                          {"gcp", 300, 6, settledGcp},
                                          {"azure-entra", 300}}};

} // namespace

/// Every recorded answer of an engine, or of a vendor's documentation, is ours too, but for those that the
/// notes explain. COUNTERSIGN_RECORDED_FOLDERS is the list that the report has, too.
class TestRecordedAnswers : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void answers_data() {
    QTest::addColumn<QByteArray>("folder");
    for (const QByteArray& folder : QByteArray(COUNTERSIGN_RECORDED_FOLDERS).split(' '))
      QTest::newRow(folder.constData()) << folder;
  }

  void answers() {
    QFETCH(const QByteArray, folder);
    const auto* recorded =
        std::find_if(table.begin(), table.end(), [&](const Recorded& r) { return folder == r.folder; });
    QVERIFY2(recorded != table.end(), "nothing says what has to come out of this folder");
    const QString path = QStringLiteral(COUNTERSIGN_FIXTURES_DIR "/") + QString::fromUtf8(folder);
    if (!QDir(path).exists()) QSKIP("all data missing");
    QProcess program;
    program.start(QStringLiteral(COUNTERSIGN_CONFORMANCE_PROGRAM), {path});
    QVERIFY(program.waitForFinished(240'000));
    const QByteArray out = program.readAllStandardOutput();
    const QByteArray shown = out.right(2000) + program.readAllStandardError();
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QVERIFY2(program.exitCode() == (recorded->misses > 0 ? 1 : 0), shown.constData());
    check(*recorded, out);
  }

private:
  static void check(const Recorded& recorded, const QByteArray& out) {
    int misses = 0;
    for (const QByteArray& line : out.split('\n')) {
      if (!line.startsWith("MISS ")) continue;
      ++misses;
      QVERIFY2(recorded.settled != nullptr && recorded.settled(line), line.constData());
    }
    QCOMPARE(misses, recorded.misses);
    QVERIFY2(!out.contains(": 0/0"), "a suite without a case tests nothing");
    const QList<QByteArray> counts = out.trimmed().split('\n').last().split('/');
    QCOMPARE(counts.size(), 2);
    QCOMPARE(counts.first().toInt() + misses, counts.last().toInt());
    QVERIFY2(counts.last().toInt() >= recorded.least, counts.last().constData());
  }
};

QTEST_GUILESS_MAIN(TestRecordedAnswers)
#include "tst_recorded_answers.moc"
