// SPDX-License-Identifier: Apache-2.0
#include "iam.h"

#include <QTest>

using namespace testiam;

class TestAccessAwsPolicy : public QObject {
  Q_OBJECT

  /// `policy` has apostrophes instead of quotes.
  static QByteArray answerOf(QByteArray policy, const char* action = "s3:GetObject",
                             const char* resource = "arn:aws:s3:::reports/a") {
    World world;
    policy.replace('\'', '"');
    world.owned.push_back(parsePolicy(json(policy), "p"));
    world.set.identity.push_back(&world.owned.back());
    return world.answer(user, action, resource);
  }

private Q_SLOTS:
  void forms_data() {
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* policy, const char* expected) {
      QTest::newRow(name) << QByteArray(policy) << QByteArray(expected);
    };
    row("one statement", "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}", "allowed");
    row("case of actions", "{'Statement':{'Effect':'Allow','Action':'S3:GETobject','Resource':'*'}}",
        "allowed");
    row("case of resources",
        "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::REPORTS/a'}}", "denied");
    row("text",
        "'{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"s3:*\\\",\\\"Resource\\\":\\\"*"
        "\\\"}}'",
        "allowed");
    row("encoded text",
        "'%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*"
        "%22%7D%7D'",
        "allowed");
    row("normal form", "{'statements':[{'effect':'Allow','action':['s3:getobject'],'resource':['*']}]}",
        "allowed");
    row("no statements", "{'Version':'2012-10-17'}", "denied");
    row("incomplete ARN", "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3'}}",
        "allowed");
    row("incomplete ARN of another service",
        "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:sqs'}}", "denied");
    row("NotAction", "{'Statement':{'Effect':'Allow','NotAction':['iam:*','s3:Put*'],'Resource':'*'}}",
        "allowed");
    row("NotAction names it", "{'Statement':{'Effect':'Allow','NotAction':'s3:Get*','Resource':'*'}}",
        "denied");
    row("NotResource names it",
        "{'Statement':{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::reports/*'}}", "denied");
    row("Sid and Principal of an identity policy",
        "{'Statement':{'Sid':'A','Principal':'*','Effect':'Allow','Action':'s3:*','Resource':'*'}}",
        "allowed");
  }
  void forms() {
    QFETCH(QByteArray, policy);
    QFETCH(QByteArray, expected);
    QCOMPARE(answerOf(policy), expected);
  }

  /// What cannot be understood is never taken for a no or a yes.
  void notEvaluated_data() {
    QTest::addColumn<QByteArray>("policy");
    const auto row = [](const char* name, const char* policy) { QTest::newRow(name) << QByteArray(policy); };
    row("no JSON", "'{ broken'");
    row("unparsed", "{'unparsed':'{ broken'}");
    row("a list", "[1]");
    row("statement is a text", "{'Statement':'Allow'}");
    row("no effect", "{'Statement':{'Action':'s3:*','Resource':'*'}}");
    row("effect in lower case", "{'Statement':{'Effect':'allow','Action':'s3:*','Resource':'*'}}");
    row("no action", "{'Statement':{'Effect':'Allow','Resource':'*'}}");
    row("both actions", "{'Statement':{'Effect':'Allow','Action':'s3:*','NotAction':'s3:x','Resource':'*'}}");
    row("action is a number", "{'Statement':{'Effect':'Allow','Action':5,'Resource':'*'}}");
    row("no resource", "{'Statement':{'Effect':'Allow','Action':'s3:*'}}");
    row("condition is a list",
        "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':[]}}");
    row("operator holds a text",
        "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':'x'}}}");
    row("unknown operator", "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'"
                            "StringSounds':{'a':'b'}}}}");
    row("unknown operator of a deny",
        "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:*','"
        "Resource':'*','Condition':{'NullIfExists':{'a':'true'}}}]}");
  }
  void notEvaluated() {
    QFETCH(QByteArray, policy);
    QCOMPARE(answerOf(policy), QByteArray("not evaluated"));
  }

  /// It does not matter where something else decides.
  void brokenElsewhere() {
    const char* broken = "{'Statement':[{'Effect':'allow','Action':'iam:*','Resource':'*'}, "
                         "{'Effect':'Allow','Action':'s3:*','Resource':'*'}]}";
    QCOMPARE(answerOf(broken), QByteArray("allowed"));
    QCOMPARE(answerOf(broken, "iam:GetRole"), QByteArray("not evaluated"));
    QCOMPARE(answerOf("{'Statement':[{'Effect':'Deny','Action':'s3:*','Resource':'*'},{'Action':'s3:*'}]}"),
             QByteArray("denied by statement"));
  }

  void saysWhatIsMissing() {
    World world;
    world.identity(allow("s3:*", "*", when("StringSounds", "aws:x", "y")));
    const Answer answer = world.ask(user, "s3:GetObject", bucket).answer;
    QCOMPARE(answer.missing.size(), std::size_t(1));
    QVERIFY(answer.missing.front().find("StringSounds") != std::string::npos);
  }

  void tooLongIsNotEvaluated() {
    const QByteArray text =
        "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'" + QByteArray(30'000, '*') + "'}}";
    QCOMPARE(answerOf(text), QByteArray("not evaluated"));
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsPolicy)
#include "tst_access_aws_policy.moc"
