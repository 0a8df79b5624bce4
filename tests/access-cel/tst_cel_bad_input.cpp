// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/iam.h"

#include <QTest>
#include <ctime>

using namespace countersign;
using namespace countersign::cel;

namespace {

std::string repeated(std::string_view text, std::size_t n) {
  std::string out;
  out.reserve(text.size() * n);
  for (std::size_t i = 0; i < n; ++i)
    out += text;
  return out;
}

/// Seconds of the processor, which a busy machine does not stretch.
double spent(const std::function<void()>& work) {
  const std::clock_t from = std::clock();
  work();
  return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
}

constexpr double bound = 10; ///< seconds, generous: also below sanitizers

} // namespace

class TestCelBadInput : public QObject {
  Q_OBJECT

private Q_SLOTS:
  /// Whatever it is: an answer that is not evaluated and says why, soon.
  void isNotEvaluated_data() {
    QTest::addColumn<QByteArray>("condition");
    const auto row = [](const char* title, const std::string& text) {
      QTest::newRow(title) << QByteArray::fromStdString(text);
    };
    const std::size_t deep = 10'000;
    row("brackets", repeated("(", deep) + "true" + repeated(")", deep));
    row("open brackets", repeated("(", deep));
    row("lists", repeated("[", deep) + repeated("]", deep));
    row("maps", repeated("{1:", deep) + "1" + repeated("}", deep));
    row("calls", repeated("f(", deep) + "1" + repeated(")", deep));
    row("not", repeated("!", deep) + "true");
    row("minus", repeated("-", deep) + "x");
    row("choices", repeated("true ? ", deep) + "1" + repeated(": 1", deep));
    row("choices to the right", repeated("true ? 1 : ", deep) + "1");
    row("fields", "a" + repeated(".b", deep));
    row("fields of a name of a type", "a" + repeated(".Timestamp", deep));
    row("indexes", "a" + repeated("[0]", deep));
    row("methods", "a" + repeated(".f()", deep));
    row("sums", "1" + repeated(" + 1", deep));
    row("comparisons", "1" + repeated(" == 1", deep));
    row("macros", repeated("[1].map(x, ", deep) + "x" + repeated(")", deep));
    row("macros on macros", "[1]" + repeated(".map(x, x)", deep));
    row("a text without end", "'" + repeated("a", 200'000));
    row("a long text", "'" + repeated("a", 300'000) + "'");
    row("a long number", repeated("9", 100'000));
    row("a long fraction", "1e" + repeated("9", 100'000));
    row("no UTF-8", "'\xff\xfe'");
    row("a zero", std::string("true \0 false", 12));
    row("many tokens", repeated("1,", 120'000));
    row("empty", "");
    row("blanks", repeated(" ", 1000));
    row("comment", "// true");
  }
  void isNotEvaluated() {
    QFETCH(const QByteArray, condition);
    Answer out;
    const double seconds = spent([&] { out = answer(condition.toStdString(), Question{}); });
    QVERIFY(out.verdict == Verdict::NotEvaluated);
    QCOMPARE(out.missing.size(), std::size_t{1});
    QVERIFY2(out.missing[0].size() < 1000, "the reason is short");
    QVERIFY2(seconds < bound, std::to_string(seconds).c_str());
  }

  /// Long but flat is no harm.
  void longIsFine_data() {
    QTest::addColumn<QByteArray>("condition");
    QTest::newRow("and") << QByteArray::fromStdString("true" + repeated(" && true", 10'000));
    QTest::newRow("or") << QByteArray::fromStdString("false" + repeated(" || false", 10'000) + " || true");
    QTest::newRow("list") << QByteArray::fromStdString("1 in [" + repeated("0, ", 10'000) + "1]");
    QTest::newRow("patterns") << QByteArray::fromStdString("'a'.matches('a')" +
                                                           repeated(" && 'a'.matches('^a$')", 300));
  }
  void longIsFine() {
    QFETCH(const QByteArray, condition);
    const Answer out = answer(condition.toStdString(), Question{});
    QVERIFY2(out.verdict == Verdict::Allowed, out.missing.empty() ? "" : out.missing[0].c_str());
  }

  /// What explodes ends at the limit of steps.
  void explodes_data() {
    QTest::addColumn<QByteArray>("condition");
    const std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    std::string nested = "true", mapped = "1";
    for (int i = 0; i < 12; ++i) {
      nested = ten + ".all(x" + std::to_string(i) + ", " + nested + ")";
      mapped = ten + ".map(x" + std::to_string(i) + ", " + mapped + ")";
    }
    std::string doubled = "['aaaaaaaaaaaaaaaa']", twins = "[1]";
    for (int i = 0; i < 60; ++i) {
      doubled += ".map(x, x + x)";
      twins = twins + ".map(x, [x, x])";
    }
    const auto row = [](const char* title, const std::string& text) {
      QTest::newRow(title) << QByteArray::fromStdString(text);
    };
    row("nested all", nested);
    row("nested map", mapped + " == []");
    row("doubled text", doubled + " == []");
    row("doubled list", "[[1]]" + repeated(".map(x, x + x)", 60) + " == []");
    row("twins compared", twins + " == " + twins);
    row("patterns made on the way", ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten +
                                        ".all(d, " +
                                        "string(a).matches('(x{900}){' + string(d) + '}|.*')))))");
    row("a pattern that is too large", "'a'.matches('((a{100}){100}){100}')  || false");
  }
  void explodes() {
    QFETCH(const QByteArray, condition);
    const auto program = Program::parse(condition.toStdString());
    QVERIFY2(program, program ? "" : program.error().text().c_str());
    Value out;
    const double seconds = spent([&] { out = program->evaluate(Environment()); });
    QVERIFY2(seconds < bound, std::to_string(seconds).c_str());
    const bool refusedByEngine = out.isFault() && condition.contains("{100}");
    QVERIFY2(out.isUnknown() || refusedByEngine, describe(out).c_str());
    if (out.isUnknown()) QVERIFY(!out.asUnknown().reasons.empty());
  }

  /// Values from outside: long texts against long needles and patterns.
  void longValues() {
    Environment environment(true);
    environment.set("text", Value::text(repeated("a", 1 << 20)));
    environment.set("needle", Value::text(repeated("a", 1 << 19) + "b"));
    for (const char* text : {"text.contains(needle)", "text.matches('(a|aa)+$b')",
                             "text.matches('(a*)*(a*)*b')", "text.extract('a{x}b') != ''"}) {
      Value out;
      const double seconds = spent([&] { out = Program::parse(text).value().evaluate(environment); });
      QVERIFY2(out.isBool(false), describe(out).c_str());
      QVERIFY2(seconds < bound, text);
    }
    const Value out = Program::parse("text.extract(needle + '{x}')").value().evaluate(environment);
    QVERIFY(out.isUnknown());
  }

  /// The limit gives no verdict, wherever it is reached.
  void everyLimitIsUnknownOrRight() {
    const auto program =
        Program::parse("[1, 2, 3].exists(x, 'abc'.contains('d') || x in [4, 5, 3]) && !(7 in [1, 2, 3])");
    QVERIFY(program);
    bool reached = false;
    for (std::uint64_t steps = 0; steps < 200; ++steps) {
      const Value out = program->evaluate(Environment(true), steps);
      QVERIFY2(out.isUnknown() || out.isBool(true), describe(out).c_str());
      QVERIFY(!reached || out.isBool(true));
      reached = reached || out.isBool(true);
    }
    QVERIFY(reached);
  }
};

QTEST_GUILESS_MAIN(TestCelBadInput)
#include "tst_cel_bad_input.moc"
