// SPDX-License-Identifier: Apache-2.0
#include "documents.h"

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string robot = "00000000-0000-0000-0000-00000000000a",
                  reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7",
                  subscription = "/subscriptions/00000000-0000-0000-0000-000000000001",
                  storeRead = "Microsoft.Storage/storageAccounts/read",
                  storeDelete = "Microsoft.Storage/storageAccounts/delete";

struct Azure : Documents {
  explicit Azure(std::set<std::string> shown = {"service-principals", "role-assignments", "deny-assignments",
                                                "groups", "app-role-assignments", "delegated-grants",
                                                "directory-role-assignments", "role-definitions"})
      : Documents("azure/t1/live", std::move(shown)) {
    who = add("azure.service-principal", robot,
              "{'tenant':'t1','id':'" + robot +
                  "','appId':'app-a','displayName':'robot','transitiveMemberOf':[]}");
    add("azure.role-definition", reader,
        "{'tenant':'t1','name':'" + reader +
            "','roleName':'Reader of stores','permissions':[{'actions':"
            "['microsoft.storage/storageaccounts/read']}]}");
  }
  void assign(const std::string& more = {}) {
    add("azure.role-assignment", subscription + "/providers/microsoft.authorization/roleassignments/ra1",
        "{'tenant':'t1','name':'ra1','principalId':'" + robot +
            "','principalType':'ServicePrincipal',"
            "'roleDefinitionId':'" +
            reader + "','scope':'" + subscription + "'" + more + "}");
  }
  HeldDocumentPtr who;
};

const std::string email = "job@shop.iam.gserviceaccount.com";

struct Google : Documents {
  explicit Google(bool whole = true) : Documents("gcp/organizations/1/live") {
    if (whole)
      parts = {"allow-policies", "deny-policies", "roles",  "service-accounts", "projects",
               "folders",        "organizations", "groups", "ancestry"};
    who = add("gcp.service-account", email, "{'email':'" + email + "','uniqueId':'77','projectId':'shop'}");
    add("gcp.container", "projects/shop",
        "{'name':'projects/shop','projectId':'shop','projectNumber':'11','parent':'organizations/"
        "1','state':'ACTIVE'}");
    add("gcp.container", "organizations/1", "{'name':'organizations/1','state':'ACTIVE'}");
    add("gcp.role", "roles/own.reader",
        "{'name':'roles/own.reader','title':'R','includedPermissions':['storage.objects.get']}");
    add("gcp.allow-policy", "organizations/1", "{'resource':'organizations/1','bindings':[]}");
  }
  void bind(const std::string& member, const std::string& more = {},
            const std::string& role = "roles/own.reader") {
    add("gcp.allow-policy", "projects/shop",
        "{'resource':'projects/shop','bindings':[{'role':'" + role + "','members':['" + member + "']" + more +
            "}]}");
  }
  HeldDocumentPtr who;
};

struct Cluster : Documents {
  explicit Cluster(std::set<std::string> shown = {"serviceaccounts", "roles", "clusterroles", "rolebindings",
                                                  "clusterrolebindings"})
      : Documents("kubernetes/prod/live", std::move(shown)) {
    who = add("k8s.serviceaccount", "pay/settle", "{'cluster':'prod','namespace':'pay','name':'settle'}");
  }
  void bind(bool role = true) {
    add("k8s.rolebinding", "pay/b",
        "{'cluster':'prod','namespace':'pay','name':'b','roleRef':{'kind':'Role','name':'r'},"
        "'subjects':[{'kind':'Group','name':'nobody'},{'kind':'ServiceAccount','name':'settle','namespace':'"
        "pay'}]}");
    if (role)
      add("k8s.role", "pay/r",
          "{'cluster':'prod','namespace':'pay','name':'r','rules':[{'apiGroups':[''],'resources':['pods'],"
          "'verbs':['list']},{'apiGroups':[''],'resources':['secrets'],'verbs':['get']}]}");
  }
  HeldDocumentPtr who;
};

} // namespace

