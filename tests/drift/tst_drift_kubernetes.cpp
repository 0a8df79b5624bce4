// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/rule.h"
#include "planes.h"

#include <random>

using namespace countersign;
using namespace countersign::test;

namespace {

struct Bound {
  std::string ns; ///< empty: cluster-wide
  rbac::PolicyRule rule;
};
using Bindings = std::vector<Bound>;

rbac::PolicyRule rule(std::vector<std::string> verbs, std::vector<std::string> groups,
                      std::vector<std::string> resources, std::vector<std::string> names = {}) {
  return {std::move(verbs), std::move(groups), std::move(resources), std::move(names), {}};
}

/// A service account with these rules, each by a binding and a role of its own.
void add(Documents& to, const Bindings& bindings, SourceRole plane, PlaneGrants& grants) {
  const auto account =
      to.add("k8s.serviceaccount", "prod/n/one", "{'cluster':'prod','namespace':'n','name':'one'}", plane);
  int number = 0;
  for (const Bound& b : bindings) {
    const std::string name = "r" + std::to_string(number++);
    Json rules = Json::array();
    rules.push(toJson(b.rule));
    Json role = Json::object();
    role.set("cluster", "prod").set("name", name).set("rules", std::move(rules));
    if (!b.ns.empty()) role.set("namespace", b.ns);
    const std::string where = b.ns.empty() ? "prod/" : "prod/" + b.ns + "/";
    to.add(b.ns.empty() ? "k8s.clusterrole" : "k8s.role", where + name, canonicalJsonOrThrow(role), plane);
    to.add(b.ns.empty() ? "k8s.clusterrolebinding" : "k8s.rolebinding", where + name,
           "{'cluster':'prod','name':'" + name + "'" + (b.ns.empty() ? "" : ",'namespace':'" + b.ns + "'") +
               ",'roleRef':{'kind':'" + (b.ns.empty() ? "ClusterRole" : "Role") + "','name':'" + name +
               "'},'subjects':[{'kind':'ServiceAccount','namespace':'n','name':'one'}]}",
           plane);
  }
  give(to, account, grants);
}

Compared kubernetesCompared(const Bindings& requested, const Bindings& applied) {
  Documents intent("terraform/x/intent"), live("kubernetes/prod/live");
  live.parts = {"rolebindings", "clusterrolebindings"};
  PlaneGrants plane, intended;
  add(live, applied, SourceRole::Live, plane);
  add(intent, requested, SourceRole::Intent, intended);
  append(plane.requested, std::move(intended.requested));
  return compared(std::move(plane));
}

} // namespace

class TestDriftKubernetes : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void clusterWideCoversNamespaces() {
    const Compared c = kubernetesCompared({{"", rule({"get"}, {""}, {"pods"})}},
                                          {{"backup", rule({"get", "delete"}, {""}, {"pods"})}});
    QCOMPARE(c.applied(),
             std::string("yes get pods on namespace backup | no delete pods on namespace backup"));
    QCOMPARE(c.requested(),
             std::string(
                 "no get pods on cluster-wide but not namespace backup; yes get pods on namespace backup"));
  }

  void wildcardsHaveARemainder() {
    const Compared c =
        kubernetesCompared({{"a", rule({"get"}, {""}, {"pods"})}}, {{"a", rule({"*"}, {"*"}, {"*"})}});
    QCOMPARE(c.applied(),
             std::string("no * *.* but not get pods on namespace a; yes get pods on namespace a"));
    const Compared names = kubernetesCompared({{"a", rule({"get"}, {""}, {"secrets"}, {"token"})}},
                                              {{"a", rule({"get"}, {""}, {"secrets"})}});
    QCOMPARE(names.applied(), std::string("no get secrets on namespace a but not namespace a / token; "
                                          "yes get secrets on namespace a / token"));
  }

  void subresourcesAndGroups() {
    const auto verdict = [](const rbac::PolicyRule& wide, const rbac::PolicyRule& narrow) {
      return drift::verdictOf(kubernetesCompared({{"a", wide}}, {{"a", narrow}}).result->applied[0]);
    };
    QCOMPARE(verdict(rule({"get"}, {""}, {"*/log"}), rule({"get"}, {""}, {"pods/log"})), Tri::Yes);
    QCOMPARE(verdict(rule({"get"}, {""}, {"pods"}), rule({"get"}, {""}, {"pods/log"})), Tri::No);
    QCOMPARE(verdict(rule({"get"}, {""}, {"*"}), rule({"get"}, {""}, {"pods/log"})), Tri::Yes);
    QCOMPARE(verdict(rule({"get"}, {"apps"}, {"*"}), rule({"get"}, {""}, {"pods"})), Tri::No);
    QCOMPARE(verdict(rule({"get"}, {"*"}, {"deployments"}), rule({"get"}, {"apps"}, {"deployments"})),
             Tri::Yes);
    // A resource with a dot cannot be told from a group.
    QCOMPARE(verdict(rule({"get"}, {"apps"}, {"pods"}), rule({"get"}, {""}, {"pods.apps"})), Tri::Unknown);
  }

  void paths() {
    const rbac::PolicyRule health{{"get"}, {}, {}, {}, {"/healthz/*"}},
        one{{"get"}, {}, {}, {}, {"/healthz/a"}}, all{{"*"}, {}, {}, {}, {"*"}};
    QCOMPARE(kubernetesCompared({{"", health}}, {{"", one}}).applied(),
             std::string("yes get /healthz/a on non-resource URL"));
    QCOMPARE(drift::verdictOf(kubernetesCompared({{"", health}}, {{"", all}}).result->applied[0]), Tri::No);
    QCOMPARE(drift::verdictOf(kubernetesCompared({{"", all}}, {{"", health}}).result->applied[0]), Tri::Yes);
    // A path is no resource.
    QCOMPARE(drift::verdictOf(
                 kubernetesCompared({{"", rule({"*"}, {"*"}, {"*"})}}, {{"", one}}).result->applied[0]),
             Tri::No);
  }

  /// Yes exactly where upstream's Covers says so; and each request is in just the part that it belongs to.
  void asUpstreamAndByTryingOut() {
    const unsigned seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) -> std::size_t { return random() % n; };
    const auto some = [&](const std::vector<std::string>& of) {
      std::vector<std::string> out;
      for (std::size_t n = 1 + below(2); n > 0; --n)
        out.push_back(of[below(of.size())]);
      return out;
    };
    const auto draw = [&] {
      Bindings out;
      for (std::size_t n = 1 + below(3); n > 0; --n)
        out.push_back({std::vector<std::string>{"", "n", "m"}[below(3)],
                       rule(some({"get", "list", "*"}), some({"", "apps", "*"}),
                            some({"pods", "pods/log", "*/log", "*"}),
                            below(3) == 0 ? some({"a", "b"}) : std::vector<std::string>())});
      return out;
    };
    std::size_t tried = 0, split = 0;
    for (int round = 0; round < 300; ++round) {
      const Bindings requested = draw(), applied = draw();
      const Compared c = kubernetesCompared(requested, applied);
      for (std::size_t i = 0; i < c.plane.applied.grants.size(); ++i) {
        if (c.result->applied[i].size() > 1) ++split;
        check(requested, c.plane.applied.grants[i], c.result->applied[i], tried);
        if (QTest::currentTestFailed()) return;
      }
    }
    QVERIFY(tried > 1'000 && split > 50);
  }

