// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern_language.h"

#include <QRandomGenerator>
#include <QTest>

using namespace countersign::pattern;

namespace {

/// By definition, without regard to time.
bool slowMatches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return slowMatches(pattern.substr(1), text) || (!text.empty() && slowMatches(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         slowMatches(pattern.substr(1), text.substr(1));
}

std::string randomPattern(QRandomGenerator& generator) {
  std::string out(static_cast<std::size_t>(generator.bounded(6)), ' ');
  for (char& c : out)
    c = "ab**?"[generator.bounded(5)];
  return out;
}

/// Texts of the letters of the patterns and of one that is in none, long enough ("?aaa*" and "*ba?b" need
/// eight) to tell patterns of five symbols apart.
std::vector<std::string> texts() {
  std::vector<std::string> out{""};
  for (std::size_t begin = 0; begin < out.size(); ++begin)
    if (out[begin].size() < 8)
      for (const char c : {'a', 'b', 'x'})
        out.push_back(out[begin] + c);
  return out;
}

Glob glob(const std::string& text) {
  return Glob(wildcardSymbols(text), text);
}

} // namespace

class TestAccessAwsLanguage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void coversAndOverlapsAsByDefinition() {
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    const std::vector<std::string> all = texts();
    for (int i = 0; i < 3'000; ++i) {
      const std::string a = randomPattern(generator), b = randomPattern(generator);
      bool common = false, outside = false;
      for (const std::string& text : all) {
        const bool inB = slowMatches(b, text);
        if (!inB) continue;
        (slowMatches(a, text) ? common : outside) = true;
        if (common && outside) break;
      }
      const std::string what = a + " and " + b + ", seed " + std::to_string(seed);
      QVERIFY2((overlaps(glob(a), glob(b)) == Truth::Yes) == common, what.c_str());
      QVERIFY2((covers(glob(a), glob(b)) == Truth::Yes) == !outside, what.c_str());
    }
  }

  /// What is left of some patterns without some others: the same as by trying out texts, and the example is
  /// one.
  void remaindersAsByDefinition() {
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    const std::vector<std::string> all = texts();
    for (int i = 0; i < 2'000; ++i) {
      std::vector<std::string> in(static_cast<std::size_t>(generator.bounded(3))), out(1 + in.size());
      Language language;
      for (std::string& pattern : in)
        language.all.push_back(glob(pattern = randomPattern(generator)));
      for (std::string& pattern : out)
        language.none.push_back(glob(pattern = randomPattern(generator)));
      const auto contains = [&](const std::string& text) {
        return std::all_of(in.begin(), in.end(), [&](const auto& p) { return slowMatches(p, text); }) &&
               std::none_of(out.begin(), out.end(), [&](const auto& p) { return slowMatches(p, text); });
      };
      const bool any = std::any_of(all.begin(), all.end(), contains);
      const SomeText found = someText(language);
      QVERIFY(found.exists != Truth::Undecided);
      QVERIFY2(!any || found.exists == Truth::Yes, std::to_string(seed).c_str());
      if (found.exists == Truth::Yes)
        QVERIFY2(contains(found.text), (found.text + " " + std::to_string(seed)).c_str());
    }
  }

  void coversWhatOnlyAWholeLanguageShows() {
    QVERIFY(covers(glob("*?"), glob("?*")) == Truth::Yes);
    QVERIFY(covers(glob("*a?*"), glob("a*b")) == Truth::Yes); // "ab", or a character after the a
    QVERIFY(covers(glob("*a?"), glob("a*b")) == Truth::No);
    QCOMPARE(someText({{glob("s3:*")}, {glob("s3:get*"), glob("s3:?")}}).text, std::string("s3:"));
    QVERIFY(someText({{glob("a*")}, {glob("a"), glob("a?*")}}).exists == Truth::No);
  }

  void characters() {
    QVERIFY(covers(glob("?"), glob("\xC3\xA4")) == Truth::Yes);
    QVERIFY(covers(glob("??"), glob("\xC3\xA4")) == Truth::No);
    QVERIFY(overlaps(glob("a?c"), glob("a\xE2\x82\xAC*")) == Truth::Yes);
    QCOMPARE(someText({{glob("*\xE2\x82\xAC")}, {glob("?")}}).exists, Truth::Yes);
    QVERIFY(QString::fromStdString(someText({{glob("*\xE2\x82\xAC")}, {glob("?")}}).text)
                .endsWith(QChar(0x20AC)));
  }

  void variablesAreTextsThatAreNotKnown() {
    const auto symbols = [](const char* before, std::uint16_t variable, const char* after) {
      Symbols out = wildcardSymbols(before);
      out.push_back(variable);
      const Symbols rest = wildcardSymbols(after);
      out.insert(out.end(), rest.begin(), rest.end());
      return Glob(out);
    };
    const Glob ann = symbols("home/", firstVariable, "/*"), bob = symbols("home/", firstVariable + 1, "/*");
    QVERIFY(ann.hasVariables());
    QVERIFY(covers(glob("home/*"), ann) == Truth::Yes);
    QVERIFY(covers(ann, symbols("home/", firstVariable, "/a")) == Truth::Yes);
    QVERIFY(covers(ann, bob) == Truth::No);
    QVERIFY(covers(glob("home/?/*"), ann) == Truth::No); // its value may be longer
    QVERIFY(ann.widened() == glob("home/*/*"));
  }

  /// Patterns that make the states of a search grow exponentially are given up on, in time.
  void isBounded() {
    std::string far = "*a", mark;
    for (int i = 0; i < 40; ++i) {
      far += '?';
      mark += "?*b";
    }
    const SomeText found =
        someText({{glob(mark), glob("*a" + mark)}, {glob(far), glob("*b" + far + "?"), glob(far + "a")}});
    QVERIFY(found.exists != Truth::No);
    const std::string longest(20'000, 'a');
    QVERIFY(covers(glob("*" + longest), glob(longest + "*")) == Truth::Undecided);
    QVERIFY(overlaps(glob("*" + longest), glob(longest + "*")) == Truth::Undecided);
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsLanguage)
#include "tst_access_aws_language.moc"
