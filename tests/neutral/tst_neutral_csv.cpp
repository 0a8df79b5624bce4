// SPDX-License-Identifier: Apache-2.0
#include "../kubernetes/collect.h"
#include "connectors/neutral/neutral.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string identities =
    "uid,platform,kind,name,account,namespace,status,owner,owner_basis,created_at,expires_at,last_used_at,"
    "last_used_basis,Criticality,tag:team,unique_id,Cost Centre\r\n"
    "u1,aws,role,\"r, the "
    "\"\"first\"\"\",123,,active,b@example.org;a@example.org,cmdb,2024-01-01T00:00:00Z,,2026-01-01T00:00:00Z,"
    "log,high,core,AROA1,\"two\nlines\"\r\n"
    "u2,aws,role,r2,,,,,,,,,,,,,\r\n";

Collected read(std::string_view text, const ReadOptions& options = {}) {
  return collect(*makeNeutralCsvConnector(), text, "inventory", options);
}
std::string separated(std::string text, char by) {
  std::replace(text.begin(), text.end(), ',', by);
  return text;
}
Match match(const std::string& text) {
  return makeNeutralCsvConnector()->recognises(text);
}

} // namespace

class TestNeutralCsv : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void identityRows() {
    const auto got = read(identities);
    QCOMPARE(got.errors(), std::size_t(0));
    QCOMPARE(got.all.documents.size(), std::size_t(2));
    const Json& c = got.find("neutral.identity", "u1")->content;
    QCOMPARE(c["name"].asString(), std::string("r, the \"first\""));
    QCOMPARE(c["location"]["account"].asString(), std::string("123"));
    QCOMPARE(c["owners"].at(0)["ref"].asString(), std::string("a@example.org"));
    QCOMPARE(c["owners"].at(1)["basis"].asString(), std::string("cmdb"));
    QCOMPARE(c["tier"].asString(), std::string("high"));
    QCOMPARE(c["tags"]["team"].asString(), std::string("core"));
    QCOMPARE(c["x_cost centre"].asString(), std::string("two\nlines"));
    QCOMPARE(got.find("neutral.identity", "u1")->object.uniqueId, std::string("AROA1"));
    QCOMPARE(got.observation("u1", "last-used")->value["basis"].asString(), std::string("log"));
    QCOMPARE(got.all.documents[1].second.line, std::uint64_t(4)); // a field over two lines comes before
    QVERIFY(!got.facts.roleKnown && !got.facts.capturedAt && !got.facts.scopeTitle.empty());
  }
  void otherTables() {
    const auto credentials = read("identity_uid,id,kind,created_at,expires_at,last_used_at,status\nu1,AKIA1,"
                                  "access_key,,,2026-01-01T00:00:00Z,active\n");
    QVERIFY(credentials.find("neutral.credential", "u1|AKIA1") != nullptr);
    QVERIFY(credentials.observation("u1|AKIA1", "last-used") != nullptr);
    const auto grants = read(
        "identity_uid,effect,action,resource,role,scope,condition\nu1,allow,b;a,*,,,\nu1,perhaps,a,*,,,\n");
    QCOMPARE(grants.all.documents.size(), std::size_t(1));
    QCOMPARE(
        *canonicalJson(grants.all.documents[0].first.content),
        std::string(
            "{\"actions\":[\"a\",\"b\"],\"effect\":\"allow\",\"grantee\":\"u1\",\"resources\":[\"*\"]}"));
    QCOMPARE(*grants.all.gaps.at(0).error.place.line, std::uint64_t(3));
    QCOMPARE(grants.all.gaps[0].error.place.pointer, std::string("effect"));
    const auto trusts = read("identity_uid,mechanism,subject,issuer,audience\nu1,oidc,repo:a/*,https://"
                             "example.org,x;y\nu1,ssh,key,,\nu1,iam,*,,\n");
    QCOMPARE(trusts.all.documents.size(), std::size_t(3));
    QCOMPARE(trusts.all.documents[0].first.content["subject_match"].asString(), std::string("pattern"));
    QCOMPARE(trusts.all.documents[1].first.content["subject_match"].asString(), std::string("exact"));
    QCOMPARE(trusts.all.documents[2].first.content["subject_match"].asString(), std::string("any"));
  }
  void separators() {
    const std::string plain = "uid,platform,kind,name,owner\nu1,aws,role,r,\"a;b\"\n";
    QCOMPARE(read(separated(plain, '\t')).canonical(), read(plain).canonical());
    QCOMPARE(read(separated(plain, ';')).canonical(), read(plain).canonical());
    const auto unquoted = read("uid;platform;kind;name;owner\nu1;aws;role;r;a;b\n");
    QVERIFY(unquoted.all.documents.empty());
    QCOMPARE(unquoted.errors(), std::size_t(1));
  }
  void recognises() {
    QCOMPARE(match(identities), Match::Yes);
    QCOMPARE(match("UID, Platform ,KIND,name\n"), Match::Yes);
    QCOMPARE(match("uid,name,colour\n"), Match::Maybe);
    QVERIFY(read("uid,name,colour\n1,2,3\n").error.has_value());
    QVERIFY(read("uid,platform,kind,name,Name\n").error->code == ErrorCode::DuplicateKey);
    QVERIFY(read("uid,platform,kind,name,f\xF8r\n1,p,k,n,x\n").error->code == ErrorCode::Encoding);
    QCOMPARE(match("user,arn,user_creation_time,password_enabled\n"), Match::No);
    QCOMPARE(match("{\"uid\":1,\"name\":2}"), Match::No);
    QCOMPARE(match(""), Match::No);
  }
  void rowOrderHasNoMeaning() {
    const std::string head = "uid,platform,kind,name\n", a = "1,p,k,n\n", b = "2,p,k,n\n";
    QCOMPARE(read(head + a + b).canonical(), read(head + b + a).canonical());
    QCOMPARE(read("name,uid,kind,platform\nn,1,k,p\n").canonical(), read(head + a).canonical());
    QVERIFY(read(head + a).canonical() != read(head + b).canonical());
  }
  void faultyRows_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<int>("documents");
    QTest::newRow("too few") << QByteArray("1,p,k\n") << 0;
    QTest::newRow("too many") << QByteArray("1,p,k,n,,\n") << 0;
    QTest::newRow("no uid") << QByteArray(",p,k,n,\n") << 0;
    QTest::newRow("behind a quote") << QByteArray("1,p,k,\"n\"x,\n") << 0;
    QTest::newRow("open quote") << QByteArray("1,p,k,\"n,\n2,p,k,n,\n") << 0;
    QTest::newRow("encoding") << QByteArray("1,p,k,\xFF,\n") << 0;
    QTest::newRow("zoneless") << QByteArray("1,p,k,n,2024-01-01 00:00:00\n") << 1;
  }
  void faultyRows() {
    QFETCH(QByteArray, row);
    QFETCH(int, documents);
    ReadOptions options;
    options.completeParts = {"identities"};
    const auto got = read("uid,platform,kind,name,created_at\n" + row.toStdString(), options);
    QCOMPARE(got.all.documents.size(), static_cast<std::size_t>(documents));
    QCOMPARE(got.errors(), std::size_t(1));
    QCOMPARE(*got.all.gaps[0].error.place.line, std::uint64_t(2));
    QCOMPARE(got.complete("identities"), documents == 1);
  }
  void completeOnlyWhenSaid() {
    QVERIFY(!read(identities).anyComplete());
    ReadOptions options;
    options.completeParts = {"identities"};
    QVERIFY(read(identities, options).complete("identities"));
    options.partialParts = {"*"};
    QVERIFY(!read(identities, options).anyComplete());
    for (std::size_t n = 0; n < identities.size(); ++n)
      QVERIFY(!read(identities.substr(0, n)).anyComplete());
  }
  void secretColumns() {
    const std::string text = "identity_uid,id,kind,Secret,x_password\nu1,1,password,canary-1,\"canary-"
                             "2\nmore\"\nu1,2,password,canary-3\n";
    const auto got = read(text);
    QVERIFY(masked(text, got).find("canary") == std::string::npos);
    for (const auto& one : got.canonical())
      QVERIFY(one.find("canary") == std::string::npos);
  }
  void rowsAreBounded() {
    ReadOptions options;
    options.limits.maxElementBytes = 1000;
    const auto got =
        read("uid,platform,kind,name\n1,p,k,n\n2,p,k,\"" + std::string(5000, 'x') + "\"\n", options);
    QCOMPARE(got.all.documents.size(), std::size_t(1));
    QVERIFY(got.all.gaps.at(0).error.code == ErrorCode::Limit);
    QVERIFY(!got.anyComplete());
  }
};

QTEST_APPLESS_MAIN(TestNeutralCsv)
#include "tst_neutral_csv.moc"
