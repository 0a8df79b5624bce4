// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"
#include "tests/exports/exports.h"
#include "tests/exports/own_words.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::test;

/// What a runtime itself decided, held against our answers.
class TestCliOwnWords : public QObject {
  Q_OBJECT
  Program program_;

  void import(const QString& name, const QByteArray& bytes, const char* at) {
    program_.write(name, bytes);
    const Ran ran =
        program_.run({u"import"_s, name, u"--scope"_s, u"prod"_s, u"--captured-at"_s, timeOf(at)});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
  }
  static QString timeOf(const char* at) { return u"2026-11-20T"_s + QLatin1StringView(at) + u":00Z"_s; }
  QByteArray shown() const { return program_.run({u"show"_s, u"settle"_s}).out; }
  qsizetype listed() const {
    return program_.json({u"list"_s, u"--attention"_s, u"evaluator-disagrees"_s})
        .json()[u"records"_s]
        .toArray()
        .size();
  }
  static QByteArray line(const QByteArray& text, const QByteArray& start) {
    for (const QByteArray& l : text.split('\n'))
      if (l.startsWith(start)) return l;
    return {};
  }

private Q_SLOTS:
  void init() {
    program_.freshWorkspace();
    import(u"objects.json"_s, cluster("\"get\",\"list\""), "09:00");
  }

  void agrees() {
    const QByteArray before = line(shown(), "State: ");
    QVERIFY(!before.isEmpty());
    import(u"words.json"_s,
           said("get", "configmaps", "payments", true) + said("delete", "secrets", "payments", false),
           "10:00");
    const QByteArray text = shown();
    QVERIFY2(text.contains("note: the runtime's own word agrees 2 of 2\n"), text);
    QCOMPARE(line(text, "State: "), before); // another answer moves no record
    QCOMPARE(listed(), qsizetype{0});
  }

  void disagrees() {
    import(u"words.json"_s,
           said("get", "configmaps", "payments", true) + said("get", "secrets", "payments", true), "10:00");
    const QByteArray text = shown();
    QVERIFY2(text.contains("agrees 1 of 2"), text);
    QVERIFY2(text.contains(
                 "! evaluator disagrees: Kubernetes said allowed for 'get secrets' in namespace payments at "
                 "2026-11-20T10:00:00Z, we say denied by RBAC: no binding grants it"),
             text);
    QCOMPARE(listed(), qsizetype{1});
    const QByteArray bytes =
        program_.run({u"show"_s, u"settle"_s, u"--bytes"_s, u"evaluator disagrees"_s}).out;
    QVERIFY2(bytes.contains("\"resource\":\"secrets\"") && bytes.contains("words.json"), bytes);
    // The runtime takes its word back.
    import(u"words.json"_s, said("get", "secrets", "payments", false), "10:10");
    QCOMPARE(listed(), qsizetype{0});
  }

  void audit() {
    import(u"audit.jsonl"_s,
           auditEvent("1", "list", "forbid") +
               auditEvent("2", "delete", "allow", "\"impersonatedUser\":{\"username\":\"root\"},") +
               auditEvent("3", "update", "forbid"),
           "11:00");
    const QByteArray text = shown();
    QVERIFY2(text.contains("agrees 1 of 2"), text);
    QVERIFY2(text.contains("Kubernetes said denied for 'list configmaps' in namespace payments at "
                           "2026-11-20T10:30:00Z (RBAC: said so), we say allowed by"),
             text);
    QCOMPARE(listed(), qsizetype{1});
    const Ran bytes = program_.run({u"show"_s, u"settle"_s, u"--bytes"_s, u"evaluator disagrees"_s});
    QVERIFY2(bytes.out.contains("authorization.k8s.io/decision"), bytes.out + bytes.err);
  }

  void undecided() {
    import(u"words.json"_s,
           said("get", "pods", "ghost", true) + said("watch", "secrets", "payments", true, "\"others\"") +
               said("get", "configmaps", "payments", false, ""),
           "10:00");
    const QByteArray text = shown();
    QVERIFY2(text.contains("the runtime's own word could not be held against ours; 3 undecided here"), text);
    QCOMPARE(listed(), qsizetype{0});
  }

  void older() {
    import(u"words.json"_s, said("get", "secrets", "payments", true), "08:00");
    QVERIFY2(shown().contains("1 older than the state"), shown());
    QCOMPARE(listed(), qsizetype{0});
    import(u"words.json"_s, said("get", "secrets", "payments", true), "09:30"); // said again
    QCOMPARE(listed(), qsizetype{1});
    import(u"objects.json"_s, cluster("\"get\""), "10:00"); // and the state changed
    QCOMPARE(listed(), qsizetype{0});
    QVERIFY2(shown().contains("1 older than the state"), shown());
  }

  /// What allowed it when it was said is gone: nothing that holds now is as young as that.
  void olderByRemoval() {
    import(u"words.json"_s, said("list", "configmaps", "payments", true), "09:30");
    QVERIFY2(shown().contains("agrees 1 of 1"), shown());
    QByteArray without = cluster("\"get\",\"list\"");
    without.replace(binding("payments", "settle") + ",\n", "");
    program_.write(u"objects.json"_s, without);
    const Ran ran = program_.run({u"import"_s, u"objects.json"_s, u"--scope"_s, u"prod"_s, u"--captured-at"_s,
                                  u"2026-11-20T10:00:00Z"_s, u"--complete"_s, u"rolebindings"_s});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
    QVERIFY2(shown().contains("1 older than the state"), shown());
    QCOMPARE(listed(), qsizetype{0});
  }

  void simulation() {
    importAws(u"account.json"_s, accountDetails("\"s3:PutObject\", \"iam:ListRoles\""), "09:00");
    importAws(u"decisions.jsonl"_s,
              simulated("iam:ListRoles", "allowed") + simulated("iam:ListUsers", "implicitDeny"), "10:00");
    const QByteArray text = program_.run({u"show"_s, u"ci-admin"_s}).out;
    QVERIFY2(text.contains("the runtime's own word"), text);
  }

private:
  void importAws(const QString& name, const QByteArray& bytes, const char* at) {
    program_.write(name, bytes);
    const Ran ran = program_.run({u"import"_s, name, u"--captured-at"_s, timeOf(at)});
    QVERIFY2(ran.code == 0, ran.out + ran.err);
  }
};

QTEST_GUILESS_MAIN(TestCliOwnWords)
#include "tst_cli_own_words.moc"
