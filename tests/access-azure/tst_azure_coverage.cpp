// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/coverage.h"
#include "small_tenant.h"

#include <QTest>

using namespace countersign;
using namespace countersign::azure;
using namespace countersign::azure::test;

namespace {

/// Does what `wide` gives cover what `narrow` gives? Both are "blocks at scope".
Coverage compared(const char* wide, const char* wideScope, const char* narrow, const char* narrowScope,
                  const char* wideCondition = "", const char* narrowCondition = "") {
  World w;
  w.role("wide", wide).role("narrow", narrow);
  const Tenant tenant(w.objects);
  return coverage(tenant, {{tenant.role("wide"), wideScope, wideCondition, "w"}},
                  {{tenant.role("narrow"), narrowScope, narrowCondition, "n"}});
}

} // namespace

class TestAzureCoverage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void actions() {
    const char* const s = "/subscriptions/s1";
    const char* const all = "[{'actions':['*']}]";
    const char* const deep = "[{'actions':['m/*/read']}]";
    const char* const kept = "[{'actions':['m/*'],'notActions':['m/x/delete']}]";
    const char* const other = "[{'actions':['m/y/*']}]";
    const char* const same = "[{'actions':['m/x/*']}]";
    const char* const two =
        "[{'actions':['*'],'notActions':['m/*']},{'actions':['m/*'],'notActions':['n/*']}]";
    const char* const data = "[{'dataActions':['m/*']}]";
    const char* const planes = "[{'actions':['*'],'dataActions':['*']}]";
    const char* const reads = "[{'actions':['*/read']}]";
    const char* const noWrites = "[{'actions':['*'],'notActions':['*/write']}]";
    QVERIFY(compared(all, s, deep, s).covered == Truth::Yes);
    QVERIFY(compared(kept, s, other, s).covered == Truth::Yes);
    const Coverage part = compared(kept, s, same, s);
    QVERIFY(part.covered == Truth::No);
    QCOMPARE(part.rest.size(), std::size_t(2)); // the subscription itself, and what is below it
    QCOMPARE(part.rest[0].action, std::string("m/x/delete"));
    // What one block subtracts another one gives.
    QVERIFY(compared(two, s, all, s).covered == Truth::Yes);
    QVERIFY(compared(all, s, data, s).covered == Truth::No);
    QVERIFY(compared(planes, s, data, s).covered == Truth::Yes);
    QVERIFY(compared(reads, s, noWrites, s).covered == Truth::No);
  }
  void scopes() {
    const char* const all = "[{'actions':['*']}]";
    const auto covered = [&](const char* wide, const char* narrow) {
      return compared(all, wide, all, narrow).covered;
    };
    QVERIFY(covered("/subscriptions/s1", "/subscriptions/s1/resourcegroups/rg") == Truth::Yes);
    QVERIFY(covered("/subscriptions/s1/resourcegroups/rg", "/subscriptions/s1/resourcegroups/rg2") ==
            Truth::No);
    QVERIFY(covered("/subscriptions/s1/resourcegroups/rg", "/subscriptions/s1") == Truth::No);
    QVERIFY(covered("/", "/providers/microsoft.management/managementgroups/x") == Truth::Yes);
    QVERIFY(covered("/providers/microsoft.management/managementgroups/root", "/subscriptions/s1") ==
            Truth::Yes);
    QVERIFY(covered("/providers/microsoft.management/managementgroups/root",
                    "/providers/microsoft.management/managementgroups/team") == Truth::Yes);
    QVERIFY(covered("/providers/microsoft.management/managementgroups/team",
                    "/providers/microsoft.management/managementgroups/root") == Truth::No);
    QVERIFY(covered("/providers/microsoft.management/managementgroups/root", "/subscriptions/s9") ==
            Truth::Undecided);
  }
  void conditions() {
    const char* const all = "[{'actions':['*']}]";
    const char* const s = "/subscriptions/s1";
    QVERIFY(compared(all, s, all, s, "", "x").covered == Truth::Yes);
    QVERIFY(compared(all, s, all, s, "x", "x").covered == Truth::Yes);
    const Coverage maybe = compared(all, s, all, s, "x", "");
    QVERIFY(maybe.covered == Truth::Undecided);
    QCOMPARE(maybe.rest.size(), std::size_t(2)); // the subscription itself, and what is below it
    QVERIFY(!maybe.rest[0].reason.empty());
  }
  void ofPrincipals() {
    World w;
    w.service("a").service("b").role("r", "[{'actions':['*/read']}]");
    w.assign("1", "a", "r", "/").assign("2", "b", "r", subscription).assign("3", "b", "gone", subscription);
    w.assign("4", "b", "r", "/", "'eligible':true");
    const Tenant tenant(w.objects);
    Texts missing, more;
    const auto a = givenTo(tenant, "a", {}, missing), b = givenTo(tenant, "b", {}, more);
    QVERIFY(missing.empty() && more.size() == 1);
    QVERIFY(coverage(tenant, a, b).covered == Truth::Yes);
    QVERIFY(coverage(tenant, b, a).covered == Truth::No);
  }
  void tooMuch() {
    std::string wide = "[{'actions':['*'],'notActions':[", narrow = "[{'actions':[";
    for (int i = 0; i < 3000; ++i) {
      wide += (i == 0 ? "'" : ",'") + std::string("*") + std::to_string(i) + "*a'";
      narrow += (i == 0 ? "'" : ",'") + std::string("*b") + std::to_string(i) + "*'";
    }
    const Coverage out = compared((wide + "]}]").c_str(), "/", (narrow + "]}]").c_str(), "/");
    QVERIFY(out.covered == Truth::Undecided && !out.reason.empty());
  }
};

QTEST_APPLESS_MAIN(TestAzureCoverage)
#include "tst_azure_coverage.moc"
