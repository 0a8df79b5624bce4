// SPDX-License-Identifier: Apache-2.0
#include "reader.h"

#include <QTest>

class TestTerraformState : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void surveys();
  void readsARole();
  void locatesInTheSource();
  void namesInstances();
  void findsTheAccountOfNames_data();
  void findsTheAccountOfNames();
  void attachesListsAndMembers();
  void joinsTheKeysOfAUser();
  void tellsAccountsApart();
  void readsKubernetes();
  void readsTheOtherTypes();
  void saysWhatItLeavesOut();
  void keepsBrokenPolicies();
  void isPartialWithoutNames();
  void refuses_data();
  void refuses();
  void stopsWhenCancelled();
  void emptyShowIsPartial();
  void obeysThePerson();
};

using namespace countersign;
using namespace countersign::test;

namespace {

/// A state with these resources, each `{type, name, attributes}` written as JSON text.
std::string state(const std::string& resources) {
  return R"({"version":4,"terraform_version":"1.9.8","serial":7,"lineage":"l-1","outputs":{},"resources":[)" +
         resources + "]}";
}
std::string resource(const std::string& type, const std::string& name, const std::string& attributes,
                     const std::string& more = {}) {
  return R"({"mode":"managed","type":")" + type + R"(","name":")" + name +
         R"(","provider":"provider[\"registry.terraform.io/hashicorp/aws\"]","instances":[{"schema_version":0,"attributes":)" +
         attributes + more + "}]}";
}
const char* const roleArn = "arn:aws:iam::123456789012:role/app/backup";
std::string role() {
  return resource("aws_iam_role", "backup",
                  R"({"arn":"arn:aws:iam::123456789012:role/app/backup","name":"backup","path":"/app/",
"unique_id":"AROAEXAMPLE","create_date":"2026-01-02T03:04:05Z","max_session_duration":3600,"description":"",
"permissions_boundary":"","managed_policy_arns":["arn:aws:iam::aws:policy/B","arn:aws:iam::aws:policy/A"],
"inline_policy":[{"name":"","policy":""},{"name":"in","policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"S3:Get*\",\"Resource\":\"*\"}}"}],
"tags":{"team":"ops"},"tags_all":{"team":"ops","env":"prod"},
"assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"})");
}

} // namespace

void TestTerraformState::surveys() {
  const Outcome outcome = read(state(role()));
  QCOMPARE(outcome.connector, std::string("terraform.state"));
  QVERIFY(outcome.facts);
  QCOMPARE(outcome.facts->system, std::string("terraform"));
  QCOMPARE(*outcome.facts->scope, std::string("l-1"));
  QCOMPARE(outcome.facts->serial, std::string("7"));
  QCOMPARE(outcome.facts->tool, std::string("terraform 1.9.8"));
  QVERIFY(outcome.facts->role == SourceRole::Intent);
  QVERIFY(!outcome.facts->capturedAt);
}

void TestTerraformState::readsARole() {
  const Outcome outcome = read(state(role()));
  QVERIFY(outcome.complete());
  const Document* document = outcome.document("aws.role", roleArn);
  QVERIFY(document != nullptr);
  QCOMPARE(document->object.uniqueId, std::string("AROAEXAMPLE"));
  QCOMPARE(document->part, std::string("resources"));
  QCOMPARE(document->schema, std::string("aws.role/1"));
  QCOMPARE(
      canonicalJsonOrThrow(document->content),
      std::string(
          R"({"account":"123456789012","arn":"arn:aws:iam::123456789012:role/app/backup",)"
          R"("attached":["arn:aws:iam::aws:policy/A","arn:aws:iam::aws:policy/B"],)"
          R"("created":"2026-01-02T03:04:05Z",)"
          R"("inline":{"in":{"statements":[{"action":["s3:get*"],"effect":"Allow","resource":["*"]}],)"
          R"("version":"2008-10-17"}},"maxSession":3600,"name":"backup","path":"/app/",)"
          R"("tags":{"env":"prod","team":"ops"},"trust":{"statements":[{"action":["sts:assumerole"],)"
          R"("effect":"Allow","principal":{"Service":["ec2.amazonaws.com"]}}],"version":"2012-10-17"}})"));
  QCOMPARE(outcome.observation(roleArn, "terraform-address")->value, Json("aws_iam_role.backup"));
  QCOMPARE(outcome.observation(roleArn, "terraform-type")->value, Json("aws_iam_role"));
}

