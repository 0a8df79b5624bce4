// SPDX-License-Identifier: Apache-2.0
#include "models/identity/aws_policy.h"

#include <QTest>

using namespace countersign;

namespace {
std::string normal(const Json& policy, Spellings* spellings = nullptr) {
  const auto value = normalisePolicy(policy, spellings);
  return value ? canonicalJsonOrThrow(*value) : "error " + std::string(errorCodeName(value.error().code));
}
std::string normal(const QByteArray& text) {
  auto parsed = parseJson(text.toStdString());
  return parsed ? normal(*parsed) : "no JSON";
}
QByteArray statement(const char* inside) {
  return QByteArray("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",") + inside + "}]}";
}
std::string percentEncoded(const QByteArray& text) {
  return text.toPercentEncoding().toStdString();
}
} // namespace

class TestAwsPolicy : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void isAsDocumented() {
    const QByteArray policy = "{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":{\"Sid\":\"A\","
                              "\"Effect\":\"Deny\",\"NotPrincipal\":"
                              "{\"AWS\":\"111122223333\",\"Service\":[\"b.amazonaws.com\",\"a.amazonaws."
                              "com\"]},\"NotAction\":\"S3:Get*\","
                              "\"NotResource\":\"*\",\"Condition\":{\"NumericLessThan\":{\"aws:"
                              "MultiFactorAuthAge\":3600}},\"Extra\":1}}";
    QCOMPARE(normal(policy), std::string("{\"id\":\"x\",\"statements\":[{\"Extra\":1,\"condition\":{"
                                         "\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":"
                                         "[\"3600\"]}},\"effect\":\"Deny\",\"notAction\":[\"s3:get*\"],"
                                         "\"notPrincipal\":{\"AWS\":[\"arn:aws:iam::"
                                         "111122223333:root\"],\"Service\":[\"a.amazonaws.com\",\"b."
                                         "amazonaws.com\"]},\"notResource\":[\"*\"],"
                                         "\"sid\":\"A\"}],\"version\":\"2012-10-17\"}"));
    QCOMPARE(normal(statement("\"Principal\":\"*\",\"Action\":\"s3:*\"")),
             std::string("{\"statements\":[{\"action\":[\"s3:*\"],\"effect\":\"Allow\",\"principal\":{"
                         "\"AWS\":[\"*\"],\"any\":true}}],"
                         "\"version\":\"2012-10-17\"}"));
    QCOMPARE(normal(QByteArray("{}")), std::string("{\"statements\":[],\"version\":\"2008-10-17\"}"));
  }

  void sameMeaning_data() {
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    const auto row = [](const char* name, const char* a, const char* b) {
      QTest::newRow(name) << statement(a) << statement(b);
    };
    row("one element", "\"Action\":\"s3:Get*\",\"Resource\":\"*\"",
        "\"Action\":[\"s3:Get*\"],\"Resource\":[\"*\"]");
    row("order", "\"Action\":[\"a:B\",\"c:D\"],\"Resource\":[\"y\",\"x\"]",
        "\"Resource\":[\"x\",\"y\"],\"Action\":[\"c:D\",\"a:B\"]");
    row("repeated", "\"Action\":[\"a:B\",\"a:b\",\"A:B\"]", "\"Action\":\"a:b\"");
    row("case of actions", "\"Action\":\"S3:GETOBJECT\"", "\"Action\":\"s3:GetObject\"");
    row("account id", "\"Action\":\"a:b\",\"Principal\":{\"AWS\":\"111122223333\"}",
        "\"Action\":\"a:b\",\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\"]}");
    row("account number", "\"Action\":\"a:b\",\"Principal\":{\"AWS\":111122223333}",
        "\"Action\":\"a:b\",\"Principal\":{\"AWS\":\"111122223333\"}");
    row("numbers and flags",
        "\"Action\":\"a:b\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true},\"NumericEquals\":{\"k\":"
        "5}}",
        "\"Action\":\"a:b\",\"Condition\":{\"NumericEquals\":{\"k\":[\"5\"]},\"Bool\":{\"aws:"
        "SecureTransport\":[\"true\"]}}");
    row("no condition", "\"Action\":\"a:b\",\"Condition\":{}", "\"Action\":\"a:b\"");
    row("empty sid", "\"Action\":\"a:b\",\"Sid\":\"\"", "\"Action\":\"a:b\"");
    QTest::newRow("statement alone")
        << QByteArray("{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"a:b\"}}")
        << QByteArray(
               "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"a:b\"}]}");
    QTest::newRow("statements are a set") << QByteArray("{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"a:"
                                                        "b\"},{\"Effect\":\"Allow\",\"Action\":\"a:c\"}]}")
                                          << QByteArray("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                                                        "\"a:c\"},{\"Effect\":\"Deny\",\"Action\":\"a:b\"},"
                                                        "{\"Action\":[\"A:b\"],\"Effect\":\"Deny\"}]}");
  }
  void sameMeaning() {
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QVERIFY(normal(a).find("error") == std::string::npos);
    QCOMPARE(normal(a), normal(b));
    QCOMPARE(normal(Json(a.toStdString())), normal(a));
    QCOMPARE(normal(Json(percentEncoded(b))), normal(a));
  }

