// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/acl.h"

#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine bao = Engine::openBao(2, 6);

/// Policies p0, p1 … of one token.
Acl aclOf(const std::vector<std::string>& texts, const Engine& engine = bao, Instant now = {}) {
  Acl acl(engine, now);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto policy = parsePolicy(texts[i], engine);
    if (!policy) qFatal("%s", policy.error().text().c_str());
    policy->name = "p" + std::to_string(i);
    if (!acl.add(*policy, {})) qFatal("not added");
  }
  return acl;
}

/// One path of a policy; the capability tells which rule was found.
std::string path(const std::string& key, const std::string& capability = "read",
                 const std::string& more = {}) {
  return "path \"" + key + "\" {\n capabilities = [\"" + capability + "\"]\n" + more + "\n}\n";
}

std::string winner(const Acl& acl, const std::string& at) {
  const MergedRule* rule = acl.ruleFor(at, false);
  return rule == nullptr ? "none" : rule->pattern();
}

Request request(const std::string& operation, std::vector<Json::Member> parameters = {},
                std::optional<int> wrap = {}) {
  Request out{operation, "a", std::move(parameters), {}, false};
  if (wrap) out.wrapTtl = std::chrono::seconds(*wrap);
  return out;
}

} // namespace

class TestVaultAcl : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void priority_data() {
    QTest::addColumn<std::string>("better");
    QTest::addColumn<std::string>("worse");
    QTest::addColumn<std::string>("at");
    const auto row = [](const char* why, const char* better, const char* worse, const char* at) {
      QTest::newRow(why) << std::string(better) << std::string(worse) << std::string(at);
    };
    row("exact before glob", "a/b", "a/b*", "a/b");
    row("exact before +", "a/b", "a/+", "a/b");
    row("longer glob", "a/b*", "a/*", "a/bc");
    row("later first wildcard", "a/b/+", "a/+/c", "a/b/c");
    row("glob that begins later", "a/b*", "a/+", "a/bc");
    row("no trailing *", "a/+", "a/*", "a/b");
    row("no trailing *, both with +", "+/b", "+/b*", "a/b");
    row("fewer +", "+/b/c", "+/+/c", "a/b/c");
    row("longer", "+/bc*", "+/b*", "a/bcd");
  }
  void priority() {
    QFETCH(const std::string, better);
    QFETCH(const std::string, worse);
    QFETCH(const std::string, at);
    QCOMPARE(winner(aclOf({path(better) + path(worse)}), at), better);
    QCOMPARE(winner(aclOf({path(worse), path(better)}), at), better);
    QVERIFY(winner(aclOf({path(worse)}), at) == worse);
  }
  void matches_data() {
    QTest::addColumn<std::string>("pattern");
    QTest::addColumn<std::string>("at");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* pattern, const char* at, bool matches) {
      QTest::addRow("%s at %s", pattern, at) << std::string(pattern) << std::string(at) << matches;
    };
    row("a/+", "a/", true);
    row("a/+", "a", false);
    row("a/+", "a/b/c", false);
    row("a/+/", "a/b/", true);
    row("a/+/*", "a/b", false);
    row("a/+/*", "a/b/", true);
    row("a/+/*", "a/b/c/d", true);
    row("a/+/c*", "a/b/cd/e", true);
    row("a/+/c*", "a/b/d", false);
    row("a/*/c", "a/b/c", false);
    row("a/*/c", "a/*/c", true);
    row("a*", "abc/d", true);
    row("a/+b/c", "a/xb/c", false);
    row("a/+b/c", "a/+b/c", true);
    row("*", "", true);
    row("a", "//a", true);
    row("A", "a", false);
  }
  void matches() {
    QFETCH(const std::string, pattern);
    QFETCH(const std::string, at);
    QFETCH(const bool, matches);
    QCOMPARE(winner(aclOf({path(pattern)}), at) == "none", !matches);
  }

  void capabilitiesUniteDenyWins() {
    const std::vector<std::string> read{"read"}, both{"read", "update"}, deny{"deny"};
    QCOMPARE(aclOf({path("a")}).capabilities("a"), read);
    QCOMPARE(aclOf({path("a"), path("a", "update")}).capabilities("a"), both);
    QCOMPARE(aclOf({path("a") + path("a", "deny"), path("a", "update")}).capabilities("a"), deny);
    QCOMPARE(aclOf({path("a"), path("a", "update")}).capabilities("b"), deny);
    // Another pattern, though it matches as well, neither adds nor denies.
    QCOMPARE(aclOf({path("a"), path("+", "deny"), path("*", "update")}).capabilities("a"), read);
  }
  void listingFallsBack() {
    const Acl acl = aclOf({path("a", "list") + path("b/*", "list")});
    QVERIFY(acl.decide({"list", "a/", {}, {}, false}).allowed);
    QVERIFY(!acl.decide({"read", "a/", {}, {}, false}).allowed);
    const std::string policy = path("+/x", "list") + path("d*", "deny");
    const Acl wild = aclOf({path("c/+", "list")});
    QVERIFY(wild.decide({"list", "c/x/", {}, {}, false}).allowed);
    const Acl before = aclOf({path("c/+", "list")}, Engine::vault(1, 20));
    QVERIFY(!before.decide({"list", "c/x/", {}, {}, false}).allowed);
  }

  void operations() {
    const Acl acl = aclOf({path("a", "update")});
    for (const char* operation : {"update", "revoke", "renew", "rollback"})
      QVERIFY(acl.decide(request(operation)).allowed);
    for (const char* operation : {"read", "create", "delete", "list", "patch", "bogus"})
      QVERIFY(!acl.decide(request(operation)).allowed);
    QVERIFY(aclOf({path("a", "deny")}).decide(request("help")).allowed);
    QVERIFY(aclOf({path("a", "sudo")}).decide(request("read")).sudo);
  }

  void requiredParameters() {
    const Acl acl = aclOf({path("a", "update", "required_parameters = [\"X\"]"),
                           path("a", "update", "required_parameters = [\"y\", \"X\"]")});
    QCOMPARE(acl.decide(request("update")).denial, Denial::Required);
    QCOMPARE(acl.decide(request("update", {{"x", "1"}})).parameter, std::string("y"));
    QVERIFY(acl.decide(request("update", {{"x", "1"}, {"y", "2"}})).allowed);
    QVERIFY(!acl.decide(request("update", {{"X", "1"}, {"y", "2"}})).allowed); // the request is not folded
  }
  void deniedParameters() {
    const Acl acl = aclOf({path("a", "update", "denied_parameters = { x = [\"a*\", 3]\n y = [] }")});
    QVERIFY(acl.decide(request("update", {{"X", "b"}})).allowed);
    QVERIFY(!acl.decide(request("update", {{"X", "ab"}})).allowed);
    QVERIFY(!acl.decide(request("update", {{"x", 3}})).allowed);
    QVERIFY(!acl.decide(request("update", {{"Y", true}})).allowed);
    Request overHttp = request("update", {{"x", 3}});
    overHttp.overHttp = true;
    QVERIFY(acl.decide(overHttp).allowed);
    const Acl none = aclOf({path("a", "update", "denied_parameters = { \"*\" = [] }")});
    QVERIFY(none.decide(request("update")).allowed);
    QCOMPARE(none.decide(request("update", {{"z", 1}})).denial, Denial::DeniedParameter);
  }
  void allowedParameters() {
    const Acl acl = aclOf({path("a", "update", "allowed_parameters = { x = [\"*b*\", \"\"]\n y = [] }")});
    QVERIFY(acl.decide(request("update")).allowed);
    QVERIFY(acl.decide(request("update", {{"x", "abc"}, {"y", 1}})).allowed);
    QVERIFY(acl.decide(request("update", {{"x", ""}})).allowed);
    QCOMPARE(acl.decide(request("update", {{"x", "c"}})).parameter, std::string("x"));
    QCOMPARE(acl.decide(request("update", {{"z", "c"}})).denial, Denial::NotAllowedParameter);
    const Acl others = aclOf({path("a", "update", "allowed_parameters = { x = [\"1\"]\n \"*\" = [] }")});
    QVERIFY(others.decide(request("update", {{"z", "c"}, {"x", "1"}})).allowed);
    QVERIFY(!others.decide(request("update", {{"x", "2"}})).allowed);
  }
  void parametersMerge() {
    const Acl acl = aclOf({path("a", "update", "allowed_parameters = { x = [\"1\"]\n y = [\"1\"] }"),
                           path("a", "update", "allowed_parameters = { x = [\"2\"]\n y = [] }")});
    QVERIFY(acl.decide(request("update", {{"x", "1"}, {"y", "9"}})).allowed);
    QVERIFY(acl.decide(request("update", {{"x", "2"}})).allowed);
    QVERIFY(!acl.decide(request("update", {{"x", "3"}})).allowed);
    // A deny in one of them takes all constraints away, and the access.
    const Acl denied = aclOf({path("a", "update", "allowed_parameters = { x = [] }"), path("a", "deny")});
    QVERIFY(denied.ruleFor("a", false)->permissions.capabilities.has(Capability::Deny));
    QVERIFY(denied.ruleFor("a", false)->permissions.allowed.empty());
  }

  void wrapping() {
    const Acl acl = aclOf({path("a", "read", "min_wrapping_ttl = 10\nmax_wrapping_ttl = 60"),
                           path("a", "read", "max_wrapping_ttl = 30")});
    QCOMPARE(acl.decide(request("read")).denial, Denial::Wrapping);
    QVERIFY(!acl.decide(request("read", {}, 9)).allowed);
    QVERIFY(acl.decide(request("read", {}, 10)).allowed);
    QVERIFY(acl.decide(request("read", {}, 30)).allowed);
    QVERIFY(!acl.decide(request("read", {}, 31)).allowed);
    // Merged limits that exclude each other allow nothing.
    const Acl none =
        aclOf({path("a", "read", "min_wrapping_ttl = 10"), path("a", "read", "max_wrapping_ttl = 5")});
    for (const int ttl : {4, 5, 7, 10, 11})
      QVERIFY(!none.decide(request("read", {}, ttl)).allowed);
  }

  void pagination() {
    const Acl acl =
        aclOf({path("a", "list", "pagination_limit = 10"), path("a", "list", "pagination_limit = 20")});
    QVERIFY(acl.decide(request("list")).allowed);
    QVERIFY(acl.decide(request("list", {{"limit", "10"}})).allowed);
    QVERIFY(acl.decide(request("list", {{"limit", "max"}})).allowed);
    QCOMPARE(acl.decide(request("list", {{"limit", 11}})).denial, Denial::Pagination);
    QVERIFY(!acl.decide(request("list", {{"limit", -1}})).allowed);
    QVERIFY(!acl.decide(request("list", {{"limit", "some"}})).allowed);
  }

  void expiredPathsAreGone() {
    const std::string policy =
        path("a", "read", "expiration = 2000") + path("b", "read", "expiration = 3000");
    const Acl before = aclOf({policy}, bao, Instant(std::chrono::seconds(1000)));
    QVERIFY(before.decide(request("read")).allowed);
    QCOMPARE(toMicros(*before.nextExpiration()), std::int64_t{2'000'000'000});
    const Acl after = aclOf({policy}, bao, Instant(std::chrono::seconds(2500)));
    QCOMPARE(after.decide(request("read")).denial, Denial::NoRule);
    QVERIFY(after.decide({"read", "b", {}, {}, false}).allowed);
  }

  void grantingPolicies() {
    const Acl acl = aclOf({path("a"), path("a", "update"), path("a")});
    QCOMPARE(acl.decide(request("read")).grantingPolicies, (std::vector<std::string>{"p0", "p2"}));
    QCOMPARE(acl.ruleFor("a", false)->sources.size(), 3U);
  }
  void root() {
    Acl acl = aclOf({});
    acl.setRoot();
    QVERIFY(acl.decide(request("delete")).root);
    QCOMPARE(acl.capabilities("x"), std::vector<std::string>{"root"});
  }
  void mounts() {
    const Acl acl = aclOf({path("kv/a/b") + path("pki/+/x") + path("no/x", "deny")});
    QVERIFY(acl.mountVisible("kv/"));
    QVERIFY(acl.mountVisible("pki/"));
    QVERIFY(!acl.mountVisible("no/"));
    QVERIFY(!acl.mountVisible("other/"));
  }
};

QTEST_APPLESS_MAIN(TestVaultAcl)
#include "tst_vault_acl.moc"
