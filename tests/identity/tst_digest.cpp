// SPDX-License-Identifier: Apache-2.0
#include "models/identity/digest.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QTest>
#include <random>

using namespace countersign;

namespace {
std::string randomBytes(std::mt19937& random, std::size_t size) {
  std::string out(size, '\0');
  for (char& c : out)
    c = static_cast<char>(random() & 0xFF);
  return out;
}
} // namespace

class TestDigest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void known() { // FIPS 180-4 examples
    QCOMPARE(sha256("").hex(),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256("abc").hex(),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256("abc").brief(), std::string("ba78 16bf 8f01"));
  }
  void inPieces() {
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
      const std::string bytes = randomBytes(random, random() % 5000);
      Sha256 hasher;
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t n = 1 + random() % 300;
        hasher.add(std::string_view(bytes).substr(at, n));
        at += n;
      }
      const Digest digest = hasher.finish();
      QVERIFY(digest == sha256(bytes));
      const QByteArray expected =
          QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha256);
      QCOMPARE(digest.raw(), expected.toStdString());
      hasher.add("abc");
      QVERIFY(hasher.finish() == sha256("abc"));
    }
  }
  void fromTexts() {
    const Digest digest = sha256("x");
    QVERIFY(*Digest::fromHex(digest.hex()) == digest);
    QVERIFY(*Digest::fromRaw(digest.raw()) == digest);
    QString upper = QString::fromStdString(digest.hex()).toUpper();
    QVERIFY(*Digest::fromHex(upper.toStdString()) == digest);
    QVERIFY(!Digest::fromHex(digest.hex().substr(1)));
    QVERIFY(!Digest::fromHex(digest.hex() + "00"));
    QVERIFY(!Digest::fromHex("g" + digest.hex().substr(1)));
    QVERIFY(!Digest::fromRaw("short"));
    QCOMPARE(Digest::fromRaw("").error().code, ErrorCode::Malformed);
  }
  void hexRoundTrip() {
    std::mt19937 random(2);
    for (std::size_t n = 0; n < 300; ++n) {
      const std::string bytes = randomBytes(random, n);
      QCOMPARE(toHex(bytes), QByteArray::fromStdString(bytes).toHex().toStdString());
      QCOMPARE(*fromHex(toHex(bytes)), bytes);
    }
    QVERIFY(!fromHex("abc"));
    QVERIFY(!fromHex("0x"));
    QVERIFY(!fromHex(" 0"));
    QCOMPARE(*fromHex("aBCd"), std::string("\xAB\xCD"));
  }
  void base64RoundTrip() {
    std::mt19937 random(3);
    for (std::size_t n = 0; n < 300; ++n) {
      const std::string bytes = randomBytes(random, n);
      QCOMPARE(toBase64(bytes), QByteArray::fromStdString(bytes).toBase64().toStdString());
      QCOMPARE(*fromBase64(toBase64(bytes)), bytes);
    }
  }
  void base64Refuses_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"A", "AA", "AAA", "A===", "====", "AA=A", "=AAA", "AA==AAAA", "AAA=AAAA",
                             "AB==", "AAB=", "AA-_", "AA A", "AAAA\n", "\nAAA", "Zm9v Zm9v", "AAAAA==="})
      QTest::newRow(text) << QByteArray(text);
    QTest::newRow("zero byte") << QByteArray("AA\0A", 4);
  }
  void base64Refuses() {
    QFETCH(QByteArray, text);
    const auto bytes = fromBase64(text.toStdString());
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::Malformed);
  }
  void base64Vectors() { // RFC 4648, section 10
    QCOMPARE(toBase64("f"), std::string("Zg=="));
    QCOMPARE(toBase64("fo"), std::string("Zm8="));
    QCOMPARE(toBase64("foobar"), std::string("Zm9vYmFy"));
    QCOMPARE(*fromBase64(""), std::string());
  }
  void hashing() {
    QVERIFY(DigestHash()(sha256("a")) != DigestHash()(sha256("b")));
    QVERIFY(sha256("a") != sha256("b"));
  }
};

QTEST_APPLESS_MAIN(TestDigest)
#include "tst_digest.moc"