void TestTerraformState::locatesInTheSource() {
  const std::string bytes = state(role());
  const Outcome outcome = read(bytes);
  QVERIFY(!outcome.all.documents.empty());
  const Locator& where = outcome.all.documents.front().second;
  QCOMPARE(where.pointer, std::string("/resources/0/instances/0"));
  const auto span = locateJson(bytes, where.pointer);
  QVERIFY(span);
  QCOMPARE(where.offset, static_cast<std::uint64_t>(span->offset));
  QCOMPARE(where.length, static_cast<std::uint64_t>(span->length));
}

void TestTerraformState::namesInstances() {
  const std::string bytes = state(
      R"({"module":"module.a[\"x\"]","mode":"managed","type":"aws_iam_user","name":"u","provider":"p","instances":[
{"index_key":0,"attributes":{"arn":"arn:aws:iam::123456789012:user/a","name":"a"}},
{"index_key":"k\"q","status":"tainted","attributes":{"arn":"arn:aws:iam::123456789012:user/b","name":"b"}},
{"index_key":2,"deposed":"0badcafe","attributes":{"arn":"arn:aws:iam::123456789012:user/c","name":"c"}}]},
{"mode":"data","type":"aws_iam_user","name":"d","provider":"p","instances":[{"attributes":{"arn":"arn:aws:iam::123456789012:user/d"}}]})");
  const Outcome outcome = read(bytes);
  QCOMPARE(outcome.uids("aws.user"), (std::vector<std::string>{"arn:aws:iam::123456789012:user/a",
                                                               "arn:aws:iam::123456789012:user/b"}));
  QCOMPARE(outcome.observation("arn:aws:iam::123456789012:user/a", "terraform-address")->value,
           Json("module.a[\"x\"].aws_iam_user.u[0]"));
  QCOMPARE(outcome.observation("arn:aws:iam::123456789012:user/b", "terraform-address")->value,
           Json("module.a[\"x\"].aws_iam_user.u[\"k\\\"q\"]"));
  QCOMPARE(outcome.observation("arn:aws:iam::123456789012:user/b", "terraform-status")->value,
           Json("tainted"));
  QVERIFY(outcome.complete());
}

void TestTerraformState::findsTheAccountOfNames_data() {
  QTest::addColumn<QByteArray>("others");
  QTest::addColumn<QByteArray>("scope");
  QTest::addColumn<QByteArray>("arn");
  QTest::addColumn<QByteArray>("uid");
  QTest::addColumn<bool>("gap");
  const QByteArray managed = "arn:aws:iam::aws:policy/P";
  const QByteArray own = "arn:aws:iam::111122223333:policy/P";
  const QByteArray one = QByteArray::fromStdString(role()) + ",";
  const QByteArray two =
      one +
      QByteArray::fromStdString(
          resource("aws_iam_role", "x", R"({"arn":"arn:aws:iam::999988887777:role/x","name":"x"})")) +
      ",";
  QTest::newRow("in its own ARN") << one << QByteArray() << own << QByteArray("role/111122223333/r/" + own)
                                  << false;
  QTest::newRow("of its provider") << one << QByteArray() << managed
                                   << QByteArray("role/123456789012/r/" + managed) << false;
  QTest::newRow("said") << QByteArray() << QByteArray("444455556666") << managed
                        << QByteArray("role/444455556666/r/" + managed) << false;
  QTest::newRow("no account said") << QByteArray() << QByteArray("prod") << managed
                                   << QByteArray("role/r/" + managed) << true;
  QTest::newRow("two of one provider")
      << two << QByteArray() << managed << QByteArray("role/r/" + managed) << true;
}