class TestRuntimesOthers : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void azureAllowedAndDenied() {
    Azure t;
    t.assign();
    const Answer yes = answerOf(t, t.who, ask(storeRead, subscription));
    QVERIFY2(yes.verdict == Verdict::Allowed, (joined(yes.conditions) + "|" + joined(yes.missing)).c_str());
    QCOMPARE(wrongSteps(yes.why, 2), std::string()); // the assignment and the role
    const Answer no = answerOf(t, t.who, ask(storeDelete, subscription));
    QCOMPARE(no.verdict, Verdict::Denied);
    QCOMPARE(no.deniedBy, std::string("no role assignment gives it"));
    t.add("azure.deny-assignment", subscription + "/providers/microsoft.authorization/denyassignments/d1",
          "{'tenant':'t1','name':'d1','denyAssignmentName':'Hands off','scope':'" + subscription +
              "','principals':['" + robot + "'],'permissions':[{'actions':['*']}]}");
    const Answer taken = answerOf(t, t.who, ask(storeRead, subscription));
    QCOMPARE(taken.verdict, Verdict::Denied);
    QVERIFY(taken.explicitDeny);
    QCOMPARE(taken.deniedBy, std::string("deny assignment Hands off"));
    QCOMPARE(wrongSteps(taken.why, 1), std::string());
    // By its application, too.
    const auto app = t.add("azure.application", "00000000-0000-0000-0000-00000000000b",
                           "{'tenant':'t1','id':'00000000-0000-0000-0000-00000000000b','appId':'app-a'}");
    QCOMPARE(answerOf(t, app, ask(storeRead, subscription)).verdict, Verdict::Denied);
  }
  void azureConditional() {
    Azure t;
    t.assign(",'condition':'@Resource[Microsoft.Storage/storageAccounts:name] StringEquals (@quot@)'");
    QVERIFY(answerOf(t, t.who, ask(storeRead, subscription)).verdict != Verdict::Allowed); // cannot be read
    Azure until;
    until.assign(",'endDateTime':'2026-11-22T00:00:00Z'");
    const Answer a = answerOf(until, until.who, ask(storeRead, subscription));
    QCOMPARE(a.verdict, Verdict::Allowed);
    QVERIFY(a.until.has_value());
    Azure eligible;
    eligible.assign(",'eligible':true");
    const Answer e = answerOf(eligible, eligible.who, ask(storeRead, subscription));
    QVERIFY2(e.verdict == Verdict::Conditional && !e.conditions.empty(),
             std::string(name(e.verdict)).c_str());
  }
  void azureMissing() {
    Azure t({"service-principals"});
    const Answer a = answerOf(t, t.who, ask(storeRead, subscription));
    QCOMPARE(a.verdict, Verdict::NotEvaluated);
    QVERIFY(!a.missing.empty());
    Azure app;
    const auto alone = app.add("azure.application", "x", "{'tenant':'t1','id':'x','appId':'app-z'}");
    const Answer b = answerOf(app, alone, ask(storeRead, subscription));
    QCOMPARE(b.verdict, Verdict::NotEvaluated);
    QVERIFY(mentions(b.missing, "service principal"));
    const PlaneGrants plane = planeOf(app, alone);
    QVERIFY(plane.effective.rows.empty() && mentions(plane.effective.missing, "service principal"));
  }
  void azureRows() {
    Azure t;
    t.assign();
    const PlaneGrants plane = planeOf(t, t.who);
    const auto decided = decidedGrants(plane);
    QCOMPARE(decided.size(), std::size_t{1});
    QCOMPARE(decided.front().effective(), Tri::Yes);
    QVERIFY(decided.front().row->document != nullptr);
  }

  void googleAllowedAndDenied() {
    Google g;
    g.bind("serviceAccount:" + email);
    const Answer yes = answerOf(g, g.who, ask("storage.objects.get", "projects/shop"));
    QVERIFY2(yes.verdict == Verdict::Allowed, (joined(yes.conditions) + "|" + joined(yes.missing)).c_str());
    QCOMPARE(wrongSteps(yes.why, 1), std::string());
    const Answer no = answerOf(g, g.who, ask("storage.objects.delete", "projects/shop"));
    QVERIFY2(no.verdict == Verdict::Denied, joined(no.missing).c_str());
    QCOMPARE(no.deniedBy, std::string("no binding"));
    g.add(
        "gcp.deny-policy", "policies/cloudresourcemanager.googleapis.com%2Fprojects%2F11/denypolicies/d",
        "{'name':'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F11/denypolicies/d','attachedTo':"
        "'projects/shop','rules':[{'denyRule':{'deniedPrincipals':['principalSet://goog/public:all'],"
        "'deniedPermissions':['storage.googleapis.com/objects.get']}}]}");
    const Answer taken = answerOf(g, g.who, ask("storage.objects.get", "projects/shop"));
    QCOMPARE(taken.verdict, Verdict::Denied);
    QVERIFY2(taken.explicitDeny && taken.deniedBy.starts_with("deny policy at"), taken.deniedBy.c_str());
    QCOMPARE(wrongSteps(taken.why, 1), std::string());
  }
  void googleConditional() {
    Google g;
    g.bind("serviceAccount:" + email, ",'condition':{'title':'mine','expression':"
                                      "'resource.name.startsWith(\\u0022x\\u0022)'}");
    const Answer a = answerOf(g, g.who, ask("storage.objects.get", "projects/shop"));
    QVERIFY2(a.verdict == Verdict::Conditional || a.verdict == Verdict::NotEvaluated ||
                 a.verdict == Verdict::Denied,
             std::string(name(a.verdict)).c_str());
    QVERIFY(a.verdict == Verdict::Denied || !a.conditions.empty() || !a.missing.empty());
    Google time;
    time.bind("serviceAccount:" + email,
              ",'condition':{'expression':'request.time < timestamp(\\u00222026-11-22T00:00:00Z\\u0022)'}");
    const Answer b = answerOf(time, time.who, ask("storage.objects.get", "projects/shop"));
    QCOMPARE(b.verdict, Verdict::Allowed);
    QCOMPARE(formatRfc3339Seconds(b.until.value_or(Instant{})), std::string("2026-11-22T00:00:00Z"));
    QCOMPARE(wrongSteps(b.why, 1), std::string());
  }
  void googleMissing() {
    Google part(false);
    const Answer a = answerOf(part, part.who, ask("storage.objects.get", "projects/shop"));
    QCOMPARE(a.verdict, Verdict::NotEvaluated);
    QVERIFY(!a.missing.empty());
    Google g;
    g.bind("group:g@example.org");
    const Answer b = answerOf(g, g.who, ask("storage.objects.get", "projects/shop"));
    QCOMPARE(b.verdict, Verdict::NotEvaluated);
    QVERIFY2(mentions(b.missing, "g@example.org"), joined(b.missing).c_str());
    Google role;
    role.bind("serviceAccount:" + email, {}, "projects/shop/roles/lost");
    const Answer c = answerOf(role, role.who, ask("storage.objects.get", "projects/shop"));
    QCOMPARE(c.verdict, Verdict::NotEvaluated);
    QVERIFY2(mentions(c.missing, "projects/shop/roles/lost"), joined(c.missing).c_str());
  }
  void googleRows() {
    Google g;
    g.bind("serviceAccount:" + email);
    const auto plane = planeOf(g, g.who);
    const auto decided = decidedGrants(plane);
    QCOMPARE(decided.size(), std::size_t{1});
    QCOMPARE(decided.front().effective(), Tri::Yes);
  }

  void kubernetesAllowedAndDenied() {
    Cluster c;
    c.bind();
    const Answer yes = answerOf(c, c.who, ask("get secrets", "namespace pay"));
    QCOMPARE(yes.verdict, Verdict::Allowed);
    QCOMPARE(wrongSteps(yes.why, 2), std::string());
    QCOMPARE(yes.why[0].pointer, std::string("/subjects/1"));
    QCOMPARE(yes.why[1].pointer, std::string("/rules/1"));
    for (const auto& [action, scope] :
         {std::pair{"delete secrets", "namespace pay"}, std::pair{"get secrets", "namespace other"},
          std::pair{"get secrets", "cluster-wide"}}) {
      const Answer no = answerOf(c, c.who, ask(action, scope));
      QVERIFY2(no.verdict == Verdict::Denied && !no.deniedBy.empty(), action);
    }
  }
  void kubernetesMissing() {
    Cluster c;
    c.bind(false); // the role is in no snapshot
    c.parts.erase("roles");
    const Answer a = answerOf(c, c.who, ask("get secrets", "namespace pay"));
    QVERIFY2(a.verdict == Verdict::NotEvaluated && !a.missing.empty(), std::string(name(a.verdict)).c_str());
    Cluster none(std::set<std::string>{"serviceaccounts"});
    const Answer b = answerOf(none, none.who, ask("get secrets", "namespace pay"));
    QVERIFY2(b.verdict == Verdict::NotEvaluated && !b.missing.empty(), std::string(name(b.verdict)).c_str());
    QVERIFY(a.nothingAllows && b.nothingAllows);
    Documents nowhere("kubernetes/x/live");
    const auto lost = nowhere.add("k8s.serviceaccount", "pay/settle", "{'namespace':'pay','name':'settle'}");
    const Answer d = answerOf(nowhere, lost, ask("get secrets", "namespace pay"));
    QVERIFY2(d.verdict == Verdict::NotEvaluated && mentions(d.missing, "cluster"), joined(d.missing).c_str());
    Cluster bad;
    bad.bind();
    const Answer e = answerOf(bad, bad.who, ask("get secrets", "somewhere"));
    QVERIFY(e.verdict == Verdict::NotEvaluated && mentions(e.missing, "somewhere"));
  }
  void kubernetesRows() {
    Cluster c;
    c.bind();
    const PlaneGrants plane = planeOf(c, c.who);
    const auto decided = decidedGrants(plane);
    QCOMPARE(decided.size(), std::size_t{2});
    for (const DecidedGrant& d : decided)
      QVERIFY(d.effective() == Tri::Yes && !d.part);
  }
};

QTEST_APPLESS_MAIN(TestRuntimesOthers)
#include "tst_runtimes_others.moc"
