// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue_file.h"
#include "models/access/pattern.h"

#include <QRandomGenerator>
#include <QTest>
#include <functional>

using namespace countersign;

namespace {

const std::string letters = "ab";

std::string randomPattern(QRandomGenerator& random, int most) {
  std::string out;
  for (int i = random.bounded(most + 1); i > 0; --i)
    out += "aabb*?"[random.bounded(6)];
  return out;
}

/// All texts of up to `most` letters.
std::vector<std::string> texts(std::size_t most) {
  std::vector<std::string> out{""};
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i].size() < most)
      for (const char c : letters)
        out.push_back(out[i] + c);
  return out;
}

bool slowMatch(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return slowMatch(pattern.substr(1), text) || (!text.empty() && slowMatch(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         slowMatch(pattern.substr(1), text.substr(1));
}

} // namespace

/// Patterns against trying everything out.
class TestCatalogueProperty : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    seed_ = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed_);
    random_.seed(seed_);
  }

  // A text that both patterns match need not be longer than both together.
  void overlapsIsACommonText() {
    const auto all = texts(8);
    for (int i = 0; i < 3000; ++i) {
      const std::string a = randomPattern(random_, 4), b = randomPattern(random_, 4);
      bool common = false;
      for (const std::string& t : all)
        common = common || (slowMatch(a, t) && slowMatch(b, t));
      QVERIFY2(overlaps(a, b) == common, (a + " / " + b).c_str());
      QCOMPARE(overlaps(b, a), common);
    }
  }

  void actionsAreTheUnion() {
    for (int i = 0; i < 300; ++i) {
      std::map<std::string, unsigned> actions;
      std::string text = "countersign catalogue 1\nsystem: x\nkind: actions\n\n";
      for (const char* service : {"a", "b", "ab"}) {
        text += std::string("@") + service + '\n';
        for (const std::string& name : texts(3))
          if (!name.empty() && random_.bounded(2) == 0) {
            const auto at = static_cast<std::size_t>(random_.bounded(5));
            text += name + '\t' + "rlwda"[at] + '\n';
            actions[std::string(service) + ':' + name] = std::array{1U, 2U, 4U, 8U, 16U}[at];
          }
      }
      const auto file = catalogue::read(text);
      QVERIFY(file);
      for (int j = 0; j < 50; ++j)
        ask(*file, actions, randomPattern(random_, 2) + ':' + randomPattern(random_, 3));
    }
  }

  // Lines for single actions: the first that matches; of a pattern never less than what it matches.
  void rulesNeverSayLess() {
    for (int i = 0; i < 500; ++i) {
      std::string text = "countersign catalogue 1\nsystem: x\nkind: rules\n\n";
      std::vector<std::pair<std::string, unsigned>> rules;
      for (int r = random_.bounded(6); r >= 0; --r) {
        const std::string pattern = 'a' + randomPattern(random_, 3);
        const auto at = static_cast<std::size_t>(random_.bounded(5));
        rules.emplace_back(pattern, std::array{1U, 2U, 4U, 8U, 16U}[at]);
        text += pattern + '\t' + "rlwda"[at] + '\n';
      }
      const auto file = catalogue::read(text);
      QVERIFY(file);
      const std::string pattern = randomPattern(random_, 4) + '*';
      unsigned together = 0;
      for (const std::string& t : texts(7)) {
        const auto first = std::find_if(rules.begin(), rules.end(),
                                        [&](const auto& rule) { return slowMatch(rule.first, t); });
        const Effects one = catalogue::effects(*file, t);
        QCOMPARE(unsigned(one.flags), first == rules.end() ? 0U : first->second);
        QCOMPARE(one.unknown, first == rules.end());
        if (slowMatch(pattern, t) && first != rules.end()) together |= first->second;
      }
      QCOMPARE(catalogue::effects(*file, pattern).flags & together, together);
    }
  }

private:
  void ask(const catalogue::File& file, const std::map<std::string, unsigned>& actions,
           const std::string& pattern) {
    unsigned union_ = 0, rest = 0;
    bool any = false;
    for (const auto& [name, flag] : actions)
      if (slowMatch(pattern, name)) {
        union_ |= flag;
        any = true;
      } else {
        rest |= flag;
      }
    const Effects got = catalogue::effects(file, pattern);
    QVERIFY2(got.flags == union_ && got.unknown != any, pattern.c_str());
    QCOMPARE(unsigned(catalogue::effectsOfAllBut(file, {pattern}).flags), rest);
  }

  unsigned seed_ = 0;
  QRandomGenerator random_;
};

QTEST_GUILESS_MAIN(TestCatalogueProperty)
#include "tst_catalogue_property.moc"
