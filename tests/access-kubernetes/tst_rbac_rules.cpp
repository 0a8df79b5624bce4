// SPDX-License-Identifier: Apache-2.0
#include "rbac_world.h"

#include <QTest>

using namespace countersign;
using namespace countersign::rbac;
using namespace countersign::test;

Q_DECLARE_METATYPE(PolicyRule)
Q_DECLARE_METATYPE(Request)

class TestRbacRules : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void allowed_data() {
    QTest::addColumn<PolicyRule>("given");
    QTest::addColumn<Request>("asked");
    QTest::addColumn<bool>("allowed");
    const auto add = [](const char* name, const PolicyRule& r, const Request& q, bool yes) {
      QTest::newRow(name) << r << q << yes;
    };
    add("plain", rule({"get"}, {""}, {"pods"}), request("get", "pods", "a"), true);
    add("other verb", rule({"get"}, {""}, {"pods"}), request("list", "pods", "a"), false);
    add("other group", rule({"get"}, {"apps"}, {"pods"}), request("get", "pods"), false);
    add("a resource does not give its subresource", rule({"get"}, {""}, {"pods"}), request("get", "pods/log"),
        false);
    add("a subresource does not give its resource", rule({"get"}, {""}, {"pods/log"}), request("get", "pods"),
        false);
    add("star gives subresources", rule({"get"}, {""}, {"*"}), request("get", "pods/log"), true);
    add("subresource of all", rule({"get"}, {"*"}, {"*/scale"}), request("get", "apps:deployments/scale"),
        true);
    add("subresource of all gives no resource", rule({"get"}, {"*"}, {"*/scale"}), request("get", "scale"),
        false);
    add("pods/* is no wildcard", rule({"get"}, {""}, {"pods/*"}), request("get", "pods/log"), false);
    add("half a verb is no wildcard", rule({"g*"}, {""}, {"pods"}), request("get", "pods"), false);
    add("half a group is no wildcard", rule({"get"}, {"a*"}, {"pods"}), request("get", "apps:pods"), false);
    add("case counts", rule({"GET"}, {""}, {"pods"}), request("get", "pods"), false);
    add("its name", rule({"get"}, {""}, {"pods"}, {"a", "b"}), request("get", "pods", "n", "b"), true);
    add("other name", rule({"get"}, {""}, {"pods"}, {"a"}), request("get", "pods", "n", "b"), false);
    add("no name asked", rule({"list"}, {""}, {"pods"}, {"a"}), request("list", "pods", "n"), false);
    add("names have no wildcard", rule({"get"}, {""}, {"pods"}, {"*"}), request("get", "pods", "n", "b"),
        false);
    add("no groups", rule({"*"}, {}, {"*"}), request("get", "pods"), false);
    add("no verbs", rule({}, {"*"}, {"*"}), request("get", "pods"), false);
    add("URL", urlRule({"get"}, {"/healthz"}), path("get", "/healthz"), true);
    add("URL below", urlRule({"get"}, {"/healthz"}), path("get", "/healthz/etcd"), false);
    add("URL prefix", urlRule({"get"}, {"/healthz/*"}), path("get", "/healthz/etcd"), true);
    add("URL prefix without its slash", urlRule({"get"}, {"/healthz/*"}), path("get", "/healthz"), false);
    add("star in the middle is none", urlRule({"get"}, {"/a/*/c"}), path("get", "/a/b/c"), false);
    add("all URLs", urlRule({"*"}, {"*"}), path("post", "/x"), true);
    add("URL rule, resource asked", urlRule({"*"}, {"*"}), request("get", "pods"), false);
    add("resource rule, URL asked", rule({"*"}, {"*"}, {"*"}), path("get", "/x"), false);
  }
  void allowed() {
    QFETCH(const PolicyRule, given);
    QFETCH(const Request, asked);
    QTEST(allows(given, asked), "allowed");
  }
  void someName() {
    const PolicyRule given = rule({"get"}, {""}, {"secrets"}, {"a"});
    QVERIFY(allowsSomeName(given, request("get", "secrets")));
    QVERIFY(!allows(given, request("get", "secrets")));
    QVERIFY(!allowsSomeName(given, request("list", "secrets")));
  }

  void read() {
    const auto rules = readRules(json(R"([{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"future":{}},
                                          {"verbs":["get"],"nonResourceURLs":["/x"]}])"));
    QVERIFY(rules);
    QVERIFY(*rules == (PolicyRules{rule({"get"}, {""}, {"pods"}), urlRule({"get"}, {"/x"})}));
    QVERIFY(readRules(Json())->empty());
    QCOMPARE(canonicalJsonOrThrow(toJson(rules->back())),
             std::string(R"({"nonResourceURLs":["/x"],"verbs":["get"]})"));
  }
  void refused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("no list") << QStringLiteral("{}") << QString();
    QTest::newRow("no rule") << QStringLiteral("[{},7]") << QStringLiteral("/1");
    QTest::newRow("one verb without a list")
        << QStringLiteral(R"([{"verbs":"get"}])") << QStringLiteral("/0/verbs");
    QTest::newRow("a number") << QStringLiteral(R"([{"verbs":["get",1]}])") << QStringLiteral("/0/verbs/1");
    QTest::newRow("URLs") << QStringLiteral(R"([{"nonResourceURLs":{}}])")
                          << QStringLiteral("/0/nonResourceURLs");
  }
  void refused() {
    QFETCH(const QString, text);
    const auto rules = readRules(json(text.toStdString()));
    QVERIFY(!rules);
    QCOMPARE(rules.error().code, ErrorCode::Malformed);
    QTEST(QString::fromStdString(rules.error().place.pointer), "pointer");
  }

  void remainder() {
    const PolicyRules owner{rule({"get", "list"}, {""}, {"pods", "*/status"}),
                            rule({"*"}, {""}, {"secrets"}, {"a"}), urlRule({"get"}, {"/x/*"})};
    const PolicyRules asked{rule({"get", "delete"}, {""}, {"pods", "nodes/status"}),
                            rule({"get"}, {""}, {"secrets"}, {"a", "b"}), rule({"get"}, {""}, {"secrets"}),
                            urlRule({"get"}, {"/x/y", "/y"})};
    const PolicyRules left{rule({"delete"}, {""}, {"pods"}), rule({"delete"}, {""}, {"nodes/status"}),
                           rule({"get"}, {""}, {"secrets"}, {"b"}), rule({"get"}, {""}, {"secrets"}),
                           urlRule({"get"}, {"/y"})};
    const auto got = uncovered(owner, asked);
    QVERIFY(got);
    QVERIFY(*got == left);
    QVERIFY(uncovered(asked, asked)->empty());
    QVERIFY(uncovered({}, {})->empty());
    QCOMPARE(uncovered({}, owner)->size(), breakdown(owner[0])->size() + 1 + 1);
  }
  void wildcardsOfTheRequested() {
    // What is asked with a star is only covered by a star.
    QVERIFY(!uncovered({rule({"get"}, {""}, {"pods"})}, {rule({"*"}, {""}, {"pods"})})->empty());
    QVERIFY(!uncovered({urlRule({"get"}, {"/a/*"})}, {urlRule({"get"}, {"/*"})})->empty());
    QVERIFY(uncovered({urlRule({"get"}, {"/*"})}, {urlRule({"get"}, {"/a/*"})})->empty());
    QVERIFY(uncovered({rule({"*"}, {"*"}, {"*"})}, {rule({"*"}, {"*"}, {"*/scale"}, {"x"})})->empty());
  }
};

QTEST_APPLESS_MAIN(TestRbacRules)
#include "tst_rbac_rules.moc"
