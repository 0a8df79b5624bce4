// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/holder.h"
#include "models/access/vault/rows.h"

#include <QElapsedTimer>
#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine bao = Engine::openBao(2, 6);

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += text;
  return out;
}

std::string rule(const std::string& path) {
  return "path \"" + path + "\" { capabilities = [\"read\"] }\n";
}

} // namespace

/// Hostile or broken policies: bounded, with a reason, and never an answer.
class TestVaultBadInput : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void refused_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* what, const std::string& text, ErrorCode code) {
      QTest::newRow(what) << text << code;
    };
    row("deep blocks", "path \"a\" " + repeated("{ x ", 5000), ErrorCode::Limit);
    row("deep lists", "path \"a\" { capabilities = " + repeated("[", 100'000), ErrorCode::Limit);
    row("deep JSON", R"({"path": )" + repeated(R"({"a":)", 5000), ErrorCode::Limit);
    row("giant", std::string(5U << 20, '#'), ErrorCode::Limit);
    row("many values", "path \"a\" { capabilities = [" + repeated("1,", 600'000) + "] }", ErrorCode::Limit);
    row("no UTF-8", "path \"\xff\" {}", ErrorCode::Encoding);
    row("zero byte", std::string("path \"a\" {}\0", 12), ErrorCode::Malformed);
    row("JSON key twice", R"({"path": {"a": {"policy": "read"}, "a": {"policy": "deny"}}})",
        ErrorCode::DuplicateKey);
    row("JSON cut", R"({"path": {"a": {"policy": "read")", ErrorCode::Truncated);
    row("HCL cut", "path \"a\" { policy = \"read\"", ErrorCode::Truncated);
    row("JSON is no object of paths", R"({"path": "a"})", ErrorCode::Malformed);
    row("path is no block", "path = \"a\"", ErrorCode::Malformed);
    row("unknown key", "path \"a\" { capability = [\"read\"] }", ErrorCode::Malformed);
    row("control characters", "\x01\x02\x03", ErrorCode::Malformed);
  }
  void refused() {
    QFETCH(const std::string, text);
    QFETCH(const ErrorCode, code);
    QElapsedTimer timer;
    timer.start();
    const auto policy = parsePolicy(text, bao);
    QVERIFY(!policy);
    QVERIFY2(policy.error().code == code, policy.error().text().c_str());
    QVERIFY(timer.elapsed() < 20'000);
    Estate estate;
    estate.takePolicy("p", text);
    const Holder holder = holderOfToken(estate, Token{{"p"}, {}, {}}, bao, Instant{});
    Question question;
    question.action = "read";
    question.resource = "a";
    const Answer out = answer(holder, question);
    QCOMPARE(out.verdict, Verdict::NotEvaluated);
    QCOMPARE(out.missing.size(), 1U);
    QVERIFY(out.missing[0].size() < 1000);
    QVERIFY(!capabilities(holder, "a"));
  }

  void keysThatRepeatInHcl() {
    const auto policy = parsePolicy("path \"a\" {\n policy = \"write\"\n policy = \"read\"\n}", bao);
    QVERIFY(policy);
    QCOMPARE(capabilityNames(policy->rules[0].permissions.capabilities),
             (std::vector<std::string>{"list", "read"}));
  }

  /// Patterns and paths that make matching by backtracking explode.
  void explodingPatterns() {
    std::string text;
    for (int i = 0; i < 300; ++i)
      text += rule(repeated("+/", i) + "x*");
    const auto policy = parsePolicy(text, bao);
    QVERIFY(policy);
    Acl acl(bao, Instant{});
    QVERIFY(acl.add(*policy, {}));
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100; ++i)
      acl.decide({"read", repeated("x/", 3000) + std::to_string(i), {}, {}, false});
    QVERIFY(timer.elapsed() < 20'000);
  }
  void manyRules() {
    std::string text;
    for (int i = 0; i < 20'000; ++i)
      text += rule("kv/" + std::to_string(i) + "/*");
    const auto policy = parsePolicy(text, bao);
    QVERIFY(policy);
    Acl acl(bao, Instant{});
    QVERIFY(acl.add(*policy, {}));
    QCOMPARE(acl.capabilities("kv/19999/x"), std::vector<std::string>{"read"});
    QCOMPARE(acl.rules().size(), 20'000U);
  }

  void groupsInCircles() {
    Estate estate;
    estate.entities["e"] = Entity{"e", "e", "root", false, {}, {}, {}, {"g0"}, {}};
    for (int i = 0; i < 3000; ++i) {
      const std::string id = "g" + std::to_string(i), next = "g" + std::to_string((i + 1) % 3000);
      estate.groups[id] = Group{id, id, "root", {}, {"p"}, {}, {next}, {next}};
    }
    estate.takePolicy("p", rule("a"));
    const Holder holder = holderOfEntity(estate, "e", bao, Instant{});
    QVERIFY(holder.missing.empty());
    QCOMPARE(capabilities(holder, "a"), std::vector<std::string>{"read"});
    QCOMPARE(holder.reasonsFor("p").size(), 3000U);
  }

  void templatesThatAreOdd() {
    for (const char* key : {"{{", "}}", "a/{{x", "a/x}}", "{{a}}}}", "{{{{a}}", "}}{{"})
      QVERIFY2(!parsePolicy(rule(key), bao), key);
    Estate estate;
    estate.takePolicy("p", rule("{{}}") + rule("{{ }}") + rule("{{{}}") +
                               rule("{{identity.entity.aliases.}}") + rule("{{identity.groups.names..id}}") +
                               rule("{{time.now.plus.}}x"));
    estate.entities["e"] = Entity{"e", "", "root", false, {}, {}, {"p"}, {}, {}};
    const Holder holder = holderOfEntity(estate, "e", bao, Instant{});
    QVERIFY(holder.missing.empty());
    QVERIFY(accessTable(holder).rows.size() <= 1);
    const std::string many = repeated("{{time.now}}", 50'000);
    estate.takePolicy("q", rule(many));
    estate.entities["e"].policies = {"q"};
    QVERIFY(holderOfEntity(estate, "e", bao, Instant{}).missing.empty());
  }
  /// A value of identity may make a pattern that the engine refuses as a whole.
  void templateFillsInToNoPattern() {
    Estate estate;
    estate.takePolicy("p", rule("a/{{identity.entity.name}}*"));
    estate.entities["e"] = Entity{"e", "+", "root", false, {}, {}, {"p"}, {}, {}};
    const Holder holder = holderOfEntity(estate, "e", Engine::vault(1, 8), Instant{});
    QCOMPARE(holder.missing.size(), 1U);
    QVERIFY(!capabilities(holder, "a/x"));
  }
  void answersThatAreNone() {
    Estate estate;
    const Json object = Json::object();
    for (const char* path :
         {"", "/", "v1/", "sys/", "sys/policies/acl/", "identity/", "auth/", "auth/x/role/", "x"})
      QVERIFY(!estate.take(path, object));
    QVERIFY(!estate.take("sys/policies/acl/x", Json(5)));
    QVERIFY(estate.policies.empty() && estate.roles.empty() && estate.tokens.empty());
  }
};

QTEST_APPLESS_MAIN(TestVaultBadInput)
#include "tst_vault_bad_input.moc"
