// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "snapshot_data.h"
#endif

class TestNeutralSnapshot : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void facts();
  void identityDocument();
  void setsAndOrder();
  void meaningMoves();
  void trustAndObservation();
  void completeness_data();
  void completeness();
  void faultyRecords_data();
  void faultyRecords();
  void faultyHeaders_data();
  void faultyHeaders();
  void zonelessTimes();
  void secretsAreLeftOut();
  void eventsAndChanges();
  void reportedGaps();
  void truncationIsNeverComplete();
};

void TestNeutralSnapshot::facts() {
  const auto got = read(whole(identity + grant, R"("identity":1,"grant":1)"));
  QVERIFY(!got.error);
  QCOMPARE(got.facts.system, std::string("cmdb"));
  QCOMPARE(*got.facts.scope, std::string("acme"));
  QVERIFY(got.facts.role == SourceRole::Intent);
  QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-11-20T06:00:00Z"));
  QVERIFY(got.facts.capturedBasis == CaptureBasis::Export);
  QCOMPARE(got.facts.tool, std::string("exporter 2"));
  QCOMPARE(got.facts.serial, std::string("i-1"));
  QVERIFY(read(changed(whole("", ""), "\"tool\",", "\"user\",")).facts.capturedBasis == CaptureBasis::User);
  QCOMPARE(makeNeutralSnapshotConnector()->recognises(header), Match::Yes);
  QCOMPARE(makeNeutralSnapshotConnector()->recognises(identity), Match::No);
}

void TestNeutralSnapshot::identityDocument() {
  const auto got = read(whole(identity, "\"identity\":1"));
  QCOMPARE(got.errors(), std::size_t(0));
  const Document* d = got.find("neutral.identity", "aws:arn:aws:iam::123456789012:role/r");
  QVERIFY(d != nullptr);
  QCOMPARE(d->object.uniqueId, std::string("AROAX"));
  QCOMPARE(
      *canonicalJson(d->content),
      std::string(
          R"({"created_at":"2024-01-01T00:00:00Z","kind":"role","name":"r","owners":[{"basis":"cmdb","ref":"a@example.org"},)"
          R"({"ref":"b@example.org"}],"platform":"aws","status":"active","tier":"high","uid":"aws:arn:aws:iam::123456789012:role/r",)"
          R"("unique_id":"AROAX","x_cost_centre":7})"));
  QCOMPARE(*canonicalJson(got.observation(d->object.uid, "last-used")->value),
           std::string(R"({"at":"2026-01-01T00:00:00Z","basis":"log","windowDays":90})"));
}

void TestNeutralSnapshot::setsAndOrder() {
  const std::string other =
      changed(changed(grant, R"(["s3:Put","s3:Get","s3:Get"])", R"(["s3:Get","s3:Put"])"),
              R"("resources":"*")", R"("resources":["*"])");
  QCOMPARE(read(whole(identity + grant, R"("identity":1,"grant":1)")).canonical(),
           read(whole(other + identity, R"("grant":1,"identity":1)")).canonical());
  const std::string swapped =
      changed(identity, R"({"ref":"b@example.org"},{"ref":"a@example.org","basis":"cmdb"})",
              R"({"basis":"cmdb","ref":"a@example.org"},{"ref":"b@example.org"})");
  QCOMPARE(read(whole(identity, "\"identity\":1")).canonical(),
           read(whole(swapped, "\"identity\":1")).canonical());
}

void TestNeutralSnapshot::meaningMoves() {
  const auto plain = read(whole(grant, "\"grant\":1")).canonical();
  for (const auto& [from, to] :
       {std::pair("allow", "deny"), std::pair("s3:Put", "s3:put"), std::pair("\"*\"", "\"a\""),
        std::pair(R"(["b","a"])", R"(["a","b"])"), std::pair("\"actions\"", "\"not_actions\"")})
    QVERIFY(read(whole(changed(grant, from, to), "\"grant\":1")).canonical() != plain);
}

void TestNeutralSnapshot::trustAndObservation() {
  const auto got = read(whole(
      trust +
          R"({"t":"credential","id":"AKIAX","identity":"u","kind":"access_key","last_used":{"at":"2026-01-01T00:00:00Z","granularity_s":900}})"
          "\n",
      R"("trust":1,"credential":1)"));
  QCOMPARE(got.all.documents.size(), std::size_t(2));
  const Document& d = got.all.documents[0].first;
  QCOMPARE(d.object.uid, "u|" + sha256(*canonicalJson(d.content)).hex());
  QVERIFY(got.observation("u|AKIAX", "last-used") != nullptr);
}

