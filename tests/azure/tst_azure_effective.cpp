// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "export_data.h"
#include "memory_reader.h"
#include "models/access/azure/effective.h"

using namespace countersign;
using namespace countersign::test;
#endif

namespace {

void importAll(MemoryReader& to) {
  for (const char* text : {servicePrincipals, applications, groups, assignmentsArm, roleDefinitions,
                           denyAssignments, permissions, delegated, managementGroups})
    to.import(text);
}

} // namespace

/// From exports to rows: documents, their keys, the closure, what is applied and what holds.
class TestAzureEffective : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void principals() {
    MemoryReader reader;
    importAll(reader);
    const Description sp = describe(reader.find("azure.service-principal", "sp-1")->document),
                      app = describe(reader.find("azure.application", "obj-1")->document),
                      vm = describe(reader.find("azure.service-principal", "sp-2")->document);
    QVERIFY(sp.principal && app.principal && sp.nameKeys == app.nameKeys && app.idKey.empty());
    QVERIFY(sp.owner && sp.owner->owner == "operator@example.org");
    QVERIFY(vm.disabled && vm.kindLabel == "Azure managed identity");
    QVERIFY(hasKey(sp.selfKeys, "azure-credential:k-1") && hasKey(app.selfKeys, "azure-credential:p-1"));
    QVERIFY(!describe(reader.find("azure.group", "g-1")->document).principal);
  }
  void rows() {
    MemoryReader reader;
    importAll(reader);
    const azure::Powers powers =
        azure::effectiveRows(reader, reader.find("azure.service-principal", "sp-1"), {});
    QCOMPARE(powers.rows.size(), std::size_t(4));
    const azure::Row& group = powers.rows[1];
    QVERIFY(group.verdict == Verdict::Allowed && group.deniedBy.size() == 1);
    QVERIFY(group.path.find("group deployers") != std::string::npos);
    QVERIFY(powers.rows[0].verdict == Verdict::Conditional); // eligible
    QCOMPARE(powers.rows[2].actions.front(), std::string("Mail.Read"));
    QVERIFY(powers.rows[3].kind == azure::RowKind::DelegatedPermission &&
            powers.rows[3].verdict == Verdict::Conditional);
    QVERIFY(reader.missed.count("directory-role-assignments of tenant t1") == 1);
    // The application leads to the same identity.
    QCOMPARE(azure::effectiveRows(reader, reader.find("azure.application", "obj-1"), {}).rows.size(),
             std::size_t(4));
  }
  void grants() {
    MemoryReader reader;
    importAll(reader);
    const GrantList list =
        azureGrants(reader, reader.find("azure.service-principal", "sp-1"), SourceRole::Live);
    QVERIFY(list.known);
    QCOMPARE(list.grants.size(), std::size_t(8)); // 2 + 2 actions, 1 + 2 permissions, 1 denied
    QVERIFY(list.grants.back().deny && list.grants.back().document != nullptr);
    for (const Grant& grant : list.grants)
      QVERIFY(grant.document != nullptr && !grant.path.empty());
    const GrantList none =
        azureGrants(reader, reader.find("azure.service-principal", "sp-1"), SourceRole::Intent);
    QVERIFY(none.grants.empty() && !none.known);
  }
  void whatIsMissing() {
    MemoryReader reader;
    reader.import(servicePrincipals);
    reader.import(assignmentsArm);
    const azure::Powers powers =
        azure::effectiveRows(reader, reader.find("azure.service-principal", "sp-1"), {});
    QCOMPARE(powers.rows.size(), std::size_t(1));
    QVERIFY(powers.rows[0].verdict == Verdict::NotEvaluated); // its role is in no snapshot
    QVERIFY(powers.missing.size() >= 3);
    QVERIFY(reader.missed.count("azure.role-definition role-1") == 1);
    MemoryReader alone;
    alone.import(applications);
    QVERIFY(!azure::effectiveRows(alone, alone.find("azure.application", "obj-1"), {}).missing.empty());
  }
  void disabled() {
    MemoryReader reader;
    importAll(reader);
    reader.import(
        "[{\"name\":\"a-9\",\"id\":\"a-9\",\"principalId\":\"sp-2\",\"roleDefinitionId\":\"role-1\","
        "\"scope\":\"/subscriptions/s1\",\"principalType\":\"ServicePrincipal\"}]");
    const auto rows = azure::effectiveRows(reader, reader.find("azure.service-principal", "sp-2"), {}).rows;
    QVERIFY(rows.size() == 1 && rows[0].verdict == Verdict::Denied && !rows[0].deniedBy.empty());
    QCOMPARE(
        azureGrants(reader, reader.find("azure.service-principal", "sp-2"), SourceRole::Live).grants.size(),
        std::size_t(3)); // given all the same, and what is denied to all
  }
};

QTEST_APPLESS_MAIN(TestAzureEffective)
#include "tst_azure_effective.moc"
