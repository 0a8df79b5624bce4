// SPDX-License-Identifier: Apache-2.0
#include "aws_import.h"

#include <QTest>

using namespace countersign;

namespace {

std::string role(int number, const std::string& more = {}) {
  const std::string n = std::to_string(number);
  return "{\"Path\":\"/svc/\",\"RoleName\":\"role-" + n + "\",\"RoleId\":\"AROAEXAMPLE" + n +
         "\",\"Arn\":\"arn:aws:iam::123456789012:role/svc/role-" + n +
         "\",\"CreateDate\":\"2026-11-21T00:40:15Z\",\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-"
         "17\",\"Statement\":[{\"Effect\":\"Allow\","
         "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]},"
         "\"RolePolicyList\":[{\"PolicyName\":\"p\",\"PolicyDocument\":"
         "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\","
         "\"Resource\":\"*\"}}}],\"AttachedManagedPolicies\":"
         "[{\"PolicyName\":\"shared\",\"PolicyArn\":\"arn:aws:iam::123456789012:policy/"
         "shared\"}],\"Tags\":[{\"Key\":\"owner\",\"Value\":\"a@example.org\"}]" +
         more + "}";
}
const std::string shared =
    "{\"PolicyName\":\"shared\",\"PolicyId\":\"ANPAEXAMPLE\",\"Arn\":\"arn:aws:iam::123456789012:policy/"
    "shared\",\"Path\":\"/\",\"DefaultVersionId\":\"v2\","
    "\"PolicyVersionList\":[{\"VersionId\":\"v1\",\"IsDefaultVersion\":false,\"Document\":{\"Version\":"
    "\"2012-10-17\",\"Statement\":[]}},{\"VersionId\":\"v2\","
    "\"IsDefaultVersion\":true,\"Document\":\"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%"
    "22%3A%22s3%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D\"}]}";
const std::string user =
    "{\"Path\":\"/\",\"UserName\":\"ci\",\"UserId\":\"AIDAEXAMPLE\",\"Arn\":\"arn:aws:iam::123456789012:user/"
    "ci\",\"CreateDate\":\"2026-11-20 00:00:00+00:00\","
    "\"GroupList\":[\"bots\"],\"PermissionsBoundary\":{\"PermissionsBoundaryType\":\"Policy\","
    "\"PermissionsBoundaryArn\":\"arn:aws:iam::123456789012:policy/shared\"}}";
const std::string group = "{\"Path\":\"/"
                          "\",\"GroupName\":\"bots\",\"GroupId\":\"AGPAEXAMPLE\",\"Arn\":\"arn:aws:iam::"
                          "123456789012:group/bots\",\"GroupPolicyList\":[]}";

std::string details(const std::string& roles, const std::string& more = {}) {
  return "{\"UserDetailList\":[" + user + "],\"GroupDetailList\":[" + group + "],\"RoleDetailList\":[" +
         roles + "],\"Policies\":[" + shared + "]" + more + "}";
}
bool anyComplete(const Imported& imported) {
  for (const PartState& part : imported.result.parts)
    if (part.complete) return true;
  return false;
}

} // namespace

