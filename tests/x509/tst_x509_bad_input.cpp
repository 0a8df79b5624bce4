// SPDX-License-Identifier: Apache-2.0
#include "folder.h"
#include "models/identity/digest.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* canary = "Y2FuYXJ5LTdjMWUtbm90LWEta2V5";

std::string keyBlock(const std::string& label) {
  return "-----BEGIN " + label + "-----\nMIG" + canary + "\n" + canary + "\n-----END " + label + "-----\n";
}

/// A folder of its own for a test.
class Folder {
public:
  std::string path(const std::string& name = {}) const {
    return dir_.filePath(QString::fromStdString(name)).toStdString();
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  ReadFolder read() const { return readFolder(dir_.path().toStdString()); }

private:
  QTemporaryDir dir_;
};

std::string data(const std::string& name) {
  return fileText(dataFolder + "/" + name);
}

} // namespace

class TestX509BadInput : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// Presence and label of a key are all that is left of it.
  void privateKeys() {
    const Folder folder;
    folder.write("tls.crt", data("svc/batch.crt"));
    folder.write("tls.key", keyBlock("EC PRIVATE KEY"));
    folder.write("both.pem", keyBlock("ENCRYPTED PRIVATE KEY") + data("odd.cer"));
    folder.write("alone.pem", keyBlock("PRIVATE KEY"));
    folder.write("text.pem",
                 "    Bag Attributes\nkey: " + std::string(canary) + "\n" + data("ca.pem") + canary + "\n");
    const auto got = folder.read();
    QCOMPARE(count(got, "x509.certificate"), std::size_t{3});
    QCOMPARE(got.errors(), std::size_t{0});
    QVERIFY(got.complete("certificates"));
    QCOMPARE(contentOf(got, "batch")["privateKeys"].at(0)["label"].asString(), std::string("EC PRIVATE KEY"));
    QCOMPARE(contentOf(got, "batch")["privateKeys"].at(0)["place"].asString(),
             std::string("file of the same name"));
    QVERIFY(!contentOf(got, "Example CA").has("privateKeys"));
    std::size_t noted = 0;
    for (const Gap& gap : got.all.gaps)
      if (gap.error.message.find("private key") != std::string::npos) {
        ++noted;
        QVERIFY(gap.warning && !gap.error.remedy.empty() && gap.error.place.line.has_value());
      }
    QCOMPARE(noted, std::size_t{3});
    QVERIFY(got.text.find(canary) != std::string::npos);
    QVERIFY2(everythingOf(got).find(canary) == std::string::npos, everythingOf(got).c_str());
    QVERIFY(masked(got.text, got).find(canary) == std::string::npos);
    QVERIFY(masked(got.text, got).find("BEGIN CERTIFICATE") != std::string::npos);
  }
  /// A PKCS#12 file may hold its key in the open: the whole of it is masked.
  void keyOfPkcs12() {
    const Folder folder;
    folder.write("plain.p12", data("p12/plain.p12"));
    const auto got = folder.read();
    QCOMPARE(count(got, "x509.certificate"), std::size_t{2});
    const std::string der = data("p12/plain.p12");
    const std::string mark("\x04\x6d\x30\x6b\x02\x01\x01\x04\x20", 9); // an EC key: 32 bytes behind it
    const auto at = der.find(mark);
    QVERIFY(at != std::string::npos);
    const std::string secret = der.substr(at + mark.size(), 32);
    for (const std::string& form : {secret, toHex(secret), toBase64(secret)})
      QVERIFY(everythingOf(got).find(form) == std::string::npos);
    const std::string kept = masked(got.text, got);
    QCOMPARE(kept, std::string(kept.size(), '*'));
  }
  void cutOffKeys() {
    const std::string whole = data("svc/batch.crt") + keyBlock("EC PRIVATE KEY") + data("ca.pem");
    for (std::size_t n = 1; n < whole.size(); n += 7) {
      const auto got = collect(*makeX509Connector(), whole.substr(0, n));
      QVERIFY(!got.error);
      QVERIFY(everythingOf(got).find(canary) == std::string::npos);
      QVERIFY(masked(whole.substr(0, n), got).find(std::string(canary).substr(0, 12)) == std::string::npos);
    }
  }

  void faults_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const std::string& bytes, const char* says) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(says);
    };
    const std::string pem = data("ca.pem"), der = data("svc/orders.der");
    row("cut off", pem.substr(0, pem.size() - 40), "no END line");
    row("two, the first cut off", pem.substr(0, pem.size() - 40) + "\n" + pem, "no END line");
    row("closed by another", pem.substr(0, pem.find("-----END")) + "-----END X509 CRL-----\n",
        "another kind");
    row("no base64", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", "no base64");
    row("nothing inside", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "cannot be read");
    row("a list in a certificate's clothes",
        "-----BEGIN CERTIFICATE-----\n" + toBase64(data("crl/ca.crl")) + "\n-----END CERTIFICATE-----\n",
        "cannot be read");
    row("more behind",
        "-----BEGIN CERTIFICATE-----\n" + toBase64(der + "xyz") + "\n-----END CERTIFICATE-----\n",
        "3 bytes stand behind");
    row("binary, cut off", der.substr(0, 300), "ends early");
    row("binary, with more behind", der + "xyz", "ends early");
    row("binary nothing", std::string("\x30\x82\x00\x04\x02\x02\x01\x01", 8), "neither a certificate");
    row("register, unknown state",
        "V\t270101000000Z\t\t01\tunknown\t/CN=a\nX\t270101000000Z\t\t02\tunknown\t/CN=a\n",
        "none of V, R and E");
    row("register, no time", "V\t279901000000Z\t\t01\tunknown\t/CN=a\n", "the expiry is no time");
    row("register, revoked without a time", "R\t270101000000Z\t\t01\tunknown\t/CN=a\n",
        "the time of revocation is no time");
    row("register, serial", "V\t270101000000Z\t\t0x1\tunknown\t/CN=a\n", "not hexadecimal");
    row("register, columns", "V\t270101000000Z\t\t01\tunknown\t/CN=a\nV\t270101000000Z\n",
        "a row of 2 columns");
  }
  void faults() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, says);
    const Folder folder;
    folder.write("good.pem", data("svc/batch.crt"));
    folder.write("sub/bad.pem", bytes.toStdString());
    const auto got = folder.read();
    QVERIFY(!got.error);
    QVERIFY2(got.hasGap(says.toStdString()), everythingOf(got).c_str());
    QVERIFY(!got.complete("certificates"));
    QVERIFY(!contentOf(got, "batch").isNull());
    for (const Gap& gap : got.all.gaps)
      if (!gap.warning) {
        QVERIFY(gap.error.place.file.ends_with("/sub/bad.pem"));
        QCOMPARE(gap.part, std::string("certificates"));
      }
  }
  void nothingIsLostBehindAFault() {
    const auto got = collect(*makeX509Connector(), data("ca.pem").substr(0, 300) + "\n" + data("bundle.pem"));
    QCOMPARE(count(got, "x509.certificate"), std::size_t{3});
    QCOMPARE(got.errors(), std::size_t{1});
  }
  void filesThatAreNone() {
    const Folder folder;
    folder.write("good.pem", data("svc/batch.crt"));
    folder.write("empty.pem", "");
    folder.write("words.crt", "not a certificate\n");
    folder.write("readme.txt", "what lies here\n");
    folder.write("renamed.txt", data("odd.cer"));
    folder.write("index.txt.old", "V\t270101000000Z\t\t01\tunknown\t/CN=a\n");
    const auto got = folder.read();
    QCOMPARE(got.refused, std::size_t{1});
    QCOMPARE(count(got, "x509.certificate"), std::size_t{2});
    QCOMPARE(count(got, "x509.register-entry"), std::size_t{0});
    QVERIFY(got.hasGap("empty") && got.hasGap("neither certificate") && got.hasGap("before the last change"));
    QCOMPARE(got.errors(), std::size_t{2});
    QVERIFY(!got.complete("certificates"));
  }
  void hugeBinary() {
    const Folder folder;
    folder.write("good.pem", data("svc/batch.crt"));
    folder.write("huge.der", std::string("\x30\x84\x02\x00\x00\x10", 6) + std::string(33U << 20, 'x'));
    const auto got = folder.read();
    QCOMPARE(got.refused, std::size_t{1});
    QVERIFY(got.hasGap("larger than 32 MiB") && !got.complete("certificates"));
  }
  /// Nothing takes time with the square of a file's size.
  void hostileText() {
    std::string dashes(8U << 20, '-');
    std::string begins, ends;
    for (int i = 0; i < 200'000; ++i) {
      begins += "-----BEGIN CERTIFICATE-----\n";
      ends += "-----END X-----\n";
    }
    for (const std::string& text : {dashes, ends + data("ca.pem"), begins.substr(0, 280'000)}) {
      const auto got = collect(*makeX509Connector(), "-----BEGIN CERTIFICATE-----\n" + text);
      QVERIFY(!got.error && !got.complete("certificates"));
    }
  }
  void cancelled() {
    const auto connector = makeX509Connector();
    const std::string text = data("bundle.pem");
    Input input;
    input.name = "bundle.pem";
    input.bytes = text;
    CollectSink sink;
    sink.cancel = true;
    const auto read = connector->read(input, {}, {}, sink);
    QVERIFY(!read && read.error().code == ErrorCode::Cancelled);
    QVERIFY(sink.all.documents.empty());
  }
};

QTEST_APPLESS_MAIN(TestX509BadInput)
#include "tst_x509_bad_input.moc"