void TestNeutralSnapshot::completeness_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("identities");
  const auto add = [](const char* name, const std::string& text, bool complete) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << complete;
  };
  const std::string good = whole(identity + grant, R"("identity":1,"grant":1)");
  add("whole", good, true);
  add("no end record", header + identity, false);
  add("wrong count", header + identity + R"({"t":"end","counts":{"identity":2}})", false);
  add("type not counted", header + identity + grant + R"({"t":"end","counts":{"identity":1}})", false);
  add("no digest", header + identity + R"({"t":"end","counts":{"identity":1}})", true);
  add("wrong digest", changed(good, "s3:Put", "s3:Pot"), false);
  add("behind the end", good + identity, false);
  add("partial",
      changed(header, "\"full\"", "\"partial\"") + identity + R"({"t":"end","counts":{"identity":1}})",
      false);
  add("single",
      changed(header, "\"full\"", "\"single\"") + identity + R"({"t":"end","counts":{"identity":1}})", false);
  add("a broken line", header + identity + "{]\n" + R"({"t":"end","counts":{"identity":1}})", false);
  add("a faulty record",
      header + identity + changed(identity, "\"uid\"", "\"uit\"") + R"({"t":"end","counts":{"identity":2}})",
      false);
  add("unknown type",
      header + identity +
          R"({"t":"shoe"})"
          "\n" +
          R"({"t":"end","counts":{"identity":1,"shoe":1}})",
      true);
}

void TestNeutralSnapshot::completeness() {
  QFETCH(QByteArray, text);
  QFETCH(bool, identities);
  const auto got = read(text.toStdString());
  QVERIFY(!got.error);
  QCOMPARE(got.complete("identities"), identities);
  ReadOptions options;
  options.partialParts = {"*"};
  QVERIFY(!read(text.toStdString(), options).anyComplete());
  QVERIFY(got.part("trusts") == nullptr); // nothing is said of them
}

void TestNeutralSnapshot::faultyRecords_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<QByteArray>("pointer");
  QTest::addColumn<bool>("kept");
  const auto add = [](const char* name, const std::string& line, const char* pointer, bool kept) {
    QTest::newRow(name) << QByteArray::fromStdString(line) << QByteArray(pointer) << kept;
  };
  add("mandatory", changed(identity, "\"platform\"", "\"plattform\""), "/platform", false);
  add("empty", changed(identity, "\"name\":\"r\"", "\"name\":\"\""), "/name", false);
  add("effect", changed(grant, "allow", "perhaps"), "/effect", false);
  add("match", changed(trust, "\"pattern\"", "\"glob\""), "/subject_match", false);
  add("actions", changed(grant, R"(["s3:Put","s3:Get","s3:Get"])", R"([{}])"), "/actions", false);
  add("zoneless", changed(identity, "2024-01-01T02:00:00+02:00", "2024-01-01T02:00:00"), "/created_at", true);
  add("status", changed(identity, "\"active\"", "\"fine\""), "/status", true);
  add("last seen", changed(identity, "2026-01-01T00:00:00Z", "yesterday"), "/last_seen/at", true);
  add("no type", R"({"uid":"a"})", "/t", false);
  add("twice", R"({"t":"identity","uid":"a","uid":"b"})", "/uid", false);
}

void TestNeutralSnapshot::faultyRecords() {
  QFETCH(QByteArray, line);
  QFETCH(QByteArray, pointer);
  QFETCH(bool, kept);
  const auto got = read(header + line.toStdString());
  QCOMPARE(got.all.documents.size(), std::size_t(kept ? 1 : 0));
  QCOMPARE(QByteArray::fromStdString(got.all.gaps.at(0).error.place.pointer), pointer);
  QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(2));
  QVERIFY(!got.all.gaps[0].warning);
}

void TestNeutralSnapshot::faultyHeaders_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<QByteArray>("code");
  QTest::newRow("version") << QByteArray("nhi-snapshot/1") << QByteArray("nhi-snapshot/2")
                           << QByteArray("newer-version");
  QTest::newRow("plane") << QByteArray("intended") << QByteArray("astral") << QByteArray("malformed");
  QTest::newRow("scope") << QByteArray("source_scope") << QByteArray("scope") << QByteArray("malformed");
  QTest::newRow("completeness") << QByteArray("\"full\"") << QByteArray("true") << QByteArray("malformed");
  QTest::newRow("json") << QByteArray("\"t\"") << QByteArray("t") << QByteArray("malformed");
}

