// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/becomes.h"
#include "models/access/azure/text.h"
#include "small_tenant.h"

#include <QTest>

using namespace countersign;
using namespace countersign::azure;
using namespace countersign::azure::test;

namespace {

/// "b if c": whom it becomes, in order; conditional ones in brackets; more power as "+way".
QString reached(const World& world, const std::string& who) {
  const Tenant tenant(world.objects);
  const Reachable all = reachable(tenant, who, {});
  std::string out;
  for (const Reach& reach : all.reached)
    out += reach.conditional ? " [" + reach.who + "]" : " " + reach.who;
  for (const Reach& power : all.powers)
    out += " +" + std::string(wayName(power.by.way));
  return QString::fromStdString(out.empty() ? out : out.substr(1));
}

const char* const user = "{'id':'u','userPrincipalName':'operator@example.org','accountEnabled':true}";
const char* const ownedBy =
    "{'principalId':'a','resourceId':'graph','appRoleId':'18a4783c-866b-4cc7-a460-3d5e5662c884'}";

World withGraph() {
  World w;
  w.add("azure.service-principal", "{'id':'graph','appId':'00000003-0000-0000-c000-000000000000',"
                                   "'displayName':'Microsoft Graph','servicePrincipalType':'Application'}");
  w.objects.principals[0].kind = PrincipalKind::Unknown; // of Microsoft's tenant: out of these tests
  w.service("a").service("b").service("c").add("azure.user", user);
  return w;
}

} // namespace

class TestAzureBecomes : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void owners() {
    World w = withGraph();
    w.application("b", "'owners':[{'id':'u'},{'id':'a'}]");
    QCOMPARE(reached(w, "u"), QStringLiteral("b"));
    QCOMPARE(reached(w, "a"), QString()); // it has no permission on Microsoft Graph to use its ownership
    w.add("azure.app-role-assignment", ownedBy);
    QCOMPARE(reached(w, "a"), QStringLiteral("b"));
    w.objects.appRoles.clear();
    w.objects.shown.erase("azure.app-role-assignment");
    QCOMPARE(reached(w, "a"), QStringLiteral("[b]"));
  }
  void ownersOfServicePrincipals() {
    World w;
    w.add("azure.user", user).service("b", "'owners':['u']");
    QCOMPARE(reached(w, "u"), QStringLiteral("[b]")); // the application may lock it
    World open = w, locked = w;
    open.application("b");
    QCOMPARE(reached(open, "u"), QStringLiteral("b"));
    locked.application("b", "'servicePrincipalLockConfiguration':{'isEnabled':true,'allProperties':true}");
    QCOMPARE(reached(locked, "u"), QString());
  }
  void chainsAndRings() {
    World w = withGraph();
    w.add("azure.app-role-assignment", ownedBy);
    w.add("azure.app-role-assignment",
          "{'principalId':'b','resourceId':'graph','appRoleId':'18a4783c-866b-4cc7-a460-3d5e5662c884'}");
    w.application("a", "'owners':['b']").application("b", "'owners':['a']");
    w.application("c", "'owners':['b']");
    QCOMPARE(reached(w, "a"), QStringLiteral("b c"));
    const Tenant tenant(w.objects);
    const Reachable all = reachable(tenant, "a", {});
    QCOMPARE(all.chain(all.reached.back()).size(), std::size_t(2));
    QVERIFY(!reachable(tenant, "a", {}, 1).missing.empty());
    QCOMPARE(stepsTo(tenant, "c", {}).size(), std::size_t(1));
  }
  void directoryRoles() {
    World w = withGraph();
    w.application("a").application("b").application("c");
    World one = w, wide = w, top = w;
    const auto give = [](World& world, const char* role, const char* scope, const char* more) {
      world.add("azure.directory-role-assignment", std::string("{'principalId':'u','roleDefinitionId':'") +
                                                       role + "','directoryScopeId':'" + scope + '\'' + more +
                                                       "}");
    };
    give(one, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "/object-b", "");
    QCOMPARE(reached(one, "u"), QStringLiteral("b"));
    give(wide, "158c047a-c907-4556-b7ef-446551a6b5f7", "/", ",'eligible':true");
    QCOMPARE(reached(wide, "u"), QStringLiteral("[a] [b] [c]"));
    give(top, "e8611ab8-c189-46e8-94e1-60213ab1f814", "/", "");
    QCOMPARE(reached(top, "u"), QStringLiteral("+grants directory roles"));
  }
  void graphPermissions() {
    World w = withGraph();
    w.group("g", "[]");
    w.add("azure.app-role-assignment",
          "{'principalId':'a','resourceId':'graph','appRoleId':'06b708a9-e830-4db3-a914-8e69da51d44f'}");
    w.add("azure.app-role-assignment",
          "{'principalId':'a','resourceId':'graph','appRoleId':'dbaae8cf-10b5-4b86-a4a1-f871c94c6695'}");
    QCOMPARE(reached(w, "a"), QStringLiteral("g +grants app permissions"));
    w.application("b").application("c");
    w.add("azure.app-role-assignment",
          "{'principalId':'g','resourceId':'graph','appRoleId':'1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'}");
    QCOMPARE(
        reached(w, "g"),
        QStringLiteral("b c [a] +grants app permissions")); // whether a's application locks it is not known
  }
  void azureRoles() {
    World w = withGraph();
    const std::string identity =
        "/subscriptions/s1/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/m";
    w.add("azure.service-principal", "{'id':'m','displayName':'m','servicePrincipalType':'ManagedIdentity',"
                                     "'alternativeNames':['isExplicit=True','" +
                                         identity + "']}");
    w.role("assigns", "[{'actions':['Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',"
                      "'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action']}]");
    w.role("owner", "[{'actions':['*']}]");
    w.assign("1", "b", "assigns", subscription).assign("2", "c", "owner", subscription);
    QCOMPARE(reached(w, "b"), QStringLiteral("[m]"));
    QCOMPARE(reached(w, "c"), QStringLiteral("m +grants roles"));
    QCOMPARE(reached(w, "a"), QString());
    w.add("azure.federated-credential",
          "{'target':'" + lowered(identity) +
              "','name':'f','issuer':'https://ci.example.org','subject':'repo:x'}");
    QCOMPARE(outsiders(Tenant(w.objects), "m").size(), std::size_t(1));
  }
  void disabled() {
    World w = withGraph();
    w.application("b", "'owners':['u']");
    w.objects.principals.back().disabled = true;
    QCOMPARE(reached(w, "u"), QString());
  }
  void outside() {
    World w;
    w.service("a").application(
        "a",
        "'federatedIdentityCredentials':[{'name':'ci','issuer':'https://ci.example.org','subject':'s'}]");
    const Tenant tenant(w.objects);
    QCOMPARE(outsiders(tenant, "a").size(), std::size_t(1));
    QVERIFY(outsiders(tenant, "nobody").empty());
  }
};

QTEST_APPLESS_MAIN(TestAzureBecomes)
#include "tst_azure_becomes.moc"
