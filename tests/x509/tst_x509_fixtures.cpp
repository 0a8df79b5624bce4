// SPDX-License-Identifier: Apache-2.0
#include "folder.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

std::string lower(std::string text) {
  for (char& c : text)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

/// "…+00:00" as we write it.
std::string zulu(const std::string& time) {
  return time.substr(0, time.find("+00:00")) + "Z";
}

} // namespace

/// A folder of odd certificates beside what OpenSSL and another library read in them.
class TestX509Fixtures : public QObject {
  Q_OBJECT
private:
  const std::string root_ = COUNTERSIGN_FIXTURES_DIR "/x509";
  ReadFolder got_;
  Json expected_;

  static void compare(const Json& want, const Document& document) {
    const Json& c = document.content;
    QCOMPARE(c["sha256"].asString(), want["sha256"].asString());
    QCOMPARE(c["subject"]["text"].asString(), want["subject_rfc4514"].asString());
    QCOMPARE(c["issuer"]["text"].asString(), want["issuer_rfc4514"].asString());
    QCOMPARE(c["serial"].asString(), want["serial_hex"].asString());
    QCOMPARE(c["notBefore"].asString(), zulu(want["not_before"].asString()));
    QCOMPARE(c["notAfter"].asString(), zulu(want["not_after"].asString()));
    QCOMPARE(c["selfIssued"].asBool(), want["self_issued"].asBool());
    QCOMPARE(c["signature"]["hash"].asString(), want["signature_hash"].asString());
    QCOMPARE(c["key"]["type"].asString(), want["public_key"].asString());
    QCOMPARE(c["key"]["bits"].asInt(), want["key_size"].asInt());
    for (const std::string& line : want["openssl"].strings()) {
      if (line.starts_with("subject=")) QCOMPARE("subject=" + c["subject"]["text"].asString(), line);
      if (line.starts_with("issuer=")) QCOMPARE("issuer=" + c["issuer"]["text"].asString(), line);
      if (line.starts_with("serial="))
        QCOMPARE(lower(line.substr(line.find_first_not_of('0', 7))), c["serial"].asString());
    }
  }

private Q_SLOTS:
  void initTestCase() {
    if (!std::filesystem::exists(root_ + "/expected.json")) QSKIP("all data missing");
    const auto json = parseJson(fileText(root_ + "/expected.json"));
    QVERIFY(json.has_value());
    expected_ = *json;
    got_ = readFolder(root_);
  }
  void equal() {
    if (expected_.empty()) QSKIP("all data missing");
    std::size_t compared = 0;
    for (const auto& [name, want] : expected_.members()) {
      const Document* document = got_.find("x509.certificate", want["sha256"].asString());
      QVERIFY2(document != nullptr, name.c_str());
      compare(want, *document);
      if (QTest::currentTestFailed()) QFAIL(name.c_str());
      ++compared;
    }
    QCOMPARE(compared, expected_.size());
    QVERIFY(compared >= 17);
  }
  void nothingElse() {
    if (expected_.empty()) QSKIP("all data missing");
    QCOMPARE(count(got_, "x509.certificate"), expected_.size());
    QCOMPARE(got_.refused, std::size_t{1}); // empty.pem
    QCOMPARE(got_.errors(), std::size_t{1});
  }
};

QTEST_APPLESS_MAIN(TestX509Fixtures)
#include "tst_x509_fixtures.moc"
