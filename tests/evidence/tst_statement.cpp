// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <QTest>

#include <random>

using namespace countersign;
using namespace countersign::evidence;
using namespace countersign::evidence::sample;

class TestStatement : public QObject {
  Q_OBJECT
  World world_ = fullWorld();
  std::string payload(std::size_t i) { return must(readEnvelope(world_.input.entries[i])).payload; }

private Q_SLOTS:
  void roundTrips() {
    for (std::size_t i = 0; i < world_.input.entries.size(); ++i) {
      const Statement s = must(readStatement(payload(i)));
      QCOMPARE(s.header.seq, std::uint64_t(i));
      QCOMPARE(must(writeStatement(s)), payload(i));
      const Json json = must(parseJson(payload(i)));
      QCOMPARE(json["_type"].asString(), std::string("https://in-toto.io/Statement/v1"));
      QCOMPARE(json["predicateType"].asString(),
               "https://countersign.example.org/nhi/" + std::string(statementKind(s.body)) + "/v1");
      QCOMPARE(json["subject"].at(0)["digest"]["sha256"].asString().size(), std::size_t(64));
    }
  }
  void attestationSaysEverything() {
    const Json p = must(parseJson(payload(3)))["predicate"];
    QCOMPARE(p["record"]["name"].asString(), std::string("job-2"));
    QCOMPARE(p["decision"]["kind"].asString(), std::string("revoke"));
    QCOMPARE(p["decision"]["grants"].at(0)["action"].asString(), std::string("s3:PutObject"));
    QCOMPARE(p["closure"]["documents"].size(), std::size_t(2));
    QCOMPARE(p["seal"]["state"].asString(), std::string("current"));
    QCOMPARE(p["seal"]["windows"].at(1)["seconds"].asInt(), std::int64_t(3600));
    QCOMPARE(p["signer"]["keyId"].asString(), world_.second.key.keyId());
    QCOMPARE(p["log"]["seq"].asInt(), std::int64_t(3));
    const std::string subject = must(parseJson(payload(3)))["subject"].at(0)["digest"]["sha256"].asString();
    QCOMPARE(p["record"]["digest"].asString(), subject);
  }
  void refusesWhatHasNoSense() {
    const auto refused = [&](auto change) {
      World w = openWorld();
      Attestation a = w.attestation(1, Decision::Exception);
      change(a);
      return !checkAttestation(a);
    };
    QVERIFY(!refused([](Attestation&) {}));
    QVERIFY(refused([](Attestation& a) { a.until.reset(); }));
    QVERIFY(refused([](Attestation& a) { a.owner.clear(); }));
    QVERIFY(refused([](Attestation& a) { a.reason.clear(); }));
    QVERIFY(refused([](Attestation& a) { a.meaning.clear(); }));
    QVERIFY(refused([](Attestation& a) { a.batchSize = 0; }));
    QVERIFY(refused([](Attestation& a) { std::swap(a.documents[0], a.documents[1]); }));
    QVERIFY(refused([](Attestation& a) { a.absences.push_back(a.absences.back()); }));
    QVERIFY(refused([](Attestation& a) { a.grants = {{"a", "b", "c", "d"}}; }));
    QVERIFY(refused([](Attestation& a) { *a.until += std::chrono::milliseconds(1); }));
    QVERIFY(refused([](Attestation& a) { a.decision = Decision::Certify; }));
    for (auto part : {&Independence::owner, &Independence::creator, &Independence::lastChanger,
                      &Independence::holdsCredential}) {
      World w = openWorld();
      Attestation a = w.attestation(1);
      QVERIFY(checkAttestation(a));
      a.independence.*part = true;
      QVERIFY(!checkAttestation(a));
      a.decision = Decision::Flag;
      QVERIFY(checkAttestation(a));
    }
  }
  void strictReading_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("unknown member") << QByteArray("\"meaning\":") << QByteArray("\"extra\":1,\"meaning\":");
    QTest::newRow("space") << QByteArray("\"meaning\":") << QByteArray("\"meaning\": ");
    QTest::newRow("type") << QByteArray("\"batchSize\":1") << QByteArray("\"batchSize\":\"1\"");
    QTest::newRow("negative") << QByteArray("\"batchSize\":1") << QByteArray("\"batchSize\":-1");
    QTest::newRow("decision") << QByteArray("\"kind\":\"certify\"") << QByteArray("\"kind\":\"Certify\"");
    QTest::newRow("tier") << QByteArray("\"tier\":\"high\"") << QByteArray("\"tier\":\"HIGH\"");
    QTest::newRow("seal") << QByteArray("\"state\":\"current\"") << QByteArray("\"state\":\"fresh\"");
    QTest::newRow("time") << QByteArray("\"claimedAt\":\"2026") << QByteArray("\"claimedAt\":\"2o26");
    QTest::newRow("offset") << QByteArray("06:02:00Z\"") << QByteArray("06:02:00+00:00\"");
    QTest::newRow("hash") << QByteArray("\"viewSha256\":\"") << QByteArray("\"viewSha256\":\"x");
    QTest::newRow("origin") << QByteArray("example.org/reviews") << QByteArray("example.org reviews");
    QTest::newRow("statement") << QByteArray("in-toto.io/Statement/v1")
                               << QByteArray("in-toto.io/Statement/v0");
    QTest::newRow("subject") << QByteArray("\"name\":\"nhi:") << QByteArray("\"name\":\"nhj:");
    QTest::newRow("twice") << QByteArray("\"meaning\":") << QByteArray("\"meaning\":\"\",\"meaning\":");
  }
  void strictReading() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray text = QByteArray::fromStdString(payload(1));
    const qsizetype at = text.indexOf(from);
    QVERIFY(at >= 0);
    text.replace(at, from.size(), to);
    const auto read = readStatement(text.toStdString());
    QVERIFY(!read);
    QVERIFY(read.error().code == ErrorCode::Malformed || read.error().code == ErrorCode::DuplicateKey);
  }
  void laterKinds() {
    std::string text = payload(9);
    const std::string kind = "/nhi/note/v1";
    text.replace(text.find(kind), kind.size(), "/nhi/note/v2");
    const auto read = readStatement(text);
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), int(ErrorCode::Unsupported));
  }
  /// Every byte of an envelope, changed: it cannot be read, or its signature does not hold.
  void everyByteCounts() {
    const std::string good = world_.input.entries[1];
    std::mt19937 random(3);
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << (random() % 8)));
      const auto read = readEnvelope(bad);
      QVERIFY(!read || !verifyEnvelope(*read, world_.first.key.publicKey()));
      if (i % 7 == 0) QVERIFY(!readEnvelope(good.substr(0, i)));
    }
    QVERIFY(verifyEnvelope(must(readEnvelope(good)), world_.first.key.publicKey()));
    QVERIFY(!readEnvelope(good + "\n"));
  }
  /// secure-systems-lab/dsse protocol.md, "PAE".
  void preAuthenticationEncoding() {
    QCOMPARE(preAuthEncoding("http://example.com/HelloWorld", "hello world"),
             std::string("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
    QCOMPARE(preAuthEncoding("", ""), std::string("DSSEv1 0  0 "));
  }
};

QTEST_GUILESS_MAIN(TestStatement)
#include "tst_statement.moc"