void TestTerraformState::findsTheAccountOfNames() {
  QFETCH(QByteArray, others);
  QFETCH(QByteArray, scope);
  QFETCH(QByteArray, arn);
  QFETCH(QByteArray, uid);
  QFETCH(bool, gap);
  ReadOptions options;
  if (!scope.isEmpty()) options.scope = scope.toStdString();
  const Outcome outcome = read(
      state(others.toStdString() + resource("aws_iam_role_policy_attachment", "a",
                                            R"({"role":"r","policy_arn":")" + arn.toStdString() + "\"}")),
      options);
  QCOMPARE(outcome.uids("aws.attachment"), std::vector<std::string>{uid.toStdString()});
  QCOMPARE(std::any_of(outcome.all.gaps.begin(), outcome.all.gaps.end(),
                       [](const Gap& g) { return g.error.code == ErrorCode::NotFound; }),
           gap);
}

void TestTerraformState::attachesListsAndMembers() {
  const Outcome outcome = read(state(
      role() + "," +
      resource(
          "aws_iam_policy_attachment", "all",
          R"({"name":"all","roles":["r2","r1"],"users":["u"],"groups":["g"],"policy_arn":"arn:aws:iam::123456789012:policy/P"})") +
      "," +
      resource("aws_iam_role_policy_attachment", "again",
               R"({"role":"r1","policy_arn":"arn:aws:iam::123456789012:policy/P"})") +
      "," + resource("aws_iam_group_membership", "m", R"({"name":"m","group":"g","users":["u","v"]})") + "," +
      resource("aws_iam_user_group_membership", "n", R"({"user":"u","groups":["h","g"]})")));
  const std::string policy = "/arn:aws:iam::123456789012:policy/P";
  QCOMPARE(outcome.uids("aws.attachment"),
           (std::vector<std::string>{"group/123456789012/g" + policy, "role/123456789012/r1" + policy,
                                     "role/123456789012/r2" + policy, "user/123456789012/u" + policy}));
  QCOMPARE(
      outcome.content("aws.attachment", "user/123456789012/u" + policy),
      std::string(
          R"({"policy":"arn:aws:iam::123456789012:policy/P","to":{"account":"123456789012","kind":"user","name":"u"}})"));
  QCOMPARE(outcome.uids("aws.group-membership"), (std::vector<std::string>{"u/g", "u/h", "v/g"}));
  QCOMPARE(outcome.content("aws.group-membership", "u/h"),
           std::string(R"({"account":"123456789012","group":"h","user":"u"})"));
  const std::string twice = "role/123456789012/r1" + policy;
  QCOMPARE(outcome.observation(twice, "terraform-address")->value, Json("aws_iam_policy_attachment.all"));
  QVERIFY(outcome.observation(twice, "terraform-address/aws_iam_role_policy_attachment.again") != nullptr);
  QVERIFY(outcome.complete());
}

void TestTerraformState::joinsTheKeysOfAUser() {
  const auto key = [](const char* id, const char* name) {
    return resource(
        "aws_iam_access_key", name,
        std::string(
            R"({"user":"ci","status":"Active","create_date":"2026-02-03T04:05:06Z","secret":"x","id":")") +
            id + "\"}");
  };
  const Outcome outcome = read(state(role() + "," + key("AKIAB", "b") + "," + key("AKIAA", "a")));
  QCOMPARE(
      outcome.content("aws.access-keys", "user/ci"),
      std::string(
          R"({"account":"123456789012","keys":[{"created":"2026-02-03T04:05:06Z","id":"AKIAA","status":"Active"},)"
          R"({"created":"2026-02-03T04:05:06Z","id":"AKIAB","status":"Active"}],"user":"ci"})"));
  QCOMPARE(outcome.uids("aws.access-keys").size(), std::size_t(1));
}

