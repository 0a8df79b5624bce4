// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include "models/access/gcp/coverage.h"
#include "models/access/gcp/names.h"
#include "models/access/gcp/rows.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr int nodeCount = 9, principalCount = 6, groupCount = 4, roleCount = 4;
enum class Sort { Single, Group, Everybody, Google, Domain, Pool, AccountsOf, Owner };
struct Named {
  Sort sort;
  int i; ///< which principal, group, node
};
struct Entry {
  int service, resource, verb; ///< 2: any
};
struct Bound {
  int node, role, time; ///< time 0: no condition, 1: holds now, 2: does not
  std::vector<Named> members;
};
struct Rule {
  int node, time;
  std::vector<Named> denied, exceptions;
  std::vector<Entry> permissions, exceptPermissions;
};
/// Node 0: organization, 1 and 2: folders, 3 to 5: projects, 6 to 8: a topic in each. Principals 0 to 3 are
/// service accounts of project 3 + i % 3, 4 a user, 5 of a pool. Permission = service * 4 + resource * 2 +
/// verb.
struct World {
  std::array<int, nodeCount> parent{-1, 0, 0, 0, 0, 0, 3, 4, 5};
  std::array<std::set<int>, roleCount> roles;
  std::array<std::vector<Named>, groupCount> groups;
  std::vector<Bound> bound;
  std::vector<Rule> rules;
};

std::string nodeText(int i) {
  const std::string n = std::to_string(i);
  if (i == 0) return "organizations/9";
  if (i < 3) return "folders/" + n;
  return i < 6 ? "projects/p" + n
               : "//pubsub.googleapis.com/projects/p" + std::to_string(i - 3) + "/topics/t";
}
std::string mail(int i) {
  return "s" + std::to_string(i) + "@p" + std::to_string(3 + i % 3) + ".iam.gserviceaccount.com";
}
const std::string pool = "iam.googleapis.com/projects/77/locations/global/workloadIdentityPools/w/";
std::string principalText(int i) {
  if (i < 4) return "serviceAccount:" + mail(i);
  return i == 4 ? "user:role@example.org" : "principal://" + pool + "subject/s";
}
std::string text(const Named& m, bool inDeny) {
  switch (m.sort) {
  case Sort::Single:
    if (!inDeny || m.i == 5) return principalText(m.i);
    return m.i == 4 ? "principal://goog/subject/role@example.org"
                    : "principal://iam.googleapis.com/projects/-/serviceAccounts/" + mail(m.i);
  case Sort::Group:
    return (inDeny ? "principalSet://goog/group/g" : "group:g") + std::to_string(m.i) + "@example.org";
  case Sort::Everybody:
    return inDeny ? "principalSet://goog/public:all" : "allUsers";
  case Sort::Google:
    return "allAuthenticatedUsers";
  case Sort::Domain:
    return "domain:example.org";
  case Sort::Pool:
    return "principalSet://" + pool + "*";
  case Sort::AccountsOf:
    return "principalSet://cloudresourcemanager.googleapis.com/" + nodeText(m.i) + "/type/ServiceAccount";
  case Sort::Owner:
    return "projectOwner:p" + std::to_string(m.i);
  }
  return {};
}
std::string permissionText(int p) {
  return std::string(p / 4 == 0 ? "alpha" : "beta") + (p / 2 % 2 == 0 ? ".x." : ".y.") +
         (p % 2 == 0 ? "get" : "set");
}
std::string entryText(const Entry& e) {
  return std::string(e.service == 0 ? "alpha" : "beta") + ".googleapis.com/" +
         (e.resource == 2   ? "*"
          : e.resource == 0 ? "x"
                            : "y") +
         "." +
         (e.verb == 2   ? "*"
          : e.verb == 0 ? "get"
                        : "set");
}
std::string roleText(int i) {
  return i == 0 ? "roles/owner" : "roles/r" + std::to_string(i);
}
std::string timeText(int time) {
  return time == 0   ? ""
         : time == 1 ? "request.time < timestamp('2030-01-01T00:00:00Z')"
                     : "request.time > timestamp('2030-01-01T00:00:00Z')";
}

