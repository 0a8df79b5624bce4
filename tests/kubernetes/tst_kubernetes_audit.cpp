// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "audit_data.h"
#endif

class TestKubernetesAudit : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void change();
  void whatChangesState_data();
  void whatChangesState();
  void tokenIsWorthASummary();
  void oneEventARequest();
  void forms_data();
  void forms();
  void bodiesAreMasked_data();
  void bodiesAreMasked();
  void times();
  void actors();
  void badInputAndTruncation();
};

void TestKubernetesAudit::change() {
  const auto got = read(flat(line("a1", "ResponseComplete", binds)));
  QCOMPARE(got.all.events.size(), std::size_t(1));
  const Event& e = got.all.events[0];
  QCOMPARE(e.id, std::string("a1/ResponseComplete"));
  QCOMPARE(formatRfc3339(e.at), std::string("2026-11-20T06:00:00Z"));
  QCOMPARE(e.action, std::string("create clusterrolebindings"));
  QCOMPARE(e.outcome, std::string("success"));
  QCOMPARE(e.from, std::string("192.0.2.1"));
  QVERIFY(e.stateChanging);
  QVERIFY(has(e.actorKeys, "k8s-sa:c1/ci/deploy") && has(e.actorKeys, "k8s-uid:u-1"));
  QVERIFY(has(e.aboutKeys, "k8s-clusterrolebinding:c1/b") && has(e.aboutKeys, "k8s-sa:c1/n/s"));
  QCOMPARE(e.credentialKeys, std::vector<std::string>{"k8s-credential:JTI=abc"});
  QCOMPARE(e.details["reason"].asString(), std::string("RBAC: allowed"));
  QCOMPARE(e.details["roleRef"]["name"].asString(), std::string("cluster-admin"));
  QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-11-20T06:00:00Z"));
  QVERIFY(got.facts.role == SourceRole::Audit);
  QVERIFY(!got.anyComplete());
}

void TestKubernetesAudit::whatChangesState_data() {
  QTest::addColumn<QByteArray>("verb");
  QTest::addColumn<QByteArray>("ref");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("uri");
  QTest::addColumn<bool>("changes");
  QTest::addColumn<bool>("about");
  const QByteArray sa = R"("resource":"serviceaccounts","namespace":"n","name":"s")";
  const QByteArray rbac = R"("apiGroup":"rbac.authorization.k8s.io","namespace":"n","name":"r","resource":)";
  QTest::newRow("patch role") << QByteArray("patch") << rbac + R"("roles")" << 200 << QByteArray("/x") << true
                              << true;
  QTest::newRow("delete binding") << QByteArray("delete") << rbac + R"("rolebindings")" << 200
                                  << QByteArray("/x") << true << true;
  QTest::newRow("deletecollection")
      << QByteArray("deletecollection")
      << QByteArray(R"("apiGroup":"rbac.authorization.k8s.io","namespace":"n","resource":"roles")") << 200
      << QByteArray("/x") << true << true;
  QTest::newRow("get role") << QByteArray("get") << rbac + R"("roles")" << 200 << QByteArray("/x") << false
                            << false;
  QTest::newRow("denied") << QByteArray("patch") << rbac + R"("roles")" << 403 << QByteArray("/x") << false
                          << true;
  QTest::newRow("tried") << QByteArray("patch") << rbac + R"("roles")" << 200 << QByteArray("/x?dryRun=All")
                         << false << true;
  QTest::newRow("service account") << QByteArray("update") << sa << 200 << QByteArray("/x") << true << true;
  QTest::newRow("token") << QByteArray("create") << sa + R"(,"subresource":"token")" << 201
                         << QByteArray("/x") << false << true;
  QTest::newRow("same name, other group")
      << QByteArray("patch")
      << QByteArray(R"("apiGroup":"example.org","namespace":"n","name":"r","resource":"roles")") << 200
      << QByteArray("/x") << false << false;
  QTest::newRow("pod") << QByteArray("create")
                       << QByteArray(R"("resource":"pods","namespace":"n","name":"p")") << 201
                       << QByteArray("/x") << false << false;
}

