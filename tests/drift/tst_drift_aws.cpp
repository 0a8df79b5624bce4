// SPDX-License-Identifier: Apache-2.0
#include "planes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string bucket = "'arn:aws:s3:::backups/*'";
const std::string secure = "{'Bool':{'aws:SecureTransport':['true']}}";
const std::string viaService = "{'Bool':{'aws:ViaAWSService':['true']}}";

} // namespace

class TestDriftAws : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void remainderOfAWiderGrant() {
    const Compared c = awsCompared(allow("'s3:get*'", bucket), allow("'s3:*'", "'*'"));
    QCOMPARE(c.applied(), std::string("no s3:* but not s3:get* on *; "
                                      "no s3:get* on * but not arn:aws:s3:::backups/*; "
                                      "yes s3:get* on arn:aws:s3:::backups/*"));
    QCOMPARE(c.requested(), std::string("yes s3:get* on arn:aws:s3:::backups/*"));
    QCOMPARE(drift::verdictOf(c.result->applied[0]), Tri::No);
    QCOMPARE(drift::remainderText(c.result->applied[0]),
             std::string("s3:* but not s3:get* on *; s3:get* on * but not arn:aws:s3:::backups/*"));
    QCOMPARE(drift::remainderText(c.result->applied[0], 1),
             std::string("all but s3:get* on arn:aws:s3:::backups/*"));
    // The grant tells the document and the place.
    const Grant& g = c.plane.applied.grants.front();
    QVERIFY(g.document->document.content.find(g.inner) != nullptr);
  }

  void severalTogetherGiveOne() {
    const Compared c = awsCompared(allow("'s3:get*'", "'*'") + "," + allow("'s3:put*','s3:list*'", "'*'") +
                                       ",{'effect':'Allow','notAction':['s3:*'],'resource':['*']}",
                                   allow("'s3:getobject','s3:putobject','s3:listbucket','ec2:*'", bucket));
    for (const GrantParts& parts : c.result->applied)
      QCOMPARE(drift::verdictOf(parts), Tri::Yes);
    const Compared whole =
        awsCompared("{'effect':'Allow','notAction':['iam:*'],'resource':['*']}," + allow("'iam:*'", "'*'"),
                    allow("'*'", "'*'"));
    QCOMPARE(drift::verdictOf(whole.result->applied[0]), Tri::Yes);
  }

  void notActionAndNotResource() {
    const Compared c = awsCompared(
        "{'effect':'Allow','notAction':['iam:*'],'notResource':['arn:aws:s3:::a/*']}", allow("'*'", "'*'"));
    QCOMPARE(c.applied(), std::string("no iam:* on *; no * but not iam:* on arn:aws:s3:::a/*; "
                                      "yes * but not iam:* on * but not arn:aws:s3:::a/*"));
    QCOMPARE(drift::verdictOf(c.result->requested[0]), Tri::Yes);
    const Compared back =
        awsCompared(allow("'*'", "'*'"), "{'effect':'Allow','notAction':['iam:*'],'resource':['*']}");
    QCOMPARE(drift::verdictOf(back.result->applied[0]), Tri::Yes);
    QCOMPARE(back.requested(), std::string("no iam:* on *; yes * but not iam:* on *"));
  }

  void denials() {
    // What intent denies is not requested.
    const Compared intent =
        awsCompared(allow("'s3:*'", "'*'") + "," + deny("'s3:delete*'", "'*'"), allow("'s3:*'", "'*'"));
    QCOMPARE(intent.applied(), std::string("no s3:delete* on *; yes s3:* but not s3:delete* on *"));
    QCOMPARE(textOf(intent.result->requested[1]), std::string("no s3:delete* on *")); // the denial
    // What live denies is not applied.
    const Compared live =
        awsCompared(allow("'s3:*'", "'*'"), allow("'s3:*'", "'*'") + "," + deny("'s3:delete*'", "'*'"));
    QCOMPARE(textOf(live.result->applied[0]), std::string("yes s3:* but not s3:delete* on *; "
                                                          "yes s3:delete* on * held no"));
    QCOMPARE(textOf(live.result->applied[1]), std::string("no s3:delete* on *"));
    QCOMPARE(live.requested(), std::string("no s3:delete* on *; yes s3:* but not s3:delete* on *"));
    const Compared both =
        awsCompared(allow("'s3:*'", "'*'") + "," + deny("'s3:*'", "'*'"), deny("'s3:delete*'", "'*'"));
    QCOMPARE(both.applied(), std::string("yes s3:delete* on *"));
  }

  void conditions() {
    QCOMPARE(awsCompared(allow("'s3:*'", "'*'", secure), allow("'s3:get*'", "'*'", secure)).applied(),
             std::string("yes s3:get* on *"));
    QCOMPARE(awsCompared(allow("'s3:*'", "'*'"), allow("'s3:get*'", "'*'", secure)).applied(),
             std::string("yes s3:get* on *"));
    const Compared other = awsCompared(allow("'s3:get*'", "'*'", secure), allow("'s3:*'", "'*'", viaService));
    QCOMPARE(other.applied(), std::string("if s3:get* on *; no s3:* but not s3:get* on *"));
    QVERIFY(other.reason().find("aws:SecureTransport Bool true") != std::string::npos);
    const Compared denied =
        awsCompared(allow("'s3:*'", "'*'") + "," + deny("'s3:*'", "'*'", secure), allow("'s3:*'", "'*'"));
    QCOMPARE(denied.applied(), std::string("if s3:* on *"));
    // Both under conditions: either may give it.
    const Compared two = awsCompared(
        allow("'s3:get*'", "'*'", secure) + "," + allow("'s3:*'", "'*'", viaService), allow("'s3:*'", "'*'"));
    QCOMPARE(drift::verdictOf(two.result->applied[0]), Tri::Conditional);
    QCOMPARE(two.result->applied[0].size(), std::size_t{2});
    QVERIFY(two.reason().find("SecureTransport") != std::string::npos &&
            two.reason().find("ViaAWSService") != std::string::npos);
  }

  void variables() {
    const std::string home = "'arn:aws:s3:::home/${aws:username}/*'";
    QCOMPARE(
        drift::verdictOf(awsCompared(allow("'s3:*'", home), allow("'s3:get*'", home)).result->applied[0]),
        Tri::Yes);
    QCOMPARE(
        drift::verdictOf(
            awsCompared(allow("'s3:*'", "'arn:aws:s3:::home/*'"), allow("'s3:*'", home)).result->applied[0]),
        Tri::Yes);
    QCOMPARE(drift::verdictOf(awsCompared(allow("'s3:*'", home), allow("'s3:*'", "'arn:aws:s3:::home/x/*'"))
                                  .result->applied[0]),
             Tri::Conditional);
    QCOMPARE(
        drift::verdictOf(
            awsCompared(allow("'s3:*'", home), allow("'s3:*'", "'arn:aws:s3:::other/*'")).result->applied[0]),
        Tri::No);
  }

  /// Many resources stand in one grant together.
  void longLists() {
    std::string resources;
    for (int i = 0; i < 150; ++i)
      resources += (i == 0 ? "'" : ",'") + ("arn:aws:s3:::b" + std::to_string(i)) + "'";
    const Compared c = awsCompared(allow("'s3:get*','s3:put*'", resources),
                                   allow("'s3:get*','s3:put*'", resources + ",'arn:aws:s3:::more'"));
    QCOMPARE(c.plane.applied.grants.size(), std::size_t{2});
    QCOMPARE(drift::remainderText(c.result->applied[0]), std::string("s3:get* on arn:aws:s3:::more"));
    QCOMPARE(drift::verdictOf(c.result->requested[1]), Tri::Yes);
  }

  void whatIsNotKnown() {
    // Nobody said what it should have.
    Documents live("aws/111122223333/live");
    PlaneGrants plane;
    give(live, addRole(live, allow("'s3:*'", "'*'"), SourceRole::Live), plane);
    const Compared none = compared(plane);
    QCOMPARE(none.applied(), std::string("? s3:* on *"));
    QVERIFY(none.reason().find("no intent source") != std::string::npos);
    // A policy that is attached and in no snapshot may give the rest: it says what to import.
    const Compared missing = awsCompared(allow("'s3:get*'", "'*'"), allow("'s3:*'", "'*'"),
                                         ",'attached':['arn:aws:iam::111122223333:policy/lost']");
    QCOMPARE(missing.applied(), std::string("? s3:* but not s3:get* on *; yes s3:get* on *"));
    QVERIFY(missing.reason().find("policy/lost is attached") != std::string::npos);
    // A statement that cannot be read.
    const Compared odd =
        awsCompared("{'effect':'Perhaps','action':['s3:*'],'resource':['*']}", allow("'s3:*'", "'*'"));
    QCOMPARE(odd.applied(), std::string("? s3:* on *"));
    QVERIFY(odd.reason().find("Effect is neither Allow nor Deny") != std::string::npos);
  }

  void neutralIntent() {
    Documents live("aws/111122223333/live"), intent("neutral/cmdb/intent");
    PlaneGrants plane;
    give(live, addRole(live, allow("'s3:*'", "'*'"), SourceRole::Live), plane);
    const auto want = [&](const std::string& content) {
      PlaneGrants with = plane;
      const std::string key = "aws:" + std::string(roleArn);
      Grant g;
      g.document = intent.add("neutral.grant", "g", content, SourceRole::Intent);
      const Json& c = g.document->document.content;
      g.action = c["actions"].empty() ? c["role"].asString() : c["actions"].strings().front();
      if (!c["not_actions"].empty()) g.action = "everything but";
      g.resource = c["resources"].empty() ? "*" : c["resources"].strings().front();
      g.deny = c["effect"].asString() != "allow";
      g.exact = c["not_actions"].empty();
      with.requested.known = true;
      with.requested.grants = {g};
      return compared(with).applied();
    };
    QCOMPARE(want("{'effect':'allow','actions':['S3:Get*'],'resources':['*']}"),
             std::string("no s3:* but not S3:Get* on *; yes S3:Get* on *"));
    QCOMPARE(want("{'effect':'allow','not_actions':['s3:Delete*'],'resources':['*']}"),
             std::string("no s3:Delete* on *; yes s3:* but not s3:Delete* on *"));
    QCOMPARE(want("{'effect':'allow','role':'backup-operator'}"), std::string("? s3:* on *"));
    QCOMPARE(want("{'effect':'boundary','actions':['s3:*'],'resources':['*']}"), std::string("no s3:* on *"));
  }

  void resourcesThatAreCompleted() {
    const Compared c =
        awsCompared(allow("'sqs:*'", "'arn:aws:sqs'"), allow("'sqs:*'", "'arn:aws:sqs:*:*:*','x'"));
    QCOMPARE(drift::verdictOf(c.result->applied[0]), Tri::Yes);
    QCOMPARE(drift::verdictOf(c.result->applied[1]), Tri::No);
  }
};

QTEST_APPLESS_MAIN(TestDriftAws)
#include "tst_drift_aws.moc"