/// The rules as the documentation has them, with tables of truth in place of walks.
class BruteForce {
public:
  explicit BruteForce(const World& world) : w_(world) {
    for (bool more = true; more;) {
      more = false;
      for (int g = 0; g < groupCount; ++g)
        for (int p = 0; p < principalCount; ++p)
          if (!in_[at(g)][at(p)] && any(w_.groups[at(g)], p)) more = in_[at(g)][at(p)] = true;
    }
  }
  bool inside(int node, int above) const {
    for (; node >= 0; node = w_.parent[at(node)])
      if (node == above) return true;
    return false;
  }
  bool denied(int p, int permission, int node) const {
    return std::any_of(w_.rules.begin(), w_.rules.end(), [&](const Rule& r) {
      return inside(node, r.node) && r.time != 2 && any(r.denied, p) && !any(r.exceptions, p) &&
             matches(r.permissions, permission) && !matches(r.exceptPermissions, permission);
    });
  }
  bool allowed(int p, int permission, int node) const {
    return std::any_of(w_.bound.begin(), w_.bound.end(), [&](const Bound& b) {
      return inside(node, b.node) && b.time != 2 && w_.roles[at(b.role)].count(permission) > 0 &&
             any(b.members, p);
    });
  }

private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  static bool matches(const std::vector<Entry>& list, int permission) {
    return std::any_of(list.begin(), list.end(), [&](const Entry& e) {
      return e.service == permission / 4 && (e.resource == 2 || e.resource == permission / 2 % 2) &&
             (e.verb == 2 || e.verb == permission % 2);
    });
  }
  bool any(const std::vector<Named>& list, int p) const {
    return std::any_of(list.begin(), list.end(), [&](const Named& m) { return is(m, p); });
  }
  bool is(const Named& m, int p) const {
    switch (m.sort) {
    case Sort::Single:
      return m.i == p;
    case Sort::Group:
      return in_[at(m.i)][at(p)];
    case Sort::Everybody:
      return true;
    case Sort::Google:
      return p != 5;
    case Sort::Domain:
      return p == 4;
    case Sort::Pool:
      return p == 5;
    case Sort::AccountsOf:
      return p < 4 && inside(3 + p % 3, m.i);
    case Sort::Owner:
      return std::any_of(w_.bound.begin(), w_.bound.end(), [&](const Bound& b) {
        return b.role == 0 && b.node == m.i &&
               std::any_of(b.members.begin(), b.members.end(),
                           [&](const Named& n) { return n.sort != Sort::Owner && is(n, p); });
      });
    }
    return false;
  }
  const World& w_;
  std::array<std::array<bool, principalCount>, groupCount> in_{};
};

