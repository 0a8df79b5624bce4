// SPDX-License-Identifier: Apache-2.0
#include "world.h"

using namespace countersign;
using namespace countersign::gcp;
using namespace countersign::test;

namespace {

const std::string bucket = "//storage.googleapis.com/projects/_/buckets/b";
const std::string subject =
    "principal://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/p/subject/s";
const std::string pool =
    "principalSet://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/p/";

Answer asked(Objects objects, const Question& question) {
  return answer(Estate(std::move(objects)), question);
}
Objects withBucket() {
  Objects out = smallWorld();
  out.addAsset(
      json(R"({"resource":")" + bucket +
           R"(","project":"projects/11","folders":["folders/2"],"organization":"organizations/1"})"));
  return out;
}

} // namespace

class TestGcpEvaluate : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void inheritance() {
    Objects objects = withBucket();
    give(objects, "folders/2", "roles/reader", account("a"));
    const Estate estate(std::move(objects));
    for (const std::string& on : {bucket, bucket + "/objects/x/y", std::string("projects/shop"),
                                  std::string("//cloudresourcemanager.googleapis.com/projects/11"),
                                  std::string("//secretmanager.googleapis.com/projects/11/secrets/s")})
      QCOMPARE(answer(estate, ask(account("a"), "storage.buckets.get", on)).verdict, Verdict::Allowed);
    QCOMPARE(answer(estate, ask(account("a"), "storage.buckets.get", "projects/lab")).verdict,
             Verdict::Denied);
    QCOMPARE(answer(estate, ask(account("a"), "storage.buckets.delete", bucket)).verdict, Verdict::Denied);
    QCOMPARE(answer(estate, ask(account("b"), "storage.buckets.get", bucket)).verdict, Verdict::Denied);
    const Answer yes = answer(estate, ask(account("a"), "storage.googleapis.com/buckets.get", bucket));
    QCOMPARE(yes.verdict, Verdict::Allowed);
    QCOMPARE(yes.why.back().text, std::string("roles/reader on folders/2"));
  }

  void members_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("verdict");
    const auto row = [](const std::string& member, const std::string& who, Verdict verdict) {
      QTest::addRow("%s for %s", member.c_str(), who.c_str())
          << QString::fromStdString(member) << QString::fromStdString(who) << static_cast<int>(verdict);
    };
    const std::string user = "user:role.holder@example.org", gke = "serviceAccount:shop.svc.id.goog[n/k]";
    row("allUsers", subject, Verdict::Allowed);
    row("allUsers", user, Verdict::Allowed);
    row("allAuthenticatedUsers", user, Verdict::Allowed);
    row("allAuthenticatedUsers", account("a"), Verdict::Allowed);
    row("allAuthenticatedUsers", subject, Verdict::Denied);
    row("allAuthenticatedUsers", gke, Verdict::Denied);
    row("domain:example.org", user, Verdict::Allowed);
    row("domain:example.org", account("a"), Verdict::Denied);
    row("user:Role.Holder@EXAMPLE.org", user, Verdict::Allowed);
    row("group:in@example.org", account("a"), Verdict::Allowed);
    row("group:out@example.org", account("a"), Verdict::Allowed);
    row("group:out@example.org", account("b"), Verdict::Denied);
    row("group:unknown@example.org", account("a"), Verdict::NotEvaluated);
    row("group:partly@example.org", account("a"), Verdict::NotEvaluated);
    row("group:ring1@example.org", account("c"), Verdict::Allowed);
    row("group:ring2@example.org", account("a"), Verdict::Denied);
    row(pool + "*", subject, Verdict::Allowed);
    row(pool + "attribute.repository/acme/app", subject, Verdict::Conditional);
    row(pool + "group/g", subject, Verdict::Conditional);
    row(pool + "group/g", account("a"), Verdict::Denied);
    row(subject, subject, Verdict::Allowed);
    row("principal://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/"
        "shop.svc.id.goog/subject/ns/n/sa/k",
        gke, Verdict::Allowed);
    row("principalSet://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/"
        "shop.svc.id.goog/namespace/n",
        gke, Verdict::Allowed);
    row("principalSet://iam.googleapis.com/projects/11/locations/global/workloadIdentityPools/"
        "shop.svc.id.goog/namespace/m",
        gke, Verdict::Denied);
    row("principalSet://cloudresourcemanager.googleapis.com/projects/11/type/ServiceAccount", account("a"),
        Verdict::Allowed);
    row("principalSet://cloudresourcemanager.googleapis.com/folders/2/type/ServiceAccount", account("a"),
        Verdict::Allowed);
    row("principalSet://cloudresourcemanager.googleapis.com/projects/lab/type/ServiceAccount", account("a"),
        Verdict::Denied);
    row("projectOwner:shop", account("c"), Verdict::Allowed);
    row("projectOwner:shop", account("b"), Verdict::Denied);
    row("projectEditor:shop", account("c"), Verdict::Denied);
    row("deleted:" + account("a") + "?uid=7", account("a"), Verdict::Denied);
    row("deleted:" + account("a") + "?uid=1097", account("a"), Verdict::NotEvaluated);
    row("something:else", account("a"), Verdict::NotEvaluated);
    row("serviceAccount:shop.svc.id.goog[n", account("a"), Verdict::Denied);
  }
  void members() {
    QFETCH(const QString, member);
    QFETCH(const QString, who);
    QFETCH(const int, verdict);
    Objects objects = withBucket();
    give(objects, "projects/shop", "roles/owner", account("c"));
    give(objects, bucket, "roles/reader", member.toStdString());
    objects.addGroup("in@example.org", {account("a")});
    objects.addGroup("out@example.org", {"group:in@example.org"});
    objects.addGroup("partly@example.org", {"group:gone@example.org"});
    objects.addGroup("ring1@example.org", {"group:ring2@example.org"});
    objects.addGroup("ring2@example.org", {"group:ring1@example.org", account("c")});
    const Answer said = asked(std::move(objects), ask(who.toStdString(), "storage.objects.get", bucket));
    QCOMPARE(static_cast<int>(said.verdict), verdict);
    if (said.verdict == Verdict::NotEvaluated) QVERIFY(!said.missing.empty());
    if (said.verdict == Verdict::Conditional) QVERIFY(!said.conditions.empty());
  }

  void attributes() {
    Objects objects = withBucket();
    give(objects, bucket, "roles/reader", pool + "attribute.repository/acme/app");
    const Estate estate(std::move(objects));
    Question question = ask(subject, "storage.objects.get", bucket);
    question.context["principal.attribute.repository"] = {"acme/app"};
    QCOMPARE(answer(estate, question).verdict, Verdict::Allowed);
    question.context["principal.attribute.repository"] = {"acme/other"};
    QCOMPARE(answer(estate, question).verdict, Verdict::Denied);
  }

  void conditions() {
    Objects objects = withBucket();
    give(objects, "projects/shop", "roles/reader", account("a"),
         "request.time < timestamp(\"2027-01-01T00:00:00Z\")");
    give(objects, "projects/shop", "roles/reader", account("b"), "resource.matchTag('1/env', 'prod')");
    give(objects, "projects/shop", "roles/writer", account("b"),
         "resource.type == \"storage.googleapis.com/Object\"");
    give(objects, "projects/shop", "roles/reader", account("c"), "what is this(");
    const Estate estate(std::move(objects));
    const Answer until = answer(estate, ask(account("a"), "storage.objects.get", bucket));
    QCOMPARE(until.verdict, Verdict::Allowed);
    QVERIFY(until.until && formatRfc3339(*until.until) == "2027-01-01T00:00:00Z");
    QCOMPARE(answer(estate, ask(account("a"), "storage.objects.get", bucket, "2027-01-01T00:00:00Z")).verdict,
             Verdict::Denied);
    Question tag = ask(account("b"), "storage.objects.get", bucket);
    QCOMPARE(answer(estate, tag).verdict, Verdict::Conditional);
    tag.context["tag:1/env"] = {"prod"};
    QCOMPARE(answer(estate, tag).verdict, Verdict::Allowed);
    QCOMPARE(answer(estate, ask(account("b"), "storage.objects.create", bucket + "/objects/x")).verdict,
             Verdict::Allowed);
    QCOMPARE(answer(estate, ask(account("b"), "storage.objects.create", bucket)).verdict, Verdict::Denied);
    QCOMPARE(answer(estate, ask(account("b"), "storage.objects.create",
                                "//pubsub.googleapis.com/projects/shop/topics/t"))
                 .verdict,
             Verdict::Conditional);
    QCOMPARE(answer(estate, ask(account("c"), "storage.objects.get", bucket)).verdict, Verdict::NotEvaluated);
  }

  void denyPolicies_data() {
    QTest::addColumn<QString>("rule");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char* name, const std::string& rule, Verdict verdict) {
      QTest::newRow(name) << QString::fromStdString(rule) << static_cast<int>(verdict);
    };
    const std::string get = "storage.googleapis.com/buckets.get";
    row("everybody", ruleFor(get), Verdict::Denied);
    row("by group of permissions", ruleFor("storage.googleapis.com/buckets.*"), Verdict::Denied);
    row("any of a verb", ruleFor("storage.googleapis.com/*.get"), Verdict::Denied);
    row("other verb", ruleFor("storage.googleapis.com/buckets.delete"), Verdict::Allowed);
    row("form that is not known", ruleFor("storage.googleapis.com/buck*.get"), Verdict::NotEvaluated);
    row("service that is not known", ruleFor("storage2.googleapis.com/buckets.get"), Verdict::NotEvaluated);
    row("other service", ruleFor("iam.googleapis.com/buckets.get"), Verdict::Allowed);
    row("exception",
        ruleFor(get, "'exceptionPrincipals':['principal://iam.googleapis.com/projects/-/serviceAccounts/"
                     "a@shop.iam.gserviceaccount.com']"),
        Verdict::Allowed);
    row("exception by unknown group",
        ruleFor(get, "'exceptionPrincipals':['principalSet://goog/group/g@example.org']"),
        Verdict::NotEvaluated);
    row("permission excepted",
        ruleFor("storage.googleapis.com/*.*", "'exceptionPermissions':['" + get + "']"), Verdict::Allowed);
    row("on condition", ruleFor(get, "'denialCondition':{'expression':'resource.hasTagKey(\\'1/env\\')'}"),
        Verdict::Conditional);
    row("condition that fails", ruleFor(get, "'denialCondition':{'expression':'1 / 0 == 1'}"),
        Verdict::NotEvaluated);
    row("not all is understood", ruleFor("iam.googleapis.com/roles.get", "'deniedSomething':['x']"),
        Verdict::NotEvaluated);
    std::string other = ruleFor(get);
    other.replace(other.find("principalSet://goog/public:all"), 30,
                  "principal://goog/subject/role@example.org");
    row("somebody else", other, Verdict::Allowed);
  }
  void denyPolicies() {
    QFETCH(const QString, rule);
    QFETCH(const int, verdict);
    Objects objects = withBucket();
    give(objects, bucket, "roles/reader", account("a"));
    deny(objects, "folders/2", rule.toStdString());
    const Answer said = asked(std::move(objects), ask(account("a"), "storage.buckets.get", bucket));
    QCOMPARE(static_cast<int>(said.verdict), verdict);
    QCOMPARE(said.explicitDeny, said.verdict == Verdict::Denied);
  }

  void standing() {
    Objects objects = withBucket();
    give(objects, bucket, "roles/reader", "allUsers");
    objects.addAccount(
        json(R"({"email":"off@shop.iam.gserviceaccount.com","projectId":"shop","disabled":true})"));
    objects.addKey(json(R"({"name":"projects/shop/serviceAccounts/a@shop.iam.gserviceaccount.com/keys/k1",
        "validAfterTime":"2026-01-01T00:00:00Z","validBeforeTime":"2027-01-01T00:00:00Z"})"));
    objects.addKey(json(R"({"name":"projects/shop/serviceAccounts/a@shop.iam.gserviceaccount.com/keys/k2",
        "disabled":true})"));
    objects.accountsListed.insert("projects/11");
    objects.keysListed.insert("a@shop.iam.gserviceaccount.com");
    const Estate estate(std::move(objects));
    const auto said = [&](const std::string& who, const std::string& key, const std::string& at) {
      Question question = ask(who, "storage.buckets.get", bucket, at);
      if (!key.empty()) question.context["key"] = {key};
      return answer(estate, question);
    };
    const std::string now = "2026-11-21T10:00:00Z";
    QCOMPARE(said(account("off"), "", now).deniedBy, std::string("disabled service account"));
    QCOMPARE(said(account("none"), "", now).deniedBy, std::string("no such service account"));
    QCOMPARE(said(account("a"), "k1", now).verdict, Verdict::Allowed);
    QCOMPARE(said(account("a"), "k1", "2027-01-01T00:00:00Z").deniedBy, std::string("expired key"));
    QCOMPARE(said(account("a"), "k2", now).deniedBy, std::string("disabled key"));
    QCOMPARE(said(account("a"), "k3", now).deniedBy, std::string("deleted key"));
    QCOMPARE(said(account("b"), "k3", now).verdict, Verdict::NotEvaluated);
    QCOMPARE(said("deleted:" + account("a") + "?uid=7", "", now).deniedBy, std::string("deleted principal"));
  }

  void notKnown() {
    Objects open = withBucket();
    open.allowComplete = open.denyComplete = false;
    give(open, bucket, "roles/reader", account("a"));
    give(open, bucket, "roles/nobody-knows", account("b"));
    const Answer none = asked(open, ask(account("a"), "storage.buckets.delete", bucket));
    QCOMPARE(none.verdict, Verdict::NotEvaluated);
    const Answer allowed = asked(open, ask(account("a"), "storage.buckets.get", bucket));
    QCOMPARE(allowed.verdict, Verdict::NotEvaluated);
    QCOMPARE(allowed.missing.size(), std::size_t{3}); // deny policies of project, folder, organization
    open.allowComplete = open.denyComplete = true;
    QCOMPARE(asked(open, ask(account("b"), "storage.buckets.get", bucket)).verdict, Verdict::NotEvaluated);
    QCOMPARE(
        asked(open, ask(account("a"), "storage.buckets.get", "//x.googleapis.com/projects/_/y/z")).verdict,
        Verdict::NotEvaluated);
    open.boundaries = true;
    QCOMPARE(asked(open, ask(account("a"), "storage.buckets.get", bucket)).verdict, Verdict::NotEvaluated);
    for (const Question& bad :
         {ask("nobody", "storage.buckets.get", bucket), ask(account("a"), "read", bucket),
          ask(account("a"), "storage.buckets.get", "b")})
      QVERIFY(!asked(open, bad).missing.empty());
  }

  void hostile() {
    Objects objects;
    objects.addContainer(json(R"({"name":"folders/1","parent":"folders/2"})"));
    objects.addContainer(json(R"({"name":"folders/2","parent":"folders/1"})"));
    objects.addContainer(json(R"({"projectId":"p","projectNumber":"5","parent":"folders/1"})"));
    for (int i = 0; i < 2000; ++i)
      objects.addContainer(json(R"({"name":"folders/)" + std::to_string(i + 10) + R"(","parent":"folders/)" +
                                std::to_string(i + 11) + R"("})"));
    for (int i = 0; i < 2000; ++i)
      objects.addGroup("g" + std::to_string(i) + "@example.org",
                       {"group:g" + std::to_string(i + 1) + "@example.org"});
    objects.addPolicy("", json(R"({"bindings":[{"role":7,"members":"x"}]})"));
    objects.addPolicy("projects/p",
                      json(R"({"bindings":[{"role":"roles/x","members":["group:g0@example.org"]},7]})"));
    objects.addDenyPolicy(json(R"({"name":"policies/%2F%2/denypolicies/x","rules":[]})"));
    objects.addKey(json(R"({"name":"keys/1"})"));
    QVERIFY(objects.problems.size() >= 3);
    const Estate estate(std::move(objects));
    QCOMPARE(answer(estate, ask("user:role@example.org", "a.b.c", "projects/p")).verdict,
             Verdict::NotEvaluated);
    QCOMPARE(answer(estate, ask("user:role@example.org", "a.b.c", "folders/10")).verdict,
             Verdict::NotEvaluated);
    QVERIFY(estate.lineage("//a/" + std::string(5000, '/')).nodes.size() < 200);
  }
};

QTEST_GUILESS_MAIN(TestGcpEvaluate)
#include "tst_gcp_evaluate.moc"
