// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/policy.h"

#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine oldVault = Engine::vault(1, 8), newVault = Engine::vault(1, 20), bao = Engine::openBao(2, 6);

Result<PathRule> rule(const std::string& inside, const Engine& engine = bao, const std::string& path = "a") {
  auto policy = parsePolicy("path \"" + path + "\" {\n" + inside + "\n}", engine);
  if (!policy) return failure(policy.error());
  return policy->rules.at(0);
}

std::string names(const Result<PathRule>& r) {
  std::string out;
  for (const std::string& name :
       r ? capabilityNames(r->permissions.capabilities) : std::vector<std::string>{"error"})
    out += (out.empty() ? "" : " ") + name;
  return out;
}

std::string message(const std::string& text, const Engine& engine = bao) {
  const auto policy = parsePolicy(text, engine);
  return policy ? "accepted" : policy.error().message;
}

} // namespace

class TestVaultPolicy : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void placement_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<bool>("prefix");
    QTest::addColumn<bool>("segments");
    const auto row = [](const char* key, const char* path, bool prefix, bool segments) {
      QTest::newRow(key) << std::string(key) << std::string(path) << prefix << segments;
    };
    row("a/b", "a/b", false, false);
    row("/a/b", "a/b", false, false);
    row("//a", "/a", false, false);
    row("a/*", "a/", true, false);
    row("*", "", true, false);
    row("+", "+", false, true);
    row("+/a", "+/a", false, true);
    row("a/+/b*", "a/+/b*", false, true);
    row("a+/b", "a+/b", false, false);
    row("a/+b", "a/+b", false, true);
    row("a*/b", "a*/b", false, false);
  }
  void placement() {
    QFETCH(const std::string, key);
    QFETCH(const std::string, path);
    QFETCH(const bool, prefix);
    QFETCH(const bool, segments);
    const auto placed = placePattern(key);
    QVERIFY(placed);
    QVERIFY((*placed == Placement{path, prefix, segments}));
  }
  void plusStarIsRefused() {
    QVERIFY(!placePattern("a/+*"));
    QVERIFY(message("path \"+*\" { capabilities = [\"read\"] }").find("forbidden") != std::string::npos);
  }

  void capabilities() {
    QCOMPARE(names(rule("capabilities = [\"update\", \"read\"]")), std::string("read update"));
    QCOMPARE(names(rule("capabilities = [\"read\", \"deny\", \"bogus\"]")), std::string("deny"));
    QCOMPARE(names(rule("capabilities = [\"bogus\", \"deny\"]")), std::string("error"));
    QCOMPARE(names(rule("")), std::string("deny")); // nothing is allowed
    QCOMPARE(names(rule("policy = \"write\"\ncapabilities = [\"sudo\"]")),
             std::string("create delete list read sudo update"));
    QCOMPARE(names(rule("policy = \"deny\"\ncapabilities = [\"bogus\"]")), std::string("deny"));
    QCOMPARE(names(rule("policy = \"all\"")), std::string("error"));
    QCOMPARE(names(rule("capabilities = [\"read\"]\ncapabilities = [\"list\"]")), std::string("list read"));
    QCOMPARE(names(rule("capabilities = \"read\"")), std::string("error"));
  }
  void capabilitiesOfTheEngine() {
    QCOMPARE(names(rule("capabilities = [\"scan\"]", bao)), std::string("scan"));
    QCOMPARE(names(rule("capabilities = [\"scan\"]", newVault)), std::string("error"));
    QCOMPARE(names(rule("capabilities = [\"patch\"]", oldVault)), std::string("error"));
    QCOMPARE(names(rule("capabilities = [\"subscribe\", \"recover\"]", newVault)),
             std::string("recover subscribe"));
    QCOMPARE(names(rule("capabilities = [\"recover\"]", bao)), std::string("error"));
    QVERIFY(rule("pagination_limit = 3", bao));
    QVERIFY(!rule("pagination_limit = 3", newVault));
  }

  void parameters() {
    const auto r = rule("allowed_parameters = {\n \"Mode\" = [\"a\", 1, true]\n \"*\" = []\n}\n"
                        "denied_parameters { x = [] }\nrequired_parameters = [\"Mode\", \"y\"]");
    QVERIFY(r);
    QCOMPARE(r->permissions.allowed.size(), 2U);
    QCOMPARE(r->permissions.allowed.at("mode").size(), 3U);
    QVERIFY(r->permissions.denied.at("x").empty());
    QCOMPARE(r->permissions.required, (std::vector<std::string>{"Mode", "y"}));
    QVERIFY(!rule("allowed_parameters = { a = \"text\" }"));
    QVERIFY(!rule("required_parameters = [true]"));
  }
  void twoSpellingsAreNotGuessed() {
    QVERIFY(rule("denied_parameters = { a = [1]\n a = [2] }"));
    QVERIFY(!rule("denied_parameters = { a = [1]\n A = [2] }"));
  }

  void wrapping_data() {
    QTest::addColumn<std::string>("ttl");
    QTest::addColumn<double>("seconds"); // below 0: refused
    QTest::newRow("seconds") << std::string("30") << 30.0;
    QTest::newRow("text of seconds") << std::string("\"30\"") << 30.0;
    QTest::newRow("units") << std::string("\"1h30m\"") << 5400.0;
    QTest::newRow("parts") << std::string("\"1.5s\"") << 1.5;
    QTest::newRow("days") << std::string("\"2d\"") << 172800.0;
    QTest::newRow("octal") << std::string("010") << 8.0;
    QTest::newRow("float") << std::string("2.9") << 2.0;
    QTest::newRow("no unit") << std::string("\"1h1\"") << -1.0;
    QTest::newRow("word") << std::string("\"soon\"") << -1.0;
    QTest::newRow("flag") << std::string("true") << -1.0;
    QTest::newRow("too long") << std::string("\"99999999999999\"") << -1.0;
  }
  void wrapping() {
    QFETCH(const std::string, ttl);
    QFETCH(const double, seconds);
    const auto r = rule("max_wrapping_ttl = " + ttl);
    QCOMPARE(r.has_value(), seconds >= 0);
    if (r) QCOMPARE(std::chrono::duration<double>(r->permissions.maxWrappingTtl).count(), seconds);
    QVERIFY(rule("capabilities = [\"deny\"]\nmax_wrapping_ttl = " + ttl)); // not looked at
  }
  void wrappingLimitsInOrder() {
    QVERIFY(!rule("min_wrapping_ttl = 5\nmax_wrapping_ttl = 4"));
    QVERIFY(rule("min_wrapping_ttl = 5\nmax_wrapping_ttl = 5"));
  }

  void expiration() {
    QVERIFY(rule("expiration = \"2031-01-01T00:00:00Z\""));
    QCOMPARE(toMicros(rule("expiration = 4000000000")->expiration.value_or(Instant{})),
             std::int64_t{4'000'000'000'000'000});
    QVERIFY(!rule("expiration = \"next year\""));
    QVERIFY(!rule("expiration = \"99999999999999999\""));
  }

  void unknownKeys() {
    QCOMPARE(message("path \"a\" {\n  capabilites = [\"read\"]\n}"),
             std::string("path \"a\": invalid key \"capabilites\" on line 2"));
    QCOMPARE(message("paths \"a\" {}"), std::string("invalid key \"paths\" on line 1"));
    QVERIFY(message("path \"a\" { Policy = \"read\" }").find("invalid key") != std::string::npos);
    QCOMPARE(message("path \"a/{{x\" {}"), std::string("path \"a/{{x\": unbalanced templating characters"));
    QCOMPARE(message(""), std::string("accepted"));
  }

  void linesAndNames() {
    const auto policy = parsePolicy("name = \"ops\"\n\npath \"a\" {}\npath \"b\" {}\n", bao);
    QVERIFY(policy);
    QCOMPARE(policy->name, std::string("ops"));
    QCOMPARE(policy->rules.size(), 2U);
    QCOMPARE(policy->rules[1].line, 4U);
  }
  void jsonPolicy() {
    const auto policy = parsePolicy(
        "{\"path\": {\"a/*\": {\"capabilities\": [\"read\"], \"max_wrapping_ttl\": \"1m\"}}}", newVault);
    QVERIFY(policy);
    QCOMPARE(policy->rules.size(), 1U);
    QVERIFY(policy->rules[0].placement.prefix);
    QCOMPARE(policy->rules[0].permissions.maxWrappingTtl, Duration(std::chrono::minutes(1)));
  }
  void engineNames() {
    QCOMPARE(Engine::parse("Vault v1.15.2")->text(), std::string("Vault 1.15"));
    QCOMPARE(Engine::parse("OpenBao 2.x ACL")->text(), std::string("OpenBao 2.x"));
    QVERIFY(!Engine::parse("1.15"));
  }
};

QTEST_APPLESS_MAIN(TestVaultPolicy)
#include "tst_vault_policy.moc"
