// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/coverage.h"
#include "universe.h"

#include <QTest>

using namespace countersign;
using namespace countersign::vault;

namespace {

const Engine bao = Engine::openBao(2, 6);

Holder holder(const std::vector<std::string>& texts) {
  Estate estate;
  Token token;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    token.policies.push_back("p" + std::to_string(i));
    estate.takePolicy(token.policies.back(), texts[i]);
  }
  return holderOfToken(estate, token, bao, Instant{});
}

std::string rule(const std::string& path, const std::string& capabilities, const std::string& more = {}) {
  return "path \"" + path + "\" {\n capabilities = [" + capabilities + "]\n " + more + "\n}\n";
}

Holder holderOf(const std::vector<brute::Policy>& policies) {
  std::vector<std::string> texts;
  for (const brute::Policy& policy : policies)
    texts.push_back(brute::toHcl(policy));
  return holder(texts);
}

/// What the first has at the path and the second lacks.
std::set<std::string> lacking(const Holder& wanted, const Holder& held, const std::string& path) {
  std::set<std::string> out;
  for (const char* operation : {"read", "list", "create", "update", "delete", "patch"}) {
    const bool lists = std::string_view(operation) == "list";
    const auto has = [&](const Holder& who) {
      const MergedRule* found = who.acl.ruleFor(path, lists);
      const auto names =
          found == nullptr ? std::vector<std::string>() : capabilityNames(found->permissions.capabilities);
      return std::find(names.begin(), names.end(), operation) != names.end();
    };
    if (has(wanted) && !has(held)) out.insert(operation);
  }
  return out;
}

} // namespace

class TestVaultCoverage : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void pairs_data() {
    QTest::addColumn<std::string>("wanted");
    QTest::addColumn<std::string>("held");
    QTest::addColumn<Verdict>("verdict");
    const std::string read = "\"read\"", both = "\"read\", \"update\"", deny = "\"deny\"";
    const auto row = [](const char* what, const std::string& wanted, const std::string& held,
                        Verdict verdict) { QTest::newRow(what) << wanted << held << verdict; };
    row("the same", rule("a/*", read), rule("a/*", read), Verdict::Allowed);
    row("nothing wanted", "", rule("a", read), Verdict::Allowed);
    row("nothing held", rule("a", read), "", Verdict::Denied);
    row("wider glob", rule("a/b", read), rule("a/*", read), Verdict::Allowed);
    row("narrower glob", rule("a/*", read), rule("a/b*", read), Verdict::Denied);
    row("segment within glob", rule("a/+/c", read), rule("a/*", read), Verdict::Allowed);
    row("glob over segments", rule("a/*", read), rule("a/+", read), Verdict::Denied);
    row("more capabilities", rule("a", both), rule("a", read), Verdict::Denied);
    row("a hole in what is held", rule("a/*", read), rule("a/*", read) + rule("a/secret/x", deny),
        Verdict::Denied);
    row("the same hole", rule("a/*", read) + rule("a/s", deny), rule("a/*", read) + rule("a/s", deny),
        Verdict::Allowed);
    row("a better rule that gives less", rule("a/*", both), rule("a/*", both) + rule("a/+/x", read),
        Verdict::Denied);
    row("listed without its slash", rule("a/", "\"list\""), rule("a", "\"list\""), Verdict::Allowed);
    row("constraints", rule("a", read), rule("a", read, "required_parameters = [\"x\"]"),
        Verdict::Conditional);
    row("fewer constraints", rule("a", read, "required_parameters = [\"x\"]"), rule("a", read),
        Verdict::Allowed);
  }
  void pairs() {
    QFETCH(const std::string, wanted);
    QFETCH(const std::string, held);
    QFETCH(const Verdict, verdict);
    QCOMPARE(excessOver(holder({wanted}), holder({held})).verdict, verdict);
  }

  void whatIsInExcessIsNamed() {
    const Coverage out =
        excessOver(holder({rule("kv/*", "\"read\", \"update\"")}),
                   holder({rule("kv/*", "\"read\", \"update\"") + rule("kv/prod/*", "\"read\"")}));
    QCOMPARE(out.excess.size(), 1U);
    QCOMPARE(out.excess[0].wantedPattern, std::string("kv/*"));
    QCOMPARE(out.excess[0].heldPattern, std::string("kv/prod/*"));
    QCOMPARE(out.excess[0].capabilities, std::vector<std::string>{"update"});
    QVERIFY(out.excess[0].example.starts_with("kv/prod/"));
  }
  void rootAndMissing() {
    const Holder root = holderOfToken({}, Token{{"root"}, {}, {}}, bao, Instant{});
    const Holder some = holder({rule("a", "\"read\"")}), broken = holder({"path"});
    QCOMPARE(excessOver(some, root).verdict, Verdict::Allowed);
    QCOMPARE(excessOver(root, some).verdict, Verdict::Denied);
    QCOMPARE(excessOver(some, broken).verdict, Verdict::NotEvaluated);
    QCOMPARE(excessOver(broken, some).missing.size(), 1U);
  }
  void explodingOverlapsAreGivenUp() {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      std::string pattern;
      for (int k = 0; k < 40; ++k)
        pattern += k == i ? "a/" : "+/";
      text += rule(pattern + "x", "\"read\"");
    }
    const Coverage out = excessOver(holder({text}), holder({rule("b", "\"read\"")}));
    QCOMPARE(out.verdict, Verdict::NotEvaluated);
    QCOMPARE(out.missing.size(), 1U);
  }

  /// On random universes: each example is one, and no path that is tried by chance shows more.
  void exact() {
    const unsigned seed = countersign::test::testSeed();
    Universe universe(seed);
    int covered = 0;
    for (int round = 0; round < 600; ++round) {
      auto first = universe.policies(), second = universe.policies();
      if (round % 2 == 0) second.insert(second.end(), first.begin(), first.end());
      const Holder wanted = holderOf(first), held = holderOf(second);
      const Coverage out = excessOver(wanted, held);
      QVERIFY(out.verdict != Verdict::NotEvaluated);
      std::set<std::pair<std::string, std::string>> told;
      for (const Excess& excess : out.excess) {
        if (excess.constraintsOnly) continue;
        QVERIFY(!lacking(wanted, held, excess.example).empty());
        for (const std::string& capability : excess.capabilities)
          told.emplace(excess.wantedPattern + " > " + excess.heldPattern, capability);
      }
      covered += told.empty() ? 1 : 0;
      for (int i = 0; i < 60; ++i) {
        const std::string path = universe.path();
        if (path.find("//") != std::string::npos) continue;
        for (const std::string& capability : lacking(wanted, held, path)) {
          const bool lists = capability == "list";
          const MergedRule* mine = wanted.acl.ruleFor(path, lists);
          const MergedRule* other = held.acl.ruleFor(path, lists);
          const std::string pair = mine->pattern() + " > " + (other == nullptr ? "" : other->pattern());
          const std::string what = path + ' ' + capability + ' ' + pair + " seed " + std::to_string(seed);
          QVERIFY2(told.count({pair, capability}) != 0, what.c_str());
        }
      }
    }
    QVERIFY(covered > 20 && covered < 580);
  }
};

QTEST_APPLESS_MAIN(TestVaultCoverage)
#include "tst_vault_coverage.moc"
