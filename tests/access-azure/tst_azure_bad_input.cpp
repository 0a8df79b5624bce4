// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/becomes.h"
#include "models/access/azure/rows.h"
#include "small_tenant.h"

#include <QElapsedTimer>
#include <QTest>

using namespace countersign;
using namespace countersign::azure;
using namespace countersign::azure::test;

class TestAzureBadInput : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void wrongTypes() {
    Objects objects;
    const char* const kinds[] = {"azure.role-definition",
                                 "azure.role-assignment",
                                 "azure.deny-assignment",
                                 "azure.group",
                                 "azure.user",
                                 "azure.service-principal",
                                 "azure.application",
                                 "azure.federated-credential",
                                 "azure.app-role-assignment",
                                 "azure.delegated-grant",
                                 "azure.directory-role",
                                 "azure.directory-role-assignment",
                                 "azure.conditional-access-policy",
                                 "azure.management-group",
                                 "azure.subscription",
                                 "something"};
    for (const char* kind : kinds)
      for (const char* text : {"null", "[]", "{}", "7", "'x'",
                               "{'properties':[],'id':4,'name':{},'permissions':[[],3,{'actions':{}}]}",
                               "{'members':[null,[],{'id':7}],'owners':'x','alternativeNames':['',7],'"
                               "conditions':[],'scope':'///'}"})
        objects.add(kind, json(text));
    const Tenant tenant(std::move(objects));
    (void)powersOf(tenant, "", {});
    (void)reachable(tenant, "", {});
    (void)answer(tenant, {});
  }
  void rings() {
    World w;
    w.service("a").role("r", "[{'actions':['*']}]");
    const int n = 2000;
    for (int i = 0; i < n; ++i)
      w.group("g" + std::to_string(i), "['" + std::string("g") + std::to_string((i + 1) % n) + "','a']");
    for (int i = 0; i < n; ++i)
      w.objects.parents["/providers/microsoft.management/managementgroups/m" + std::to_string(i)] =
          "/providers/microsoft.management/managementgroups/m" + std::to_string((i + 1) % n);
    w.assign("1", "g7", "r", "/providers/microsoft.management/managementgroups/m3");
    QElapsedTimer time;
    time.start();
    const Tenant tenant(w.objects);
    QVERIFY(decide(tenant, request("a", "m/read", "/providers/microsoft.management/managementgroups/m1"))
                .verdict == Verdict::Allowed);
    QVERIFY(decide(tenant, request("a", "m/read", "/providers/microsoft.management/managementgroups/m900"))
                .verdict == Verdict::NotEvaluated); // a ring has no top
    QVERIFY(powersOf(tenant, "a", {}).rows.size() == 1);
    QVERIFY2(time.elapsed() < 20'000, "rings take time");
  }
  void costlyPatterns() {
    World w;
    std::string pattern;
    for (int i = 0; i < 2000; ++i)
      pattern += "*a";
    w.service("a").role("r", "[{'actions':['" + pattern + "b']}]").assign("1", "a", "r", "/");
    QElapsedTimer time;
    time.start();
    const Tenant tenant(w.objects);
    QVERIFY(decide(tenant, request("a", std::string(20'000, 'a'), "/")).verdict == Verdict::Denied);
    QVERIFY2(time.elapsed() < 20'000, "patterns take time");
  }
  void manyRowsAndSteps() {
    World w;
    w.service("a").role("r", "[{'actions':['*']}]");
    for (int i = 0; i < 300; ++i)
      w.assign(std::to_string(i), "a", "r", "/subscriptions/s" + std::to_string(i));
    const Tenant tenant(w.objects);
    const Powers few = powersOf(tenant, "a", {}, 10);
    QVERIFY(few.rows.size() == 10 && !few.missing.empty());
    bool whole = true;
    QVERIFY(whoCan(tenant, request({}, "m", "/subscriptions/s1"), 0, &whole).empty() && !whole);
  }
};

QTEST_APPLESS_MAIN(TestAzureBadInput)
#include "tst_azure_bad_input.moc"