class Maker {
public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  World world() {
    World out;
    out.parent[2] = below(2);
    for (std::size_t project = 3; project < 6; ++project)
      out.parent[project] = below(3);
    for (auto& role : out.roles)
      for (int i = below(5); i > 0; --i)
        role.insert(below(8));
    for (auto& group : out.groups)
      for (int i = below(3); i > 0; --i)
        group.push_back(chance(0.5) ? Named{Sort::Group, below(groupCount)} : member(false));
    for (int i = below(8); i > 0; --i) {
      Bound b{below(nodeCount), below(roleCount), chance(0.6) ? 0 : 1 + below(2), {}};
      if (b.role == 0) {
        b.node = 3 + below(3);
        b.time = 0;
      }
      for (int k = 1 + below(2); k > 0; --k)
        b.members.push_back(chance(0.15) ? Named{Sort::Owner, 3 + below(3)} : member(false));
      out.bound.push_back(std::move(b));
    }
    for (int i = below(4); i > 0; --i)
      out.rules.push_back({below(6), chance(0.7) ? 0 : 1 + below(2), members(1 + below(2)), members(below(2)),
                           entries(1 + below(2)), entries(below(2))});
    return out;
  }

private:
  Named member(bool inDeny) {
    switch (below(inDeny ? 6 : 9)) {
    case 0:
    case 1:
    case 2:
      return {Sort::Single, below(principalCount)};
    case 3:
      return {Sort::Group, below(groupCount)};
    case 4:
      return {Sort::Everybody, 0};
    case 5:
      return {Sort::Pool, 0};
    case 6:
      return {Sort::Google, 0};
    case 7:
      return {Sort::Domain, 0};
    default:
      return {Sort::AccountsOf, below(6)};
    }
  }
  std::vector<Named> members(int n) {
    std::vector<Named> out;
    for (; n > 0; --n)
      out.push_back(member(true));
    return out;
  }
  std::vector<Entry> entries(int n) {
    std::vector<Entry> out;
    for (; n > 0; --n)
      out.push_back({below(2), below(3), below(3)});
    return out;
  }
  std::mt19937 random_;
};

Json list(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& one : texts)
    out.push(one);
  return out;
}
template <class Of, class Text>
std::vector<std::string> texts(const Of& of, Text say) {
  std::vector<std::string> out;
  for (const auto& one : of)
    out.push_back(say(one));
  return out;
}

void addLists(const World& w, gcp::Objects& out) {
  for (int i = 1; i < 6; ++i) {
    Json node = Json::object();
    node.set("name", nodeText(i)).set("parent", nodeText(w.parent[static_cast<std::size_t>(i)]));
    if (i > 2) node.set("projectId", "p" + std::to_string(i)).set("projectNumber", std::to_string(50 + i));
    out.addContainer(node);
  }
  for (int i = 0; i < roleCount; ++i)
    out.addRole(
        Json::object()
            .set("name", roleText(i))
            .set("includedPermissions", list(texts(w.roles[static_cast<std::size_t>(i)], permissionText))),
        true);
  for (int i = 0; i < groupCount; ++i)
    out.addGroup("g" + std::to_string(i) + "@example.org",
                 texts(w.groups[static_cast<std::size_t>(i)], [](const Named& m) { return text(m, false); }));
}

gcp::Objects objectsOf(const World& w) {
  gcp::Objects out;
  out.allowComplete = out.denyComplete = true;
  addLists(w, out);
  for (int node = 0; node < nodeCount; ++node) {
    Json bindings = Json::array();
    for (const Bound& b : w.bound) {
      if (b.node != node) continue;
      Json one = Json::object();
      one.set("role", roleText(b.role));
      one.set("members", list(texts(b.members, [](const Named& m) { return text(m, false); })));
      if (b.time != 0) one.set("condition", Json::object().set("expression", timeText(b.time)));
      bindings.push(one);
    }
    out.addPolicy(nodeText(node), Json::object().set("bindings", bindings));
  }
  for (const Rule& r : w.rules) {
    const auto say = [](const Named& m) { return text(m, true); };
    Json rule = Json::object();
    rule.set("deniedPrincipals", list(texts(r.denied, say)))
        .set("exceptionPrincipals", list(texts(r.exceptions, say)));
    rule.set("deniedPermissions", list(texts(r.permissions, entryText)));
    rule.set("exceptionPermissions", list(texts(r.exceptPermissions, entryText)));
    if (r.time != 0) rule.set("denialCondition", Json::object().set("expression", timeText(r.time)));
    deny(out, nodeText(r.node), canonicalJsonOrThrow(rule));
  }
  return out;
}

} // namespace

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
    const auto first = qEnvironmentVariableIsSet("COUNTERSIGN_SEED")
                           ? static_cast<std::uint32_t>(qEnvironmentVariable("COUNTERSIGN_SEED").toUInt())
                           : std::random_device()();
    qInfo("COUNTERSIGN_SEED=%u", first);
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
