// SPDX-License-Identifier: Apache-2.0
#include "models/access/credential.h"
#include "models/access/trust.h"
#include "models/identity/aws_policy.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace countersign;

namespace {

/// JSON with ' for ".
Json json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return parseJson(text).value();
}

Document documentOf(const std::string& kind, const char* content) {
  Document d;
  d.object = {kind, "uid", "name", {}};
  d.content = json(content);
  return d;
}

std::vector<Credential> credentials(const std::string& kind, const char* content) {
  return credentialsOf(documentOf(kind, content));
}

/// The trust entries of a role whose trust policy this is, as it would be imported.
std::vector<TrustEntry> trusts(const char* policy) {
  Document d = documentOf("aws.role", "{}");
  d.content.set("trust", normalisePolicy(json(policy), nullptr).value());
  return trustsOf(d);
}

std::string federated(const char* condition) {
  std::string policy =
      "{'Statement':{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':{'Federated':'arn:"
      "aws:iam::111122223333:oidc-provider/token.example.org'},'Condition':CONDITION}}";
  const std::string_view place = "CONDITION";
  policy.replace(policy.find(place), place.size(), condition);
  const auto all = trusts(policy.c_str());
  if (all.size() != 1) return "not one entry";
  return all[0].issuer + (all[0].subjectBound ? " sub" : "") + (all[0].audienceBound ? " aud" : "");
}

} // namespace