void TestNeutralSnapshot::faultyHeaders() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QByteArray, code);
  const auto got = read(changed(header, from.toStdString(), to.toStdString()) + identity);
  QVERIFY(got.error.has_value());
  QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(got.error->code))), code);
  QCOMPARE(*got.error->place.line, std::uint64_t(1));
  QVERIFY(read(whole(identity, "\"identity\":1") + header).error.has_value()); // two snapshots in one file
}

void TestNeutralSnapshot::zonelessTimes() {
  const auto got = read(changed(header, "07:00:00+01:00", "07:00:00") + identity);
  QVERIFY(!got.error);
  QVERIFY(!got.facts.capturedAt.has_value());
  QVERIFY(got.hasGap("no offset"));
}

void TestNeutralSnapshot::secretsAreLeftOut() {
  const std::string records =
      R"({"t":"credential","id":"1","identity":"u","kind":"password","password":"canary-1","x_Client-Secret":{"a":"canary-2"},"nested":{"list":[{"token":"canary-3"}]}})"
      "\n"
      R"({"t":"alias","identity":"u","scheme":"email","value":"kept@example.org","secret":"canary-4"})"
      "\n"
      R"({"t":"grant","id":"g","grantee":"u","effect":"allow","conditions_raw":{"value":"kept","password":"canary-5"}})"
      "\n"
      R"({"t":"credential","id":"2","password":"canary-6","t":"x"})"
      "\n"
      "{\"t\":\"credential\",\"password\":\"canary-7";
  const std::string text = header + records;
  const auto got = read(text);
  QCOMPARE(got.all.documents.size(), std::size_t(3));
  std::string all = masked(text, got);
  for (const auto& one : got.canonical())
    all += one;
  QVERIFY2(all.find("canary") == std::string::npos, all.c_str());
  QVERIFY(all.find("kept@example.org") != std::string::npos &&
          all.find("\"value\":\"kept\"") != std::string::npos);
}

void TestNeutralSnapshot::eventsAndChanges() {
  const auto got = read(
      header +
      R"({"t":"event","event_id":"e","at":"2026-01-01T00:00:00Z","actor":"k8s:c:system:serviceaccount:n:s","action":"delete","outcome":"success","target":"aws:arn:aws:iam::123456789012:role/r","state_changing":true})"
      "\n"
      R"({"t":"event","event_id":"f","at":"2026-01-01T00:00:00","actor":"a","action":"b","outcome":"c"})"
      "\n"
      R"({"t":"change","id":"c","plane_point":"approved","at":"2026-01-01T00:00:00Z","by":"change board","ref":"CHG-1","identity":"u"})"
      "\n");
  QCOMPARE(got.all.events.size(), std::size_t(1));
  QCOMPARE(got.all.events[0].actorKeys, std::vector<std::string>{"k8s-sa:c/n/s"});
  QCOMPARE(got.all.events[0].aboutKeys, std::vector<std::string>{"aws-role:123456789012/r"});
  QVERIFY(got.all.events[0].stateChanging);
  QCOMPARE(got.all.changes.at(0).id, std::string("c/approved"));
  QCOMPARE(got.all.changes[0].aboutKeys, std::vector<std::string>{"uid:u"});
  QVERIFY(got.hasGap("no offset"));
}

void TestNeutralSnapshot::reportedGaps() {
  const std::string gap = R"({"t":"gap","scope":"credentials","reason":"denied","detail":"403"})"
                          "\n";
  const auto got = read(whole(identity + gap, R"("identity":1,"gap":1,"credential":0,"trust":0)"));
  QVERIFY(got.complete("identities") && got.complete("trusts") && !got.complete("credentials"));
  QVERIFY(got.hasGap("denied: 403"));
  const auto all =
      read(whole(identity + changed(gap, "credentials", "account 4"), R"("identity":1,"gap":1)"));
  QVERIFY(!all.anyComplete());
}

void TestNeutralSnapshot::truncationIsNeverComplete() {
  const std::string text = whole(identity + grant + trust, R"("identity":1,"grant":1,"trust":1)");
  QVERIFY(read(text).complete("grants"));
  for (std::size_t n = 0; n < text.size() - 1; ++n)
    QVERIFY2(!read(text.substr(0, n)).anyComplete(), qPrintable(QString::number(n)));
}

QTEST_APPLESS_MAIN(TestNeutralSnapshot)
#include "tst_neutral_snapshot.moc"
