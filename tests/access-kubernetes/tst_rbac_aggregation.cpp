// SPDX-License-Identifier: Apache-2.0
#include "rbac_world.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

namespace {

/// A cluster role as a manifest; `selects`: labels that it aggregates, nothing: it does not.
std::string manifest(const std::string& name, const std::string& labels, const std::string& rules,
                     const std::string& selectors = {}) {
  return R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":")" + name +
         R"(","labels":)" + labels + R"(},"rules":)" + rules +
         (selectors.empty() ? "" : R"(,"aggregationRule":{"clusterRoleSelectors":)" + selectors + "}") + "}";
}

std::string getting(const std::string& resource) {
  return R"([{"verbs":["get"],"apiGroups":[""],"resources":[")" + resource + R"("]}])";
}

std::string labelled(const std::string& label) {
  return R"([{"matchLabels":{")" + label + R"(":"y"}}])";
}

Objects objectsOf(const Texts& manifests) {
  Objects out;
  for (const std::string& text : manifests)
    out.addObject(json(text));
  return out;
}

std::string resources(const PolicyRules& rules) {
  Texts out;
  for (const PolicyRule& r : rules)
    out.insert(out.end(), r.resources.begin(), r.resources.end());
  std::sort(out.begin(), out.end());
  std::string text;
  for (const std::string& name : out)
    text += name + " ";
  return text;
}

std::string settled(const Texts& manifests, const std::string& role) {
  const Cluster cluster(objectsOf(manifests));
  const auto rules = cluster.aggregatedRules(role);
  return rules ? resources(*rules) : std::string(errorCodeName(rules.error().code));
}

} // namespace

class TestRbacAggregation : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void chain() {
    const Texts world{manifest("top", "{}", getting("replaced"), labelled("to-top")),
                      manifest("middle", R"({"to-top":"y"})", "[]", labelled("to-middle")),
                      manifest("leaf", R"({"to-middle":"y"})", getting("pods")),
                      manifest("other", R"({"to-top":"y"})", getting("nodes")),
                      manifest("away", R"({"to-top":"n"})", getting("secrets"))};
    QCOMPARE(settled(world, "top"), std::string("nodes pods "));
    QCOMPARE(settled(world, "middle"), std::string("pods "));
    QCOMPARE(settled(world, "leaf"), std::string("pods "));
    QCOMPARE(settled(world, "none"), std::string("not-found"));
    const Cluster cluster(objectsOf(world));
    QCOMPARE(resources(cluster.findRole({}, "top")->rules), std::string("nodes pods "));
  }
  /// What a cluster has served is as it is.
  void served() {
    Objects objects;
    objects.addObject(json(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
      "metadata":{"name":"top","uid":"1"},"rules":)" +
                           getting("pods") + R"(,"aggregationRule":{"clusterRoleSelectors":[]}})"));
    const Cluster cluster(std::move(objects));
    QCOMPARE(resources(cluster.findRole({}, "top")->rules), std::string("pods "));
  }
  void ring() {
    Texts world{manifest("a", R"({"to-b":"y"})", "[]", labelled("to-a")),
                manifest("b", R"({"to-a":"y"})", "[]", labelled("to-b")),
                manifest("leaf", R"({"to-b":"y"})", getting("pods"))};
    QCOMPARE(settled(world, "a"), std::string("pods "));
    QCOMPARE(settled(world, "b"), std::string("pods "));
    // Rules that come round anyway change nothing; others may or may not survive.
    world[0] = manifest("a", R"({"to-b":"y"})", getting("pods"), labelled("to-a"));
    QCOMPARE(settled(world, "a"), std::string("pods "));
    world[0] = manifest("a", R"({"to-b":"y"})", getting("nodes"), labelled("to-a"));
    const Cluster cluster(objectsOf(world));
    const Decision decision = cluster.authorize({"u", {}}, request("get", "nodes"));
    QVERIFY(decision.verdict == Verdict::NotEvaluated);
    QVERIFY(lines(decision.missing).find("order of events") != std::string::npos);
  }
  void selfSelection() {
    QCOMPARE(settled({manifest("a", R"({"to-a":"y"})", getting("x"), labelled("to-a")),
                      manifest("b", R"({"to-a":"y"})", getting("pods"))},
                     "a"),
             std::string("pods "));
  }
  void selectors_data() {
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("chosen");
    const auto add = [](const char* name, const char* selector, const char* chosen) {
      QTest::newRow(name) << QString::fromLatin1(selector) << QString::fromLatin1(chosen);
    };
    add("empty selects all", "{}", "one two ");
    add("both must hold", R"({"matchLabels":{"x":"1","y":"1"}})", "one ");
    add("in", R"({"matchExpressions":[{"key":"x","operator":"In","values":["2","3"]}]})", "two ");
    add("not in, or missing", R"({"matchExpressions":[{"key":"y","operator":"NotIn","values":["2"]}]})",
        "one two ");
    add("exists", R"({"matchExpressions":[{"key":"y","operator":"Exists"}]})", "one ");
    add("does not exist", R"({"matchExpressions":[{"key":"y","operator":"DoesNotExist"}]})", "two ");
    add("unknown operator", R"({"matchExpressions":[{"key":"y","operator":"Gt","values":["1"]}]})",
        "malformed");
    add("in nothing", R"({"matchExpressions":[{"key":"y","operator":"In"}]})", "malformed");
    add("exists with values", R"({"matchExpressions":[{"key":"y","operator":"Exists","values":["1"]}]})",
        "malformed");
  }
  void selectors() {
    QFETCH(const QString, selector);
    const Texts world{manifest("top", "{}", "[]", "[" + selector.toStdString() + "]"),
                      manifest("first", R"({"x":"1","y":"1"})", getting("one")),
                      manifest("second", R"({"x":"2"})", getting("two"))};
    QTEST(QString::fromStdString(settled(world, "top")), "chosen");
  }
  void undecidableSelectorIsSaid() {
    const Cluster cluster(objectsOf({manifest(
        "top", "{}", "[]", R"([{"matchExpressions":[{"key":"y","operator":"Gt","values":["1"]}]}])")}));
    QVERIFY(cluster.authorize({"u", {}}, request("get", "pods")).verdict == Verdict::NotEvaluated);
  }
};

QTEST_APPLESS_MAIN(TestRbacAggregation)
#include "tst_rbac_aggregation.moc"