/// What documents say of credentials, of their use, and of who may become an identity.
class TestFindingsCredentials : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void accessKeys() {
    const auto all = credentials(
        "aws.access-keys", "{'account':'111122223333','user':'ci','keys':[{'id':'AKIA1','status':'Active','"
                           "created':'2026-01-02T03:04:05Z'},{'id':'AKIA2','status':'Inactive'}]}");
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(all[0].state, Credential::State::Active);
    QCOMPARE(formatRfc3339(*all[0].since()), std::string("2026-01-02T03:04:05Z"));
    QCOMPARE(all[0].useName, std::string("key/AKIA1/last-used"));
    QCOMPARE(all[0].keys, std::vector<std::string>{"aws-key:AKIA1"});
    QCOMPARE(all[1].state, Credential::State::Inactive);
    QVERIFY(!all[1].since());
  }

  void reportRow() {
    const auto all = credentials(
        "aws.credential-report-row",
        "{'passwordEnabled':true,'passwordChanged':'2026-01-01T00:00:00Z','keys':[{'slot':1,'active':true,'"
        "rotated':'2025-01-01T00:00:00Z'}],'certificates':[{'slot':2,'active':false}]}");
    QCOMPARE(all.size(), std::size_t{3});
    QCOMPARE(all[0].kind, CredentialKind::Password);
    QCOMPARE(all[1].useName, std::string("key/1/last-used"));
    QCOMPARE(all[2].state, Credential::State::Inactive);
    QVERIFY(credentials("aws.credential-report-row", "{'passwordEnabled':false}").empty());
  }

  void endlessOnes() {
    const auto gcp = credentials("gcp.service-account-keys",
                                 "{'keys':[{'id':'k1','keyAlgorithm':'KEY_ALG_RSA_1024','validAfterTime':'"
                                 "2026-01-01T00:00:00Z','validBeforeTime':'9999-12-31T23:59:59Z'},{'id':'k2',"
                                 "'disabled':true,'validBeforeTime':'2028-01-01T00:00:00Z'}]}");
    QVERIFY(gcp[0].endless);
    QVERIFY(!gcp[0].expires);
    QCOMPARE(gcp[0].bits, std::int64_t{1024});
    QVERIFY(!gcp[1].endless);
    QCOMPARE(gcp[1].state, Credential::State::Inactive);
    QVERIFY(credentials("pg.role", "{'login':true,'password':'scram-sha-256'}")[0].endless);
    QVERIFY(!credentials("pg.role",
                         "{'login':true,'password':'md5','passwordValidUntil':'2027-01-01T00:00:00Z'}")[0]
                 .endless);
    QVERIFY(credentials("pg.role", "{'login':true}").empty());
    QVERIFY(credentials("vault.token", "{'accessor':'a','creation_ttl':0}")[0].endless);
    QVERIFY(!credentials("vault.token", "{'accessor':'a','creation_ttl':0,'period':3600}")[0].endless);
    QVERIFY(!credentials("vault.token", "{'accessor':'a'}")[0].endless); // it does not say
    QVERIFY(credentials("vault.secret-id", "{'accessor':'a','secret_id_ttl':0}")[0].endless);
    QVERIFY(!credentials("vault.secret-id",
                         "{'accessor':'a','secret_id_ttl':0,'expiration_time':'2027-01-01T00:00:00Z'}")[0]
                 .endless);
  }

  void neutralAndCertificate() {
    const auto one = credentials("neutral.credential",
                                 "{'id':'c1','identity':'x:1','kind':'pat','status':'revoked','rotated_at':'"
                                 "2026-02-01T00:00:00Z','created_at':'2025-02-01T00:00:00Z'}");
    QCOMPARE(one[0].kind, CredentialKind::Token);
    QCOMPARE(one[0].state, Credential::State::Inactive);
    QCOMPARE(formatRfc3339(*one[0].since()), std::string("2026-02-01T00:00:00Z"));
    QVERIFY(credentials("neutral.credential", "{'id':'c1','kind':'federation'}").empty());
    const auto x509 = credentials(
        "x509.certificate", "{'serial':'1f','notBefore':'2026-01-01T00:00:00Z','notAfter':'2027-01-01T00:00:"
                            "00Z','key':{'type':'RSA','bits':2048,'sha256':'ab'},'signature':{'hash':'sha1'},"
                            "'privateKeys':[{'label':'RSA PRIVATE KEY','place':'same file'}]}");
    QVERIFY(x509[0].privateKeyBeside);
    QCOMPARE(x509[0].hash, std::string("sha1"));
    QCOMPARE(x509[0].keys, std::vector<std::string>{"x509-spki:ab"});
    QVERIFY(credentials("aws.role", "{'arn':'x'}").empty());
  }

  void lastUse() {
    const auto use = [](const char* name, const char* value) { return lastUseFrom(name, json(value)); };
    QCOMPARE(use("last-used", "{'at':'2026-01-01T00:00:00Z'}").state, LastUse::State::Used);
    QCOMPARE(use("last-used", "{'trackedDays':400}").state, LastUse::State::NotTracked);
    QCOMPARE(use("last-used", "{'trackedDays':400}").tracked.count(), std::int64_t{400} * 86400);
    QCOMPARE(use("key/1/last-used", "{'never':true}").state, LastUse::State::Never);
    QCOMPARE(use("last_seen", "{'never':true,'windowDays':30}").state, LastUse::State::NotTracked);
    QCOMPARE(use("last-used", "{}").state, LastUse::State::Unknown);
    QCOMPARE(use("last-used", "{'trackedDays':9007199254740991}").state, LastUse::State::Unknown);
    QCOMPARE(use("resource-version", "{'at':'2026-01-01T00:00:00Z'}").state, LastUse::State::Unknown);
    const auto token = legacyToken("legacy-token/s", json("{'lastUsed':'2026-10-24'}"));
    QVERIFY(token && token->endless && token->lastUse.state == LastUse::State::Used);
    QCOMPARE(legacyToken("legacy-token/s", json("{'invalidSince':'2026-10-24'}"))->state,
             Credential::State::Inactive);
    QVERIFY(!legacyToken("pod/a/b", Json::object()));
  }

  void openAndBoundFederation_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("bound");
    const auto row = [](const char* name, const char* condition, const char* bound) {
      QTest::newRow(name) << QString::fromUtf8(condition) << QString::fromUtf8(bound);
    };
    row("none", "{}", "token.example.org");
    row("both",
        "{'StringEquals':{'token.example.org:sub':'repo:example/"
        "web','token.example.org:aud':'sts.amazonaws.com'}}",
        "token.example.org sub aud");
    row("audience alone", "{'StringEquals':{'token.example.org:aud':'sts.amazonaws.com'}}",
        "token.example.org aud");
    row("any subject", "{'StringLike':{'token.example.org:sub':'*'}}", "token.example.org");
    row("one of them any", "{'StringLike':{'token.example.org:sub':['repo:example/web','*']}}",
        "token.example.org");
    row("pattern", "{'StringLike':{'TOKEN.example.org:SUB':'repo:example/*'}}", "token.example.org sub");
    row("not that one", "{'StringNotEquals':{'token.example.org:sub':'repo:example/web'}}",
        "token.example.org");
    row("of another issuer", "{'StringEquals':{'other.example.org:sub':'repo:example/web'}}",
        "token.example.org");
    row("if it exists", "{'StringEqualsIfExists':{'token.example.org:sub':'x'}}", "token.example.org sub");
  }
  void openAndBoundFederation() {
    QFETCH(const QString, condition);
    QFETCH(const QString, bound);
    QCOMPARE(QString::fromStdString(federated(condition.toUtf8().constData())), bound);
  }

  void whoIsTrusted() {
    const auto all =
        trusts("{'Statement':[{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':['999900001111',"
               "'arn:aws:iam::111122223333:user/alice','arn:aws:iam::111122223333:role/"
               "ci'],'Service':'ec2.amazonaws.com'},'Condition':{'StringEquals':{'sts:ExternalId':'x1'}}},{'"
               "Effect':'Deny','Action':'sts:AssumeRole','Principal':'*'}]}");
    std::map<std::string, std::string> kinds;
    for (const TrustEntry& t : all)
      kinds[t.who] = std::string(name(t.mechanism)) + (t.externalId ? " external id" : "");
    QCOMPARE(kinds.size(), std::size_t{4});
    QCOMPARE(kinds["arn:aws:iam::999900001111:root"], std::string("account external id"));
    QCOMPARE(kinds["arn:aws:iam::111122223333:user/alice"], std::string("user external id"));
    QCOMPARE(kinds["arn:aws:iam::111122223333:role/ci"], std::string("workload external id"));
    QCOMPARE(kinds["ec2.amazonaws.com"], std::string("service external id"));
    QCOMPARE(name(trusts("{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*'}}")[0]
                      .mechanism),
             std::string_view("anyone"));
    const auto saml = trusts("{'Statement':{'Effect':'Allow','Action':'sts:AssumeRoleWithSAML','Principal':{'"
                             "Federated':'arn:aws:iam::111122223333:saml-provider/corp'}}}");
    QCOMPARE(saml[0].mechanism, TrustEntry::Mechanism::Saml);
  }

  void otherSystems() {
    const auto pool = trustsOf(documentOf(
        "gcp.allow-policy", "{'resource':'//iam.googleapis.com/projects/p/serviceAccounts/"
                            "a@p.iam.gserviceaccount.com','bindings':[{'role':'roles/"
                            "iam.workloadIdentityUser','members':['principalSet://iam.googleapis.com/"
                            "projects/1/locations/global/workloadIdentityPools/ci/*','principalSet://"
                            "iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/"
                            "attribute.repository/example/web','user:someone@example.org']},{'role':'roles/"
                            "iam.serviceAccountViewer','members':['user:viewer@example.org']}]}"));
    QCOMPARE(pool.size(), std::size_t{3});
    QVERIFY(!pool[0].subjectBound);
    QVERIFY(pool[1].subjectBound);
    QCOMPARE(pool[2].mechanism, TrustEntry::Mechanism::User);
    QVERIFY(trustsOf(documentOf("gcp.allow-policy", "{'resource':'projects/p','bindings':[]}")).empty());
    const auto sp = trustsOf(documentOf("azure.service-principal", "{'appOwnerOrganizationId':'t2'}"));
    QCOMPARE(sp[0].account, std::string("t2"));
    const auto fic = trustsOf(documentOf("azure.federated-credential",
                                         "{'issuer':'https://token.example.org/','subject':'repo:example/"
                                         "web','audiences':['api://AzureADTokenExchange']}"));
    QCOMPARE(fic[0].issuer, std::string("token.example.org"));
    QVERIFY(fic[0].subjectBound && fic[0].audienceBound);
    const auto any =
        trustsOf(documentOf("neutral.trust", "{'identity':'x','mechanism':'oidc','subject':'any','subject_"
                                             "match':'any','issuer':'https://i.example.org'}"));
    QCOMPARE(any[0].mechanism, TrustEntry::Mechanism::Oidc);
    QVERIFY(!any[0].subjectBound);
  }
};

QTEST_GUILESS_MAIN(TestFindingsCredentials)
#include "tst_findings_credentials.moc"
