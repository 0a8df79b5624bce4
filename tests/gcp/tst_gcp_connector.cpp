// SPDX-License-Identifier: Apache-2.0
#include "connectors/gcp/gcp.h"
#include "exports.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

/// ' stands for ".
std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}
std::string list(const std::string& one, const std::string& two = {}) {
  return "[" + one + (two.empty() ? "" : "," + two) + "]";
}
Collected read(const std::string& text, const std::string& scope = {}) {
  ReadOptions options;
  if (!scope.empty()) options.scope = scope;
  return collect(*makeGcpExportConnector(), text, "organizations/1", options);
}

} // namespace

class TestGcpConnector : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recognises() {
    const auto connector = makeGcpExportConnector();
    for (const std::string& text :
         {policy, asset, asset + "\n" + asset, list(account), list(key), list(denial), account,
          quoted("{'policies':[") + denial + "]}", quoted("{'etag':'ACAB'}"),
          quoted("[{'name':'folders/1','parent':'organizations/1','state':'ACTIVE'}]"),
          quoted("{'name':'projects/p/roles/r','title':'R','includedPermissions':['a.b.c']}"),
          quoted("{'group:g@example.org':['user:role@example.org']}")})
      QVERIFY2(connector->recognises(text) == Match::Yes, text.c_str());
    for (const char* text : {"", "[]", "{}", "x", "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'x'}}",
                             "{'Version':'2012-10-17','Statement':[]}", "[{'name':'x'}]", "{'rules':[]}"})
      QVERIFY2(connector->recognises(quoted(text)) == Match::No, text);
  }

  void policies() {
    const Collected got = read(policy, "projects/p-x");
    const Document* document = got.find("gcp.allow-policy", "projects/p-x");
    QVERIFY(document != nullptr);
    QCOMPARE(document->content["bindings"].size(), std::size_t{2});
    QVERIFY(canonicalJsonOrThrow(document->content).find("etag") == std::string::npos);
    QCOMPARE(got.errors(), std::size_t{0});
    QVERIFY(!got.anyComplete());
    QCOMPARE(read(policy).all.documents.at(0).first.object.uid, std::string("organizations/1"));
    QVERIFY(read(policy, "something").hasGap("does not say what it is of"));
    QVERIFY(read(policy + policy, "projects/p-x").hasGap("several allow policies"));
  }

  void assets() {
    const Collected got = read(asset + "\n" + asset);
    QCOMPARE(got.facts.scope.value_or(""), std::string("organizations/1"));
    QVERIFY(got.find("gcp.allow-policy", "//storage.googleapis.com/projects/_/buckets/b") != nullptr);
    const Document* bucket = got.find("gcp.ancestry", "//storage.googleapis.com/projects/_/buckets/b");
    QVERIFY(bucket != nullptr && bucket->content["parent"].asString() == "projects/11");
    QCOMPARE(got.find("gcp.ancestry", "folders/2")->content["parent"].asString(),
             std::string("organizations/1"));
    QCOMPARE(got.all.documents.size(), std::size_t{4});
    std::string other = asset;
    other.replace(other.find("roles/a"), 7, "roles/z");
    QVERIFY(read(asset + "\n" + other).hasGap("two different forms"));
  }

  void accountsAndKeys() {
    const Collected got = read(list(account, key));
    const Document* one = got.find("gcp.service-account", "a@p-x.iam.gserviceaccount.com");
    QVERIFY(one != nullptr && one->content["disabled"].asBool());
    QCOMPARE(one->object.uniqueId, std::string("1234"));
    const Document* keys = got.find("gcp.service-account-keys", "a@p-x.iam.gserviceaccount.com");
    QVERIFY(keys != nullptr && keys->content["keys"].at(0)["id"].asString() == "k1");
    for (const std::string& text : got.canonical())
      QVERIFY(text.find("CANARY") == std::string::npos);
    QVERIFY(masked(list(account, key), got).find("CANARY") == std::string::npos);
    std::string managed = key;
    managed.replace(managed.find("USER_MANAGED"), 12, "SYSTEM_MANAGED");
    QVERIFY(read(list(managed))
                .find("gcp.service-account-keys", "a@p-x.iam.gserviceaccount.com")
                ->content["keys"]
                .empty());
  }

  void denyPolicies() {
    const Collected got = read(quoted("{'policies':[") + denial + "]}");
    QCOMPARE(got.all.documents.size(), std::size_t{1});
    const Json& content = got.all.documents[0].first.content;
    QCOMPARE(content["attachedTo"].asString(), std::string("folders/2"));
    QCOMPARE(content["rules"].at(0)["denyRule"]["other"].at(0).asString(), std::string("somethingNew"));
    QVERIFY(read(quoted("{'nextPageToken':'t','policies':[") + denial + "]}").hasGap("another page"));
  }

  void keyFileIsRefused() {
    const Collected got = read(quoted(
        "{'type':'service_account','private_key':'x','client_email':'a@p-x.iam.gserviceaccount.com'}"));
    QVERIFY(got.error && got.error->code == ErrorCode::Unsupported);
  }

  void badInput() {
    const std::string whole = list(account, key);
    for (std::size_t n = 0; n < whole.size(); n += 7) {
      const Collected got = read(whole.substr(0, n));
      QVERIFY(!got.anyComplete());
      QVERIFY(got.all.documents.size() <= 2);
    }
    for (const std::string& text :
         {quoted("[{'email':7,'projectId':1,'uniqueId':[]}]"), quoted("[{'assetType':'x','name':''}]"),
          quoted("[{'name':'keys/1','keyAlgorithm':'x'}]"), quoted("{'policies':7}"),
          quoted("[{'name':'policies//denypolicies/x','denyRule':{}}]"),
          "[" + std::string(5000, '[') + std::string(5000, ']') + "]",
          quoted("[{'email':'a','email':'b','projectId':'p','uniqueId':'1'}]")}) {
      const Collected got = read(text);
      QVERIFY2(got.error || got.errors() > 0 || got.all.documents.empty(), text.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestGcpConnector)
#include "tst_gcp_connector.moc"
