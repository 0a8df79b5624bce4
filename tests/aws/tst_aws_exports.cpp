// SPDX-License-Identifier: Apache-2.0
#include "aws_import.h"

#include "models/identity/digest.h"

#include <QTest>

using namespace countersign;

namespace {

const std::string header = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_"
                           "changed,password_next_rotation,mfa_active,"
                           "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_"
                           "key_1_last_used_region,access_key_1_last_used_service,"
                           "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_"
                           "key_2_last_used_region,access_key_2_last_used_service,"
                           "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
const std::string root = "<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_"
                         "supported,no_information,not_supported,"
                         "not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
const std::string ci = "ci,arn:aws:iam::123456789012:user/"
                       "ci,2020-01-01T00:00:00+00:00,true,no_information,2020-01-02T00:00:00+00:00,N/A,false,"
                       "true,2026-01-01T00:00:00+00:00,2026-11-20T10:00:00+00:00,eu-central-1,s3,false,2025-"
                       "01-01T00:00:00+00:00,N/A,N/A,N/A,"
                       "true,2024-01-01T00:00:00+00:00,false,N/A";

ReadOptions ofAccount() {
  ReadOptions options;
  options.scope = "123456789012";
  return options;
}
ErrorCode codeOf(const Imported& imported) {
  return imported.error ? imported.error->code : ErrorCode::Internal;
}

} // namespace

