// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include "models/access/gcp/coverage.h"
#include "models/access/gcp/impersonate.h"
#include "models/access/gcp/rows.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::gcp;
using namespace countersign::test;

namespace {

std::string emailOf(const std::string& name) {
  return name + "@shop.iam.gserviceaccount.com";
}
const Impersonation* reach(const Impersonations& all, const std::string& name, Means means) {
  for (const Impersonation& one : all.list)
    if (one.account == emailOf(name) && one.means == means) return &one;
  return nullptr;
}

} // namespace

class TestGcpRows : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void rows() {
    Objects objects = smallWorld();
    objects.addGroup("g@example.org", {account("a")});
    give(objects, "organizations/1", "roles/reader", "group:g@example.org");
    give(objects, "projects/shop", "roles/writer", account("a"),
         "resource.name.startsWith('projects/_/buckets/x')");
    give(objects, "projects/lab", "roles/writer", account("a"),
         "request.time < timestamp('2026-01-01T00:00:00Z')");
    give(objects, "projects/shop", "projects/shop/roles/off", account("a"));
    give(objects, "projects/shop", "roles/unknown", account("a"));
    give(objects, "projects/shop", "roles/reader", account("b"));
    deny(objects, "folders/2", ruleFor("storage.googleapis.com/buckets.*"));
    const Estate estate(std::move(objects));
    const Rows all = rowsOf(estate, ask(account("a"), {}, {}));
    QCOMPARE(all.rows.size(), std::size_t{5});
    const Row& reader = all.rows[0];
    QCOMPARE(reader.node, std::string("organizations/1"));
    QCOMPARE(reader.verdict, Verdict::Allowed);
    QCOMPARE(reader.denied.size(), std::size_t{1});
    QVERIFY(!reader.denied[0].everywhere);
    QCOMPARE(reader.denied[0].permissions, std::vector<std::string>{"storage.googleapis.com/buckets.get"});
    QCOMPARE(reader.why.front().layer, std::string("group"));
    QCOMPARE(all.rows[1].deniedBy, std::string("condition"));
    QCOMPARE(all.rows[2].deniedBy, std::string("inactive role"));
    QCOMPARE(all.rows[3].verdict, Verdict::NotEvaluated);
    QCOMPARE(all.rows[4].verdict, Verdict::Conditional);
    QVERIFY(all.rows[4].denied.at(0).everywhere);
    QVERIFY(rowsOf(estate, ask(account("a"), {}, {}), 2).cut);
  }

  void allDenied() {
    Objects objects = smallWorld();
    give(objects, "projects/shop", "roles/owner", account("a"));
    deny(objects, "organizations/1", ruleFor("storage.googleapis.com/*.*"));
    const Estate estate(std::move(objects));
    const Rows all = rowsOf(estate, ask(account("a"), {}, {}));
    QCOMPARE(all.rows.at(0).verdict, Verdict::Denied);
    QCOMPARE(all.rows.at(0).deniedBy, std::string("deny policy at organizations/1"));
  }

  void who() {
    Objects objects = smallWorld();
    objects.addGroup("g@example.org", {account("a"), account("b"), "group:gone@example.org"});
    give(objects, "folders/2", "roles/reader", "group:g@example.org");
    give(objects, "projects/shop", "roles/reader", "allUsers",
         "request.time < timestamp('2026-01-01T00:00:00Z')");
    give(objects, "projects/shop", "roles/reader", "projectOwner:shop");
    give(objects, "projects/shop", "roles/owner", account("c"));
    std::string notB = ruleFor("storage.googleapis.com/objects.get");
    notB.replace(notB.find("principalSet://goog/public:all"), 30,
                 "principal://iam.googleapis.com/projects/-/serviceAccounts/" + emailOf("b"));
    deny(objects, "projects/shop", notB);
    const Estate estate(std::move(objects));
    const WhoCan can = whoCan(estate, ask({}, "storage.objects.get", "projects/shop"));
    std::vector<std::string> names;
    for (const Who& one : can.list)
      names.push_back(one.member.text + (one.answer.verdict == Verdict::Allowed ? "" : "?"));
    std::sort(names.begin(), names.end());
    QCOMPARE(names, (std::vector<std::string>{"group:gone@example.org?", account("a"), account("c")}));
  }

  void chains() {
    Objects objects = smallWorld();
    for (const char* name : {"d", "e"})
      objects.addAccount(json(R"({"projectId":"shop","email":")" + emailOf(name) + R"("})"));
    give(objects, resourceOf("a"), "roles/minter", "user:role@example.org");
    give(objects, resourceOf("b"), "roles/minter", account("a"));
    give(objects, resourceOf("a"), "roles/minter", account("b")); // a circle
    give(objects, resourceOf("c"), "roles/delegate", account("b"));
    give(objects, resourceOf("d"), "roles/minter", account("c"));
    give(objects, resourceOf("d"), "roles/user", account("c")); // not by delegation
    give(objects, resourceOf("e"), "roles/user", account("d"));
    const Estate estate(std::move(objects));
    const Impersonations all = impersonations(estate, ask("user:role@example.org", {}, {}));
    QVERIFY(all.whole);
    QVERIFY(reach(all, "a", Means::AccessToken) && reach(all, "a", Means::AccessToken)->sure);
    const Impersonation* last = reach(all, "e", Means::ActAs);
    QVERIFY(last != nullptr && !last->sure);
    QCOMPARE(all.chain(*last).size(), std::size_t{5});
    QVERIFY(reach(all, "d", Means::AccessToken)->sure);
    QVERIFY(reach(all, "d", Means::ActAs) == nullptr);
    QVERIFY(!impersonations(estate, ask("user:role@example.org", {}, {}), 3).whole);
    QVERIFY(impersonations(estate, ask("user:other@example.org", {}, {})).list.empty());
  }

  void coverage_data() {
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("undecided");
    QTest::newRow("same") << "roles/reader"
                          << "projects/shop"
                          << "" << 0 << 0;
    QTest::newRow("above") << "roles/reader"
                           << "organizations/1"
                           << "" << 0 << 0;
    QTest::newRow("part of the permissions") << "roles/owner"
                                             << "folders/2"
                                             << "" << 1 << 0;
    QTest::newRow("beside") << "roles/reader"
                            << "projects/lab"
                            << "" << 2 << 0;
    QTest::newRow("inside") << "roles/reader"
                            << "//storage.googleapis.com/projects/shop/x"
                            << "" << 2 << 0;
    QTest::newRow("on condition") << "roles/reader"
                                  << "projects/shop"
                                  << "true" << 2 << 0;
    QTest::newRow("unknown role") << "roles/unknown"
                                  << "projects/shop"
                                  << "" << 0 << 2;
    QTest::newRow("inactive") << "projects/shop/roles/off"
                              << "projects/shop"
                              << "" << 2 << 0;
  }
  void coverage() {
    QFETCH(const QString, role);
    QFETCH(const QString, node);
    QFETCH(const QString, condition);
    QFETCH(const int, left);
    QFETCH(const int, undecided);
    const Estate estate(smallWorld());
    const auto rest = uncovered(estate, {{"roles/reader", {}, "projects/shop", {}}},
                                {{role.toStdString(), {}, node.toStdString(), condition.toStdString()}});
    QCOMPARE(rest.empty() ? 0 : static_cast<int>(rest[0].permissions.size()), left);
    QCOMPARE(rest.empty() ? 0 : static_cast<int>(rest[0].undecided.size()), undecided);
  }

  void coverageOfConditions() {
    const Estate estate(smallWorld());
    const Given with{"roles/reader", {}, "projects/shop", " true "};
    QVERIFY(uncovered(estate, {with}, {{"roles/reader", {}, "folders/2", "true"}}).empty());
    const auto other = uncovered(estate, {with}, {{"roles/reader", {}, "folders/2", "1 == 1"}});
    QCOMPARE(other.at(0).undecided.size(), std::size_t{2});
    QVERIFY(!other.at(0).missing.empty());
    const Given unknown{"roles/unknown", {}, "projects/shop", {}};
    QVERIFY(uncovered(estate, {unknown}, {unknown}).empty());
    QVERIFY(uncovered(estate, {unknown}, {with}).at(0).whole);
  }
};

QTEST_GUILESS_MAIN(TestGcpRows)
#include "tst_gcp_rows.moc"
