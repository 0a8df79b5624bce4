// SPDX-License-Identifier: Apache-2.0
#include "iam.h"

#include <QTest>

using namespace testiam;

namespace {
const char* const object = "arn:aws:s3:::reports/a";
const char* const otherUser = "arn:aws:iam::222222222222:user/ext";
const QByteArray all = allow("*", "*");
} // namespace

/// Organization policies, VPC endpoints; answers under conditions; why.
class TestAccessAwsGuardrails : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void serviceControlPolicies() {
    World world;
    world.identity(all);
    world.set.serviceControl = {{"r-1", {world.policy(all)}}, {"ou-1", {world.policy(allow("ec2:*", "*"))}}};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(QByteArray::fromStdString(world.ask(user, "s3:GetObject", object).answer.deniedBy),
             QByteArray("SCP at ou-1"));
    QCOMPARE(world.answer(user, "ec2:StopInstances", "*"), QByteArray("allowed"));
    world.set.serviceControl[1].policies = {};
    QCOMPARE(world.answer(user, "ec2:StopInstances", "*"),
             QByteArray("denied")); // nothing attached allows nothing
    world.set.principalInManagementAccount = true;
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    world.set.principalInManagementAccount = false;
    QCOMPARE(world.answer("arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/X", "s3:GetObject",
                          object),
             QByteArray("allowed"));
    world.resource(allow("s3:*", "*", ",'Principal':'*'"));
    QCOMPARE(world.answer("", "s3:GetObject", object),
             QByteArray("allowed")); // about principals of the account only
    world.set.serviceControl[1].policies = {world.policy(deny("s3:*", "*"))};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied by statement"));
  }

  void resourceControlPolicies() {
    const QByteArray denied = deny("*", "*", ",'Principal':'*'");
    World world;
    world.identity(all);
    world.set.resourceControl = {{"r-1", {}}};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    world.set.resourceControl[0].policies = {world.policy(denied)};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied by statement"));
    QCOMPARE(world.answer(user, "newservice:Get", "*"), QByteArray("not evaluated")); // does it support them?
    QCOMPARE(world.answer(user, "kms:RetireGrant", "*"), QByteArray("allowed"));
    world.set.resourceInManagementAccount = true;
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
  }

  void vpcEndpoint() {
    World world;
    world.identity(all);
    world.set.endpoint = {world.policy(allow("s3:*", "arn:aws:s3:::reports/*", named(user)))};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(world.answer(role, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(world.answer(user, "s3:GetObject", "arn:aws:s3:::other/a"), QByteArray("denied"));
    world.set.endpoint = {world.policy(all)};
    QCOMPARE(world.answer(role, "s3:GetObject", object), QByteArray("allowed"));
  }

  void notImportedIsSaid() {
    World world;
    world.identity(all);
    world.set.notImported = {"service control policies"};
    const Answer answer = world.ask(user, "s3:GetObject", object).answer;
    QVERIFY(answer.verdict == Verdict::Conditional);
    QVERIFY(answer.conditions.front().find("service control policies") != std::string::npos);
    world.identity(deny("s3:*", "*"));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied by statement"));
  }

  void conditional() {
    World world;
    world.context.complete = false;
    world.identity(allow("s3:*", "*", when("StringEquals", "aws:SourceVpc", "vpc-1")));
    world.identity(deny("s3:*", "*", when("Bool", "aws:SecureTransport", "false")));
    const Answer answer = world.ask(user, "s3:GetObject", object).answer;
    QVERIFY(answer.verdict == Verdict::Conditional);
    const std::vector<std::string> expected{"unless aws:SecureTransport Bool false",
                                            "if aws:SourceVpc StringEquals vpc-1"};
    QCOMPARE(answer.conditions, expected);
    world.context.values["aws:sourcevpc"] = {"vpc-2"};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied"));
    world.context.values["aws:sourcevpc"] = {"vpc-1"};
    world.context.values["aws:securetransport"] = {"true"};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
  }

  void conditionThatDoesNotMatter() {
    World world;
    world.context.complete = false;
    world.identity(allow("s3:*", "*", when("StringEquals", "aws:SourceVpc", "vpc-1"))).identity(all);
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
  }

  void variablesInResources() {
    World world;
    world.identity(allow("s3:*", "arn:aws:s3:::reports/${aws:PrincipalTag/team}/*"));
    QCOMPARE(world.answer(role, "s3:GetObject", "arn:aws:s3:::reports/a/x"), QByteArray("denied"));
    world.context.complete = false;
    QCOMPARE(world.answer(role, "s3:GetObject", "arn:aws:s3:::reports/a/x"), QByteArray("conditional"));
    world.context.values["aws:principaltag/team"] = {"a"};
    QCOMPARE(world.answer(role, "s3:GetObject", "arn:aws:s3:::reports/a/x"), QByteArray("allowed"));
    World own;
    own.context.complete = false; // the name of the user is known from who asks
    own.identity(allow("iam:ChangePassword", "arn:aws:iam::*:user/${aws:username}"));
    QCOMPARE(own.answer(user, "iam:ChangePassword", user), QByteArray("allowed"));
    QCOMPARE(own.answer(user, "iam:ChangePassword", "arn:aws:iam::111111111111:user/other"),
             QByteArray("denied"));
  }

  void sessionsOfARole() {
    World world;
    world.resource(allow("s3:*", "*", named(session)));
    QCOMPARE(world.answer(role, "s3:GetObject", object), QByteArray("denied"));
    world.context.complete = false;
    const Answer answer = world.ask(role, "s3:GetObject", object).answer;
    QVERIFY(answer.verdict == Verdict::Conditional);
    QVERIFY(answer.conditions.front().find("build-7") != std::string::npos);
  }

  /// What a bucket policy gives to everyone ends at the account where Block Public Access restricts it.
  void publicBuckets_data() {
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<bool>("open");
    const auto row = [](const char* name, const QByteArray& more, bool open) {
      QTest::newRow(name) << allow("s3:*", "*", more) << open;
    };
    const auto everyone = [](const char* op, const char* key, const char* value) {
      return named("*") + when(op, key, value);
    };
    row("everyone", named("*"), false);
    row("a user", named("arn:aws:iam::222222222222:user/ext"), true);
    row("an account", named("222222222222"), true);
    row("an organization", everyone("StringEquals", "aws:PrincipalOrgID", "o-1"), true);
    row("any organization", everyone("StringLike", "aws:PrincipalOrgID", "o-*"), false);
    row("not an organization", everyone("StringNotEquals", "aws:PrincipalOrgID", "o-2"), false);
    row("where there is one", everyone("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"), false);
    row("roles of an account", everyone("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222222222222:*"), true);
    row("roles of any account", everyone("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/ext"), false);
    row("a network", everyone("IpAddress", "aws:SourceIp", "203.0.113.0/24"), true);
    row("half of all networks", everyone("IpAddress", "aws:SourceIp", "128.0.0.0/1"), false);
    row("a key that says nothing of who asks", everyone("StringEquals", "s3:prefix", "a"), false);
  }
  void publicBuckets() {
    QFETCH(QByteArray, statement);
    QFETCH(bool, open);
    World world;
    world.context.values = {{"aws:principalorgid", {"o-1"}},
                            {"aws:principalarn", {otherUser}},
                            {"aws:sourceip", {"203.0.113.7"}},
                            {"s3:prefix", {"a"}}};
    if (statement.contains("128.0.0.0")) world.context.values["aws:sourceip"] = {"130.0.0.1"};
    world.identity(all).resource(statement);
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray("allowed"));
    world.set.restrictPublicBuckets = true;
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray(open ? "allowed" : "denied"));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed")); // of the account itself
  }
  void publicBucketsStayOpenToAws() {
    World world;
    world.resource(allow("s3:*", "*", named("*")));
    world.set.restrictPublicBuckets = true;
    QCOMPARE(world.answer("logging.s3.amazonaws.com", "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(world.answer("*", "s3:GetObject", object), QByteArray("denied"));
    QVERIFY(world.ask("*", "s3:GetObject", object).answer.why.front().text.find("Block Public Access") == 0);
  }

  /// Keys that AWS sets from who asks are known of every request of a user or role.
  void keysOfWhoAsks() {
    World world;
    world.context.complete = false;
    world.resource(
        allow("s3:*", "*", named("*") + when("StringEquals", "aws:PrincipalServiceName", "x.amazonaws.com")));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(world.answer("x.amazonaws.com", "s3:GetObject", object), QByteArray("allowed"));
    world.resource(allow("s3:*", "*", named("*") + when("StringEquals", "aws:PrincipalType", "User")));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(world.answer(session, "s3:GetObject", object), QByteArray("denied"));
    const char* const key = "arn:aws:kms:eu-west-1:111111111111:key/k";
    world.resource(
        allow("kms:*", "*", named("*") + when("StringEquals", "kms:CallerAccount", "111111111111")));
    QCOMPARE(world.answer(user, "kms:Decrypt", key), QByteArray("allowed"));
    QCOMPARE(world.answer(otherUser, "kms:Decrypt", key), QByteArray("denied"));
  }

  /// A session that stands for any session of its role; a user of the role's name is somebody else.
  void sessionAsAnExample() {
    World world;
    world.resource(allow("s3:*", "*", named(session)));
    const auto verdict = [&](const char* who, bool sample) {
      Principal principal = principalOf(who);
      principal.sessionIsSample = sample;
      return evaluate(
                 requestOf(std::move(principal), "s3:GetObject", object, world.account, false, world.context),
                 world.set)
          .answer.verdict;
    };
    const char* const other = "arn:aws:sts::111111111111:assumed-role/ci/other";
    QVERIFY(verdict(other, false) == Verdict::Denied);
    QVERIFY(verdict(other, true) == Verdict::Conditional);
    QVERIFY(verdict(session, true) == Verdict::Allowed);
    QVERIFY(verdict("arn:aws:sts::111111111111:assumed-role/cd/other", true) == Verdict::Denied);
    QVERIFY(verdict(user, true) == Verdict::Denied);
  }

  void answerEnds() {
    World world;
    world.context.now = *parseRfc3339("2026-06-01T00:00:00Z");
    world.identity(allow("s3:*", "*", when("DateLessThan", "aws:CurrentTime", "2026-07-01T00:00:00Z")));
    const Answer answer = world.ask(user, "s3:GetObject", object).answer;
    QVERIFY(answer.verdict == Verdict::Allowed);
    QCOMPARE(formatRfc3339(answer.until.value()), std::string("2026-07-01T00:00:00Z"));
  }

  void why() {
    World world;
    world.identity(all).identity("{'Sid':'NoS3','Effect':'Deny','Action':'s3:*','Resource':'*'}");
    const Answer denied = world.ask(user, "s3:GetObject", object).answer;
    QCOMPARE(denied.deniedBy, std::string("identity policy"));
    QCOMPARE(denied.why.front().document, std::string("p1"));
    QCOMPARE(denied.why.front().pointer, std::string("/Statement/0"));
    const Answer allowed = world.ask(user, "ec2:StopInstances", "*").answer;
    QCOMPARE(allowed.why.front().document, std::string("p0"));
    QCOMPARE(World().ask(user, "s3:GetObject", object).answer.deniedBy, std::string("identity policy"));
  }

  void questionsOfTheCommonKind() {
    World world;
    world.identity(all);
    Question question;
    question.principal = user;
    question.action = "SQS:SendMessage";
    question.resource = "arn:aws:sqs:eu-west-1:111111111111:q";
    QVERIFY(evaluate(requestOf(question), world.set).answer.verdict == Verdict::Allowed);
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsGuardrails)
#include "tst_access_aws_guardrails.moc"