  void otherMeaning_data() {
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    const auto row = [](const char* name, const char* a, const char* b) {
      QTest::newRow(name) << statement(a) << statement(b);
    };
    row("NotAction", "\"Action\":\"a:b\"", "\"NotAction\":\"a:b\"");
    row("NotResource", "\"Action\":\"a:b\",\"Resource\":\"x\"", "\"Action\":\"a:b\",\"NotResource\":\"x\"");
    row("NotPrincipal", "\"Action\":\"a:b\",\"Principal\":{\"AWS\":\"*\"}",
        "\"Action\":\"a:b\",\"NotPrincipal\":{\"AWS\":\"*\"}");
    row("case of resources", "\"Action\":\"a:b\",\"Resource\":\"X\"",
        "\"Action\":\"a:b\",\"Resource\":\"x\"");
    row("principal type", "\"Action\":\"a:b\",\"Principal\":{\"AWS\":\"x\"}",
        "\"Action\":\"a:b\",\"Principal\":{\"Service\":\"x\"}");
    row("operator", "\"Action\":\"a:b\",\"Condition\":{\"StringEquals\":{\"k\":\"v\"}}",
        "\"Action\":\"a:b\",\"Condition\":{\"StringLike\":{\"k\":\"v\"}}");
    row("value", "\"Action\":\"a:b\",\"Condition\":{\"StringEquals\":{\"k\":\"v\"}}",
        "\"Action\":\"a:b\",\"Condition\":{\"StringEquals\":{\"k\":\"V\"}}");
    row("no value", "\"Action\":\"a:b\",\"Condition\":{\"StringEquals\":{\"k\":[]}}", "\"Action\":\"a:b\"");
    row("unknown member", "\"Action\":\"a:b\",\"Frobnicate\":\"x\"", "\"Action\":\"a:b\"");
    QTest::newRow("version") << QByteArray("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:b\"}}")
                             << statement("\"Action\":\"a:b\"");
    QTest::newRow("effect")
        << statement("\"Action\":\"a:b\"")
        << QByteArray(
               "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"a:b\"}]}");
  }
  void otherMeaning() {
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QVERIFY(normal(a).find("error") == std::string::npos);
    QVERIFY(normal(b).find("error") == std::string::npos);
    QVERIFY(normal(a) != normal(b));
  }

  void refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const QByteArray& text, const char* code) {
      QTest::newRow(name) << text << QByteArray(code);
    };
    row("duplicate", "{\"Statement\":[],\"Statement\":[]}", "duplicate-key");
    row("duplicate, encoded", QByteArray("{\"Version\":\"a\",\"Version\":\"b\"}").toPercentEncoding(),
        "duplicate-key");
    row("truncated", "{\"Statement\":[", "truncated");
    row("text", "hello", "malformed");
    row("list", "[]", "malformed");
    row("bad percent", "%7B%2", "malformed");
    row("no effect", "{\"Statement\":{\"Action\":\"a:b\"}}", "malformed");
    row("lower-case effect", "{\"Statement\":{\"Effect\":\"allow\",\"Action\":\"a:b\"}}", "malformed");
    row("both actions", statement("\"Action\":\"a:b\",\"NotAction\":\"a:c\""), "malformed");
    row("no action", statement("\"Resource\":\"*\""), "malformed");
    row("both principals", statement("\"Action\":\"a:b\",\"Principal\":\"*\",\"NotPrincipal\":\"*\""),
        "malformed");
    row("lower-case element", statement("\"Action\":\"a:b\",\"resource\":\"*\""), "malformed");
    row("action number", statement("\"Action\":1"), "malformed");
    row("condition text", statement("\"Action\":\"a:b\",\"Condition\":\"x\""), "malformed");
    row("nested value", statement("\"Action\":\"a:b\",\"Condition\":{\"StringEquals\":{\"k\":[[\"v\"]]}}"),
        "malformed");
    row("no policy", "{\"RoleName\":\"x\"}", "malformed");
    row("deep", QByteArray(200, '['), "limit");
  }
  void refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    QCOMPARE(normal(Json(text.toStdString())), "error " + code.toStdString());
  }

  void refusesDuplicatesOfOurOwn() {
    Json policy = Json::object();
    policy.mutableMembers().emplace_back("Statement", Json::array());
    policy.mutableMembers().emplace_back("Statement", Json::array());
    QCOMPARE(normal(policy), std::string("error duplicate-key"));
  }

  void keepsSpellings() {
    Spellings spellings;
    const auto policy = parseJson(statement("\"Action\":[\"s3:GetObject\",\"sts:*\"]").toStdString());
    QVERIFY(policy);
    QVERIFY(normalisePolicy(*policy, &spellings));
    QCOMPARE(spellings, (Spellings{{"s3:getobject", "s3:GetObject"}}));
  }

  void standsInForWhatCannotBeRead() {
    QCOMPARE(canonicalJsonOrThrow(unparsedPolicy(Json("{oops"))), std::string("{\"unparsed\":\"{oops\"}"));
    QCOMPARE(canonicalJsonOrThrow(unparsedPolicy(Json::object().set("a", 1))),
             std::string("{\"unparsed\":\"{\\\"a\\\":1}\"}"));
  }
};

QTEST_APPLESS_MAIN(TestAwsPolicy)
#include "tst_aws_policy.moc"
