// SPDX-License-Identifier: Apache-2.0
// Decisions, coverage and what follows, against everything tried out on small universes.
#include "brute_force.h"
#include "tests/seed.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

std::vector<User> someUsers() {
  return {authenticated({"jane", {"g"}}), authenticated({"jane", {}}), serviceAccountUser("n", "one"),
          serviceAccountUser("m", "two"), authenticated({"system:anonymous", {}})};
}

std::string shown(const PolicyRules& rules) {
  Texts out;
  for (const PolicyRule& rule : rules)
    out.push_back(canonicalJsonOrThrow(toJson(rule)));
  std::sort(out.begin(), out.end());
  return lines(out);
}

/// One verb on one thing, written independently of the product's own breakdown.
PolicyRules atoms(const PolicyRules& rules) {
  PolicyRules out;
  for (const PolicyRule& r : rules)
    for (const std::string& verb : r.verbs) {
      for (const std::string& url : r.nonResourceUrls)
        out.push_back(urlRule({verb}, {url}));
      for (const std::string& group : r.apiGroups)
        for (const std::string& resource : r.resources) {
          if (r.resourceNames.empty()) out.push_back(rule({verb}, {group}, {resource}));
          for (const std::string& name : r.resourceNames)
            out.push_back(rule({verb}, {group}, {resource}, {name}));
        }
    }
  return out;
}

const Texts accountNames{"n/one", "n/three", "m/two", "m/four"};
ServiceAccount accountOf(const std::string& name) {
  return {name.substr(0, 1), name.substr(2)};
}

/// True where `from` can become `to` in one step, asked of the authorizer request by request.
class Step {
public:
  Step(const Cluster& cluster, const User& from) : cluster_(cluster), from_(from) {}

  bool to(const ServiceAccount& account) const {
    return can("create", "serviceaccounts/token", account.ns, account.name) ||
           can("impersonate", "serviceaccounts", account.ns, account.name) || secret(account) ||
           can("create", "pods", account.ns) || can("create", "batch:jobs", account.ns) ||
           can("create", "apps:deployments", account.ns) || changes("apps:deployments", account.ns) ||
           exec(account);
  }

private:
  bool can(const std::string& verb, const std::string& what, const std::string& ns,
           const std::string& name = {}) const {
    return cluster_.authorize(from_, request(verb, what, ns, name)).verdict == Verdict::Allowed;
  }
  bool changes(const std::string& what, const std::string& ns) const {
    bool out = false;
    for (const char* name : {"one", "two", "p", "q", "zz"})
      out = out || can("update", what, ns, name) || can("patch", what, ns, name);
    return out;
  }
  bool reads(const std::string& ns, const std::string& name) const {
    return can("get", "secrets", ns, name) || can("list", "secrets", ns, name) ||
           can("watch", "secrets", ns, name);
  }
  bool secret(const ServiceAccount& account) const {
    for (const TokenSecret& s : cluster_.objects().tokenSecrets)
      if (s.ns == account.ns && s.serviceAccount == account.name && reads(s.ns, s.name)) return true;
    bool some = false;
    for (const char* name : {"", "one", "two", "p", "q", "zz"})
      some = some || reads(account.ns, name);
    return some && can("create", "secrets", account.ns);
  }
  bool exec(const ServiceAccount& account) const {
    for (const Pod& p : cluster_.objects().pods)
      if (p.ns == account.ns && p.serviceAccount == account.name &&
          (can("create", "pods/exec", p.ns, p.name) || can("get", "pods/exec", p.ns, p.name) ||
           can("patch", "pods/ephemeralcontainers", p.ns, p.name) ||
           can("update", "pods/ephemeralcontainers", p.ns, p.name) || can("get", "nodes/proxy", {}, p.node) ||
           can("create", "nodes/proxy", {}, p.node)))
        return true;
    return false;
  }

  const Cluster& cluster_;
  const User& from_;
};

World accountsWorld(Drawing& draw) {
  World w;
  for (const std::string& name : accountNames)
    w.objects.serviceAccounts.push_back(accountOf(name));
  w.objects.tokenSecrets = {{"n", "p", "three"}, {"m", "q", "four"}};
  w.objects.pods = {{"n", "p", "one", "p"}, {"m", "q", "two", "q"}};
  w.objects.known.pods = w.objects.known.secrets = true;
  for (std::size_t i = 1 + draw.below(5); i > 0; --i) {
    const ServiceAccount who = accountOf(draw.one(accountNames));
    w.grant(draw.one({"", "n", "m"}), who.ns, who.name,
            {rule({draw.one({"create", "impersonate", "get", "watch", "update", "patch"})},
                  {"", draw.one({"apps", "batch"})},
                  {draw.one({"serviceaccounts", "serviceaccounts/token", "secrets", "pods", "pods/exec",
                             "deployments", "jobs", "nodes/proxy", "pods/ephemeralcontainers"}),
                   draw.one({"secrets", "configmaps"})},
                  draw.below(2) ? Texts() : Texts{draw.one({"one", "two", "p", "q"})})});
  }
  return w;
}

std::set<std::string> allSteps(const Cluster& cluster, const std::string& start) {
  std::set<std::string> seen{start};
  for (std::size_t before = 0; before != seen.size();) {
    before = seen.size();
    for (const std::string& from : std::set<std::string>(seen)) {
      const ServiceAccount a = accountOf(from);
      const User user = serviceAccountUser(a.ns, a.name);
      for (const std::string& to : accountNames)
        if (Step(cluster, user).to(accountOf(to))) seen.insert(to);
    }
  }
  seen.erase(start);
  return seen;
}

