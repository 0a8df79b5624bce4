// SPDX-License-Identifier: Apache-2.0
#include "universe.h"
#include "world.h"

#include "models/access/gcp/coverage.h"
#include "models/access/gcp/names.h"
#include "models/access/gcp/rows.h"
#include "tests/seed.h"

#include <algorithm>
#include <set>

using namespace countersign;
using namespace countersign::test;

class TestGcpProperty : public QObject {
  Q_OBJECT
private:
  std::uint32_t seed_ = 0;
  std::size_t compared_ = 0, open_ = 0;

  std::string place(int p, int permission, int node) const {
    return "seed " + std::to_string(seed_) + ": " + principalText(p) + ", " + permissionText(permission) +
           " on " + nodeText(node);
  }
  template <class Visit>
  static void each(Visit visit) {
    for (int p = 0; p < principalCount; ++p)
      for (int permission = 0; permission < 8; ++permission)
        for (int node = 0; node < nodeCount; ++node)
          visit(p, permission, node);
  }

  static bool bothKnown(const gcp::Estate& estate) {
    return estate.knownService("alpha.googleapis.com") && estate.knownService("beta.googleapis.com");
  }

  void compareAnswers(const gcp::Estate& estate, const BruteForce& truth) {
    each([&](int p, int permission, int node) {
      ++compared_;
      const Answer said =
          gcp::answer(estate, ask(principalText(p), permissionText(permission), nodeText(node)));
      const bool denied = truth.denied(p, permission, node);
      const bool allowed = !denied && truth.allowed(p, permission, node);
      // A service of which no role has a permission is not told from another name of one that has.
      if (!bothKnown(estate) && (said.verdict == Verdict::NotEvaluated || (denied && !said.explicitDeny))) {
        ++open_;
        return;
      }
      if (said.verdict != (allowed ? Verdict::Allowed : Verdict::Denied) || said.explicitDeny != denied)
        QFAIL((place(p, permission, node) + ": " + said.deniedBy).c_str());
    });
  }

  /// What rows say of a place is what the answer says.
  void compareRows(const gcp::Estate& estate, const BruteForce& truth) {
    for (int p = 0; p < principalCount; ++p) {
      const gcp::Rows rows = gcp::rowsOf(estate, ask(principalText(p), {}, {}));
      for (int permission = 0; permission < 8; ++permission)
        for (int node = 0; node < nodeCount; ++node) {
          const bool want = truth.allowed(p, permission, node) && !truth.denied(p, permission, node);
          if (want != byRows(estate, rows, permission, node)) QFAIL(place(p, permission, node).c_str());
        }
    }
  }
  static bool byRows(const gcp::Estate& estate, const gcp::Rows& rows, int permission, int node) {
    const std::string key = gcp::permissionKey(permissionText(permission));
    return std::any_of(rows.rows.begin(), rows.rows.end(), [&](const gcp::Row& row) {
      if (row.verdict != Verdict::Allowed || estate.within(nodeText(node), row.node) != gcp::Truth::Yes)
        return false;
      if (estate.gives(row.role, key).truth != gcp::Truth::Yes) return false;
      return std::none_of(row.denied.begin(), row.denied.end(), [&](const gcp::DeniedPart& part) {
        return part.finding.truth == gcp::Truth::Yes &&
               estate.within(nodeText(node), part.policy->node) == gcp::Truth::Yes &&
               std::find(part.permissions.begin(), part.permissions.end(), key) != part.permissions.end();
      });
    });
  }

  void compareWho(const gcp::Estate& estate, const BruteForce& truth) {
    for (int permission = 0; permission < 8; ++permission)
      for (int node = 0; node < nodeCount; ++node) {
        const auto can = gcp::whoCan(estate, ask({}, permissionText(permission), nodeText(node)));
        for (int p = 0; p < principalCount; ++p) {
          const bool want = truth.allowed(p, permission, node) && !truth.denied(p, permission, node);
          const gcp::Member who = gcp::readMember(principalText(p));
          const bool named = std::any_of(can.list.begin(), can.list.end(),
                                         [&](const gcp::Who& one) { return one.member.same(who); });
          const bool inSet = std::any_of(can.list.begin(), can.list.end(),
                                         [](const gcp::Who& one) { return !one.member.single(); });
          if (named ? !want : want && !inSet) QFAIL(place(p, permission, node).c_str());
        }
      }
  }