class TestAwsAccount : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void reads() {
    const std::string text = details(
        role(1, ",\"RoleLastUsed\":{\"LastUsedDate\":\"2026-11-20T10:00:00Z\",\"Region\":\"eu-central-1\"}"));
    const Imported got = importText(text);
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QCOMPARE(got.facts.scope, std::optional<std::string>("123456789012"));
    QVERIFY(!got.facts.capturedAt);
    QCOMPARE(got.batch.documents.size(), std::size_t(4));
    QCOMPARE(got.batch.gaps.size(), std::size_t(0));
    const Document* one = got.find("aws.role", "arn:aws:iam::123456789012:role/svc/role-1");
    QVERIFY(one != nullptr);
    QCOMPARE(one->object.uniqueId, std::string("AROAEXAMPLE1"));
    QCOMPARE(canonicalJsonOrThrow(one->content),
             std::string("{\"account\":\"123456789012\",\"arn\":\"arn:aws:iam::123456789012:role/svc/"
                         "role-1\",\"attached\":[\"arn:aws:iam::123456789012:"
                         "policy/"
                         "shared\"],\"created\":\"2026-11-21T00:40:15Z\",\"inline\":{\"p\":{\"statements\":[{"
                         "\"action\":[\"s3:get*\"],\"effect\":\"Allow\","
                         "\"resource\":[\"*\"]}],\"version\":\"2012-10-17\"}},\"name\":\"role-1\",\"path\":"
                         "\"/svc/\",\"tags\":{\"owner\":\"a@example.org\"},\"trust\":"
                         "{\"statements\":[{\"action\":[\"sts:assumerole\"],\"effect\":\"Allow\","
                         "\"principal\":{\"Service\":[\"ec2.amazonaws.com\"]}}],"
                         "\"version\":\"2012-10-17\"}}"));
    const Document* policy = got.find("aws.policy", "arn:aws:iam::123456789012:policy/shared");
    QVERIFY(policy != nullptr);
    QCOMPARE(policy->content["defaultVersion"].asString(), std::string("v2"));
    QCOMPARE(policy->content["document"]["statements"].at(0)["action"].at(0).asString(), std::string("s3:*"));
    QVERIFY(policy->content["otherVersions"].has("v1"));
    const Document* person = got.find("aws.user", "arn:aws:iam::123456789012:user/ci");
    QVERIFY(person != nullptr);
    QCOMPARE(person->content["boundary"].asString(), std::string("arn:aws:iam::123456789012:policy/shared"));
    QCOMPARE(person->content["created"].asString(), std::string("2026-11-20T00:00:00Z"));
    QCOMPARE(got.batch.observations.size(), std::size_t(1));
    QCOMPARE(got.batch.observations[0].value["at"].asString(), std::string("2026-11-20T10:00:00Z"));
    for (const char* part : {"users", "groups", "roles", "policies"})
      QVERIFY2(got.part(part) != nullptr && got.part(part)->complete, part);
    for (const auto& [document, where] : got.batch.documents)
      QVERIFY(text.substr(where.offset, where.length).find(document.object.uid) != std::string::npos);
  }

  void formDoesNotMatter() {
    const Imported a = importText(details(role(1)));
    std::string text = details(role(1));
    const std::string from = "\"PolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":"
                             "\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}";
    const auto at = text.find(from);
    QVERIFY(at != std::string::npos);
    text.replace(at, from.size(),
                 "\"PolicyDocument\":\"{\\\"Statement\\\":[{\\\"Resource\\\":[\\\"*\\\"],\\\"Action\\\":["
                 "\\\"S3:GET*\\\"],\\\"Effect\\\":\\\"Allow\\\"}],\\\"Version\\\":\\\"2012-10-17\\\"}\"");
    const Imported b = importText(text);
    const std::string arn = "arn:aws:iam::123456789012:role/svc/role-1";
    QCOMPARE(b.find("aws.role", arn)->canonical().value(), a.find("aws.role", arn)->canonical().value());
  }

  void saysWhatIsPartial_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("partial");
    const auto row = [](const char* name, const std::string& text, const char* partial) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(partial);
    };
    row("all", details(role(1)), "");
    row("more pages", details(role(1), ",\"IsTruncated\":true,\"Marker\":\"x\""),
        "users groups roles policies ");
    row("token", details(role(1), ",\"NextToken\":\"x\""), "users groups roles policies ");
    row("last page", details(role(1), ",\"IsTruncated\":false"), "");
    row("empty", details(""), "roles ");
    row("absent", "{\"RoleDetailList\":[" + role(1) + "],\"Policies\":[" + shared + "]}", "");
    row("without the policy",
        "{\"RoleDetailList\":[" + role(1) +
            "],\"Policies\":[{\"Arn\":\"arn:aws:iam::aws:policy/X\",\"PolicyVersionList\":"
            "[{\"VersionId\":\"v1\",\"IsDefaultVersion\":true,\"Document\":{}}]}]}",
        "policies ");
    row("entry without ARN", details(role(1) + ",{\"RoleName\":\"x\"}"), "roles ");
    row("pages",
        details(role(1), ",\"IsTruncated\":true") + "\n" + "{\"RoleDetailList\":[" + role(2) +
            "],\"IsTruncated\":false}",
        "");
    row("pages, one missing",
        details(role(1)) + "{\"RoleDetailList\":[" + role(2) + "],\"IsTruncated\":true}",
        "users groups roles policies ");
    row("something behind", details(role(1)) + "Done.", "users groups roles policies ");
    row("clash", details(role(1) + "," + role(1, ",\"Description\":\"other\"")), "roles ");
    row("repeated", details(role(1) + "," + role(1)), "");
  }
  void saysWhatIsPartial() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, partial);
    const std::string bytes = text.toStdString();
    const Imported got = importText(bytes);
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QByteArray found;
    for (const PartState& part : got.result.parts) {
      QCOMPARE(part.why.empty(), part.complete);
      if (!part.complete) found += QByteArray::fromStdString(part.part) + ' ';
    }
    QCOMPARE(found, partial);
    for (const auto& [document, where] : got.batch.documents)
      QVERIFY(bytes.substr(where.offset, where.length).find(document.object.uid) != std::string::npos);
  }

  void refusesTwoAccounts() {
    std::string other = role(2);
    other.replace(other.find("123456789012"), 12, "210987654321");
    const Imported got = importText(details(role(1) + "," + other));
    QVERIFY(got.error);
    QCOMPARE(got.error->code, ErrorCode::WrongScope);
    QVERIFY(got.error->message.find("123456789012") != std::string::npos);
    QVERIFY(got.error->message.find("210987654321") != std::string::npos);
    ReadOptions options;
    options.scope = "210987654321";
    QCOMPARE(importText(details(role(1)), options).error.value().code, ErrorCode::WrongScope);
  }

  void knowsOtherPartitions() {
    std::string text = "{\"RoleDetailList\":[" + role(1) + "]}";
    for (std::size_t at = 0; (at = text.find("arn:aws:iam", at)) != std::string::npos;)
      text.replace(at, 7, "arn:aws-us-gov");
    const Imported got = importText(text);
    QCOMPARE(got.facts.scope, std::optional<std::string>("123456789012"));
    QVERIFY(got.find("aws.role", "arn:aws-us-gov:iam::123456789012:role/svc/role-1") != nullptr);
  }

  void keepsWhatItCannotRead_data() {
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("no JSON") << QByteArray("\"{oops\"") << QByteArray("malformed");
    QTest::newRow("duplicate in text")
        << QByteArray("\"{\\\"Version\\\":\\\"a\\\",\\\"Version\\\":\\\"b\\\"}\"")
        << QByteArray("duplicate-key");
    QTest::newRow("duplicate in object")
        << QByteArray("{\"Statement\":[],\"Statement\":[]}") << QByteArray("duplicate-key");
    QTest::newRow("no effect") << QByteArray("{\"Statement\":[{\"Action\":\"a:b\"}]}")
                               << QByteArray("malformed");
  }
  void keepsWhatItCannotRead() {
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, code);
    const std::string text = "{\"RoleDetailList\":[{\"Arn\":\"arn:aws:iam::123456789012:role/"
                             "x\",\"RoleName\":\"x\",\"AssumeRolePolicyDocument\":" +
                             document.toStdString() + "}]}";
    const Imported got = importText(text);
    const Document* role = got.find("aws.role", "arn:aws:iam::123456789012:role/x");
    QVERIFY(role != nullptr);
    QVERIFY(!role->content["trust"]["unparsed"].asString().empty());
    QCOMPARE(got.batch.gaps.size(), std::size_t(1));
    const Error& error = got.batch.gaps[0].error;
    QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(error.code))), code);
    QCOMPARE(error.place.pointer, std::string("/RoleDetailList/0/AssumeRolePolicyDocument"));
    QCOMPARE(*error.place.byte, std::uint64_t(text.find(document.toStdString())));
  }

  void leavesOutFaultyEntries_data() {
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const char* entry, const char* code) {
      QTest::newRow(name) << QByteArray(entry) << QByteArray(code);
    };
    row("duplicate member",
        "{\"Arn\":\"arn:aws:iam::123456789012:role/x\",\"Arn\":\"arn:aws:iam::123456789012:role/y\"}",
        "duplicate-key");
    row("policies text", "{\"Arn\":\"arn:aws:iam::123456789012:role/x\",\"RolePolicyList\":\"x\"}",
        "malformed");
    row("two policies of a name",
        "{\"Arn\":\"arn:aws:iam::123456789012:role/"
        "x\",\"RolePolicyList\":[{\"PolicyName\":\"p\",\"PolicyDocument\":{}},"
        "{\"PolicyName\":\"p\",\"PolicyDocument\":{}}]}",
        "duplicate-key");
    row("number", "1", "malformed");
    row("no time", "{\"Arn\":\"arn:aws:iam::123456789012:role/x\",\"CreateDate\":\"yesterday\"}",
        "malformed");
    row("lone surrogate", "{\"Arn\":\"arn:aws:iam::123456789012:role/x\",\"RoleName\":\"\\udc00\"}",
        "malformed");
  }
  void leavesOutFaultyEntries() {
    QFETCH(QByteArray, entry);
    QFETCH(QByteArray, code);
    const Imported got = importText(details(role(1) + "," + entry.toStdString()));
    QCOMPARE(got.batch.documents.size(), std::size_t(4));
    QCOMPARE(got.faults(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(got.batch.gaps[0].error.code))), code);
    QVERIFY(!got.part("roles")->complete);
  }

  void survivesTruncationAnywhere() {
    std::string roles;
    for (int i = 0; i < 120; ++i)
      roles += (i == 0 ? "" : ",") + role(i);
    const std::string text = details(roles);
    for (std::size_t size = 0; size < text.size(); size += 997) {
      const Imported got = importText(std::string_view(text).substr(0, size));
      QVERIFY2(!anyComplete(got), std::to_string(size).c_str());
      for (const auto& [document, where] : got.batch.documents)
        QVERIFY(where.offset + where.length <= size);
    }
    QVERIFY(anyComplete(importText(text)));
    // What ends just before the last bracket is whole but for that bracket.
    QVERIFY(!anyComplete(importText(std::string_view(text).substr(0, text.size() - 1))));
  }
};

QTEST_APPLESS_MAIN(TestAwsAccount)
#include "tst_aws_account.moc"
