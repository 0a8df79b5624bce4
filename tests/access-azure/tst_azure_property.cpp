// SPDX-License-Identifier: Apache-2.0
// Decisions, rows, who-can and coverage against the rules written down once more, on small random universes.
#include "brute_force.h"
#include "models/access/azure/coverage.h"
#include "models/access/azure/rows.h"
#include "small_tenant.h"
#include "tests/seed.h"

#include <QTest>

#include <random>

using namespace countersign;
using namespace countersign::azure;
using namespace countersign::azure::test;

namespace {

using Names = std::vector<std::string>;
const Names patterns{"*",     "m/*",   "*/read",    "m/a/read", "m/*/read",  "n/*/*",
                     "m/a/*", "*/a/*", "n/b/write", "*a*",      "m/b/write", "*/*/write"};
const Names actions{"m/a/read", "m/a/write", "m/b/read", "m/b/write", "n/a/read", "n/b/write", "m", "read"};
const std::string mg = "/providers/microsoft.management/managementgroups/";
const Names scopes{"/",
                   mg + "x",
                   mg + "y",
                   "/subscriptions/s",
                   "/subscriptions/t",
                   "/subscriptions/s/g",
                   "/subscriptions/s/g/v",
                   "/subscriptions/s/gg"};
const Names people{"p", "q", "r"};
const Names everybody{"p", "q", "r", "g1", "g2", "g3"};

class Draw {
public:
  explicit Draw(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_); }
  const std::string& of(const Names& names) { return names[below(names.size())]; }
  Names some(const Names& names, std::size_t most) {
    Names out;
    for (std::size_t n = below(most + 1); n > 0; --n)
      out.push_back(of(names));
    return out;
  }
  std::vector<SmallBlock> blocks() {
    std::vector<SmallBlock> out(1 + below(2));
    for (SmallBlock& b : out)
      b = {some(patterns, 3), some(patterns, 2), some(patterns, 2), some(patterns, 1)};
    return out;
  }
  Universe universe() {
    Universe u;
    for (const char* id : {"r1", "r2", "r3"})
      u.roles.push_back({id, blocks()});
    for (std::size_t i = below(6); i > 0; --i)
      u.assignments.push_back({"a" + std::to_string(i), of(everybody), u.roles[below(3)].id, of(scopes)});
    for (std::size_t i = below(3); i > 0; --i) {
      SmallDeny d{"d" + std::to_string(i), of(scopes),         below(3) != 0,
                  some(everybody, 2),      some(everybody, 2), blocks()};
      if (below(2) == 0) d.who.emplace_back(everyone);
      u.denies.push_back(std::move(d));
    }
    for (const char* group : {"g1", "g2", "g3"})
      u.groups.emplace_back(group, some(everybody, 3));
    u.parents = {{"/subscriptions/s", mg + "x"}, {"/subscriptions/t", mg + "y"}, {mg + "x", mg + "y"}};
    return u;
  }

private:
  std::mt19937 engine_;
};

Block blockOf(const SmallBlock& b) {
  return {b.actions, b.nots, b.data, b.notData, {}};
}
std::vector<Block> blocksOf(const std::vector<SmallBlock>& list) {
  std::vector<Block> out;
  for (const SmallBlock& b : list)
    out.push_back(blockOf(b));
  return out;
}

Objects objectsOf(const Universe& u) {
  World world;
  Objects& out = world.objects;
  for (const SmallRole& r : u.roles)
    out.roles.push_back({r.id, r.id, false, {}, blocksOf(r.blocks), {}});
  for (const SmallAssignment& a : u.assignments) {
    RoleAssignment to;
    to.id = a.id;
    to.principal = a.who;
    to.role = a.role;
    to.scope = a.scope;
    out.assignments.push_back(to);
  }
  for (const SmallDeny& d : u.denies)
    out.denies.push_back({d.id, d.id, d.scope, {}, d.children, d.who, d.but, blocksOf(d.blocks), {}});
  for (const std::string& id : people)
    world.service(id);
  for (const auto& [name, members] : u.groups) {
    Principal group;
    group.id = name;
    group.kind = PrincipalKind::Group;
    group.members = members;
    group.membersKnown = true;
    out.principals.push_back(group);
  }
  out.parents.clear();
  for (const auto& [child, parent] : u.parents)
    out.parents[child] = parent;
  out.parents[mg + "y"] = "";
  return out;
}