  /// Knowing less leaves questions open; it never turns an answer round.
  void compareLess(const World& world, const BruteForce& truth, Maker& maker) {
    gcp::Objects less = objectsOf(world);
    if (maker.chance(0.5)) less.groups.erase(less.groups.begin() + maker.below(groupCount));
    if (maker.chance(0.5)) less.roles.erase(less.roles.begin() + maker.below(roleCount));
    if (maker.chance(0.4)) less.nodes.erase(less.nodes.begin() + maker.below(5));
    if (maker.chance(0.4)) {
      less.allowComplete = false;
      less.allow.erase(less.allow.begin() + maker.below(nodeCount));
    }
    if (maker.chance(0.3)) less.denyComplete = false;
    if (!less.denyComplete && !less.deny.empty()) less.deny.pop_back();
    const gcp::Estate estate(std::move(less));
    each([&](int p, int permission, int node) {
      const Answer said =
          gcp::answer(estate, ask(principalText(p), permissionText(permission), nodeText(node)));
      const bool allowed = truth.allowed(p, permission, node) && !truth.denied(p, permission, node);
      if (said.verdict == (allowed ? Verdict::Denied : Verdict::Allowed))
        QFAIL(
            (place(p, permission, node) + " by " + (said.why.empty() ? said.deniedBy : said.why.back().text))
                .c_str());
      if (said.verdict == Verdict::NotEvaluated && said.missing.empty())
        QFAIL(place(p, permission, node).c_str());
    });
  }

  void compareCoverage(const gcp::Estate& estate, const World& world, const BruteForce& truth, Maker& maker) {
    const auto some = [&](int n) {
      std::vector<std::pair<int, int>> out;
      for (; n > 0; --n)
        out.emplace_back(maker.below(roleCount), maker.below(nodeCount));
      return out;
    };
    const auto given = [](const std::vector<std::pair<int, int>>& from) {
      std::vector<gcp::Given> out;
      for (const auto& [role, node] : from)
        out.push_back({roleText(role), {}, nodeText(node), {}});
      return out;
    };
    const auto of = some(3), by = some(4);
    const auto rest = gcp::uncovered(estate, given(of), given(by));
    for (std::size_t i = 0; i < of.size(); ++i) {
      std::set<std::string> want, got;
      for (const int one : world.roles[static_cast<std::size_t>(of[i].first)])
        if (std::none_of(by.begin(), by.end(), [&, one](const auto& b) {
              return truth.inside(of[i].second, b.second) &&
                     world.roles[static_cast<std::size_t>(b.first)].count(one) > 0;
            }))
          want.insert(gcp::permissionKey(permissionText(one)));
      for (const gcp::Uncovered& one : rest)
        if (one.grant == i) got.insert(one.permissions.begin(), one.permissions.end());
      QVERIFY2(want == got, ("seed " + std::to_string(seed_)).c_str());
    }
  }

private Q_SLOTS:
  void randomUniverses() {
    const auto first = countersign::test::testSeed();
    for (std::uint32_t i = 0; i < 300 && !QTest::currentTestFailed(); ++i) {
      seed_ = first + i;
      Maker maker(seed_);
      const World world = maker.world();
      const BruteForce truth(world);
      const gcp::Estate estate(objectsOf(world));
      compareAnswers(estate, truth);
      if (!QTest::currentTestFailed() && bothKnown(estate)) compareRows(estate, truth);
      if (!QTest::currentTestFailed() && i % 3 == 0) compareWho(estate, truth);
      if (!QTest::currentTestFailed()) compareCoverage(estate, world, truth, maker);
      if (!QTest::currentTestFailed()) compareLess(world, truth, maker);
    }
    qInfo("%zu answers compared, %zu left open", compared_, open_);
    QVERIFY(compared_ > 100000 || QTest::currentTestFailed());
    QVERIFY(open_ * 4 < compared_);
  }
};

QTEST_GUILESS_MAIN(TestGcpProperty)
#include "tst_gcp_property.moc"