std::string shown(const std::set<std::string>& names) {
  return lines({names.begin(), names.end()});
}

} // namespace

class TestRbacProperty : public QObject {
  Q_OBJECT
  unsigned seed_ = 0;

private Q_SLOTS:
  void initTestCase() { seed_ = countersign::test::testSeed(); }

  void rules() {
    Drawing draw(seed_);
    const BruteForce all;
    for (int round = 0; round < 500; ++round) {
      const PolicyRule drawn = draw.rule();
      const std::set<std::size_t> expected = all.allowed(drawn);
      for (std::size_t i = 0; i < all.requests().size(); ++i)
        QVERIFY2(allows(drawn, all.requests()[i]) == (expected.count(i) != 0), shown({drawn}).c_str());
    }
  }

  void decisionsAndRows() {
    Drawing draw(seed_ + 1);
    const BruteForce all;
    for (int round = 0; round < 40; ++round) {
      const World world = draw.world();
      const Cluster cluster(world.objects);
      for (const User& user : someUsers()) {
        const auto expected = all.granted(world.objects, user);
        const Powers powers = powersOf(cluster, user);
        for (std::size_t i = 0; i < all.requests().size(); ++i) {
          const Request& q = all.requests()[i];
          const Decision decision = cluster.authorize(user, q);
          std::set<std::string> by, rows;
          for (const Held& held : decision.by)
            by.insert(held.binding->shown());
          for (const Power& row : powers.rows)
            if (row.urls != q.resourceRequest && (row.ns.empty() || row.ns == q.ns) &&
                allows(*row.by.rule, q))
              rows.insert(row.by.binding->shown());
          QCOMPARE(shown(by), shown(expected[i]));
          QCOMPARE(shown(rows), shown(expected[i]));
          QCOMPARE(decision.verdict == Verdict::Allowed, !expected[i].empty());
        }
      }
    }
  }

  /// Who can is the inverse of can.
  void whoCan() {
    Drawing draw(seed_ + 2);
    const std::vector<Request> requests = Universe().requests();
    for (int round = 0; round < 60; ++round) {
      const Cluster cluster(draw.world().objects);
      for (int n = 0; n < 200; ++n) {
        const Request& q = requests[draw.below(requests.size())];
        std::set<std::string> who;
        for (const auto& [subject, held] : cluster.whoCan(q).subjects) {
          QVERIFY(allows(*held.rule, q));
          QVERIFY(who.insert(subject.kind + subject.name).second);
        }
        for (const User& user : someUsers()) {
          bool named = who.count("User" + user.name) != 0;
          for (const std::string& group : user.groups)
            named = named || who.count("Group" + group) != 0;
          QCOMPARE(cluster.authorize(user, q).verdict == Verdict::Allowed, named);
        }
      }
    }
  }

  /// The remainder is exactly the atoms that no rule of the owner contains.
  void coverage() {
    Drawing draw(seed_ + 3);
    const BruteForce all;
    for (int round = 0; round < 400; ++round) {
      const PolicyRules owner = draw.rules(3), servant = draw.rules(3);
      std::vector<std::set<std::size_t>> owned;
      for (const PolicyRule& r : owner)
        owned.push_back(all.allowed(r));
      PolicyRules expected;
      for (const PolicyRule& atom : atoms(servant)) {
        const std::set<std::size_t> asked = all.allowed(atom);
        if (std::none_of(owned.begin(), owned.end(), [&](const auto& has) {
              return std::includes(has.begin(), has.end(), asked.begin(), asked.end());
            }))
          expected.push_back(atom);
      }
      const auto got = uncovered(owner, servant);
      QVERIFY(got);
      QVERIFY2(shown(*got) == shown(expected),
               (shown(owner) + "against\n" + shown(servant) + "got\n" + shown(*got)).c_str());
      QVERIFY(uncovered(servant, servant)->empty());
      // With the remainder added nothing is left.
      PolicyRules more = owner;
      more.insert(more.end(), got->begin(), got->end());
      QVERIFY(uncovered(more, servant)->empty());
    }
  }

  void reached() {
    Drawing draw(seed_ + 4);
    std::size_t some = 0;
    for (int round = 0; round < 1500; ++round) {
      const World world = accountsWorld(draw);
      const Cluster cluster(world.objects);
      for (const std::string& start : accountNames) {
        const ServiceAccount account = accountOf(start);
        std::set<std::string> got;
        const Reachable all = reachable(cluster, serviceAccountUser(account.ns, account.name));
        for (const Reach& reach : all.reached)
          got.insert(reach.who.ns + "/" + reach.who.name);
        for (auto it = got.begin(); it != got.end();) // names in rules that no account has
          it = std::find(accountNames.begin(), accountNames.end(), *it) == accountNames.end() ? got.erase(it)
                                                                                              : std::next(it);
        const std::set<std::string> expected = allSteps(cluster, start);
        if (got != expected)
          for (const Role& role : world.objects.roles)
            qWarning("%s %s", role.name.c_str(), shown(role.rules).c_str());
        QCOMPARE(shown(got), shown(expected));
        some += expected.size();
      }
    }
    QVERIFY(some > 1000);
  }
};

QTEST_APPLESS_MAIN(TestRbacProperty)
#include "tst_rbac_property.moc"