class TestAwsExports : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void readsTheCredentialReport() {
    const std::string csv = header + ",a_new_column\n" + root + ",x\r\n" + ci + ",\"y, z\"\n";
    const Imported got = importText(csv);
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QCOMPARE(got.facts.scope, std::optional<std::string>("123456789012"));
    QVERIFY(!got.facts.capturedAt);
    QCOMPARE(got.batch.documents.size(), std::size_t(2));
    QVERIFY(got.part("credential-report")->complete);
    QCOMPARE(canonicalJsonOrThrow(
                 got.find("aws.credential-report-row", "arn:aws:iam::123456789012:user/ci")->content),
             std::string(
                 "{\"account\":\"123456789012\",\"arn\":\"arn:aws:iam::123456789012:user/"
                 "ci\",\"certificates\":[{\"active\":true,\"rotated\":"
                 "\"2024-01-01T00:00:00Z\",\"slot\":1}],\"created\":\"2020-01-01T00:00:00Z\",\"keys\":[{"
                 "\"active\":true,\"rotated\":"
                 "\"2026-01-01T00:00:00Z\",\"slot\":1},{\"active\":false,\"rotated\":\"2025-01-01T00:00:"
                 "00Z\",\"slot\":2}],\"mfa\":false,"
                 "\"passwordChanged\":\"2020-01-02T00:00:00Z\",\"passwordEnabled\":true,\"user\":\"ci\"}"));
    std::vector<std::string> observed;
    for (const Observation& o : got.batch.observations)
      observed.push_back(o.uid.substr(26) + ' ' + o.name +
                         (o.value.has("never") ? " never" : " " + o.value["at"].asString()));
    QCOMPARE(observed,
             (std::vector<std::string>{"user/ci key/1/last-used 2026-11-20T10:00:00Z",
                                       "user/ci key/2/last-used never", "user/ci password-last-used never"}));
    for (const auto& [document, where] : got.batch.documents)
      QVERIFY(csv.substr(where.offset, where.length).find(document.object.uid) != std::string::npos);
    QCOMPARE(got.faults(), std::size_t(0));
    QCOMPARE(got.batch.gaps.size(), std::size_t(1)); // the four hours
  }

  void readsTheReportsAnswer() {
    const std::string csv = header + "\n" + root + "\n" + ci;
    const std::string json =
        "{\"Content\":\"" + toBase64(csv) +
        "\",\"ReportFormat\":\"text/csv\",\"GeneratedTime\":\"2026-11-20T12:00:00+00:00\"}";
    const Imported a = importText(csv), b = importText(json);
    QCOMPARE(formatRfc3339(b.facts.capturedAt.value()), std::string("2026-11-20T12:00:00Z"));
    QCOMPARE(b.batch.documents.size(), a.batch.documents.size());
    for (std::size_t i = 0; i < a.batch.documents.size(); ++i)
      QCOMPARE(b.batch.documents[i].first.canonical().value(),
               a.batch.documents[i].first.canonical().value());
    QVERIFY(b.batch.gaps.empty());
    const Imported later =
        importText("{\"GeneratedTime\":\"2026-11-20T12:00:00+00:00\",\"Content\":\"" + toBase64(csv) + "\"}");
    QCOMPARE(later.connector, std::string("aws.credential-report"));
    QCOMPARE(codeOf(importText("{\"Content\":\"dXNlcixhcm4s!\",\"ReportFormat\":\"text/csv\"}")),
             ErrorCode::Malformed);
  }

  void leavesOutFaultyRows() {
    for (const std::string& bad :
         {std::string("x,arn:aws:iam::123456789012:user/x"), ci + ",more",
          "x" + ci.substr(2, ci.find("true") - 2) + "maybe" + ci.substr(ci.find("true") + 4), ci,
          std::string("\"x,arn")}) {
      const Imported got = importText(header + "\n" + ci + "\n" + bad);
      QCOMPARE(got.batch.documents.size(), std::size_t(1));
      QCOMPARE(got.faults(), std::size_t(1));
      QVERIFY(!got.part("credential-report")->complete);
    }
    std::string other = ci;
    other.replace(other.find("123456789012"), 12, "210987654321");
    QCOMPARE(codeOf(importText(header + "\n" + ci + "\n" + other)), ErrorCode::WrongScope);
    QCOMPARE(codeOf(importText(header + "," + header + "\n" + ci)), ErrorCode::DuplicateKey);
  }

  void readsAccessKeys() {
    const std::string text =
        "{\"AccessKeyMetadata\":[{\"UserName\":\"b\",\"AccessKeyId\":\"AKIA3\",\"Status\":\"Active\","
        "\"CreateDate\":\"2026-01-01T00:00:00Z\"}]}\n"
        "      "
        "{\"AccessKeyMetadata\":[{\"UserName\":\"a\",\"AccessKeyId\":\"AKIA2\",\"Status\":\"Inactive\","
        "\"CreateDate\":1767225600}],\"IsTruncated\":true}\n"
        "      "
        "{\"AccessKeyMetadata\":[{\"UserName\":\"a\",\"AccessKeyId\":\"AKIA1\",\"Status\":\"Active\"}],"
        "\"IsTruncated\":false}\n"
        "      "
        "{\"AccessKeyId\":\"AKIA1\",\"UserName\":\"a\",\"AccessKeyLastUsed\":{\"LastUsedDate\":\"2026-11-"
        "20T10:00:00Z\",\"ServiceName\":\"s3\",\"Region\":\"N/A\"}}\n"
        "      {\"UserName\":\"b\",\"AccessKeyLastUsed\":{\"ServiceName\":\"N/A\",\"Region\":\"N/A\"}}";
    QVERIFY(!importText(text).facts.scope);
    const Imported got = importText(text, ofAccount());
    QCOMPARE(got.batch.documents.size(), std::size_t(2));
    QCOMPARE(canonicalJsonOrThrow(got.find("aws.access-keys", "user/a")->content),
             std::string("{\"account\":\"123456789012\",\"keys\":[{\"id\":\"AKIA1\",\"status\":\"Active\"},{"
                         "\"created\":\"2026-01-01T00:00:00Z\",\"id\":\"AKIA2\","
                         "\"status\":\"Inactive\"}],\"user\":\"a\"}"));
    QCOMPARE(got.batch.observations.size(), std::size_t(2));
    QCOMPARE(got.batch.observations[0].name, std::string("key/AKIA1/last-used"));
    QVERIFY(!got.batch.observations[0].value.has("region"));
    QCOMPARE(got.batch.observations[1].name, std::string("last-used"));
    QVERIFY(got.batch.observations[1].value["never"].asBool());
    QCOMPARE(got.faults(), std::size_t(0));
    QVERIFY(!got.part("access-keys")->complete);
    const Imported clash = importText(
        "{\"AccessKeyMetadata\":[{\"UserName\":\"a\",\"AccessKeyId\":\"AKIA1\",\"Status\":\"Active\"},"
        "{\"UserName\":\"a\",\"AccessKeyId\":\"AKIA1\",\"Status\":\"Inactive\"}]}",
        ofAccount());
    QCOMPARE(clash.faults(), std::size_t(1));
    QCOMPARE(importText("{\"AccessKeyMetadata\":[],\"IsTruncated\":true}", ofAccount()).faults(),
             std::size_t(1));
  }

  void readsOrganizations() {
    const std::string policy =
        "{\"Policy\":{\"PolicySummary\":{\"Id\":\"p-1\",\"Arn\":\"arn:aws:organizations::111122223333:policy/"
        "o-exampleorg/"
        "service_control_policy/"
        "p-1\",\"Name\":\"deny\",\"Type\":\"SERVICE_CONTROL_POLICY\",\"AwsManaged\":false},\"Content\":"
        "\"{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":{\\\"Effect\\\":\\\"Deny\\\",\\\"Action\\\":"
        "\\\"IAM:*\\\",\\\"Resource\\\":\\\"*\\\"}}\"}}";
    const std::string targets = "{\"PolicyId\":\"p-1\",\"Targets\":[{\"TargetId\":\"r-1\",\"Name\":\"Root\","
                                "\"Type\":\"ROOT\"},{\"TargetId\":\"210987654321\","
                                "\"Name\":\"prod\",\"Type\":\"ACCOUNT\"}]}";
    const std::string accounts = "{\"Accounts\":[{\"Id\":\"111122223333\",\"Arn\":\"arn:aws:organizations::"
                                 "111122223333:account/o-exampleorg/111122223333\","
                                 "\"Name\":\"main\",\"Status\":\"ACTIVE\",\"JoinedMethod\":\"CREATED\"},{"
                                 "\"Id\":\"210987654321\",\"Arn\":"
                                 "\"arn:aws:organizations::111122223333:account/o-exampleorg/"
                                 "210987654321\",\"Name\":\"prod\",\"JoinedMethod\":\"INVITED\"}]}";
    const std::string under = "{\"ParentId\":\"ou-1\",\"Accounts\":[{\"Id\":\"210987654321\",\"Name\":"
                              "\"prod\",\"JoinedMethod\":\"INVITED\"}]}";
    const Imported got = importText(policy + targets + accounts + under);
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QCOMPARE(got.facts.scope, std::optional<std::string>("o-exampleorg"));
    QCOMPARE(got.batch.gaps.size(), std::size_t(0));
    QCOMPARE(got.find("aws.organization-policy", "p-1")
                 ->content["document"]["statements"]
                 .at(0)["action"]
                 .at(0)
                 .asString(),
             std::string("iam:*"));
    QCOMPARE(canonicalJsonOrThrow(got.find("aws.organization-policy-targets", "p-1")->content),
             std::string("{\"id\":\"p-1\",\"targets\":[{\"id\":\"210987654321\",\"name\":\"prod\",\"type\":"
                         "\"ACCOUNT\"},{\"id\":\"r-1\",\"name\":\"Root\",\"type\":\"ROOT\"}]}"));
    QCOMPARE(got.find("aws.organization-unit", "210987654321")->content["parent"].asString(),
             std::string("ou-1"));
    QVERIFY(got.find("aws.organization-unit", "111122223333")->content["managementAccount"].asBool());
    QVERIFY(!got.find("aws.organization-unit", "210987654321")->content.has("managementAccount"));
    const std::string alone = targets.substr(0, 1) + targets.substr(targets.find("\"Targets\""));
    const Imported refused = importText(alone);
    QCOMPARE(codeOf(refused), ErrorCode::Unsupported);
    QVERIFY(refused.error->remedy.find("PolicyId") != std::string::npos);
    const Imported mixed = importText(policy + alone);
    QCOMPARE(mixed.faults(), std::size_t(1));
    QVERIFY(mixed.find("aws.organization-policy-targets", "p-1") == nullptr);
    std::string other = policy;
    for (std::size_t at = 0; (at = other.find("o-exampleorg", at)) != std::string::npos; ++at)
      other.replace(at, 12, "o-otherorg01");
    QCOMPARE(codeOf(importText(policy + other)), ErrorCode::WrongScope);
  }

  void readsProviders() {
    const std::string provider = "{\"Url\":\"https://oidc.example.org/ci/"
                                 "\",\"ClientIDList\":[\"b\",\"a\"],\"ThumbprintList\":[\"ABCD\"],"
                                 "\"CreateDate\":\"2026-01-01T00:00:00Z\","
                                 "\"Tags\":[{\"Key\":\"owner\",\"Value\":\"platform\"}]}";
    const Imported got = importText(provider, ofAccount());
    const Document* one =
        got.find("aws.oidc-provider", "arn:aws:iam::123456789012:oidc-provider/oidc.example.org/ci");
    QVERIFY(one != nullptr);
    QCOMPARE(canonicalJsonOrThrow(one->content),
             std::string("{\"account\":\"123456789012\",\"arn\":\"arn:aws:iam::123456789012:oidc-provider/"
                         "oidc.example.org/ci\",\"clientIds\":[\"a\",\"b\"],"
                         "\"created\":\"2026-01-01T00:00:00Z\",\"tags\":{\"owner\":\"platform\"},"
                         "\"thumbprints\":[\"abcd\"],\"url\":\"oidc.example.org/ci\"}"));
    const Imported list = importText("{\"OpenIDConnectProviderList\":[{\"Arn\":\"arn:aws:iam::123456789012:"
                                     "oidc-provider/oidc.example.org/ci\"}]}");
    QCOMPARE(list.facts.scope, std::optional<std::string>("123456789012"));
    QVERIFY(list.find("aws.oidc-provider-listed",
                      "arn:aws:iam::123456789012:oidc-provider/oidc.example.org/ci") != nullptr);
    QVERIFY(list.part("oidc-provider-list")->complete);
  }

  void refusesByName_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* says, const char* text) {
      QTest::newRow(says) << QByteArray(text) << QByteArray(says);
    };
    row("list-roles", "{\"Roles\":[{\"RoleName\":\"x\",\"Arn\":\"y\"}]}");
    row("error answer of AWS: AccessDenied",
        "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
    row("error answer of AWS: Throttling", "{\"Error\":{\"Code\":\"Throttling\",\"Message\":\"x\"}}");
    row("error answer of AWS: AccessDeniedException",
        "{\"__type\":\"AccessDeniedException\",\"message\":\"x\"}");
    row("error answer of AWS: ExpiredToken",
        "\nAn error occurred (ExpiredToken) when calling the ListUsers operation: expired");
    row("GetRole in the XML",
        "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><x/></GetRoleResponse>");
    row("temporary credentials", "{\"Credentials\":{\"AccessKeyId\":\"x\",\"SecretAccessKey\":\"y\"}}");
    row("a policy document alone", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}");
  }
  void refusesByName() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const Imported got = importText(text.toStdString());
    QCOMPARE(codeOf(got), ErrorCode::Unsupported);
    QVERIFY2(got.error->message.find(says.toStdString()) != std::string::npos, got.error->message.c_str());
    QVERIFY(!got.error->remedy.empty());
  }

  void survivesTruncationAnywhere() {
    const std::string texts[] = {
        header + "\n" + root + "\n" + ci,
        "{\"Content\":\"" + toBase64(header + "\n" + root) +
            "\",\"ReportFormat\":\"text/csv\",\"GeneratedTime\":\"2026-11-20T12:00:00Z\"}",
        "{\"OpenIDConnectProviderList\":[{\"Arn\":\"arn:aws:iam::123456789012:oidc-provider/oidc.example.org/"
        "ci\"}]}"};
    for (const std::string& text : texts)
      for (std::size_t size = 0; size < text.size(); ++size) {
        const Imported got = importText(std::string_view(text).substr(0, size));
        for (const PartState& part : got.result.parts)
          QVERIFY2(!part.complete || got.connector == "aws.credential-report", std::to_string(size).c_str());
      }
  }
};

QTEST_APPLESS_MAIN(TestAwsExports)
#include "tst_aws_exports.moc"