void TestTerraformState::tellsAccountsApart() {
  const auto user = [](const char* account, const char* provider) {
    return std::string(R"({"mode":"managed","type":"aws_iam_user","name":"u","provider":")") + provider +
           R"(","instances":[{"attributes":{"arn":"arn:aws:iam::)" + account +
           R"(:user/ci","name":"ci"}}]},)" +
           R"({"mode":"managed","type":"aws_iam_access_key","name":"k","provider":")" + provider +
           R"(","instances":[{"attributes":{"user":"ci","id":"AKIA)" + account + "\"}}]}";
  };
  const Outcome outcome = read(state(user("111111111111", "p.one") + "," + user("222222222222", "p.two")));
  QCOMPARE(outcome.uids("aws.access-keys"),
           (std::vector<std::string>{"111111111111/user/ci", "222222222222/user/ci"}));
}

void TestTerraformState::readsKubernetes() {
  ReadOptions options;
  options.cluster = "prod";
  const Outcome outcome = read(
      state(
          resource(
              "kubernetes_service_account_v1", "sa",
              R"({"metadata":[{"name":"api","namespace":"pay","uid":"u-1","labels":{"a":"b"},"annotations":{"eks.amazonaws.com/role-arn":"arn:x"},
"resource_version":"5","generation":0}],"automount_service_account_token":true,"secret":[{"name":"s"}],"image_pull_secret":[]})") +
          "," +
          resource(
              "kubernetes_cluster_role", "cr",
              R"({"metadata":[{"name":"agg","labels":null}],"rule":[{"api_groups":[""],"resources":["pods","configmaps"],"verbs":["get"],"resource_names":null,"non_resource_urls":null}],
"aggregation_rule":[{"cluster_role_selectors":[{"match_labels":{"x":"y"},"match_expressions":[]}]}]})") +
          "," +
          resource(
              "kubernetes_role_binding", "rb",
              R"({"metadata":[{"name":"rb","namespace":"pay"}],"role_ref":[{"api_group":"rbac.authorization.k8s.io","kind":"Role","name":"r"}],
"subject":[{"api_group":"","kind":"ServiceAccount","name":"api","namespace":"pay"},{"api_group":"rbac.authorization.k8s.io","kind":"User","name":"x","namespace":"default"}]})")),
      options);
  QVERIFY(outcome.complete());
  QCOMPARE(outcome.document("k8s.serviceaccount", "pay/api")->object.uniqueId, std::string("u-1"));
  QCOMPARE(outcome.content("k8s.serviceaccount", "pay/api"),
           std::string(
               R"({"annotations":{"eks.amazonaws.com/role-arn":"arn:x"},"automount":true,"cluster":"prod",)"
               R"("labels":{"a":"b"},"name":"api","namespace":"pay","secrets":["s"]})"));
  QCOMPARE(outcome.content("k8s.clusterrole", "agg"),
           std::string(R"({"aggregation":[{"matchLabels":{"x":"y"}}],"cluster":"prod","name":"agg",)"
                       R"("rules":[{"apiGroups":[""],"resources":["configmaps","pods"],"verbs":["get"]}]})"));
  QCOMPARE(
      outcome.content("k8s.rolebinding", "pay/rb"),
      std::string(
          R"({"cluster":"prod","name":"rb","namespace":"pay","roleRef":{"kind":"Role","name":"r"},)"
          R"("subjects":[{"kind":"ServiceAccount","name":"api","namespace":"pay"},{"kind":"User","name":"x"}]})"));
}

