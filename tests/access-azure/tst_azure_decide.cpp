// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/rows.h"
#include "models/access/effective.h"
#include "small_tenant.h"

#include <QTest>

using namespace countersign;
using namespace countersign::azure;
using namespace countersign::azure::test;

namespace {

const std::string rg = "/subscriptions/s1/resourceGroups/rg";
const std::string reader = "[{'actions':['*/read']}]";

QString verdict(const World& world, const std::string& who, const std::string& action,
                const std::string& scope) {
  const Tenant tenant(world.objects);
  return QString::fromStdString(std::string(name(decide(tenant, request(who, action, scope)).verdict)));
}

QString answered(const World& world, const std::string& who, const std::string& action,
                 const std::string& resource) {
  const Tenant tenant(world.objects);
  Question question{who, action, resource, {}, false, {}};
  return QString::fromStdString(std::string(name(answer(tenant, question).verdict)));
}

World plain() {
  World w;
  w.service("a").service("b").role("reader", reader);
  return w;
}

} // namespace

class TestAzureDecide : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void scopes() {
    World w = plain();
    w.assign("1", "a", "reader", "/subscriptions/S1/resourceGroups/RG");
    QCOMPARE(verdict(w, "a", "Microsoft.Compute/virtualMachines/READ", rg + "/providers/x/y/z"),
             QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "a", "microsoft.compute/virtualmachines/read", rg + "2"), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "a", "m/read", subscription), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "app-a", "m/read", rg), QStringLiteral("allowed")); // by its application id
    QCOMPARE(verdict(w, "a", "data:m/read", rg), QStringLiteral("denied"));
  }
  void managementGroups() {
    World w = plain();
    w.assign("1", "a", "reader", "/providers/Microsoft.Management/managementGroups/root");
    w.assign("2", "b", "reader", "/providers/microsoft.management/managementgroups/other");
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("denied"));
    // Nobody knows where this subscription is.
    QCOMPARE(verdict(w, "a", "m/read", "/subscriptions/s2"), QStringLiteral("not evaluated"));
    w.assign("3", "a", "reader", "/");
    QCOMPARE(verdict(w, "a", "m/read", "/subscriptions/s2"), QStringLiteral("allowed"));
  }
  void blocks() {
    World w = plain();
    w.role("r", "[{'actions':['*'],'notActions':['*/write']},{'actions':['n/write'],'notActions':['m/*']}]");
    w.assign("1", "a", "r", subscription);
    QCOMPARE(verdict(w, "a", "m/write", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "a", "n/write", rg), QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("allowed"));
  }
  void groups() {
    World w = plain();
    w.group("g", "['a']").group("outer", "[{'id':'g'}]").group("ring", "['outer','ring']");
    w.assign("1", "ring", "reader", subscription);
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("denied"));
    w.add("azure.group", "{'id':'h'}").assign("2", "h", "reader", subscription);
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("not evaluated")); // its members are not known
    w.service("c", "'transitiveMemberOf':[]");
    QCOMPARE(verdict(w, "c", "m/read", rg), QStringLiteral("denied"));
  }
  void denyAssignments() {
    World w = plain();
    w.assign("1", "a", "reader", subscription).assign("2", "b", "reader", subscription);
    w.add(
        "azure.deny-assignment",
        "{'name':'d','properties':{'denyAssignmentName':'lock','scope':'/subscriptions/s1/resourceGroups/rg',"
        "'principals':[{'id':'00000000-0000-0000-0000-000000000000'}],'excludePrincipals':[{'id':'b'}],"
        "'permissions':[{'actions':['*'],'notActions':['keep/*']}]}}");
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "a", "keep/read", rg), QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("allowed"));
    w.objects.denies[0].childScopes = false;
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "a", "m/read", rg + "/providers/x/y/z"), QStringLiteral("allowed"));
    w.objects.shown.erase("azure.deny-assignment");
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("conditional"));
  }
  void whatIsNotKnown() {
    World w = plain();
    w.assign("1", "a", "gone", subscription).assign("2", "orphan", "reader", subscription);
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("not evaluated"));
    QCOMPARE(verdict(w, "orphan", "m/read", rg), QStringLiteral("conditional"));
    w.objects.shown.erase("azure.role-assignment");
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("not evaluated"));
  }
  void disabledAndEligible() {
    World w = plain();
    w.add("azure.service-principal", "{'id':'off','accountEnabled':false}");
    w.assign("1", "off", "reader", subscription).assign("2", "a", "reader", subscription, "'eligible':true");
    QCOMPARE(verdict(w, "off", "m/read", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("conditional"));
    w.assign("3", "b", "reader", subscription,
             "'startDateTime':'1969-01-01T00:00:00Z','endDateTime':'1970-01-02T00:00:00Z'");
    const Tenant tenant(w.objects);
    Request asked = request("b", "m/read", rg);
    const azure::Decision now = decide(tenant, asked);
    QVERIFY(now.verdict == Verdict::Allowed && now.until && toMicros(*now.until) == 86'400'000'000);
    asked.now = fromMicros(86'400'000'000);
    QVERIFY(decide(tenant, asked).verdict == Verdict::Denied);
  }
  void conditions() {
    World w = plain();
    w.assign("1", "a", "reader", subscription,
             "\"condition\":\"(!(ActionMatches{'m/read'})) OR (@Resource[c:name] StringEquals 'logs')\"");
    QCOMPARE(verdict(w, "a", "n/read", rg), QStringLiteral("allowed"));
    QCOMPARE(verdict(w, "a", "m/read", rg), QStringLiteral("conditional"));
    const Tenant tenant(w.objects);
    Request asked = request("a", "m/read", rg);
    asked.values["@resource[c:name]"] = {"logs"};
    QVERIFY(decide(tenant, asked).verdict == Verdict::Allowed);
    asked.values["@resource[c:name]"] = {"other"};
    QVERIFY(decide(tenant, asked).verdict == Verdict::Denied);
    w.assign("2", "b", "reader", subscription, "'condition':'what is this'");
    QCOMPARE(verdict(w, "b", "m/read", rg), QStringLiteral("conditional"));
  }
  void conditionalAccess() {
    World w = plain();
    w.assign("1", "a", "reader", subscription).assign("2", "b", "reader", subscription);
    const std::string open =
        "{'displayName':'p','state':'enabled','conditions':{'applications':"
        "{'includeApplications':['All']},'clientApplications':{'includeServicePrincipals':['a']}";
    const std::string close = "},'grantControls':{'builtInControls':['block']}}";
    World blocked = w, located = w;
    blocked.add("azure.conditional-access-policy", open + close);
    QCOMPARE(verdict(blocked, "a", "m/read", rg), QStringLiteral("denied"));
    QCOMPARE(verdict(blocked, "b", "m/read", rg), QStringLiteral("allowed"));
    located.add("azure.conditional-access-policy",
                open + ",'locations':{'includeLocations':['All'],'excludeLocations':['office']}" + close);
    QCOMPARE(verdict(located, "a", "m/read", rg), QStringLiteral("conditional"));
    located.objects.principals[0].ownerTenant = "elsewhere"; // not covered by these policies
    QCOMPARE(verdict(located, "a", "m/read", rg), QStringLiteral("allowed"));
  }
  void permissionsOfApplications() {
    World w = plain();
    w.service("graph", "'appRoles':[{'id':'r1','value':'Mail.Read'}]");
    w.add("azure.app-role-assignment", "{'principalId':'a','resourceId':'graph','appRoleId':'R1'}");
    w.add("azure.delegated-grant",
          "{'clientId':'a','resourceId':'graph','scope':' User.Read openid ','consentType':'AllPrincipals'}");
    QCOMPARE(answered(w, "a", "app-role:Mail.Read", "graph"), QStringLiteral("allowed"));
    QCOMPARE(answered(w, "a", "app-role:Mail.Read", "other"), QStringLiteral("denied"));
    QCOMPARE(answered(w, "a", "app-role:Mail.Send", "app-graph"), QStringLiteral("denied"));
    QCOMPARE(answered(w, "b", "app-role:Mail.Read", "graph"), QStringLiteral("denied"));
    QCOMPARE(answered(w, "a", "scope:openid", "graph"), QStringLiteral("conditional"));
    QCOMPARE(answered(w, "a", "scope:Mail.Read", "graph"), QStringLiteral("denied"));
    w.add("azure.app-role-assignment", "{'principalId':'b','resourceId':'unseen','appRoleId':'r9'}");
    QCOMPARE(answered(w, "b", "app-role:Files.Read", "unseen"), QStringLiteral("not evaluated"));
    w.objects.shown.erase("azure.app-role-assignment");
    QCOMPARE(answered(w, "graph", "app-role:x", "graph"), QStringLiteral("not evaluated"));
  }
  void directory() {
    World w = plain();
    w.add("azure.directory-role",
          "{'id':'d1','displayName':'Keeper','rolePermissions':[{'allowedResourceActions':"
          "['microsoft.directory/groups/allProperties/allTasks','microsoft.directory/users/read']}]}");
    w.add("azure.directory-role-assignment",
          "{'principalId':'a','roleDefinitionId':'d1','directoryScopeId':'/'}");
    w.add("azure.directory-role-assignment",
          "{'principalId':'b','roleDefinitionId':'d1','directoryScopeId':'/administrativeUnits/u1'}");
    QCOMPARE(answered(w, "a", "directory:microsoft.directory/groups/members/update", "/"),
             QStringLiteral("allowed"));
    QCOMPARE(answered(w, "a", "directory:microsoft.directory/users/update", "/"), QStringLiteral("denied"));
    QCOMPARE(answered(w, "b", "directory:microsoft.directory/users/read", "/x"),
             QStringLiteral("not evaluated"));
  }
  void rows() {
    World w = plain();
    w.role("r", "[{'actions':['m/*'],'dataActions':['d/*'],'notDataActions':['d/delete']}]");
    w.assign("1", "a", "r", rg)
        .assign("2", "a", "gone", rg)
        .assign("3", "a", "reader", rg, "'eligible':true");
    w.add("azure.deny-assignment",
          "{'name':'d','denyAssignmentName':'lock','scope':'/subscriptions/s1','principals':['a'],"
          "'permissions':[{'actions':['*'],'notActions':['*/read'],'dataActions':['*']}]}");
    const Powers powers = powersOf(Tenant(w.objects), "a", {});
    QCOMPARE(powers.rows.size(), std::size_t(4));
    QVERIFY(powers.rows[0].verdict == Verdict::Allowed && powers.rows[0].deniedBy.size() == 1);
    QVERIFY(powers.rows[1].verdict == Verdict::Denied && powers.rows[1].kind == RowKind::DataActions);
    QVERIFY(powers.rows[2].verdict == Verdict::NotEvaluated && !powers.rows[2].missing.empty());
    QVERIFY(powers.rows[3].verdict == Verdict::Conditional);
    QVERIFY(!powers.rows[0].text().empty());
  }
  void whoAndWhy() {
    World w = plain();
    w.group("g", "['b']").assign("1", "g", "reader", subscription).assign("2", "a", "reader", rg);
    const Tenant tenant(w.objects);
    QCOMPARE(whoCan(tenant, request({}, "m/read", rg)).size(), std::size_t(3));
    QCOMPARE(whoCan(tenant, request({}, "m/read", subscription)).size(), std::size_t(2));
    QVERIFY(whoCan(tenant, request({}, "m/write", rg)).empty());
    const Answer said = answer(tenant, {"b", "m/read", rg, {}, false, {}});
    QCOMPARE(said.why.size(), std::size_t(2));
    QVERIFY(said.why[0].text.find("group g") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestAzureDecide)
#include "tst_azure_decide.moc"
