// SPDX-License-Identifier: Apache-2.0
#include "folder.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

std::vector<std::string> list(std::initializer_list<const char*> texts) {
  return {texts.begin(), texts.end()};
}

} // namespace

class TestX509Folder : public QObject {
  Q_OBJECT
private:
  ReadFolder got_;

private Q_SLOTS:
  void initTestCase() {
    ReadOptions options;
    options.capturedAt = *parseRfc3339("2026-11-21T10:00:00Z");
    got_ = readFolder(dataFolder, options);
    QVERIFY2(!got_.error, got_.error ? got_.error->text().c_str() : "");
  }

  /// The same certificate in a bundle, alone and in a PKCS#7 is one document.
  void oneDocumentACertificate() {
    QCOMPARE(count(got_, "x509.certificate"), std::size_t{5});
    QCOMPARE(count(got_, "x509.crl"), std::size_t{3});
    QCOMPARE(count(got_, "x509.register-entry"), std::size_t{4});
    QCOMPARE(got_.facts.scope.value_or(""), std::string("data"));
    const std::string sha = contentOf(got_, "orders")["sha256"].asString();
    const Observation* files = got_.observation(sha, "files");
    QVERIFY(files != nullptr);
    QCOMPARE(files->value["files"].strings(),
             list({"bundle.pem", "chain-pem.p7b", "chain.p7b", "svc/orders.der"}));
  }

  void whatACertificateSays() {
    const Json& c = contentOf(got_, "orders");
    QCOMPARE(c["serial"].asString(), std::string("a01"));
    QCOMPARE(c["subject"]["text"].asString(), std::string("CN=orders,O=Example"));
    QCOMPARE(c["issuer"]["text"].asString(), std::string("CN=Example CA,O=Example,C=DE"));
    QCOMPARE(c["issuer"]["attributes"].at(0)["type"].asString(), std::string("C"));
    QCOMPARE(c["subjectOneline"].asString(), std::string("/O=Example/CN=orders"));
    QCOMPARE(c["names"]["uri"].strings(), list({"spiffe://example.org/ns/shop/sa/orders"}));
    QCOMPARE(c["names"]["dns"].strings(), list({"api.example.org", "orders.example.org"}));
    QCOMPARE(c["names"]["email"].strings(), list({"orders@example.org"}));
    QCOMPARE(c["names"]["ip"].strings(), list({"10.0.0.7", "2001:db8::7"}));
    QCOMPARE(c["names"]["directory"].strings(), list({"CN=dir"}));
    QCOMPARE(c["names"]["registeredId"].strings(), list({"1.2.3.4"}));
    QCOMPARE(c["names"]["other"].at(0)["oid"].asString(), std::string("1.3.6.1.4.1.311.20.2.3"));
    QCOMPARE(c["names"]["other"].at(0)["value"].asString(), std::string("orders@example.org"));
    QCOMPARE(c["extendedKeyUsage"].strings(), list({"1.3.6.1.4.1.55555.1", "clientAuth", "serverAuth"}));
    QCOMPARE(c["keyUsage"].strings(), list({"digitalSignature", "keyEncipherment"}));
    QVERIFY(c["basicConstraints"].has("ca") && !c["basicConstraints"]["ca"].asBool(true));
    QCOMPARE(c["revocationLists"].strings(), list({"http://crl.example.org/ca.crl"}));
    QCOMPARE(c["key"]["type"].asString(), std::string("EC"));
    QCOMPARE(c["key"]["bits"].asInt(), std::int64_t{256});
    QCOMPARE(c["signature"]["algorithm"].asString(), std::string("ecdsa-with-SHA256"));
    QCOMPARE(c["signature"]["hash"].asString(), std::string("sha256"));
    QVERIFY(!c["selfIssued"].asBool(true) && !c.has("unreadable"));
    const Json& ca = contentOf(got_, "Example CA");
    QCOMPARE(c["authorityKeyId"]["keyId"].asString(), ca["subjectKeyId"].asString());
    QCOMPARE(ca["basicConstraints"]["pathLength"].asString(), std::string("1"));
    QVERIFY(ca["selfIssued"].asBool());
  }

  void oddNamesAndTimes() {
    const Json& odd = contentOf(got_, " #odd, \"x\";<>+\\ ");
    QCOMPARE(odd["subject"]["text"].asString(),
             std::string("1.2.840.113549.1.9.1=a@example.org,"
                         "UID=u+CN=\\ #odd\\, \\\"x\\\"\\;\\<\\>\\+\\\\\\ "));
    QVERIFY(odd["subject"]["attributes"].at(1)["joined"].asBool());
    QCOMPARE(odd["notBefore"].asString(), std::string("1950-01-01T00:00:00Z"));
    QCOMPARE(odd["notAfter"].asString(), std::string("2049-12-31T23:59:59Z"));
    QCOMPARE(odd["key"]["type"].asString(), std::string("Ed25519"));
    QVERIFY(!odd["signature"].has("hash") || odd["signature"]["hash"].asString() == "sha256");
    QCOMPARE(contentOf(got_, "web.example.org")["notAfter"].asString(), std::string("9999-12-31T23:59:59Z"));
    QCOMPARE(contentOf(got_, "Example CA")["notAfter"].asString(), std::string("2051-06-30T23:59:59Z"));
    QVERIFY(got_.hasGap("'CN=batch' had expired on 2026-06-01T00:00:00Z"));
    QVERIFY(got_.hasGap("'CN=web.example.org' is not valid before 2027-01-01T00:00:00Z"));
  }