void TestTerraformState::readsTheOtherTypes() {
  const Outcome outcome = read(state(
      resource(
          "aws_iam_openid_connect_provider", "o",
          R"({"arn":"arn:aws:iam::123456789012:oidc-provider/h","url":"https://h","client_id_list":["b","a"],"thumbprint_list":["AB12"],"tags":null})") +
      "," +
      resource("aws_iam_instance_profile", "i",
               R"({"arn":"arn:aws:iam::123456789012:instance-profile/i","name":"i","role":"r"})") +
      "," +
      resource(
          "aws_eks_pod_identity_association", "p",
          R"({"association_id":"a-1","cluster_name":"c","namespace":"n","service_account":"s","role_arn":"arn:aws:iam::123456789012:role/r"})") +
      "," +
      resource(
          "aws_iam_policy", "pol",
          R"({"arn":"arn:aws:iam::123456789012:policy/p/pol","policy_id":"ANPA1","name":"pol","path":"/p/","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"})") +
      "," +
      resource("aws_iam_group", "g",
               R"({"arn":"arn:aws:iam::123456789012:group/g","name":"g","path":"/","unique_id":"AGPA1"})") +
      "," +
      resource("aws_iam_user_policy", "up",
               R"({"name":"n","user":"u","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"})")));
  QVERIFY(outcome.complete());
  QCOMPARE(
      outcome.content("aws.oidc-provider", "arn:aws:iam::123456789012:oidc-provider/h"),
      std::string(
          R"({"account":"123456789012","arn":"arn:aws:iam::123456789012:oidc-provider/h","clientIds":["a","b"],"thumbprints":["ab12"],"url":"h"})"));
  QCOMPARE(outcome.content("aws.instance-profile", "arn:aws:iam::123456789012:instance-profile/i"),
           std::string(R"({"arn":"arn:aws:iam::123456789012:instance-profile/i","name":"i","role":"r"})"));
  QCOMPARE(
      outcome.content("aws.pod-identity-association", "a-1"),
      std::string(
          R"({"cluster":"c","namespace":"n","role":"arn:aws:iam::123456789012:role/r","serviceAccount":"s"})"));
  QCOMPARE(
      outcome.content("aws.policy", "arn:aws:iam::123456789012:policy/p/pol"),
      std::string(
          R"({"arn":"arn:aws:iam::123456789012:policy/p/pol","document":{"statements":[],"version":"2012-10-17"},"name":"pol","path":"/p/"})"));
  QCOMPARE(outcome.document("aws.group", "arn:aws:iam::123456789012:group/g")->object.uniqueId,
           std::string("AGPA1"));
  QCOMPARE(
      outcome.content("aws.inline-policy", "user/123456789012/u/n"),
      std::string(
          R"({"document":{"statements":[],"version":"2012-10-17"},"name":"n","to":{"account":"123456789012","kind":"user","name":"u"}})"));
}

void TestTerraformState::saysWhatItLeavesOut() {
  const Outcome outcome =
      read(state(resource("aws_s3_bucket", "a", "{}") + "," + resource("aws_s3_bucket", "b", "{}") + "," +
                 resource("aws_iam_role_policies_exclusive", "e", R"({"role_name":"r"})")));
  QCOMPARE(outcome.all.gaps.size(), std::size_t(2));
  for (const Gap& gap : outcome.all.gaps) {
    QVERIFY(gap.warning);
    QVERIFY(gap.error.code == ErrorCode::Unsupported);
  }
  QVERIFY(outcome.complete());
}

void TestTerraformState::keepsBrokenPolicies() {
  const Outcome outcome =
      read(state(resource("aws_iam_role_policy", "p", R"({"name":"n","role":"r","policy":"{not json"})")));
  QCOMPARE(outcome.document("aws.inline-policy", "role/r/n")->content["document"]["unparsed"],
           Json("{not json"));
  QVERIFY(
      std::any_of(outcome.all.gaps.begin(), outcome.all.gaps.end(), [](const Gap& g) { return !g.warning; }));
}

void TestTerraformState::isPartialWithoutNames() {
  const Outcome lost = read(state(resource("aws_iam_role", "r", R"({"name":"r"})")));
  QVERIFY(!lost.complete());
  QCOMPARE(lost.why(), std::string("a resource could not be read"));
  const Outcome tainted =
      read(state(resource("aws_iam_role", "r", R"({"name":"r"})", R"(,"status":"tainted")")));
  QVERIFY(tainted.complete());
}

void TestTerraformState::refuses_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QByteArray>("code");
  QTest::newRow("version 3")
      << QByteArray(R"({"version":3,"terraform_version":"0.11.14","serial":1,"lineage":"l","modules":[]})")
      << QByteArray("unsupported");
  QTest::newRow("version 5") << QByteArray(R"({"version":5,"serial":1,"lineage":"l","resources":[]})")
                             << QByteArray("unsupported");
  QTest::newRow("no version") << QByteArray(R"({"serial":1,"lineage":"l","resources":[]})")
                              << QByteArray("malformed");
  QTest::newRow("encrypted")
      << QByteArray(
             R"({"serial":1,"lineage":"l","meta":{},"encrypted_data":"AA==","encryption_version":"v0"})")
      << QByteArray("unsupported");
  QTest::newRow("show 2") << QByteArray(R"({"format_version":"2.0","terraform_version":"3","values":{}})")
                          << QByteArray("unsupported");
  QTest::newRow("plan 2") << QByteArray(R"({"format_version":"2.0","planned_values":{}})")
                          << QByteArray("unsupported");
  QTest::newRow("plan without version") << QByteArray(R"({"planned_values":{}})") << QByteArray("malformed");
  QTest::newRow("plan -json")
      << QByteArray(
             "{\"@level\":\"info\",\"@message\":\"Terraform "
             "1.9\",\"terraform\":\"1.9\",\"type\":\"version\"}\n{\"@level\":\"info\",\"@message\":\"x\"}\n")
      << QByteArray("unsupported");
  QTest::newRow("twice") << QByteArray(
                                R"({"version":4,"lineage":"l","serial":1,"resources":[],"resources":[]})")
                         << QByteArray("duplicate-key");
  QTest::newRow("provider schemas") << QByteArray(R"({"format_version":"1.0","provider_schemas":{}})")
                                    << QByteArray("unrecognised");
  QTest::newRow("something else") << QByteArray(R"({"version":"1","services":{}})")
                                  << QByteArray("unrecognised");
  QTest::newRow("no object") << QByteArray("[]") << QByteArray("unrecognised");
  QTest::newRow("nothing") << QByteArray("") << QByteArray("unrecognised");
}

void TestTerraformState::refuses() {
  QFETCH(QByteArray, bytes);
  QFETCH(QByteArray, code);
  const Outcome outcome = read(bytes.toStdString());
  QVERIFY(outcome.error);
  QCOMPARE(QByteArray::fromStdString(std::string(errorCodeName(outcome.error->code))), code);
  if (outcome.error->code == ErrorCode::Unsupported) QVERIFY(!outcome.error->remedy.empty());
}

void TestTerraformState::stopsWhenCancelled() {
  const std::string bytes = state(role());
  const Outcome outcome = readWith(*recognise(bytes), bytes, {}, true);
  QVERIFY(outcome.error);
  QVERIFY(outcome.error->code == ErrorCode::Cancelled);
}

void TestTerraformState::emptyShowIsPartial() {
  const Outcome outcome = read(R"({"format_version":"1.0"})");
  QCOMPARE(outcome.connector, std::string("terraform.show"));
  QVERIFY(outcome.result);
  QVERIFY(!outcome.complete());
  QVERIFY(!outcome.facts->scope);
}

void TestTerraformState::obeysThePerson() {
  ReadOptions options;
  options.partialParts = {"*"};
  QVERIFY(!read(state(role()), options).complete());
  options.partialParts.clear();
  options.completeParts = {"resources"};
  QVERIFY(!read(state(role()).substr(0, 900), options).complete());
}

QTEST_APPLESS_MAIN(TestTerraformState)
#include "tst_terraform_state.moc"
