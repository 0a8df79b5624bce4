// SPDX-License-Identifier: Apache-2.0
#include "aws_import.h"

#include <QTest>

using namespace countersign;

namespace {

using Texts = std::vector<std::string>;

std::string record(const std::string& name, const std::string& more, const std::string& source = "iam") {
  return "{\"eventVersion\":\"1.09\",\"eventID\":\"62e290e2-ee95-4a7c-a9f8-db4ef462b12d\",\"eventTime\":"
         "\"2026-11-20T10:00:00Z\",\"eventSource\":\"" +
         source + ".amazonaws.com\",\"eventName\":\"" + name +
         "\",\"awsRegion\":\"us-east-1\",\"recipientAccountId\":\"123456789012\"" + more + "}";
}
const std::string admin = ",\"userIdentity\":{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLEEXAMPLE01\","
                          "\"arn\":\"arn:aws:iam::123456789012:user/"
                          "platform-admin\",\"accountId\":\"123456789012\",\"userName\":\"platform-admin\","
                          "\"accessKeyId\":\"AKIAEXAMPLE000000001\"}";

std::string quoted(const std::string& text) {
  std::string out;
  appendJsonString(out, text);
  return out;
}
/// The bytes with all spans of secrets overwritten.
std::string masked(std::string text, const Batch& batch) {
  for (const Locator& secret : batch.secrets)
    for (std::uint64_t i = 0; i < secret.length; ++i)
      text.at(secret.offset + i) = '*';
  return text;
}

} // namespace

