// SPDX-License-Identifier: Apache-2.0
#include "folder.h"
#include "models/correlate/describe.h"
#include "models/identity/x509_keys.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

class TestX509Describe : public QObject {
  Q_OBJECT
private:
  ReadFolder got_;

  Description of(const std::string& name, const std::string& kind = "x509.certificate") const {
    for (const auto& [document, where] : got_.all.documents)
      if (document.object.kind == kind && document.object.name == name) return describe(document);
    return {};
  }
  static Json leaf(const std::vector<std::string>& uris) {
    Json names = Json::object(), c = Json::object();
    names.setUnlessEmpty("uri", Json::stringSet(uris));
    c.set("sha256", Json("aa")).set("serial", Json("1")).set("names", std::move(names));
    Json key = Json::object();
    key.set("sha256", Json("bb"));
    c.set("key", std::move(key));
    return c;
  }
  static Description describeLeaf(Json content) {
    Document d;
    d.object = {"x509.certificate", "aa", "n", "aa"};
    d.content = std::move(content);
    return describe(d);
  }

private Q_SLOTS:
  void initTestCase() { got_ = readFolder(dataFolder); }

  /// Who may log in with it is an identity; authorities and servers are not.
  void principals() {
    const Description orders = of("orders");
    QVERIFY(orders.principal);
    QCOMPARE(orders.kindLabel, std::string("X.509 identity"));
    QCOMPARE(orders.neutralUid, std::string("spiffe://example.org/ns/shop/sa/orders"));
    QVERIFY(hasKey(orders.nameKeys, "spiffe:example.org/ns/shop/sa/orders"));
    QVERIFY(of("batch").principal && of("batch").neutralUid.starts_with("x509:"));
    QVERIFY(!of("Example CA").principal && !of("web.example.org").principal);
    QVERIFY(!of("Example CA").selfKeys.empty());
  }
  /// Renewed under one authority: one identity. The same name under another authority: another one.
  void namesUnderOneAuthority() {
    const std::string keyId = contentOf(got_, "Example CA")["subjectKeyId"].asString();
    QVERIFY(!keyId.empty());
    QVERIFY(hasKey(of("batch").nameKeys, keys::x509Subject(keyId, "CN=batch")));
    QVERIFY(of("batch").idKey.empty());
  }
  void keysJoinNothing() {
    const std::string key = keys::x509Key(contentOf(got_, "batch")["key"]["sha256"].asString());
    QVERIFY(hasKey(of("batch").selfKeys, key) && !hasKey(of("batch").nameKeys, key));
  }
  void severalUrisAreNoSvid() {
    QVERIFY(describeLeaf(leaf({"spiffe://a/b"})).principal);
    QVERIFY(!describeLeaf(leaf({"spiffe://a/b", "spiffe://a/c"})).principal);
    QVERIFY(!describeLeaf(leaf({"https://a/b"})).principal);
    Json authority = leaf({"spiffe://a"}), basic = Json::object();
    basic.set("ca", Json(true));
    authority.set("basicConstraints", std::move(basic));
    QVERIFY(!describeLeaf(std::move(authority)).principal);
  }
  /// Lists and registers name certificates exactly.
  void revocationsNameCertificates() {
    const Description entry = of("a02 of CN=Example CA,O=Example,C=DE", "x509.crl-entry");
    QCOMPARE(entry.namingKeys.size(), std::size_t{1});
    QVERIFY(hasKey(of("batch").selfKeys, entry.namingKeys.front()));
    QVERIFY(!hasKey(of("orders").selfKeys, entry.namingKeys.front()));
    const Description row = of("a02 in index.txt", "x509.register-entry");
    QVERIFY(hasKey(of("batch").selfKeys, row.namingKeys.front()));
    QVERIFY(!row.principal && !entry.principal);
  }
};

QTEST_APPLESS_MAIN(TestX509Describe)
#include "tst_x509_describe.moc"