  /// Of each revoked certificate the newest list has the word, a delta before what it is a delta of.
  void revocations() {
    QCOMPARE(count(got_, "x509.crl-entry"), std::size_t{2});
    const std::string issuer = " of CN=Example CA,O=Example,C=DE";
    const Json& batch = contentOf(got_, "a02" + issuer, "x509.crl-entry");
    QCOMPARE(batch["reason"].asString(), std::string("keyCompromise"));
    QCOMPARE(batch["revoked"].asString(), std::string("2026-02-03T04:05:06Z"));
    QCOMPARE(contentOf(got_, "cafe" + issuer, "x509.crl-entry")["reason"].asString(),
             std::string("superseded"));
    QVERIFY(contentOf(got_, "a01" + issuer, "x509.crl-entry").isNull()); // was on hold in an older list
    QVERIFY(contentOf(got_, "beef" + issuer, "x509.crl-entry").isNull());
    std::size_t numbers = 0;
    for (const auto& [document, where] : got_.all.documents)
      if (document.object.kind == "x509.crl" && document.content["number"].asString() == "7") {
        ++numbers;
        QCOMPARE(document.content["entries"].asInt(), std::int64_t{2});
        QCOMPARE(document.content["thisUpdate"].asString(), std::string("2026-03-01T00:00:00Z"));
        QCOMPARE(document.content["nextUpdate"].asString(), std::string("2026-12-01T00:00:00Z"));
      }
    QCOMPARE(numbers, std::size_t{1});
    QVERIFY(got_.hasGap("was to be replaced by 2026-03-01T00:00:00Z"));
  }

  void registers() {
    const Json& batch = contentOf(got_, "a02 in index.txt", "x509.register-entry");
    QCOMPARE(batch["status"].asString(), std::string("revoked"));
    QCOMPARE(batch["revoked"].asString(), std::string("2026-02-03T04:05:06Z"));
    QCOMPARE(batch["reason"].asString(), std::string("keyCompromise"));
    QCOMPARE(batch["file"].asString(), std::string("newcerts/0A02.pem"));
    QCOMPARE(batch["subject"].asString(), contentOf(got_, "batch")["subjectOneline"].asString());
    QCOMPARE(batch["expires"].asString(), contentOf(got_, "batch")["notAfter"].asString());
    QCOMPARE(contentOf(got_, "9 in index.txt", "x509.register-entry")["status"].asString(),
             std::string("expired"));
    const Json& old = contentOf(got_, "b in index.txt", "x509.register-entry");
    QCOMPARE(old["reason"].asString(), std::string("cACompromise"));
    QCOMPARE(old["invalidSince"].asString(), std::string("2026-01-01T00:00:00Z"));
    QCOMPARE(old["expires"].asString(), std::string("2051-06-30T23:59:59Z"));
  }

  /// Of PKCS#12 what no passphrase protects; the keys in it are noted, what is locked is a gap.
  void containers() {
    const Json& keys = contentOf(got_, "batch")["privateKeys"];
    QCOMPARE(keys.size(), std::size_t{2});
    QCOMPARE(keys.at(0)["label"].asString(), std::string("PKCS#12 ENCRYPTED KEY"));
    QCOMPARE(keys.at(1)["label"].asString(), std::string("PKCS#12 KEY"));
    QCOMPARE(keys.at(1)["place"].asString(), std::string("same file"));
    QVERIFY(got_.hasGap("encrypted under a passphrase"));
    QCOMPARE(got_.errors(), std::size_t{1});
    QVERIFY(!got_.complete("certificates"));
    const Observation* files = got_.observation(contentOf(got_, "batch")["sha256"].asString(), "files");
    QVERIFY(files != nullptr);
    QCOMPARE(files->value["files"].strings(), list({"p12/empty.p12", "p12/plain.p12", "svc/batch.crt"}));
  }

  void completeness() {
    QVERIFY(readFolder(dataFolder + "/crl").complete("certificates"));
    const auto connector = makeX509Connector();
    const auto one = collect(*connector, fileText(dataFolder + "/ca.pem"));
    QCOMPARE(one.all.documents.size(), std::size_t{1});
    QVERIFY(!one.complete("certificates"));
    QVERIFY(one.part("certificates")->why.find("folder") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestX509Folder)
#include "tst_x509_folder.moc"
