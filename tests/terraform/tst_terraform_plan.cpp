// SPDX-License-Identifier: Apache-2.0
#include "reader.h"

#include <QTest>

class TestTerraformPlan : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void surveys();
  void documentsAreWhatWillBe();
  void changesAreWhatIsAsked();
  void whatChangesNothingIsNoChange();
  void plansThatCannotBeApplied();
  void unknownIsNotGone();
  void completeness_data();
  void completeness();
  void recognisesSortedPlans();
};

using namespace countersign;
using namespace countersign::test;

namespace {

const char* const roleValues =
    R"({"arn":"arn:aws:iam::123456789012:role/old","name":"old","path":"/","unique_id":"AROAOLD","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"210987654321\"},\"Action\":\"sts:AssumeRole\"}]}","max_session_duration":3600})";
const char* const roleBefore =
    R"({"arn":"arn:aws:iam::123456789012:role/old","name":"old","path":"/","unique_id":"AROAOLD","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}","max_session_duration":3600})";

std::string planned(const std::string& address, const std::string& type, const std::string& values) {
  return R"({"address":")" + address + R"(","mode":"managed","type":")" + type +
         R"(","name":"n","provider_name":"registry.terraform.io/hashicorp/aws","schema_version":0,"values":)" +
         values + R"(,"sensitive_values":{}})";
}
std::string change(const std::string& address, const std::string& type, const std::string& actions,
                   const std::string& before, const std::string& after, const std::string& more = {}) {
  return R"({"address":")" + address + R"(","mode":"managed","type":")" + type +
         R"(","name":"n","provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":)" +
         actions + R"(,"before":)" + before + R"(,"after":)" + after + more + "}}";
}

/// A role that is updated, one that is created with an attachment, and one that is deleted.
std::string plan(const std::string& flags = R"("complete":true,"errored":false)") {
  const std::string newRole =
      R"({"name":"new","path":"/","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"})";
  return R"({"format_version":"1.2","terraform_version":"1.9.8","planned_values":{"root_module":{"resources":[)" +
         planned("aws_iam_role.old", "aws_iam_role", roleValues) + "," +
         planned("aws_iam_role_policy_attachment.att", "aws_iam_role_policy_attachment",
                 R"({"role":"new"})") +
         R"(],"child_modules":[{"address":"module.m","resources":[)" +
         planned("module.m.aws_iam_role.new", "aws_iam_role", newRole) +
         R"(],"child_modules":[{"address":"module.m.module.n","resources":[)" +
         planned("module.m.module.n.aws_iam_user.u", "aws_iam_user",
                 R"({"arn":"arn:aws:iam::123456789012:user/u","name":"u"})") +
         R"(]}]}]}},"resource_changes":[)" +
         change("aws_iam_role.old", "aws_iam_role", R"(["update"])", roleBefore, roleValues) + "," +
         change("module.m.aws_iam_role.new", "aws_iam_role", R"(["create"])", "null", newRole,
                R"(,"after_unknown":{"arn":true,"id":true})") +
         "," +
         change("aws_iam_role_policy_attachment.att", "aws_iam_role_policy_attachment", R"(["create"])",
                "null", R"({"role":"new"})") +
         "," + change("module.m.module.n.aws_iam_user.u", "aws_iam_user", R"(["no-op"])", "{}", "{}") + "," +
         change("aws_iam_user.gone", "aws_iam_user", R"(["delete"])",
                R"({"arn":"arn:aws:iam::123456789012:user/gone","name":"gone"})", "null") +
         "," +
         change("aws_s3_bucket.b", "aws_s3_bucket", R"(["delete","create"])", R"({"bucket":"x"})",
                R"({"bucket":"y"})") +
         R"(],"resource_drift":[)" +
         change("aws_iam_role.old", "aws_iam_role", R"(["update"])", roleBefore, roleValues) +
         R"(],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[)" +
         planned("aws_iam_user.prior", "aws_iam_user",
                 R"({"arn":"arn:aws:iam::123456789012:user/prior","name":"prior"})") +
         R"(]}}},"configuration":{"root_module":{}},"timestamp":"2026-03-01T10:00:00Z",)" + flags + "}";
}

} // namespace

