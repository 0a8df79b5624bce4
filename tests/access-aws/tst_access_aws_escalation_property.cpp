// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/escalation.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <functional>

using namespace countersign;
using namespace countersign::iam;

namespace {

const std::vector<std::string> actions{"s:a", "s:ab", "s:b"};
const std::vector<std::string_view> actionPatterns{"s:a", "s:ab", "s:b", "s:a*", "s:?", "*", "s:*b"};
const std::vector<std::string_view> kinds{"*", "a*", "*b"};

bool matchesText(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return matchesText(pattern.substr(1), text) || (!text.empty() && matchesText(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         matchesText(pattern.substr(1), text.substr(1));
}

/// A row in words of its own.
struct PlainRow {
  bool allow = true;
  GrantVerdict verdict = GrantVerdict::Effective;
  std::string action, notAction, resource, notResource; ///< empty: none
};
struct World {
  std::vector<PlainRow> rows;
  std::vector<PathNeed> needs;
  std::string principal;
};

Language language(const std::string& all, const std::string& none) {
  Language out{{Glob(wildcardSymbols(all), all)}, {}};
  if (!none.empty()) out.none.push_back(Glob(wildcardSymbols(none), none));
  return out;
}

/// All texts of up to 6 letters; `c` is the letter that no pattern has.
const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{""};
    for (std::size_t i = 0; i < out.size(); ++i)
      if (out[i].size() < 6)
        for (const char c : {'a', 'b', 'c'})
          out.push_back(out[i] + c);
    return out;
  }();
  return all;
}

/// By definition: texts for the needs, the same for needs of the same number, and a row that gives each.
class BruteForce {
public:
  explicit BruteForce(const World& world) : world_(world) {}
  bool found(bool certain) const {
    std::vector<std::string> groups(2);
    const bool grouped =
        std::any_of(world_.needs.begin(), world_.needs.end(), [](const PathNeed& n) { return n.same; });
    const auto given = [&](const PathNeed& need, const std::string& text) {
      return (!need.other || text != world_.principal) && matchesText(need.resource, text) &&
             row(need, text, certain);
    };
    for (const PathNeed& need : world_.needs)
      if (!need.same &&
          std::none_of(texts().begin(), texts().end(), [&](const std::string& t) { return given(need, t); }))
        return false;
    return !grouped || std::any_of(texts().begin(), texts().end(), [&](const std::string& t) {
      return std::all_of(world_.needs.begin(), world_.needs.end(),
                         [&](const PathNeed& need) { return !need.same || given(need, t); });
    });
  }

private:
  bool row(const PathNeed& need, const std::string& text, bool certain) const {
    return std::any_of(world_.rows.begin(), world_.rows.end(), [&](const PlainRow& r) {
      if (!r.allow || r.verdict == GrantVerdict::Denied || (certain && r.verdict != GrantVerdict::Effective))
        return false;
      if (!matchesText(r.resource, text) || (!r.notResource.empty() && matchesText(r.notResource, text)))
        return false;
      return std::any_of(need.actions.begin(), need.actions.end(), [&](std::string_view a) {
        return matchesText(r.action, a) && (r.notAction.empty() || !matchesText(r.notAction, a));
      });
    });
  }
  const World& world_;
};

} // namespace

/// Paths in small random sets of rows, against the definition.
class TestAccessAwsEscalationProperty : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void agreesWithTheDefinition() {
    const unsigned seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    random_.seed(seed);
    int yes = 0, conditional = 0, no = 0;
    for (int i = 0; i < 4000; ++i) {
      const World world = randomWorld();
      const EscalationPaths got =
          escalationPaths(rowsOf(world), world.principal, {{"x", "", "", world.needs}});
      const BruteForce expected(world);
      QVERIFY(got.missing.empty());
      QCOMPARE(!got.list.empty(), expected.found(false));
      if (got.list.empty()) {
        ++no;
        continue;
      }
      QCOMPARE(got.list.front().conditional, !expected.found(true));
      QCOMPARE(got.list.front().steps.size(), world.needs.size());
      ++(got.list.front().conditional ? conditional : yes);
    }
    qInfo("%d yes, %d conditional, %d no", yes, conditional, no);
    QVERIFY(yes > 100 && conditional > 100 && no > 100);
  }

private:
  template <class List>
  const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(random_.bounded(static_cast<int>(list.size())))];
  }
  std::string pattern() {
    std::string out;
    for (int i = 1 + random_.bounded(2); i > 0; --i)
      out += "aab*?"[random_.bounded(5)];
    return out;
  }

  World randomWorld() {
    World out;
    out.principal = pick(texts()).substr(0, 2);
    for (int i = 1 + random_.bounded(4); i > 0; --i) {
      PlainRow row;
      row.allow = random_.bounded(8) != 0;
      row.verdict = static_cast<GrantVerdict>(random_.bounded(3) != 0 ? 0 : random_.bounded(4));
      row.action = std::string(pick(actionPatterns));
      if (random_.bounded(4) == 0) row.notAction = std::string(pick(actionPatterns));
      row.resource = pattern();
      if (random_.bounded(3) == 0) row.notResource = pattern();
      out.rows.push_back(row);
    }
    for (int i = 1 + random_.bounded(3); i > 0; --i) {
      PathNeed need{{pick(actions)}, pick(kinds), random_.bounded(2), random_.bounded(3) == 0};
      if (random_.bounded(3) == 0) need.actions.push_back(pick(actions));
      out.needs.push_back(need);
    }
    return out;
  }

  static GrantRows rowsOf(const World& world) {
    GrantRows out;
    for (const PlainRow& plain : world.rows) {
      GrantRow row;
      row.effect = plain.allow ? Statement::Effect::Allow : Statement::Effect::Deny;
      row.verdict = plain.verdict;
      row.action = plain.action;
      row.resource = plain.resource;
      row.region = {language(plain.action, plain.notAction), language(plain.resource, plain.notResource)};
      out.rows.push_back(std::move(row));
    }
    return out;
  }

  QRandomGenerator random_;
};

QTEST_GUILESS_MAIN(TestAccessAwsEscalationProperty)
#include "tst_access_aws_escalation_property.moc"