void TestKubernetesAudit::whatChangesState() {
  QFETCH(QByteArray, verb);
  QFETCH(QByteArray, ref);
  QFETCH(int, code);
  QFETCH(QByteArray, uri);
  QFETCH(bool, changes);
  QFETCH(bool, about);
  const QByteArray more = R"("verb":")" + verb + R"(","requestURI":")" + uri + R"(","objectRef":{)" + ref +
                          R"(},"responseStatus":{"code":)" + QByteArray::number(code) + "}";
  const auto got = read(line("a", "ResponseComplete", more.toStdString()));
  QCOMPARE(got.all.events.size(), std::size_t(1));
  QCOMPARE(got.all.events[0].stateChanging, changes);
  QCOMPARE(!got.all.events[0].aboutKeys.empty(), about);
}

void TestKubernetesAudit::tokenIsWorthASummary() {
  const auto got = read(line(
      "a", "ResponseComplete",
      R"("verb":"create","objectRef":{"resource":"serviceaccounts","namespace":"n","name":"s","subresource":"token"},"responseStatus":{"code":201})"));
  QVERIFY(got.all.events[0].summary.find("token minted for service account n/s") != std::string::npos);
  QCOMPARE(got.all.events[0].aboutKeys, std::vector<std::string>{"k8s-sa:c1/n/s"});
}

void TestKubernetesAudit::oneEventARequest() {
  const std::string more = R"("verb":"get","requestURI":"/version")";
  std::string text =
      line("a", "RequestReceived", more) + line("b", "RequestReceived", more) +
      line("b", "ResponseStarted", more, "2026-11-20T06:00:01Z") +
      line("a", "ResponseComplete", more + R"(,"responseStatus":{"code":200})", "2026-11-20T06:00:02Z") +
      line("c", "Panic", more);
  const auto got = read(text);
  std::vector<std::string> ids;
  for (const Event& e : got.all.events)
    ids.push_back(e.id);
  std::sort(ids.begin(), ids.end());
  QCOMPARE(ids, (std::vector<std::string>{"a/ResponseComplete", "b/ResponseStarted", "c/Panic"}));
  QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-11-20T06:00:02Z"));
}

void TestKubernetesAudit::forms_data() {
  QTest::addColumn<QByteArray>("text");
  const std::string one = trimmed(flat(line("a", "ResponseComplete", binds))),
                    two = trimmed(flat(line("b", "ResponseComplete", binds)));
  const auto add = [](const char* name, const std::string& text) {
    QTest::newRow(name) << QByteArray::fromStdString(text);
  };
  std::string bare = one;
  bare.replace(1, bare.find("\"level\"") - 1, "");
  add("lines", one + "\n" + two + "\n");
  add("lines, no line end", one + "\n\n" + two);
  add("array", "[" + one + ",\n" + two + "]");
  add("event list", R"({"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[)" + bare +
                        "," + two + "]}");
  add("values over lines", "{\n" + one.substr(1) + "\n{\n" + two.substr(1));
  add("filter-log-events",
      R"({"events":[{"logStreamName":"kube-apiserver-audit-1","timestamp":1,"message":)" + quoted(one) +
          R"(},{"message":)" + quoted(two) + "}],\"searchedLogStreams\":[]}");
  add("subscription",
      R"({"messageType":"DATA_MESSAGE","logGroup":"/aws/eks/prod/cluster","logEvents":[{"id":"1","message":)" +
          quoted(one) + R"(},{"message":)" + quoted(two) + "}]}");
  add("insights lines", R"({"@timestamp":"x","@message":)" + one + "}\n{\"@message\":" + quoted(two) + "}\n");
  add("container log", R"({"log":)" + quoted(one + "\n") + "}\n{\"log\":" + quoted(two) + "}\n");
  add("azure", R"({"category":"kube-audit","properties":{"log":)" + quoted(one) +
                   "}}\n{\"category\":\"kube-audit\",\"properties\":{\"log\":" + quoted(two) + "}}\n");
}

