// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "../kubernetes/collect.h"
#include "connectors/azure/azure.h"
#include "export_data.h"

using namespace countersign;
using namespace countersign::test;
#endif

namespace {

Collected read(std::string_view text) {
  return collect(*azureConnectors().front(), text, "T1");
}

} // namespace

class TestAzureExport : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void recognises() {
    const Connector& connector = *azureConnectors().front();
    for (const char* text : {servicePrincipals, applications, groups, assignmentsArm, assignmentsAz,
                             roleDefinitions, denyAssignments, permissions, delegated, managementGroups})
      QVERIFY2(connector.recognises(text) == Match::Yes, text);
    for (const char* text :
         {"", "[", "{", "[]", "{}", "[{\"id\":\"x\"}]", "{\"value\":[]}", "{\"value\":[{\"id\":\"x\"}]}",
          "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}", "{\"Roles\":[{\"RoleName\":\"r\"}]}",
          "t,uid\n"})
      QVERIFY2(connector.recognises(text) == Match::No, text);
  }
  void servicePrincipalsOfGraph() {
    const Collected got = read(servicePrincipals);
    QVERIFY(!got.error);
    QCOMPARE(got.all.documents.size(), std::size_t(3));
    QVERIFY(got.complete("service-principals"));
    const Document* one = got.find("azure.service-principal", "sp-1");
    QVERIFY(one != nullptr);
    const Json& c = one->content;
    QVERIFY(c["tenant"].asString() == "t1" && c["appId"].asString() == "app-1" && !c.has("accountEnabled"));
    QVERIFY(c["owners"].at(0).asString() == "u-1");
    QVERIFY(c["ownerNames"].at(0)["name"].asString() == "operator@example.org");
    QVERIFY(c["keys"].at(0)["id"].asString() == "k-1" &&
            c["keys"].at(0)["end"].asString() == "2027-01-01T00:00:00Z");
    QVERIFY(got.find("azure.service-principal", "sp-2")->content["accountEnabled"].isBool());
  }
  void pagesAndCredentials() {
    const Collected got = read(applications);
    QVERIFY(!got.error && !got.complete("applications")); // it goes on
    const Document* app = got.find("azure.application", "obj-1");
    QVERIFY(app != nullptr && app->content["passwords"].at(0)["end"].asString() == "2027-01-01T00:00:00Z");
    QVERIFY(got.find("azure.federated-credential", "obj-1|main") != nullptr);
    const std::string both = std::string(applications) + "\n" + servicePrincipals;
    QVERIFY(read(both).all.documents.size() == 5 && !read(both).complete("applications"));
  }
  void secrets() {
    for (const char* text : {servicePrincipals, applications}) {
      const Collected got = read(text);
      for (const auto& [document, where] : got.all.documents)
        QVERIFY(document.canonical()->find("CAN") == std::string::npos);
      QVERIFY(masked(text, got).find("CAN") == std::string::npos);
    }
  }
  void oneFormOfAnAssignment() {
    const Collected arm = read(assignmentsArm), az = read(assignmentsAz);
    QVERIFY(!arm.error && !az.error);
    const std::string id = "/subscriptions/s1/providers/microsoft.authorization/roleassignments/a-1";
    const Document *a = arm.find("azure.role-assignment", id), *b = az.find("azure.role-assignment", id);
    QVERIFY(a != nullptr && b != nullptr);
    QCOMPARE(*a->canonical(), *b->canonical());
    QVERIFY(arm.all.documents.size() == 2 && arm.all.documents[1].first.content["eligible"].asBool());
    QVERIFY(!arm.complete("role-assignments"));
    QVERIFY(arm.observation(id, "created") != nullptr && az.observation(id, "created") == nullptr);
  }
  void rolesAndScopes() {
    const Collected got = read(roleDefinitions);
    const Document* role = got.find("azure.role-definition", "role-1");
    QVERIFY(role != nullptr);
    QCOMPARE(role->content["permissions"].at(0)["actions"].at(0).asString(),
             std::string("microsoft.storage/*/read"));
    const Collected above = read(managementGroups);
    QCOMPARE(above.all.documents.size(), std::size_t(3));
    const Document* s = above.find("azure.subscription", "/subscriptions/s1");
    QVERIFY(s != nullptr);
    QCOMPARE(s->content["parent"].asString(),
             std::string("/providers/microsoft.management/managementgroups/team"));
  }
  void federatedCredentialsOfOne() {
    const std::string list =
        "\"value\":[{\"name\":\"main\",\"issuer\":\"https://ci.example.org\",\"subject\":\"s\","
        "\"audiences\":[\"a\"]}]}";
    const Collected named = read("{\"@odata.context\":\"https://graph.microsoft.com/v1.0/"
                                 "$metadata#applications('Obj-1')/federatedIdentityCredentials\"," +
                                 list);
    QVERIFY(named.find("azure.federated-credential", "obj-1|main") != nullptr);
    const Collected unnamed = read("{" + list);
    QVERIFY(unnamed.all.documents.empty() && unnamed.errors() == 1);
  }
  void listsThatSayNotWhose() {
    const Collected got =
        read("{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#directoryObjects\",\"value\":["
             "{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"u\",\"userPrincipalName\":\"a@example."
             "org\"},{\"x\":1}]}");
    QVERIFY(got.hasGap("does not say whose") && got.hasGap("1 objects skipped"));
  }
  void errorAnswers() {
    const Collected got = read("{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"no\"}}");
    QVERIFY(got.error && got.error->code == ErrorCode::Unsupported);
  }
  void cutOff() {
    for (const char* text : {servicePrincipals, applications, assignmentsAz, managementGroups}) {
      const std::string whole = text;
      for (std::size_t n = 1; n + 2 < whole.size(); n += 7) {
        const Collected got = read(std::string_view(whole).substr(0, n));
        QVERIFY(!got.anyComplete());
        QVERIFY(masked(whole.substr(0, n), got).find("CANARY") == std::string::npos || got.error);
      }
    }
  }
  void wrongTypes() {
    const Collected got = read(
        "[{\"appId\":7,\"servicePrincipalType\":[],\"keyCredentials\":{},\"owners\":[null,3,{\"id\":[]}]},"
        "{\"id\":\"x\",\"servicePrincipalType\":\"Application\",\"passwordCredentials\":[7,null,[]]},null,7,["
        "]]");
    QVERIFY(!got.error && got.all.documents.size() == 1 && got.errors() >= 1);
    const std::string deep = std::string(5000, '[') + std::string(5000, ']');
    const Collected nested = read("[{\"id\":\"x\",\"servicePrincipalType\":" + deep + "}]");
    QVERIFY(nested.error || (nested.all.documents.empty() && nested.errors() > 0));
  }
};

QTEST_APPLESS_MAIN(TestAzureExport)
#include "tst_azure_export.moc"
