// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::test::Program;
using countersign::test::Ran;

namespace {

const QString put = u"s3:PutObject"_s, object = u"arn:aws:s3:::backups-prod/x"_s;

QList<QJsonObject> linesOf(const QByteArray& out) {
  QList<QJsonObject> all;
  for (const QByteArray& line : out.split('\n'))
    if (!line.isEmpty()) all.append(QJsonDocument::fromJson(line).object());
  return all;
}

} // namespace

/// Who may do what, as people and pipelines ask it.
class TestCliAccess : public QObject {
  Q_OBJECT

  Program program_;

  Ran batch(const QByteArray& lines) const {
    program_.write(u"questions.jsonl"_s, lines);
    return program_.run({u"can"_s, u"--batch"_s, u"questions.jsonl"_s});
  }
  QJsonObject first(const Ran& ran) const { return ran.json()[u"answers"_s][0].toObject(); }

private Q_SLOTS:
  void initTestCase() {
    QCOMPARE(program_.run({u"workspace"_s, u"create"_s, u"review.countersign"_s}).code, 0);
    QByteArray account = countersign::test::accountDetails("\"ec2:StartInstances\"");
    account.replace(
        "\"Resource\": \"arn:aws:s3:::backups-prod/*\"",
        "\"Resource\": \"*\"}, {\"Effect\": \"Deny\", \"Action\": \"ec2:TerminateInstances\", "
        "\"Resource\": \"*\"}, {\"Effect\": \"Allow\", \"Action\": \"ec2:RebootInstances\", \"Resource\": "
        "\"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}");
    program_.write(u"account.json"_s, account);
    QByteArray cluster = countersign::test::clusterObjects();
    cluster.replace(
        "\"items\": [",
        "\"items\": [{\"apiVersion\": \"rbac.authorization.k8s.io/v1\", \"kind\": \"ClusterRole\", "
        "\"metadata\": {\"name\": \"nodes\", \"uid\": \"u-1\"}, \"rules\": [{\"apiGroups\": [\"\"], "
        "\"resources\": [\"nodes\"], \"verbs\": [\"list\"]}]}, {\"apiVersion\": "
        "\"rbac.authorization.k8s.io/v1\", \"kind\": \"ClusterRoleBinding\", \"metadata\": {\"name\": "
        "\"nodes\", \"uid\": \"u-2\"}, \"roleRef\": {\"kind\": \"ClusterRole\", \"name\": \"nodes\"}, "
        "\"subjects\": [{\"kind\": \"Group\", \"name\": \"operators\"}]},");
    program_.write(u"cluster.json"_s, cluster);
    QCOMPARE(
        program_.run({u"import"_s, u"account.json"_s, u"--captured-at"_s, u"2026-11-20T11:50:00Z"_s}).code,
        0);
    QCOMPARE(program_
                 .run({u"import"_s, u"cluster.json"_s, u"--captured-at"_s, u"2026-11-20T11:50:00Z"_s,
                       u"--scope"_s, u"prod-eu"_s})
                 .code,
             0);
  }

