// SPDX-License-Identifier: Apache-2.0
#include "iam.h"

#include <QTest>

using namespace testiam;

namespace {
const char* const object = "arn:aws:s3:::reports/a";
const char* const otherUser = "arn:aws:iam::222222222222:user/ext";
const QByteArray all = allow("*", "*");
} // namespace

/// Identity and resource policies, boundaries and session policies, in one account and between accounts.
class TestAccessAwsEvaluate : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void oneAccount() {
    QCOMPARE(World().answer(user, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(World().identity(all).answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(World().identity(all).identity(deny("s3:*", "*")).answer(user, "s3:GetObject", object),
             QByteArray("denied by statement"));
    QCOMPARE(World().resource(allow("s3:*", "*", named(user))).answer(user, "s3:GetObject", object),
             QByteArray("allowed"));
    QCOMPARE(World().resource(allow("s3:*", "*", named("111111111111"))).answer(user, "s3:GetObject", object),
             QByteArray("denied")); // leaves it to the account
    QCOMPARE(World().resource(allow("s3:*", "*")).answer(user, "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(World()
                 .identity(all)
                 .resource(deny("s3:*", "*", named("111111111111")))
                 .answer(user, "s3:GetObject", object),
             QByteArray("denied by statement"));
  }

  void betweenAccounts() {
    World world;
    world.identity(all);
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray("denied"));
    world.resource(allow("s3:*", "*", named("arn:aws:iam::222222222222:root")));
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray("allowed"));
    world.set.identity.clear();
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray("denied"));
    world.resource(allow("s3:*", "*", named(otherUser)));
    QCOMPARE(world.answer(otherUser, "s3:GetObject", object), QByteArray("denied"));
  }

  void unknownAccountOfTheResource() {
    World world;
    world.account.clear();
    world.identity(all);
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("not evaluated"));
    QCOMPARE(world.answer(user, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q"),
             QByteArray("allowed"));
    world.resource(allow("s3:*", "*", named(user)));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed")); // either way
  }

  /// In the policy of a resource an ARN of fewer than six fields allows nothing; what else it does is not
  /// guessed.
  void incompleteArnInAResourcePolicy() {
    const auto answer = [](const QByteArray& statement) {
      return World().identity(all).resource(statement).answer(user, "s3:GetObject", object);
    };
    QCOMPARE(World().resource(allow("s3:*", "arn:aws:s3", named(user))).answer(user, "s3:GetObject", object),
             QByteArray("denied"));
    QCOMPARE(
        World().resource(allow("s3:*", "arn:aws:s3:*", named(user))).answer(user, "s3:GetObject", object),
        QByteArray("allowed"));
    QCOMPARE(answer(deny("s3:*", "arn:aws:s3", named(user))), QByteArray("not evaluated"));
    QCOMPARE(answer(deny("s3:*", "arn:aws:sqs", named(user))), QByteArray("allowed"));
    QCOMPARE(answer("{'Effect':'Deny','Action':'s3:*','NotResource':'arn:aws:s3'" + named(user) + "}"),
             QByteArray("not evaluated"));
  }

  void boundaryAndSessionPolicy() {
    for (const bool boundary : {true, false}) {
      World world;
      world.identity(all);
      auto& limit = boundary ? world.set.boundary : world.set.session;
      limit = {world.policy(allow("ec2:*", "*"))};
      QCOMPARE(world.answer(session, "s3:GetObject", object), QByteArray("denied"));
      QCOMPARE(world.answer(session, "ec2:StopInstances", "*"), QByteArray("allowed"));
      world.resource(allow("s3:*", "*", named(role)));
      QCOMPARE(world.answer(session, "s3:GetObject", object),
               QByteArray("denied")); // names the role: limited
      world.resource(allow("s3:*", "*", named(session)));
      QCOMPARE(world.answer(session, "s3:GetObject", object),
               QByteArray("allowed")); // names the session: not
      limit = {world.policy(deny("s3:*", "*"))};
      QCOMPARE(world.answer(session, "s3:GetObject", object), QByteArray("denied by statement"));
    }
    World other;
    other.identity(all).resource(allow("s3:*", "*", named(otherUser)));
    other.set.boundary = {other.policy(allow("ec2:*", "*"))};
    QCOMPARE(other.answer(otherUser, "s3:GetObject", object), QByteArray("denied"));
  }

  void notPrincipal() {
    const QByteArray butUser = ",'NotPrincipal':{'AWS':'" + QByteArray(user) + "'}";
    World world;
    world.identity(all).resource(deny("s3:*", "*", butUser));
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(world.answer(role, "s3:GetObject", object), QByteArray("denied by statement"));
    world.set.boundary = {world.policy(all)};
    QCOMPARE(world.answer(user, "s3:GetObject", object), QByteArray("denied by statement"));
    const QByteArray butAccount = ",'NotPrincipal':{'AWS':'arn:aws:iam::111111111111:root'}";
    QCOMPARE(
        World().identity(all).resource(deny("s3:*", "*", butAccount)).answer(user, "s3:GetObject", object),
        QByteArray("denied by statement"));
  }

