// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// What countersign-conformance does with suites that it cannot run.
class TestConformanceRunner : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// A suite that cannot be run is told, the others are run, and the last line counts what was answered.
  void brokenSuites() {
    write(u"suite.json"_s, R"({"kind": "cel", "suites": [
      {"name": "no file", "format": "conditions", "decisions": "none.json"},
      {"name": "no such format", "format": "dreams", "decisions": "c.json"},
      {"name": "no input", "format": "conditions", "decisions": "c.json", "inputs": ["none"]},
      {"name": "good", "format": "conditions", "decisions": "c.json"}]})");
    write(u"c.json"_s,
          R"([{"expr": "true", "time": "2026-01-01T00:00:00Z", "resource": {}, "result": true}])");
    const Run run = runIn({folder_.path()});
    QCOMPARE(run.code, 2);
    QVERIFY2(run.out.endsWith("good: 1/1\n1/1\n"), run.out.constData());
    for (const char* what : {"no file: ", "no such format: ", "dreams", "no input: "})
      QVERIFY2(run.errors.contains(what), run.errors.constData());
  }
  void noSuites() {
    write(u"suite.json"_s, "[]");
    const Run run = runIn({folder_.path()});
    QCOMPARE(run.code, 2);
    QVERIFY2(run.errors.contains("names no suites"), run.errors.constData());
  }

  /// An estate is the same from wherever it is looked at.
  void relativeEstate() {
    const QString role = u"arn:aws:iam::111111111111:role/ci"_s;
    const QString at = u"iam-data-1/aws/aws/accounts/111111111111/iam/role/ci/"_s;
    write(at + u"metadata.json"_s, "{\"arn\": \"" + role.toUtf8() + "\"}");
    write(at + u"inline-policies.json"_s, R"([{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17",
      "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}}}])");
    write(u"expected/simulate.json"_s, R"([{"name": "list", "data": "1", "expected": "Allowed", "request":
      {"principal": "arn:aws:iam::111111111111:role/ci", "action": "sqs:ListQueues", "simulationMode": "Strict"}}])");
    QFile::remove(folder_.filePath(u"suite.json"_s));
    for (const QString& path : {folder_.path(), u"."_s}) {
      const Run run = runIn({path});
      QVERIFY2(run.code == 0 && run.out.endsWith("1/1\n"), (run.out + run.errors).constData());
    }
  }

private:
  struct Run {
    int code = -1;
    QByteArray out, errors;
  };
  void write(const QString& name, const QByteArray& text) const {
    const QFileInfo file(folder_.filePath(name));
    QVERIFY(QDir().mkpath(file.path()));
    QFile out(file.filePath());
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
  }
  Run runIn(const QStringList& arguments) const {
    QProcess program;
    program.setWorkingDirectory(folder_.path());
    program.start(QStringLiteral(COUNTERSIGN_CONFORMANCE_PROGRAM), arguments);
    if (!program.waitForFinished(-1)) return {};
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
  }
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestConformanceRunner)
#include "tst_conformance_runner.moc"