void TestTerraformPlan::surveys() {
  const Outcome outcome = read(plan());
  QCOMPARE(outcome.connector, std::string("terraform.plan"));
  QVERIFY(outcome.facts);
  QCOMPARE(formatRfc3339(*outcome.facts->capturedAt), std::string("2026-03-01T10:00:00Z"));
  QVERIFY(!outcome.facts->scope);
}

void TestTerraformPlan::documentsAreWhatWillBe() {
  const Outcome outcome = read(plan());
  QVERIFY(outcome.complete());
  QCOMPARE(outcome.uids("aws.role"), (std::vector<std::string>{"arn:aws:iam::123456789012:role/old",
                                                               "planned:module.m.aws_iam_role.new"}));
  QCOMPARE(
      outcome.content("aws.role", "planned:module.m.aws_iam_role.new"),
      std::string(
          R"({"account":"123456789012","name":"new","path":"/","planned":true,"trust":{"statements":[],"version":"2012-10-17"}})"));
  const Document* old = outcome.document("aws.role", "arn:aws:iam::123456789012:role/old");
  QVERIFY(!old->content.has("planned"));
  QCOMPARE(old->content["trust"]["statements"].size(), std::size_t(1));
  QCOMPARE(outcome.uids("aws.user"), std::vector<std::string>{"arn:aws:iam::123456789012:user/u"});
  QCOMPARE(outcome.content("aws.attachment", "planned:aws_iam_role_policy_attachment.att"),
           std::string(R"({"planned":true,"to":{"account":"123456789012","kind":"role","name":"new"}})"));
}

void TestTerraformPlan::changesAreWhatIsAsked() {
  const Outcome outcome = read(plan());
  QCOMPARE(outcome.all.changes.size(), std::size_t(6));
  const Change* update = outcome.change("plan:aws_iam_role.old");
  QVERIFY(update != nullptr);
  QCOMPARE(update->summary, std::string("update aws_iam_role.old"));
  QCOMPARE(update->actions, std::vector<std::string>{"update"});
  QCOMPARE(formatRfc3339(*update->at), std::string("2026-03-01T10:00:00Z"));
  QCOMPARE(update->aboutKeys, (std::vector<std::string>{"aws-arn:arn:aws:iam::123456789012:role/old",
                                                        "aws-role:123456789012/old", "aws-id:AROAOLD"}));
  QCOMPARE(update->details["changed"].size(), std::size_t(1));
  QCOMPARE(update->details["changed"]["trust"]["before"]["statements"].size(), std::size_t(0));
  QCOMPARE(update->details["changed"]["trust"]["after"]["statements"].size(), std::size_t(1));
  QCOMPARE(outcome.change("plan:module.m.aws_iam_role.new")->aboutKeys,
           std::vector<std::string>{"aws-role:123456789012/new"});
  QCOMPARE(outcome.change("plan:aws_iam_user.gone")->actions, std::vector<std::string>{"delete"});
  QCOMPARE(outcome.change("plan:aws_s3_bucket.b")->actions, std::vector<std::string>{"replace"});
  QVERIFY(outcome.change("plan:aws_s3_bucket.b")->aboutKeys.empty());
  QVERIFY(outcome.change("plan:module.m.module.n.aws_iam_user.u") == nullptr);
  const Change* drift = outcome.change("drift:aws_iam_role.old");
  QVERIFY(drift != nullptr);
  QCOMPARE(drift->summary, std::string("changed outside of Terraform: update aws_iam_role.old"));
  QVERIFY(drift->details["changed"].has("trust"));
  QVERIFY(drift->origin == ChangeOrigin::Outside && drift->wish.kind == WishKind::Edit);
  QCOMPARE(drift->about, std::string("aws_iam_role.old"));
  for (const auto& [address, kind] :
       {std::pair("aws_iam_role.old", WishKind::Edit), std::pair("aws_s3_bucket.b", WishKind::Edit),
        std::pair("module.m.aws_iam_role.new", WishKind::Create),
        std::pair("aws_iam_user.gone", WishKind::Remove)}) {
    const Change* one = outcome.change("plan:" + std::string(address));
    QVERIFY(one->origin == ChangeOrigin::Plan && one->wish.kind == kind);
    QCOMPARE(one->about, std::string(address));
    QVERIFY(!one->details.has("errored") && !one->details.has("applyable"));
  }
}