int given(const Decision& d) {
  return d.verdict == Verdict::Allowed ? 1 : d.verdict != Verdict::Denied ? -1 : d.deniedBy.empty() ? 0 : 2;
}

template <class Use>
void eachRequest(const Use& use) {
  for (const std::string& scope : scopes)
    for (const std::string& action : actions)
      for (const bool data : {false, true})
        use(data, action, scope);
}

} // namespace

class TestAzureProperty : public QObject {
  Q_OBJECT
  unsigned seed_ = 0;

private Q_SLOTS:
  void initTestCase() { seed_ = countersign::test::testSeed(); }
  void decisions() {
    Draw draw(seed_);
    for (int round = 0; round < 150; ++round) {
      const Universe u = draw.universe();
      const Tenant tenant(objectsOf(u));
      eachRequest([&](bool data, const std::string& action, const std::string& scope) {
        Names able;
        for (const std::string& who : people) {
          Request asked{who, action, data, scope, {}, false, {}};
          const int expected = truly(u, who, data, action, scope);
          QVERIFY2(given(decide(tenant, asked)) == expected,
                   (who + " " + action + " " + scope + " " + std::to_string(round)).c_str());
          if (expected == 1) able.push_back(who);
        }
        Names found;
        for (const Whoever& one : whoCan(tenant, {{}, action, data, scope, {}, false, {}}))
          if (one.principal[0] != 'g') found.push_back(one.principal);
        QCOMPARE(found, able);
      });
    }
  }
  /// A row that is denied gives nothing, one that is allowed without a deny gives all that it says.
  void rows() {
    Draw draw(seed_ + 1);
    for (int round = 0; round < 100; ++round) {
      const Universe u = draw.universe();
      const Tenant tenant(objectsOf(u));
      const std::string who = draw.of(people);
      const Powers powers = powersOf(tenant, who, {});
      eachRequest([&](bool data, const std::string& action, const std::string& scope) {
        bool sure = false, perhaps = false;
        for (const Row& row : powers.rows) {
          const Block block{row.actions, row.notActions, row.actions, row.notActions, {}};
          if ((row.kind == RowKind::DataActions) != data || !concerns(block, data, action) ||
              tenant.scopes().contains(row.scope, scope) != Truth::Yes || row.verdict == Verdict::Denied)
            continue;
          perhaps = true;
          sure = sure || row.deniedBy.empty();
        }
        const bool allowed = truly(u, who, data, action, scope) == 1;
        QVERIFY2((!sure || allowed) && (!allowed || perhaps), (who + " " + action + " " + scope).c_str());
      });
    }
  }
  /// Covered: whatever the one gives the other gives. Not covered: the example is no empty word.
  void coverages() {
    Draw draw(seed_ + 2);
    for (int round = 0; round < 300; ++round) {
      Universe u = draw.universe(), v = u;
      u.denies.clear();
      v.denies.clear();
      u.assignments = {{"w", "p", "r1", draw.of(scopes)}, {"x", "p", "r2", draw.of(scopes)}};
      v.assignments = {{"n", "p", "r3", draw.of(scopes)}};
      const Tenant tenant(objectsOf(u));
      std::vector<Given> wide, narrow;
      for (const auto& a : u.assignments)
        wide.push_back({tenant.role(a.role), a.scope, {}, a.id});
      for (const auto& a : v.assignments)
        narrow.push_back({tenant.role(a.role), a.scope, {}, a.id});
      const Coverage out = coverage(tenant, wide, narrow);
      QVERIFY(out.covered != Truth::Undecided);
      eachRequest([&](bool data, const std::string& action, const std::string& scope) {
        if (out.covered == Truth::Yes && truly(v, "p", data, action, scope) == 1)
          QVERIFY2(truly(u, "p", data, action, scope) == 1, (action + " " + scope).c_str());
      });
      for (const Uncovered& one : out.rest)
        QVERIFY2(truly(v, "p", one.data, one.action, one.scope) == 1 &&
                     truly(u, "p", one.data, one.action, one.scope) == 0,
                 (one.action + " " + one.scope + " of " + one.actions + " at " + one.scopes).c_str());
    }
  }
};

QTEST_APPLESS_MAIN(TestAzureProperty)
#include "tst_azure_property.moc"