  void otherCallers() {
    const QByteArray everyone = ",'Principal':'*'",
                     lambda = ",'Principal':{'Service':'lambda.amazonaws.com'}";
    QCOMPARE(World().resource(allow("s3:*", "*", everyone)).answer("", "s3:GetObject", object),
             QByteArray("allowed"));
    QCOMPARE(World().resource(allow("s3:*", "*", named(user))).answer("", "s3:GetObject", object),
             QByteArray("denied"));
    QCOMPARE(World().identity(all).answer("", "s3:GetObject", object), QByteArray("denied"));
    QCOMPARE(
        World().resource(allow("s3:*", "*", lambda)).answer("lambda.amazonaws.com", "s3:GetObject", object),
        QByteArray("allowed"));
    QCOMPARE(World().resource(allow("s3:*", "*", lambda)).answer("ec2.amazonaws.com", "s3:GetObject", object),
             QByteArray("denied"));
    const QByteArray google = ",'Principal':{'Federated':'accounts.google.com'}";
    QCOMPARE(World()
                 .resource("{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity'" + google + "}")
                 .answer("accounts.google.com", "sts:AssumeRoleWithWebIdentity", role),
             QByteArray("allowed"));
    QCOMPARE(World().answer("arn:aws:iam::111111111111:root", "s3:GetObject", object), QByteArray("allowed"));
    QCOMPARE(World()
                 .resource(deny("s3:*", "*", everyone))
                 .answer("arn:aws:iam::111111111111:root", "s3:GetObject", object),
             QByteArray("denied by statement"));
    const QByteArray canonical = ",'Principal':{'CanonicalUser':'79a59df900b949e5'}";
    QCOMPARE(World()
                 .identity(all)
                 .resource(allow("s3:*", "*", canonical))
                 .answer(otherUser, "s3:GetObject", object),
             QByteArray("not evaluated"));
  }

  void services() {
    const char* key = "arn:aws:kms:eu-west-1:111111111111:key/1";
    World kms;
    kms.identity(all);
    QCOMPARE(kms.answer(user, "kms:Decrypt", key), QByteArray("denied"));
    QCOMPARE(kms.answer(user, "kms:ListKeys", "*"), QByteArray("allowed"));
    QCOMPARE(kms.answer(user, "kms:CreateAlias", "arn:aws:kms:eu-west-1:111111111111:alias/aws/s3"),
             QByteArray("denied"));
    kms.resource(allow("kms:*", "*", named("111111111111")));
    QCOMPARE(kms.answer(user, "kms:Decrypt", key), QByteArray("allowed"));
    World sts;
    sts.identity(all);
    QCOMPARE(sts.answer(user, "sts:AssumeRole", role), QByteArray("denied"));
    sts.resource("{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'111111111111'}}");
    QCOMPARE(sts.answer(user, "sts:AssumeRole", role), QByteArray("allowed"));
    QCOMPARE(World().identity(deny("*", "*")).answer(user, "sts:GetCallerIdentity", "*"),
             QByteArray("allowed"));
    QCOMPARE(World().identity(all).answer(user, "iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
             QByteArray("denied"));
    QCOMPARE(World().identity(all).answer(user, "iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
             QByteArray("allowed"));
    QCOMPARE(
        World().identity(all).answer(user, "iam:PutRolePolicy",
                                     "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/X"),
        QByteArray("denied"));
  }

  void bucketTagsCountWhereEnabled() {
    World world;
    world.identity(allow("s3:*", "*", when("StringEquals", "aws:ResourceTag/team", "a")));
    world.context.values["aws:resourcetag/team"] = {"a"};
    Request request =
        requestOf(principalOf(user), "s3:ListBucket", bucket, world.account, false, world.context);
    QVERIFY(evaluate(request, world.set).answer.verdict == Verdict::Allowed);
    dropBucketTags(request);
    QVERIFY(evaluate(request, world.set).answer.verdict == Verdict::Denied);
  }

  void patternsAsResource() {
    World world;
    world.identity(allow("s3:*", "arn:aws:s3:::*/logs/*"));
    const auto ask = [&](const char* resource) {
      return evaluate(
                 requestOf(principalOf(user), "s3:GetObject", resource, world.account, true, world.context),
                 world.set)
          .answer.verdict;
    };
    QVERIFY(ask("arn:aws:s3:::reports/*") == Verdict::Allowed); // some of it
    QVERIFY(ask("arn:aws:s3:::reports/other?") == Verdict::Denied);
    world.identity(deny("s3:*", "arn:aws:s3:::reports/logs/secret/*"));
    QVERIFY(ask("arn:aws:s3:::reports/*") == Verdict::Allowed); // not all of it is denied
    QVERIFY(ask("arn:aws:s3:::reports/logs/secret/x*") == Verdict::Denied);
    QCOMPARE(world.answer(user, "s3:GetObject", "arn:aws:s3:::reports/*"),
             QByteArray("denied")); // one of that name
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsEvaluate)
#include "tst_access_aws_evaluate.moc"
