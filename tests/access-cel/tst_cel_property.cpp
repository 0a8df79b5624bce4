// SPDX-License-Identifier: Apache-2.0
#include "formula.h"
#include "models/access/cel/program.h"
#include "tests/seed.h"

#include <QByteArray>
#include <QTest>

using namespace countersign;
using namespace countersign::cel;
using formula::Formula;
using formula::Outcome;

namespace {

Environment environmentOf(const formula::Names& names) {
  Environment out(true);
  for (const auto& [name, value] : names)
    if (value.state == Outcome::State::Unknown)
      out.set(name, Value::unknownAttribute(name));
    else if (value.state != Outcome::State::Error)
      out.set(name, value.state == Outcome::State::Bool ? Value(value.number != 0) : Value(value.number));
  return out;
}

Outcome outcomeOf(const Value& v) {
  if (v.isUnknown()) return formula::unknown();
  if (v.is(Kind::Bool)) return formula::yesNo(v.asBool());
  return v.is(Kind::Int) ? formula::integer(v.asInt()) : formula::error();
}

const formula::Names names{{"i", formula::integer(2)},    {"j", formula::integer(-3)},
                           {"yes", formula::yesNo(true)}, {"no", formula::yesNo(false)},
                           {"u", formula::unknown()},     {"v", formula::unknown()}};

} // namespace

class TestCelProperty : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void initTestCase() { seed_ = countersign::test::testSeed(); }

  void sameAsTheDefinition() {
    formula::Maker maker(seed_);
    const Environment environment = environmentOf(names);
    std::map<Outcome::State, int> seen;
    for (int round = 0; round < 30'000; ++round) {
      const Formula one = maker.any(1 + round % 4);
      const std::string text = one.text();
      const auto program = Program::parse(text);
      QVERIFY2(program, text.c_str());
      const Value got = program->evaluate(environment);
      const Outcome expected = one.value(names);
      QVERIFY2(outcomeOf(got) == expected, (text + "\ngives " + describe(got)).c_str());
      ++seen[expected.state];
    }
    for (const auto state :
         {Outcome::State::Bool, Outcome::State::Int, Outcome::State::Error, Outcome::State::Unknown})
      QVERIFY(seen[state] > 500); // the formulas are not all of one kind
  }

  /// What is told although something is unknown holds whatever that turns out to be.
  void whatIsToldHolds() {
    formula::Maker maker(seed_ + 1);
    const Environment open = environmentOf(names);
    const std::vector<Outcome> turns{formula::yesNo(true), formula::yesNo(false), formula::integer(0),
                                     formula::integer(2), formula::error()};
    int told = 0;
    for (int round = 0; round < 5000; ++round) {
      const std::string text = maker.any(1 + round % 4).text();
      const auto program = Program::parse(text);
      QVERIFY(program);
      const Outcome early = outcomeOf(program->evaluate(open));
      if (early.state == Outcome::State::Unknown) continue;
      ++told;
      for (const Outcome& u : turns)
        for (const Outcome& v : turns) {
          formula::Names turned = names;
          turned["u"] = u;
          turned["v"] = v;
          QVERIFY2(outcomeOf(program->evaluate(environmentOf(turned))) == early, text.c_str());
        }
    }
    QVERIFY(told > 500);
  }

private:
  unsigned seed_ = 0;
};

QTEST_GUILESS_MAIN(TestCelProperty)
#include "tst_cel_property.moc"