private:
  static bool gives(const Bindings& bindings, const rbac::Request& request) {
    return std::any_of(bindings.begin(), bindings.end(), [&](const Bound& b) {
      return (b.ns.empty() || b.ns == request.ns) && allows(b.rule, request);
    });
  }
  static rbac::PolicyRule ruleOf(const Grant& g) {
    const auto blank = g.action.find(' ');
    std::string resource = g.action.substr(blank + 1), group;
    const auto dot = resource.find('.'), slash = resource.find('/');
    if (dot != std::string::npos) {
      group = resource.substr(dot + 1, slash == std::string::npos ? slash : slash - dot - 1);
      resource = resource.substr(0, dot) + (slash == std::string::npos ? "" : resource.substr(slash));
    }
    rbac::PolicyRule out = rule({g.action.substr(0, blank)}, {group}, {resource});
    if (const auto at = g.resource.find(" / "); at != std::string::npos)
      out.resourceNames = {g.resource.substr(at + 3)};
    return out;
  }
  void check(const Bindings& requested, const Grant& g, const GrantParts& parts, std::size_t& tried) {
    const std::string ns = g.scope == "cluster-wide" ? "" : g.scope.substr(10);
    rbac::PolicyRules owner;
    for (const Bound& b : requested)
      if (b.ns.empty() || b.ns == ns) owner.push_back(b.rule);
    const auto rest = uncovered(owner, {ruleOf(g)});
    QVERIFY(rest);
    QVERIFY2((drift::verdictOf(parts) == Tri::Yes) == rest->empty(), textOf(parts).c_str());
    for (const char* verb : {"get", "list", "zz"})
      for (const char* group : {"", "apps", "zz"})
        for (const char* resource : {"pods", "zz"})
          for (const char* sub : {"", "log", "zz"})
            for (const char* name : {"", "a", "b", "zz"})
              for (const char* at : {"", "n", "m", "zz"}) {
                const rbac::Request r{verb, group, resource, sub, name, at, {}, true};
                if ((!ns.empty() && ns != at) || !allows(ruleOf(g), r)) continue;
                ++tried;
                one(requested, r, parts);
                if (QTest::currentTestFailed()) return;
              }
  }
  static void one(const Bindings& requested, const rbac::Request& r, const GrantParts& parts) {
    const std::string separator(1, '\x1f');
    const std::string action = r.verb + separator + r.apiGroup + separator + "r" + r.resource +
                               (r.subresource.empty() ? "" : "/" + r.subresource),
                      place = r.ns + separator + r.name;
    std::size_t in = 0;
    for (const GrantPart& part : parts) {
      if (!part.region || !contains(part.region->actions, action) || !contains(part.region->resources, place))
        continue;
      ++in;
      QCOMPARE(part.given, gives(requested, r) ? Tri::Yes : Tri::No);
    }
    QVERIFY2(in == 1 || (parts.size() == 1 && !parts[0].region),
             (textOf(parts) + " " + action + " " + place).c_str());
  }
};

QTEST_APPLESS_MAIN(TestDriftKubernetes)
#include "tst_drift_kubernetes.moc"
