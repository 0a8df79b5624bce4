// SPDX-License-Identifier: Apache-2.0
#include "rule_cases.h"

#include <QTest>

using namespace countersign;
using namespace countersign::findings;
using namespace countersign::test;

namespace {

using State = LastUse::State;

std::vector<Finding> of(const std::string& id, const Alter& change) {
  RecordFacts f = healthy();
  if (change) change(f);
  auto all = findingsOf(f);
  std::erase_if(all, [&](const Finding& x) { return x.rule->id != id; });
  return all;
}

} // namespace

class TestFindingsRules : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void healthyHasNone() {
    for (const Finding& f : findingsOf(healthy()))
      QFAIL((std::string(f.rule->id) + ": " + f.text).c_str());
  }

  void eachSpeaksAndItsNeighbourDoesNot_data() {
    QTest::addColumn<QString>("id");
    for (const Rule& rule : allRules())
      QTest::newRow(std::string(rule.id).c_str()) << QString::fromStdString(std::string(rule.id));
  }
  void eachSpeaksAndItsNeighbourDoesNot() {
    QFETCH(const QString, id);
    const auto all = cases();
    const auto found = all.find(id.toStdString());
    QVERIFY2(found != all.end(), "the rule has no test");
    const auto findings = of(found->first, found->second.wrong);
    QCOMPARE(findings.size(), std::size_t{1});
    QVERIFY2(findings.front().text.starts_with(found->second.text), findings.front().text.c_str());
    QVERIFY(of(found->first, found->second.neighbour).empty());
  }

  void noCaseWithoutARule() {
    for (const auto& [id, test] : cases())
      QVERIFY2(ruleOf(id) != nullptr, id.c_str());
  }

  void neverIsNotTheSameAsNotTracked() {
    const auto text = [](LastUse use) {
      const auto found = of("unused", [&](RecordFacts& f) { f.principals.front().lastUse = use; });
      return found.empty() ? std::string() : found.front().text;
    };
    QCOMPARE(text({State::Never, {}, {}, ""}), std::string("Never used since it was made 2025-10-16"));
    QCOMPARE(text({State::NotTracked, {}, Seconds(400 * 86400), ""}),
             std::string("Not used within the 400 days that are recorded"));
    QCOMPARE(text({State::NotTracked, {}, Seconds(30 * 86400), ""}), std::string());
    QCOMPARE(text({State::Unknown, {}, {}, ""}), std::string());
  }

  /// What one system does not tell may be a use all the same.
  void unusedNeedsEverySystemToTell() {
    const auto old = [](RecordFacts& f) { f.principals.front().lastUse.at = daysAgo(200); };
    QCOMPARE(of("unused", old).size(), std::size_t{1});
    QVERIFY(of("unused", [&](RecordFacts& f) {
              old(f);
              f.principals.push_back(principal("kubernetes", SourceRole::Live));
            }).empty());
    QVERIFY(of("unused", [&](RecordFacts& f) { old(f), f.lastEvent = daysAgo(5); }).empty());
    QVERIFY(
        of("unused", [&](RecordFacts& f) { old(f), f.principals.front().created = daysAgo(60); }).empty());
  }

  void severityGoesByTierAndCase() {
    const auto severity = [](const std::string& id, Tier tier, const Alter& change) {
      const auto found = of(id, [&](RecordFacts& f) { f.tier = tier, change(f); });
      return found.at(0).severity;
    };
    const Alter ownerless = [](RecordFacts& f) { f.owners.clear(); };
    QCOMPARE(severity("no-owner", Tier::Critical, ownerless), Severity::Critical);
    QCOMPARE(severity("no-owner", Tier::Low, ownerless), Severity::High);
    const Alter guarded = [](RecordFacts& f) { f.ways.push_back({"way", true, true, {}}); };
    QCOMPARE(severity("escalation", Tier::Critical, guarded), Severity::Medium);
    const Alter external = [](RecordFacts& f) {
      f.trusts.push_back(trust(TrustEntry::Mechanism::Account));
      f.trusts.back().outside = f.trusts.back().entry.externalId = true;
    };
    QCOMPARE(severity("third-party-trust", Tier::Critical, external), Severity::Low);
  }

  /// The rules say when they will answer otherwise, and do so then and not a moment before.
  void dueIsWhenSomethingChanges() {
    RecordFacts f = healthy();
    addKey(f, 30);
    const auto count = [&](Instant at) {
      f.time = Timing(at);
      return findingsOf(f).size();
    };
    const std::size_t before = count(now);
    const auto due = f.time.due();
    QVERIFY(due.has_value());
    QCOMPARE(*due, daysAgo(30) + Days(90));
    const Instant later = *due;
    QCOMPARE(count(later - std::chrono::microseconds(1)), before);
    QCOMPARE(count(later), before + 1);
  }

  void manyAreCounted() {
    const auto found = of("old-credential", [](RecordFacts& f) {
      for (int i = 0; i < 5000; ++i)
        addKey(f, 100 + i % 7);
    });
    QCOMPARE(found.size(), std::size_t{21});
    QCOMPARE(found.back().text, std::string("and 4980 more like these"));
  }
};

QTEST_GUILESS_MAIN(TestFindingsRules)
#include "tst_findings_rules.moc"
