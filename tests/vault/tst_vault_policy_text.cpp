// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/policy_text.h"
#include "connectors/vault/vault.h"
#include "models/access/vault/coverage.h"
#include "tests/kubernetes/collect.h"
#include "tests/seed.h"

#include <QTest>

#include <random>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::vault;

namespace {

std::string form(const std::string& text) {
  return *canonicalJson(policyContent(text));
}

std::string joined(const Json& content) {
  std::string out;
  for (const Json& rule : content["rules"].items())
    out += rule.asString() + '\n';
  return out;
}

Holder holderOf(const std::string& text, const Engine& engine) {
  Estate estate;
  estate.takePolicy("p", text);
  return holderOfToken(estate, Token{{"p"}, std::nullopt, {}}, engine, Instant{});
}

/// Policies by chance, in one of many spellings.
class Chance {
public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::string policy() {
    std::string out;
    for (std::size_t i = below(5); i > 0; --i) {
      if (below(3) == 0) out += "# note\n";
      out += "path " + blank() + "\"" + path() + "\"" + blank() + "{" + blank() + "capabilities = [";
      for (std::size_t n = below(4); n > 0; --n)
        out += "\"" +
               std::string(one({"read", "list", "update", "deny", "sudo", "create", "patch", "bogus"})) +
               (n > 1 ? "\"," : "\"") + blank();
      out += "]\n";
      if (below(4) == 0)
        out += "allowed_parameters = { \"a" + std::string(one({"", "b"})) + "\" = [\"x\", 1] \"*\" = [] }\n";
      if (below(5) == 0) out += "required_parameters = [\"b\", \"a\"]\n";
      if (below(6) == 0) out += "min_wrapping_ttl = \"1h\"\n";
      if (below(9) == 0) out += "policy = \"" + std::string(one({"read", "write", "odd"})) + "\"\n";
      out += "}\n";
    }
    return out;
  }

private:
  std::size_t below(std::size_t n) { return random_() % n; }
  const char* one(std::initializer_list<const char*> of) { return *(of.begin() + below(of.size())); }
  std::string blank() { return one({" ", "  ", "\n", " /* x */ "}); }
  std::string path() {
    return std::string(one({"a", "b/+", "secret", "+"})) +
           one({"", "/", "/x", "/+/y", "/{{identity.entity.id}}"}) + one({"", "*", "/*"});
  }
  std::mt19937 random_;
};

} // namespace

class TestVaultPolicyText : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void formDoesNotMove() {
    const std::string a = form("path \"b\" { capabilities = [\"update\", \"read\"] }\n"
                               "path \"a\" { capabilities = [\"read\"] max_wrapping_ttl = \"1h\" }");
    QCOMPARE(form("# first\npath \"a\" {\n  max_wrapping_ttl = \"1h\"\n  capabilities = [\"read\"]\n}\n\n"
                  "path \"b\" { capabilities = [\"read\", \"update\", \"read\"] }\n"),
             a);
    QCOMPARE(form("{\"path\": {\"b\": {\"capabilities\": [\"read\", \"update\"]}, "
                  "\"a\": {\"capabilities\": [\"read\"], \"max_wrapping_ttl\": \"1h\"}}}"),
             a);
    QVERIFY(form("path \"a\" { capabilities = [\"read\"] }") != a);
  }
  void unreadable() {
    for (const char* text : {"path \"a\" {", "nonsense", "path \"a\" { capabilities = [\"fly\"] }",
                             "path \"a+*\" { capabilities = [\"read\"] }", "paht \"a\" {}"}) {
      const Json content = policyContent(text);
      QVERIFY2(content.has("text") && !content.has("rules"), text);
    }
    QCOMPARE(form(""), std::string("{\"rules\":[]}"));
  }
  void secretsInPolicies() {
    const std::string text = form("path \"a\" { capabilities = [\"update\"] allowed_parameters = { "
                                  "\"password\" = [\"canary-one\", \"*\"] } }\n"
                                  "# hvs.CAESIcanarytwocanarytwocanarytwo\n"
                                  "path \"b\" { capabilities = [\"update\"] denied_parameters = { \"x\" = "
                                  "[\"hvs.CAESIcanarythreecanarythree\"] } }");
    QVERIFY2(text.find("canary") == std::string::npos, text.c_str());
    QVERIFY(text.find("rules") != std::string::npos);
    QVERIFY(form("path \"a\" { # hvs.CAESIcanarytwocanarytwocanarytwo").find("canary") == std::string::npos);
  }
  /// The normal form allows what the text allows.
  void meansTheSame() {
    const unsigned seed = countersign::test::testSeed();
    Chance chance(seed);
    int rules = 0;
    for (int i = 0; i < 400; ++i) {
      const std::string text = chance.policy();
      const Json content = policyContent(text);
      for (const Engine& engine : {Engine::vault(1, 15), Engine::openBao(2, 6)}) {
        const bool good = parsePolicy(text, engine).has_value();
        if (!content.has("rules")) continue;
        ++rules;
        const std::string normal = joined(content);
        QCOMPARE(parsePolicy(normal, engine).has_value(), good);
        const Holder a = holderOf(text, engine), b = holderOf(normal, engine);
        if (!good) continue;
        for (const auto& [x, y] : {std::pair(&a, &b), std::pair(&b, &a)}) {
          const Coverage coverage = excessOver(*x, *y, {20'000});
          QVERIFY2(coverage.excess.empty(), text.c_str());
        }
      }
      QCOMPARE(joined(policyContent(joined(content))), joined(content));
    }
    QVERIFY(rules > 100);
  }
  void connector() {
    const auto connector = makeVaultPolicyConnector();
    for (const char* text :
         {"path \"a\" { capabilities = [\"read\"] }", "# x\n/* y */\nname = \"n\"\npath \"a\"{\n}",
          "{\"path\":{\"a\":{\"capabilities\":[\"read\"]}}}"})
      QVERIFY2(connector->recognises(text) == Match::Yes, text);
    for (const char* text : {"path/to/file", "paths \"a\" {}", "{\"path\":\"a\"}", "/*", "#", "path \"a"})
      QVERIFY2(connector->recognises(text) == Match::No, text);
    const auto cut = collect(*connector, "path \"a\" { capabilities = [\"read\"");
    QVERIFY(cut.error && cut.all.documents.empty());
    const auto deep = collect(*connector, "path \"a\" { x = " + std::string(5000, '['));
    QVERIFY(deep.error && deep.all.documents.empty());
  }
};

QTEST_APPLESS_MAIN(TestVaultPolicyText)
#include "tst_vault_policy_text.moc"
