// SPDX-License-Identifier: Apache-2.0
#include "models/drift/states.h"
#include "planes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

std::string textOf(const drift::States& states) {
  std::string out;
  for (const drift::State& s : states) {
    const bool whole = s.part.whole || !s.rest.empty();
    out += std::string(nameOf(s.part.given)) + " " + (whole ? s.grant->action : s.part.action) + " on " +
           (whole ? s.grant->resource : s.part.resource) + (s.rest.empty() ? "" : ": " + s.rest) + "\n";
  }
  return out;
}
std::string applied(const Compared& c) {
  return textOf(drift::appliedStates(c.plane, *c.result));
}
std::string missing(const Compared& c) {
  return textOf(drift::missingStates(c.plane, *c.result));
}

/// Statements that are about "s3:<letter>*" on a bucket of its own.
std::string letters(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const std::string letter(1, static_cast<char>('a' + i));
    out += (i == 0 ? "" : ",") + allow("'s3:" + letter + "*'", "'arn:aws:s3:::" + letter + "/*'");
  }
  return out;
}

} // namespace

/// Permissions in three states, few enough to be read.
class TestDriftStates : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void alikeIsOne() {
    const Compared c = awsCompared(allow("'s3:get*','s3:list*'", "'*'"), allow("'s3:*'", "'*'"));
    QCOMPARE(applied(c), std::string("no s3:* but not s3:get*, s3:list* on *\nyes s3:get*, s3:list* on *\n"));
    QCOMPARE(missing(c), std::string());
    const Compared r = awsCompared(allow("'s3:*'", "'*'"), allow("'s3:get*'", "'a','b'"));
    QCOMPARE(applied(r), std::string("yes s3:get* on a\nyes s3:get* on b\n"));
    QCOMPARE(missing(r), std::string("no s3:* but not s3:get* on *\nno s3:get* on * but not a, b\n"));
  }

  void placesOfOneAction() {
    const Compared c = awsCompared(allow("'s3:get*'", "'a','b'"), allow("'s3:get*'", "'*'"));
    QCOMPARE(applied(c), std::string("no s3:get* on * but not a, b\nyes s3:get* on a, b\n"));
  }

  /// Too many parts: one line, with what is not given, or with what is, whichever is few.
  void manyPartsAreOne() {
    QCOMPARE(applied(awsCompared(letters(3), allow("'s3:*'", "'*'"))),
             std::string(
                 "no s3:* on *: s3:* but not s3:a*, s3:b*, s3:c* on *; s3:c* on * but not arn:aws:s3:::c/*; "
                 "s3:b* on * but not arn:aws:s3:::b/*; s3:a* on * but not arn:aws:s3:::a/*\n"));
    const std::string eight = applied(awsCompared(letters(8), allow("'s3:*'", "'*'")));
    QVERIFY2(eight.find("no s3:* on *: all but s3:a* on arn:aws:s3:::a/*; ") == 0, eight.c_str());
    const std::string ten = applied(awsCompared(letters(10), allow("'s3:*'", "'*'")));
    QVERIFY2(ten.find("; and 3 more\n") != std::string::npos, ten.c_str());
  }

  /// The other way round: what is requested and not applied.
  void manyMissingPartsAreOne() {
    const std::string text = missing(awsCompared(allow("'s3:*'", "'*'"), letters(8)));
    QVERIFY2(text.find("no s3:* on *: all but s3:a* on arn:aws:s3:::a/*; ") == 0, text.c_str());
  }

  /// Parts of many permissions stay within a bound, and none is lost.
  void aRecordStaysShort() {
    std::string actions;
    for (int i = 0; i < 200; ++i)
      actions += (i == 0 ? "'" : ",'") + ("s3:a" + std::to_string(i)) + "x*'";
    const Compared c = awsCompared(allow("'s3:*'", "'*b*'"), allow(actions, "'*'"));
    const drift::States states = drift::appliedStates(c.plane, *c.result);
    QVERIFY2(states.size() > 200 && states.size() <= 250, std::to_string(states.size()).c_str());
    std::set<const Grant*> seen;
    for (const drift::State& s : states) {
      seen.insert(s.grant);
      QVERIFY(s.part.given == Tri::No || (s.part.given == Tri::Yes && !s.part.whole));
      if (s.part.given == Tri::No) QVERIFY(!s.rest.empty() || s.part.resource == "* but not *b*");
    }
    QCOMPARE(seen.size(), std::size_t{200});
  }

  /// What the boundary denies fares on its own, and each of these parts was requested or not.
  void partsWithinWhatIsEffective() {
    const Compared c = awsCompared(allow("'s3:get*','s3:delete*'", "'*'"),
                                   allow("'s3:*'", "'*'") + "," + deny("'s3:delete*'", "'arn:aws:s3:::x/*'"));
    std::size_t denied = 0, given = 0;
    for (const drift::State& s : drift::appliedStates(c.plane, *c.result)) {
      if (s.grant->deny) continue;
      QVERIFY(s.row != nullptr && s.effectivePart);
      if (s.row->verdict == Tri::No) {
        ++denied;
        QCOMPARE(s.part.held, Tri::No);
        QCOMPARE(s.part.given, Tri::Yes);
      } else if (s.part.given == Tri::Yes) {
        ++given;
      }
    }
    QCOMPARE(denied, std::size_t{1});
    QVERIFY(given >= 1);
  }
};

QTEST_APPLESS_MAIN(TestDriftStates)
#include "tst_drift_states.moc"
