// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/text_pattern.h"

#include <QRandomGenerator>
#include <QTest>

using namespace countersign::iam;

namespace {

/// By definition, without regard to time.
bool slowMatches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return slowMatches(pattern.substr(1), text) || (!text.empty() && slowMatches(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         slowMatches(pattern.substr(1), text.substr(1));
}

std::string random(QRandomGenerator& random, const char* letters, int count, int longest) {
  std::string out(static_cast<std::size_t>(random.bounded(longest + 1)), ' ');
  for (char& c : out)
    c = letters[random.bounded(count)];
  return out;
}

VariableValue known(const char* value) {
  return {VariableValue::State::Known, value};
}

} // namespace

class TestAccessAwsPattern : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void matchesAsByDefinition() {
    QRandomGenerator generator(20121017);
    for (int i = 0; i < 20'000; ++i) {
      const std::string pattern = random(generator, "ab*?", 4, 8), text = random(generator, "ab", 2, 10);
      const bool expected = slowMatches(pattern, text);
      if (globMatches(wildcardSymbols(pattern), text) != expected) QFAIL((pattern + " and " + text).c_str());
    }
  }

  void questionMarkIsOneCharacter() {
    QVERIFY(globMatches(wildcardSymbols("a?c"), "a\xC3\xA4"
                                                "c"));
    QVERIFY(!globMatches(wildcardSymbols("*??"), "\xE2\x82\xAC"));
    QVERIFY(!globMatches(wildcardSymbols("??"), "\xC3\xA4"));
    QVERIFY(globMatches(wildcardSymbols("*?"), "\xE2\x82\xAC"));
  }

  /// Patterns that make a naive matcher take exponential time.
  void neverExplodes() {
    std::string pattern;
    for (int i = 0; i < 500; ++i)
      pattern += "a*";
    pattern += 'b';
    const std::string text(4'000, 'a');
    std::size_t steps = 0;
    QVERIFY(!globMatches(wildcardSymbols(pattern), text, &steps));
    QVERIFY(steps <= (pattern.size() + 1) * (text.size() + 1));
    QVERIFY(globMatches(wildcardSymbols(std::string(5'000, '*')), text, &steps));
    QVERIFY(steps <= 5'001 * 4'001);
  }

  void wildcardsInOddPlaces() {
    QVERIFY(globMatches(wildcardSymbols("*"), ""));
    QVERIFY(!globMatches(wildcardSymbols("?"), ""));
    QVERIFY(globMatches(wildcardSymbols(""), ""));
    QVERIFY(globMatches(wildcardSymbols("*:*"), "s3:GetObject"));
    QVERIFY(globMatches(wildcardSymbols("**a**"), "bab"));
  }

  void variables() {
    const TextPattern::Rules rules;
    const auto matches = [&](const char* pattern, const char* text, const VariableLookup& lookup) {
      const TextPattern prepared(pattern, rules);
      const auto resolved = prepared.resolve(lookup);
      return resolved.state == VariableValue::State::Known && globMatches(resolved.get(), text);
    };
    const VariableLookup name = [](const std::string& key) {
      return key == "aws:username" ? known("ann*") : VariableValue{};
    };
    QVERIFY(matches("home/${aws:username}/x*", "home/ann*/xyz", name));
    QVERIFY(!matches("home/${aws:username}", "home/anna", name)); // its value is no pattern
    QVERIFY(matches("${AWS:UserName}", "ann*", name));
    QVERIFY(matches("${aws:other, 'no one'}!", "no one!", name));
    QVERIFY(!matches("${aws:other}", "", name));
    QVERIFY(matches("a${*}b${?}c${$}", "a*b?c$", name));
    QVERIFY(!matches("a${*}b", "axb", name));
    QVERIFY(matches("$x${", "$x${", name));
    QVERIFY(matches("${aws:other, broken}", "${aws:other, broken}", name));
    const TextPattern other("${aws:other}", rules);
    const auto resolved = other.resolve(name);
    QCOMPARE(resolved.key, std::string("aws:other"));
    QVERIFY(resolved.state == VariableValue::State::Absent);
  }

  void variablesAreTextInOldVersions() {
    TextPattern::Rules rules;
    rules.variables = false;
    const TextPattern pattern("${aws:username}", rules);
    QVERIFY(!pattern.hasVariables());
    QVERIFY(globMatches(pattern.resolve({}).get(), "${aws:username}"));
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsPattern)
#include "tst_access_aws_pattern.moc"