class TestAwsCloudTrail : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void tellsTheWholeStory() {
    const std::string text =
        "{\"Records\":[" +
        record("PutRolePolicy",
               admin +
                   ",\"sourceIPAddress\":\"203.0.113.7\",\"sessionCredentialFromConsole\":\"true\","
                   "\"readOnly\":false,"
                   "\"requestParameters\":{\"roleName\":\"backup-writer\",\"policyName\":\"BackupInline\"}") +
        "]}";
    const Imported got = importText(text);
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QCOMPARE(got.facts.role, SourceRole::Audit);
    QCOMPARE(got.facts.scope, std::optional<std::string>("123456789012"));
    QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-11-20T10:00:00Z"));
    QCOMPARE(got.batch.events.size(), std::size_t(1));
    const Event& event = got.batch.events[0];
    QCOMPARE(event.id, std::string("62e290e2-ee95-4a7c-a9f8-db4ef462b12d"));
    QCOMPARE(event.action, std::string("iam:PutRolePolicy"));
    QCOMPARE(event.summary,
             std::string("PutRolePolicy BackupInline on role backup-writer from console by platform-admin"));
    QCOMPARE(event.outcome, std::string("success"));
    QVERIFY(event.stateChanging);
    QCOMPARE(event.actorKeys, (Texts{"aws-user:123456789012/platform-admin", "aws-id:AIDAEXAMPLEEXAMPLE01"}));
    QCOMPARE(event.credentialKeys, Texts{"aws-key:AKIAEXAMPLE000000001"});
    QCOMPARE(event.aboutKeys, Texts{"aws-role:123456789012/backup-writer"});
    QCOMPARE(got.result.parts.size(), std::size_t(1));
    QVERIFY(got.result.parts[0].complete);
  }

  void knowsWhoActed_data() {
    QTest::addColumn<QByteArray>("identity");
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("credentials");
    const auto row = [](const char* name, const char* identity, const char* keys,
                        const char* credentials = "") {
      QTest::newRow(name) << QByteArray(identity) << QByteArray(keys) << QByteArray(credentials);
    };
    row("role",
        "{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLEEXAMPLE01:s\",\"arn\":\"arn:aws:sts::"
        "123456789012:assumed-role/deploy/s\","
        "\"accessKeyId\":\"ASIAEXAMPLE\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"arn\":"
        "\"arn:aws:iam::123456789012:role/ci/deploy\"}}}",
        "aws-role:123456789012/deploy aws-id:AROAEXAMPLEEXAMPLE01 ");
    row("role without issuer",
        "{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::123456789012:assumed-role/deploy/s\"}",
        "aws-role:123456789012/deploy ");
    row("root",
        "{\"type\":\"Root\",\"accountId\":\"123456789012\",\"arn\":\"arn:aws:iam::123456789012:root\"}",
        "aws-arn:arn:aws:iam::123456789012:root ");
    row("service", "{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}", "");
    row("federated subject",
        "{\"type\":\"WebIdentityUser\",\"identityProvider\":\"arn:aws:iam::123456789012:oidc-provider/"
        "token.actions."
        "githubusercontent.com\",\"userName\":\"repo:acme/web:ref:refs/heads/main\"}",
        "oidc:token.actions.githubusercontent.com#repo:acme/web:ref:refs/heads/main ");
    row("other account",
        "{\"type\":\"AWSAccount\",\"accountId\":\"210987654321\",\"principalId\":\"AROAEXAMPLEEXAMPLE02:x\"}",
        "aws-account:210987654321 aws-id:AROAEXAMPLEEXAMPLE02 ");
    row("key",
        "{\"type\":\"IAMUser\",\"accountId\":\"123456789012\",\"userName\":\"ci\",\"accessKeyId\":\"AKIAX\"}",
        "aws-user:123456789012/ci ", "aws-key:AKIAX ");
    row("nobody", "null", "");
  }
  void knowsWhoActed() {
    QFETCH(QByteArray, identity);
    QFETCH(QByteArray, keys);
    QFETCH(QByteArray, credentials);
    const Imported got =
        importText("[" + record("GetRole", ",\"userIdentity\":" + identity.toStdString()) + "]");
    QCOMPARE(got.batch.events.size(), std::size_t(1));
    QByteArray found, used;
    for (const std::string& key : got.batch.events[0].actorKeys)
      found += QByteArray::fromStdString(key) + ' ';
    for (const std::string& key : got.batch.events[0].credentialKeys)
      used += QByteArray::fromStdString(key) + ' ';
    QCOMPARE(found, keys);
    QCOMPARE(used, credentials);
    QVERIFY(!got.batch.events[0].stateChanging);
  }

  void knowsWhatChanged_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("about");
    QTest::addColumn<bool>("changing");
    const auto row = [](const char* source, const char* name, const char* more, const char* about,
                        bool changing = true) {
      QTest::newRow(name) << QByteArray(source) << QByteArray(name) << QByteArray(more) << QByteArray(about)
                          << changing;
    };
    row("iam", "AttachRolePolicy",
        "\"requestParameters\":{\"roleName\":\"r\",\"policyArn\":\"arn:aws:iam::aws:policy/X\"}",
        "aws-role:123456789012/r ");
    row("iam", "AddUserToGroup", "\"requestParameters\":{\"userName\":\"u\",\"groupName\":\"g\"}",
        "aws-user:123456789012/u ");
    row("iam", "PutGroupPolicy", "\"requestParameters\":{\"groupName\":\"g\"}", "aws-group:123456789012/g ");
    row("iam", "CreatePolicyVersion",
        "\"requestParameters\":{\"policyArn\":\"arn:aws:iam::123456789012:policy/p\"}",
        "aws-arn:arn:aws:iam::123456789012:policy/p ");
    row("iam", "CreateAccessKey",
        "\"requestParameters\":{\"userName\":\"u\"},\"responseElements\":{\"accessKey\":{\"accessKeyId\":"
        "\"AKIAY\"}}",
        "aws-user:123456789012/u aws-key:AKIAY ");
    row("iam", "UpdateAccessKey", "\"requestParameters\":{\"accessKeyId\":\"AKIAY\"}",
        "aws-user:123456789012/platform-admin aws-key:AKIAY ");
    row("iam", "CreateRole",
        "\"requestParameters\":{\"roleName\":\"r\"},\"responseElements\":{\"role\":{\"roleId\":\"AROAZ\"}}",
        "aws-role:123456789012/r aws-id:AROAZ ");
    row("iam", "AddRoleToInstanceProfile",
        "\"requestParameters\":{\"roleName\":\"r\",\"instanceProfileName\":\"i\"}",
        "aws-role:123456789012/r aws-arn:arn:aws:iam::123456789012:instance-profile/i ");
    row("iam", "DeleteOpenIDConnectProvider",
        "\"requestParameters\":{\"openIDConnectProviderArn\":\"arn:aws:iam::123456789012:oidc-provider/x\"}",
        "aws-arn:arn:aws:iam::123456789012:oidc-provider/x ");
    row("organizations", "AttachPolicy", "\"requestParameters\":{\"policyId\":\"p-1\",\"targetId\":\"ou-1\"}",
        "aws-target:ou-1 aws-target:p-1 ");
    row("sts", "AssumeRole", "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::210987654321:role/ci/x\"}",
        "aws-role:210987654321/x ", false);
    row("iam", "DeleteRole", "\"errorCode\":\"AccessDenied\",\"requestParameters\":{\"roleName\":\"r\"}",
        "aws-role:123456789012/r ", false);
    row("iam", "GetRole", "\"requestParameters\":{\"roleName\":\"r\"}", "", false);
    row("iam", "UpdateRole", "\"readOnly\":\"True\",\"requestParameters\":{\"roleName\":\"r\"}",
        "aws-role:123456789012/r ", false);
    row("lambda", "PutRolePolicy", "\"requestParameters\":{\"roleName\":\"r\"}", "", false);
  }
  void knowsWhatChanged() {
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, about);
    QFETCH(bool, changing);
    const Imported got = importText(
        "[" + record(name.toStdString(), admin + ',' + more.toStdString(), source.toStdString()) + "]");
    QCOMPARE(got.batch.events.size(), std::size_t(1));
    QByteArray found;
    for (const std::string& key : got.batch.events[0].aboutKeys)
      found += QByteArray::fromStdString(key) + ' ';
    QCOMPARE(found, about);
    QCOMPARE(got.batch.events[0].stateChanging, changing);
  }

  void readsEachForm_data() {
    QTest::addColumn<QByteArray>("text");
    const std::string a = record("GetRole", admin), b = record("GetUser", admin);
    const auto row = [](const char* name, const std::string& text) {
      QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("log file", "{\"Records\":[" + a + "," + b + "]}");
    row("list", "[" + a + ",\n" + b + "]");
    row("lines", a + "\n" + b + "\n");
    row("values", "{\n" + a.substr(1) + "\n{\n" + b.substr(1));
    row("lookup", "{\"Events\":[{\"EventId\":\"x\",\"CloudTrailEvent\":" + quoted(a) +
                      "},{\"EventId\":\"y\",\"CloudTrailEvent\":" + quoted(b) + "}]}");
  }
  void readsEachForm() {
    QFETCH(QByteArray, text);
    const Imported got = importText(text.toStdString());
    QVERIFY2(!got.error, got.error ? got.error->text().c_str() : "");
    QCOMPARE(got.batch.events.size(), std::size_t(2));
    QCOMPARE(got.batch.events[1].action, std::string("iam:GetUser"));
    QCOMPARE(got.facts.scope, std::optional<std::string>("123456789012"));
    QCOMPARE(formatRfc3339(*got.facts.capturedAt), std::string("2026-11-20T10:00:00Z"));
    QVERIFY(got.result.parts.at(0).complete);
  }

  void masksSecrets() {
    const std::string canary = "CANARY/tok+en=1234567890abcdef";
    const std::string assume = record(
        "AssumeRole",
        admin +
            ",\"requestParameters\":{\"roleArn\":\"arn:aws:iam::123456789012:role/x\"},\"responseElements\":"
            "{\"credentials\":{\"accessKeyId\":\"ASIAX\",\"sessionToken\":\"" +
            canary + "\"}}",
        "sts");
    const std::string key = record(
        "CreateAccessKey",
        admin + ",\"requestParameters\":{\"userName\":\"u\",\"password\":\"" + canary +
            "\"},\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"AKIAY\",\"secretAccessKey\":\"" +
            canary + "\"}}");
    const std::string plain = "{\"Records\":[" + assume + "," + key + "]}";
    std::string inner = quoted(assume);
    const auto slash = inner.find("CANARY/");
    inner.replace(slash + 6, 1, "\\u002f"); // written with an escape
    const std::string lookup =
        "{\"Events\":[{\"CloudTrailEvent\":" + inner + "},{\"CloudTrailEvent\":" + quoted(key) + "}]}";
    for (const std::string& text : {plain, lookup}) {
      const Imported got = importText(text);
      QCOMPARE(got.batch.events.size(), std::size_t(2));
      QVERIFY(got.batch.secrets.size() >= 3);
      const std::string left = masked(text, got.batch);
      QVERIFY(left.find("tok+en") == std::string::npos);
      QVERIFY(left.find("CANARY") == std::string::npos);
      QVERIFY(parseJson(left)); // the text stays JSON
      for (const Event& event : got.batch.events)
        QVERIFY((event.summary + canonicalJsonOrThrow(event.details)).find("CANARY") == std::string::npos);
    }
  }

  void tellsRecordsApart() {
    std::string a = record("GetRole", admin), b = record("GetUser", admin);
    for (std::string* text : {&a, &b})
      text->replace(text->find("62e290e2-ee95-4a7c-a9f8-db4ef462b12d"), 36, "1");
    const Imported got = importText("[" + a + "," + b + "," + a + "]");
    QCOMPARE(got.batch.events.size(), std::size_t(3));
    QVERIFY(got.batch.events[0].id != got.batch.events[1].id);
    QCOMPARE(got.batch.events[0].id, got.batch.events[2].id);
  }

  void saysWhatIsMissing() {
    const std::string good = record("GetRole", admin);
    std::string noTime = good;
    noTime.replace(noTime.find("eventTime"), 9, "eventTyme");
    const Imported got = importText("{\"Records\":[" + good + "," + noTime + ",7]}");
    QCOMPARE(got.batch.events.size(), std::size_t(1));
    QCOMPARE(got.faults(), std::size_t(2));
    QVERIFY(!got.part("events")->complete);
    const std::string text = "{\"Records\":[" + good + "," + good + "]}";
    for (std::size_t size = 0; size < text.size(); ++size) {
      const Imported part = importText(std::string_view(text).substr(0, size));
      QVERIFY(part.error || !part.part("events")->complete);
    }
    const Imported more =
        importText("{\"Events\":[{\"CloudTrailEvent\":" + quoted(good) + "}],\"NextToken\":\"x\"}");
    QVERIFY(!more.part("events")->complete);
  }

  void leavesOtherNotificationsAlone() {
    QVERIFY(recogniser("{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":"
                       "\"ObjectCreated:Put\",\"eventTime\":\"2026-11-20T10:00:00Z\","
                       "\"userIdentity\":{\"principalId\":\"x\"},\"s3\":{}}]}") == nullptr);
    QVERIFY(recogniser("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\"}") == nullptr);
  }
};

QTEST_APPLESS_MAIN(TestAwsCloudTrail)
#include "tst_aws_cloudtrail.moc"
