// SPDX-License-Identifier: Apache-2.0
#include "sample.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace countersign;
using namespace countersign::evidence;
using namespace countersign::evidence::sample;

class TestKeys : public QObject {
  Q_OBJECT
  QTemporaryDir folder_;
  std::string path(const char* name) { return folder_.path().toStdString() + '/' + name; }

private Q_SLOTS:
  void signsAndVerifies() {
    const SigningKey key = must(SigningKey::generate());
    const std::string signature = must(key.sign("message"));
    QVERIFY(key.publicKey().verify("message", signature));
    QVERIFY(!key.publicKey().verify("messagf", signature));
    QVERIFY(!key.publicKey().verify("message", signature.substr(1)));
    QVERIFY(!key.publicKey().verify("message", ""));
    QVERIFY(!must(SigningKey::generate()).publicKey().verify("message", signature));
    QVERIFY(signature != must(key.sign("message")));
    QCOMPARE(key.keyId(), sha256(key.publicKey().der()).hex());
    QCOMPARE(must(PublicKey::fromPem(key.publicKey().pem())).keyId(), key.keyId());
  }
  /// The key id that a person gets with openssl, and a signature that openssl accepts.
  void opensslAgrees() {
    const SigningKey key = must(SigningKey::generate());
    writeFile(path("k.pem"), key.publicKey().pem());
    writeFile(path("m"), "message");
    writeFile(path("m.sig"), must(key.sign("message")));
    const std::string id = "openssl pkey -pubin -in k.pem -outform DER | sha256sum | cut -c1-64";
    QCOMPARE(run("sh", {"-c", id}, folder_.path().toStdString()).output, key.keyId() + "\n");
    QCOMPARE(
        run("openssl", {"dgst", "-sha256", "-verify", path("k.pem"), "-signature", path("m.sig"), path("m")})
            .output,
        std::string("Verified OK\n"));
  }
  void keyFile() {
    const SigningKey key = must(SigningKey::generate());
    must(saveKeyFile(key, path("key.pem"), "long passphrase", 1000).map([] { return 0; }));
    struct stat info {};
    QVERIFY(::stat(path("key.pem").c_str(), &info) == 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
    QCOMPARE(must(loadKeyFile(path("key.pem"), "long passphrase")).keyId(), key.keyId());
    const auto again = saveKeyFile(key, path("key.pem"), "long passphrase", 1000);
    QVERIFY(!again && again.error().code == ErrorCode::Io);
    for (const char* wrong : {"Long passphrase", "", "long passphrase "}) {
      const auto refused = loadKeyFile(path("key.pem"), wrong);
      QVERIFY(!refused);
      QCOMPARE(int(refused.error().code), int(ErrorCode::Crypto));
      QVERIFY(refused.error().message.find("passphrase") != std::string::npos &&
              !refused.error().remedy.empty());
      QCOMPARE(refused.error().place.file, path("key.pem"));
    }
    QCOMPARE(int(loadKeyFile(path("none.pem"), "x").error().code), int(ErrorCode::NotFound));
    QVERIFY(!key.encryptedPem("", 1000));
  }
  /// The figures that protect the passphrase, as openssl reads them in the file.
  void keyFileAlgorithms() {
    const SigningKey key = must(SigningKey::generate());
    must(saveKeyFile(key, path("default.pem"), "passphrase").map([] { return 0; }));
    const std::string asn1 = run("openssl", {"asn1parse", "-in", path("default.pem")}).output;
    QVERIFY(asn1.find(":PBES2") != std::string::npos && asn1.find(":PBKDF2") != std::string::npos);
    QVERIFY2(asn1.find("INTEGER           :0927C0") != std::string::npos, asn1.c_str()); // 600,000
    QVERIFY(asn1.find(":hmacWithSHA256") != std::string::npos &&
            asn1.find(":aes-256-cbc") != std::string::npos);
    QCOMPARE(
        run("openssl", {"pkey", "-in", path("default.pem"), "-passin", "pass:passphrase", "-pubout"}).output,
        key.publicKey().pem());
  }
  void refusesOtherKeys() {
    const auto sh = [&](const char* command) {
      return run("sh", {"-c", command}, folder_.path().toStdString()).exit;
    };
    QCOMPARE(sh("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -quiet -aes256 -pass pass:x "
                "-out rsa.pem"),
             0);
    QCOMPARE(sh("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes256 -pass pass:x -out "
                "p384.pem"),
             0);
    QCOMPARE(sh("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out plain.pem"), 0);
    for (const char* name : {"rsa.pem", "p384.pem", "plain.pem"}) {
      const auto refused = loadKeyFile(path(name), "x");
      QVERIFY2(!refused && refused.error().code == ErrorCode::Crypto, name);
    }
    QCOMPARE(sh("openssl pkcs8 -topk8 -in plain.pem -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1000 "
                "-passout pass:x -out made.pem"),
             0);
    QVERIFY(loadKeyFile(path("made.pem"), "x"));
    QVERIFY(!PublicKey::fromPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    QVERIFY(!PublicKey::fromDer(""));
  }
  void cleansesPassphrases() {
    std::string secret = "a passphrase that is longer than a small string is";
    const char* memory = secret.data();
    const std::size_t size = secret.size();
    cleanse(secret);
    QVERIFY(secret.empty() && secret.capacity() >= size && secret.data() == memory);
    secret.resize(secret.capacity(), 'x');
    QVERIFY(secret.find("passphrase") == std::string::npos);
  }

  void certificates() {
    const World w = openWorld();
    const Certificate& c = w.first.certificate;
    QCOMPARE(c.commonName(), std::string("First Reviewer"));
    QCOMPARE(c.email(), std::string("reviewer@example.org"));
    QVERIFY(c.mayTestify() && !c.isAuthority());
    QVERIFY(w.authority.isAuthority() && !w.authority.mayTestify());
    QCOMPARE(must(c.publicKey()).keyId(), w.first.key.keyId());
    QCOMPARE(formatRfc3339(c.notAfter()), std::string("2036-01-01T00:00:00Z"));
    QVERIFY(checkCertificate(c, w.authority, w.now));
    QVERIFY(checkCertificate(c, w.authority, std::nullopt));
    const auto late = checkCertificate(c, w.authority, must(parseRfc3339("2037-01-01T00:00:00Z")));
    QVERIFY(!late && late.error().message.find("expired") != std::string::npos);
    QVERIFY(!checkCertificate(c, w.authority, must(parseRfc3339("2025-01-01T00:00:00Z"))));
    const World other = openWorld();
    QVERIFY(!checkCertificate(c, other.authority, w.now));
    QVERIFY(!checkCertificate(w.authority, w.authority, w.now));
    QVERIFY(!issueCertificate(other.authorityKey, w.authority, w.first.key.publicKey(),
                              {"x", "", w.authority.notBefore(), w.authority.notAfter()}));
    writeFile(path("ca.crt"), w.authority.pem());
    writeFile(path("r.crt"), c.pem());
    QCOMPARE(run("openssl", {"verify", "-x509_strict", "-CAfile", path("ca.crt"), path("r.crt")}).output,
             path("r.crt") + ": OK\n");
    const std::string text = run("openssl", {"x509", "-in", path("r.crt"), "-noout", "-text"}).output;
    QVERIFY(text.find("Digital Signature, Non Repudiation") != std::string::npos);
    QVERIFY(must(issueCertificate(w.authorityKey, w.authority, w.first.key.publicKey(),
                                  {"x", "", w.authority.notBefore(), w.authority.notAfter()}))
                .sha256() !=
            must(issueCertificate(w.authorityKey, w.authority, w.first.key.publicKey(),
                                  {"x", "", w.authority.notBefore(), w.authority.notAfter()}))
                .sha256()); // serial
  }
  void refusesHostileRequests() {
    const World w = openWorld();
    const auto issue = [&](CertificateRequest request) {
      return issueCertificate(w.authorityKey, w.authority, w.first.key.publicKey(), request).has_value();
    };
    const Instant from = w.authority.notBefore(), to = w.authority.notAfter();
    QVERIFY(!issue({"", "", from, to}));
    QVERIFY(!issue({std::string(65, 'x'), "", from, to}));
    QVERIFY(!issue({"a\nb", "", from, to}));
    QVERIFY(!issue({"a", "a b@example.org", from, to}));
    QVERIFY(!issue({"a", "", to, from}));
    const Certificate odd = must(issueCertificate(w.authorityKey, w.authority, w.first.key.publicKey(),
                                                  {"a, CN=b/CN=c", "a,email:b@example.org", from, to}));
    QCOMPARE(odd.commonName(), std::string("a, CN=b/CN=c"));
    QCOMPARE(odd.email(), std::string("a,email:b@example.org")); // one name, not two
  }
};

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