void TestKubernetesAudit::forms() {
  QFETCH(QByteArray, text);
  QCOMPARE(makeKubernetesAuditConnector()->recognises(text.toStdString()), Match::Yes);
  QCOMPARE(makeKubernetesExportConnector()->recognises(text.toStdString()), Match::No);
  const auto got = read(text.toStdString());
  QVERIFY(!got.error);
  QCOMPARE(got.all.events.size(), std::size_t(2));
  QVERIFY(got.all.events[0].stateChanging);
  QCOMPARE(got.all.events[1].id, std::string("b/ResponseComplete"));
  QVERIFY(got.facts.capturedAt.has_value());
  if (text.contains("logGroup")) QCOMPARE(*got.facts.scope, std::string("prod"));
}

void TestKubernetesAudit::bodiesAreMasked_data() {
  forms_data();
}

void TestKubernetesAudit::bodiesAreMasked() {
  QFETCH(QByteArray, text);
  text.replace("clusterrolebindings", "secrets");
  text.replace("cluster-admin", "Y2FuYXJ5LWNhbmFyeQ");
  const auto got = read(text.toStdString());
  QCOMPARE(got.all.events.size(), std::size_t(2));
  QVERIFY(masked(text.toStdString(), got).find("Y2FuYXJ5LWNhbmFyeQ") == std::string::npos);
  for (const Event& e : got.all.events)
    QVERIFY(canonicalJson(e.details)->find("Y2FuYXJ5LWNhbmFyeQ") == std::string::npos);
}

void TestKubernetesAudit::times() {
  const std::string more = R"("verb":"get","requestURI":"/version")";
  const auto got =
      read(line("a", "ResponseComplete", more, "2022-11-29 00:09:04.38") +
           line("b", "ResponseComplete", more, "yesterday") + line("c", "ResponseComplete", more));
  QCOMPARE(got.all.events.size(), std::size_t(2));
  QCOMPARE(formatRfc3339(got.all.events[0].at), std::string("2022-11-29T00:09:04.380000Z"));
  QVERIFY(got.hasGap("have no offset") || got.hasGap("has no offset"));
  QVERIFY(got.hasGap("without a time"));
  QCOMPARE(got.errors(), std::size_t(1));
  QCOMPARE(*std::find_if(got.all.gaps.begin(), got.all.gaps.end(), [](const Gap& g) { return !g.warning; })
                ->error.place.line,
           std::uint64_t(2));
}

void TestKubernetesAudit::actors() {
  const auto got = read(
      R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete","stageTimestamp":"2026-11-20T06:00:00Z","verb":"get",
"user":{"username":"kubernetes-admin","extra":{"arn":["arn:aws:sts::123456789012:assumed-role/Admin/x"],"accessKeyId":["ASIAX"]}},
"impersonatedUser":{"username":"system:serviceaccount:n:s"},"requestURI":"/version?x=1"})");
  const Event& e = got.all.events.at(0);
  QCOMPARE(e.actorKeys,
           (std::vector<std::string>{"k8s-user:c1/kubernetes-admin", "aws-role:123456789012/Admin"}));
  QCOMPARE(e.credentialKeys, std::vector<std::string>{"aws-key:ASIAX"});
  QCOMPARE(e.details["impersonated"].asString(), std::string("system:serviceaccount:n:s"));
  QCOMPARE(e.action, std::string("get /version"));
}

void TestKubernetesAudit::badInputAndTruncation() {
  const std::string text =
      flat(line("a", "ResponseComplete", binds)) + flat(line("b", "ResponseComplete", binds));
  for (std::size_t n = 0; n < text.size() - 1; n += 3) {
    const auto got = read(text.substr(0, n));
    QVERIFY(!got.anyComplete());
    QVERIFY(got.all.events.size() < 2);
  }
  const auto broken = read("{\"auditID\":3}\n{]\n" + text);
  QCOMPARE(broken.all.events.size(), std::size_t(2));
  QVERIFY(broken.errors() >= 1);
  QVERIFY(broken.hasGap("are no audit events"));
}

QTEST_APPLESS_MAIN(TestKubernetesAudit)
#include "tst_kubernetes_audit.moc"