/// What is only read, or is as it was, is nothing that anybody asked for.
void TestTerraformPlan::whatChangesNothingIsNoChange() {
  const auto planOf = [](const std::string& actions) {
    return R"({"format_version":"1.2","planned_values":{"root_module":{}},"timestamp":"2026-03-01T10:00:00Z","resource_changes":[)" +
           change("aws_iam_role.r", "aws_iam_role", actions, roleBefore, roleBefore) +
           R"(],"resource_drift":[)" + change("aws_iam_role.r", "aws_iam_role", actions, "null", "null") +
           "]}";
  };
  for (const char* nothing : {R"(["no-op"])", R"(["read"])", "[]"})
    QVERIFY2(read(planOf(nothing)).all.changes.empty(), nothing);
  const Outcome something = read(planOf(R"(["update"])"));
  QCOMPARE(something.all.changes.size(), std::size_t(2));
  QCOMPARE(formatRfc3339(*something.all.changes[1].at), std::string("2026-03-01T10:00:00Z"));
}

void TestTerraformPlan::plansThatCannotBeApplied() {
  const Outcome errored = read(plan(R"("applyable":false,"complete":false,"errored":true)"));
  QCOMPARE(errored.all.changes.size(), std::size_t(6));
  for (const Change& one : errored.all.changes) {
    QCOMPARE(one.details["errored"], Json(true));
    QCOMPARE(one.details["applyable"], Json(false));
  }
  const Outcome fine = read(plan(R"("applyable":true,"complete":true,"errored":false)"));
  QCOMPARE(fine.all.changes.size(), std::size_t(6));
  for (const Change& one : fine.all.changes)
    QVERIFY(!one.details.has("errored") && !one.details.has("applyable"));
}

void TestTerraformPlan::unknownIsNotGone() {
  const std::string bytes =
      R"({"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[)" +
      change("aws_iam_role.r", "aws_iam_role", R"(["create","delete"])", roleBefore,
             R"({"name":"old","path":"/","max_session_duration":3600})",
             R"(,"after_unknown":{"arn":true,"assume_role_policy":true})") +
      "]}";
  const Outcome outcome = read(bytes);
  const Change* replace = outcome.change("plan:aws_iam_role.r");
  QVERIFY(replace != nullptr);
  QCOMPARE(replace->actions, std::vector<std::string>{"replace"});
  QCOMPARE(replace->details["changed"]["trust"]["unknown"], Json(true));
  QVERIFY(!replace->details["changed"].has("planned"));
}

void TestTerraformPlan::completeness_data() {
  QTest::addColumn<QByteArray>("flags");
  QTest::addColumn<bool>("complete");
  QTest::newRow("old plan") << QByteArray(R"("x":1)") << true;
  QTest::newRow("complete") << QByteArray(R"("complete":true,"errored":false)") << true;
  QTest::newRow("targeted") << QByteArray(R"("complete":false,"errored":false)") << false;
  QTest::newRow("errored") << QByteArray(R"("complete":true,"errored":true)") << false;
}

void TestTerraformPlan::completeness() {
  QFETCH(QByteArray, flags);
  QFETCH(bool, complete);
  QCOMPARE(read(plan(flags.toStdString())).complete(), complete);
}

void TestTerraformPlan::recognisesSortedPlans() {
  const auto parsed = parseJson(plan());
  QVERIFY(parsed);
  const std::string sorted = canonicalJsonOrThrow(*parsed);
  const Outcome a = read(plan());
  const Outcome b = read(sorted);
  QCOMPARE(b.connector, std::string("terraform.plan"));
  QVERIFY(b.complete());
  QCOMPARE(a.uids("aws.role"), b.uids("aws.role"));
  QCOMPARE(a.all.changes.size(), b.all.changes.size());
}

QTEST_APPLESS_MAIN(TestTerraformPlan)
#include "tst_terraform_plan.moc"