  void exitCodes_data() {
    QTest::addColumn<QStringList>("question");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char* name, const QStringList& q, int code, const QString& verdict) {
      QTest::newRow(name) << q << code << verdict;
    };
    row("allowed", {u"settle"_s, u"get configmaps"_s, u"namespace payments"_s}, 0, u"allowed"_s);
    row("denied", {u"settle"_s, u"delete configmaps"_s, u"namespace payments"_s}, 1, u"denied"_s);
    row("by the uid",
        {u"k8s:prod-eu:system:serviceaccount:payments:settle"_s, u"list configmaps"_s,
         u"namespace payments"_s},
        0, u"allowed"_s);
    row("explicitly denied", {u"backup-writer"_s, u"ec2:TerminateInstances"_s, u"*"_s}, 1, u"denied"_s);
    row("guardrails were not imported", {u"backup-writer"_s, u"ec2:StartInstances"_s, u"*"_s}, 3, u"open"_s);
    row("under a condition", {u"backup-writer"_s, u"ec2:RebootInstances"_s, u"*"_s}, 3, u"open"_s);
    row("condition that does not hold",
        {u"backup-writer"_s, u"ec2:RebootInstances"_s, u"*"_s, u"--context"_s,
         u"aws:SourceIp=198.51.100.7"_s},
        1, u"denied"_s);
    row("not a scope", {u"settle"_s, u"get configmaps"_s, u"somewhere"_s}, 3, u"open"_s);
  }
  void exitCodes() {
    QFETCH(QStringList, question);
    QFETCH(int, code);
    QFETCH(QString, verdict);
    const Ran json = program_.json(QStringList{u"can"_s} + question);
    QVERIFY2(json.code == code, json.out + json.err);
    const QJsonObject answer = first(json);
    const QString said = answer[u"verdict"_s].toString();
    QCOMPARE(said == u"conditional" || said == u"not evaluated" ? u"open"_s : said, verdict);
    QVERIFY(said != u"denied" || !answer[u"deniedBy"_s].toString().isEmpty());
    QVERIFY(said != u"conditional" || !answer[u"conditions"_s].toArray().isEmpty());
    QVERIFY(said != u"not evaluated" || !answer[u"missing"_s].toArray().isEmpty());
    const Ran text = program_.run(QStringList{u"can"_s} + question);
    QCOMPARE(text.code, code);
    QVERIFY2(text.out.contains(said.toUtf8()), text.out);
    QCOMPARE(text.out.count('\n'), 1);
  }

  void formOfJson() {
    const Ran ran = program_.json({u"can"_s, u"settle"_s, u"get configmaps"_s, u"namespace payments"_s});
    const QJsonObject all = ran.json();
    QCOMPARE(all.keys(), (QStringList{u"action"_s, u"answers"_s, u"principal"_s, u"resource"_s}));
    const QJsonObject answer = first(ran);
    QCOMPARE(answer.keys(),
             (QStringList{u"name"_s, u"principal"_s, u"record"_s, u"system"_s, u"verdict"_s, u"why"_s}));
    QCOMPARE(answer[u"system"_s].toString(), u"kubernetes"_s);
    QCOMPARE(answer[u"record"_s].toString().size(), 16);
    const QJsonArray why = answer[u"why"_s].toArray();
    QCOMPARE(why.size(), 2);
    for (const QJsonValue& step : why)
      for (const QString& member : {u"layer"_s, u"text"_s, u"document"_s, u"pointer"_s, u"trace"_s})
        QVERIFY2(step.toObject().contains(member), qPrintable(member));
  }

  void why() {
    const QStringList question{u"settle"_s, u"get configmaps"_s, u"namespace payments"_s};
    const Ran ran = program_.run(QStringList{u"why"_s} + question);
    QVERIFY2(ran.code == 0, ran.err);
    for (const char* word : {"allowed", "role binding", "cluster.json", "configmaps"})
      QVERIFY2(ran.out.contains(word), ran.out);
    const Ran denied = program_.run({u"why"_s, u"backup-writer"_s, u"ec2:TerminateInstances"_s, u"*"_s});
    QVERIFY2(denied.code == 0 && denied.out.contains("TerminateInstances"), denied.out + denied.err);
    QCOMPARE(program_.json(QStringList{u"why"_s} + question).out,
             program_.json(QStringList{u"can"_s} + question).out);
  }

  void whoCan() {
    const Ran ran = program_.json({u"who-can"_s, u"ec2:StartInstances"_s, u"*"_s});
    QVERIFY2(ran.code == 0, ran.err);
    const QJsonObject all = ran.json();
    QCOMPARE(all.keys(), (QStringList{u"action"_s, u"answers"_s, u"asked"_s, u"denied"_s, u"missing"_s,
                                      u"resource"_s, u"unsupported"_s}));
    QCOMPARE(all[u"answers"_s].toArray().size(), 2); // backup-writer and ci-admin
    QCOMPARE(all[u"asked"_s].toInt(), 2);
    const Ran text = program_.run({u"who-can"_s, u"get configmaps"_s, u"namespace payments"_s});
    QVERIFY2(text.code == 0 && text.out.contains("settle") && text.err.contains("1 of 1 principals"),
             text.out + text.err);
  }

  void batches() {
    const QByteArray lines =
        "{\"principal\":\"settle\",\"action\":\"get configmaps\",\"resource\":\"namespace payments\"}\n"
        "\n"
        "{\"principal\":\"backup-writer\",\"action\":\"ec2:RebootInstances\",\"resource\":\"*\",\"context\":"
        "{\"aws:SourceIp\":[\"198.51.100.7\"]}}\r\n"
        "{\"principal\":\"settle\",\"action\":\"delete configmaps\",\"resource\":\"namespace payments\","
        "\"contextComplete\":true}";
    const Ran ran = batch(lines);
    QVERIFY2(ran.code == 0, ran.err + ran.out); // denied is an answer
    const auto out = linesOf(ran.out);
    QCOMPARE(out.size(), 3);
    const auto verdict = [&](int i) { return out[i][u"answers"_s][0][u"verdict"_s].toString(); };
    QCOMPARE(verdict(0), u"allowed"_s);
    QCOMPARE(verdict(1), u"denied"_s);
    QCOMPARE(verdict(2), u"denied"_s);
    QProcess process;
    program_.prepare(process, {u"can"_s, u"--batch"_s, u"-"_s});
    process.setStandardInputFile(program_.path(u"questions.jsonl"_s));
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), ran.out);
    QVERIFY(batch("").code == 0 && batch("").out.isEmpty());
  }

  void badLines_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const QByteArray& line, const QString& code = u"malformed"_s) {
      QTest::newRow(name) << line << code;
    };
    row("not JSON", "get me everything");
    row("cut off", "{\"principal\":\"settle\"", u"truncated"_s);
    row("a list", "[\"settle\",\"get pods\"]");
    row("a number", "1");
    row("twice", "{\"principal\":\"a\",\"principal\":\"b\",\"action\":\"get pods\"}", u"duplicate-key"_s);
    row("no UTF-8", "{\"principal\":\"\xff\",\"action\":\"get pods\"}", u"encoding"_s);
    row("no principal", "{\"action\":\"get pods\"}");
    row("no action", "{\"principal\":\"settle\"}");
    row("principal of another type", "{\"principal\":7,\"action\":\"get pods\"}");
    row("resource of another type",
        "{\"principal\":\"settle\",\"action\":\"get pods\",\"resource\":[\"x\"]}");
    row("context is a list", "{\"principal\":\"settle\",\"action\":\"get pods\",\"context\":[]}");
    row("context holds a number", "{\"principal\":\"settle\",\"action\":\"get pods\",\"context\":{\"a\":1}}");
    row("context holds numbers",
        "{\"principal\":\"settle\",\"action\":\"get pods\",\"context\":{\"a\":[1]}}");
    row("complete is a word",
        "{\"principal\":\"settle\",\"action\":\"get pods\",\"contextComplete\":\"no\"}");
    row("deep", QByteArray(100'000, '['), u"limit"_s);
    row("2 MiB", "{\"principal\":\"" + QByteArray(2 << 20, 'x') + "\",\"action\":\"get pods\"}", u"limit"_s);
    row("unknown record", "{\"principal\":\"nobody\",\"action\":\"get pods\"}", u"not-found"_s);
    row("unknown action", "{\"principal\":\"settle\",\"action\":\"Pods, please\"}", u"invalid-argument"_s);
    row("another system's action", "{\"principal\":\"settle\",\"action\":\"s3:GetObject\"}", u"not-found"_s);
  }
  /// A line that cannot be answered says so in its own place, and the others are answered.
  void badLines() {
    QFETCH(QByteArray, line);
    QFETCH(QString, code);
    const QByteArray good =
        "{\"principal\":\"settle\",\"action\":\"get configmaps\",\"resource\":\"namespace payments\"}\n";
    const Ran ran = batch(good + line + '\n' + good);
    QCOMPARE(ran.code, 1);
    const auto out = linesOf(ran.out);
    QCOMPARE(out.size(), 3);
    QCOMPARE(out[0], out[2]);
    QCOMPARE(out[0][u"answers"_s][0][u"verdict"_s].toString(), u"allowed"_s);
    QVERIFY(!out[1].contains(u"answers"_s));
    const QJsonObject error = out[1][u"error"_s].toObject();
    QCOMPARE(error[u"code"_s].toString(), code);
    QVERIFY(!error[u"message"_s].toString().isEmpty());
    QVERIFY(ran.out.size() < 10'000); // nothing of the line is repeated at length
  }

  void refused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{u"can"_s};
    QTest::newRow("no action") << QStringList{u"can"_s, u"settle"_s};
    QTest::newRow("nobody") << QStringList{u"can"_s, u"nobody"_s, put, object};
    QTest::newRow("no such form") << QStringList{u"can"_s, u"settle"_s, u"Pods, please"_s};
    QTest::newRow("who, no such form") << QStringList{u"who-can"_s, u"Pods, please"_s};
    QTest::newRow("why nobody") << QStringList{u"why"_s, u"nobody"_s, put, object};
    QTest::newRow("context") << QStringList{u"can"_s, u"settle"_s,    u"get pods"_s,
                                            u"x"_s,   u"--context"_s, u"novalue"_s};
    QTest::newRow("batch and more") << QStringList{u"can"_s, u"settle"_s, u"get pods"_s, u"--batch"_s,
                                                   u"-"_s};
    QTest::newRow("no such batch") << QStringList{u"can"_s, u"--batch"_s, u"not-there.jsonl"_s};
    QTest::newRow("a folder") << QStringList{u"can"_s, u"--batch"_s, u"."_s};
  }
  /// What could not be asked has no exit code that could be taken for an answer.
  void refused() {
    QFETCH(QStringList, arguments);
    const Ran ran = program_.run(arguments);
    QVERIFY2(ran.code != 0 && ran.code != 3 && ran.code != -1, QByteArray::number(ran.code) + ran.out);
    QVERIFY(ran.out.isEmpty() && !ran.err.isEmpty());
    const Ran json = program_.json(arguments);
    QCOMPARE(json.code, ran.code);
  }

  void reachInTheList() {
    const QJsonArray sorted =
        program_.json({u"list"_s, u"--sort"_s, u"reach"_s, u"--desc"_s}).json()[u"records"_s].toArray();
    QCOMPARE(sorted.size(), 3);
    const auto up = program_.json({u"list"_s, u"--sort"_s, u"reach"_s}).json()[u"records"_s].toArray();
    const auto place = [](const QJsonArray& all) {
      for (int i = 0; i < all.size(); ++i)
        if (all[i][u"name"_s].toString() == u"ci-admin") return i;
      return -1;
    };
    QVERIFY(place(sorted) + place(up) == 2 && place(up) != 1); // the administrator is at one end
    const Ran admins = program_.json({u"list"_s, u"--reach"_s, u"everything"_s});
    QCOMPARE(admins.json()[u"total"_s].toInt(), 1);
    QCOMPARE(admins.json()[u"records"_s][0][u"name"_s].toString(), u"ci-admin"_s);
    QCOMPARE(program_.json({u"list"_s, u"--reach"_s, u"administer"_s, u"--reach"_s, u"read"_s}).code, 0);
    QVERIFY(program_.run({u"list"_s, u"--reach"_s, u"anything"_s}).code != 0);
  }

  void effectiveInTheRecord() {
    const Ran text = program_.run({u"show"_s, u"settle"_s});
    QVERIFY2(text.code == 0 && text.out.toLower().contains("effective"), text.out + text.err);
    const QJsonArray grants = program_.json({u"show"_s, u"settle"_s}).json()[u"grants"_s].toArray();
    QCOMPARE(grants.size(), 2);
    for (const QJsonValue& g : grants)
      QCOMPARE(g[u"effective"_s].toString(), u"yes"_s);
  }
};

QTEST_GUILESS_MAIN(TestCliAccess)
#include "tst_cli_access.moc"
