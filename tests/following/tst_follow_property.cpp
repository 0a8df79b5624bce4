// SPDX-License-Identifier: Apache-2.0
#include "models/drift/change.h"

#include <QRandomGenerator>
#include <QTest>

#include <random>

using namespace countersign;
using namespace countersign::drift;

namespace {

constexpr int length = 60; ///< minutes of one history

Instant at(int m) {
  return fromMicros(1'790'000'000'000'000) + std::chrono::minutes(m);
}

/// What a system really held, minute by minute, and when it was looked at completely.
struct Truth {
  std::array<bool, length> there{};
  std::vector<int> looks; ///< ascending; nothing is known before the first
};

Truth drawTruth(std::mt19937& random) {
  Truth t;
  bool there = random() % 2 == 0;
  for (int m = 0; m < length; ++m) {
    if (random() % 12 == 0) there = !there;
    t.there[static_cast<std::size_t>(m)] = there;
    if (random() % 6 == 0) t.looks.push_back(m);
  }
  if (t.looks.empty()) t.looks.push_back(0);
  return t;
}

/// What looks make of it: the program's own input.
PlaceHistory seenOf(const Truth& t) {
  PlaceHistory out;
  for (const int m : t.looks) {
    out.looks.push_back(at(m));
    const Tri now = t.there[static_cast<std::size_t>(m)] ? Tri::Yes : Tri::No;
    if (out.stretches.empty() || out.stretches.back().applied != now)
      out.stretches.push_back({at(m), now, now, {}});
  }
  return out;
}

/// What is known at a minute: what the newest look showed; nothing before the first.
std::optional<bool> knownAt(const Truth& t, int minute) {
  std::optional<bool> out;
  for (const int m : t.looks)
    if (m <= minute) out = t.there[static_cast<std::size_t>(m)];
  return out;
}

} // namespace

/// Held against counting minutes.
class TestFollowProperty : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void states() {
    const std::uint32_t seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 20'000; ++round) {
      const Truth t = drawTruth(random);
      const int request = static_cast<int>(random() % length), limit = static_cast<int>(random() % 20);
      const bool takes = random() % 2 == 0;
      const PlaceOutcome o = followIn(seenOf(t), {{at(request), at(request)}, {}, takes},
                                      {at(length), std::chrono::minutes(limit), Micros{0}});
      check(t, request, limit, takes, o);
      if (QTest::currentTestFailed()) {
        qWarning("round %d, request %d, limit %d: %s", round, request, limit,
                 std::string(name(o.state)).c_str());
        return;
      }
    }
  }

private:
  void check(const Truth& t, int request, int limit, bool takes, const PlaceOutcome& o) {
    // The first minute from the request on at which it was known to be so.
    int shown = -1;
    bool lateLook = false;
    for (int m = request; m < length && shown < 0; ++m)
      if (knownAt(t, m).value_or(false)) shown = m;
    for (const int m : t.looks)
      lateLook = lateLook || m >= request + limit;
    const bool last = knownAt(t, length).value_or(false);
    if (knownAt(t, request).value_or(false)) {
      // Seen before, or in the very look of that minute.
      bool before = false;
      for (const int m : t.looks)
        before = before || m <= request;
      QVERIFY(before);
      if (last)
        QVERIFY(o.state == ChangeState::AlreadySo);
      else
        QVERIFY(o.state == (takes ? ChangeState::Returned : ChangeState::RolledBack));
      return;
    }
    if (shown < 0) {
      QVERIFY(!o.landed && !o.shown);
      QVERIFY(o.state == (lateLook ? ChangeState::NeverLanded : ChangeState::Requested));
      return;
    }
    QVERIFY(o.shown == at(shown));
    int lower = request;
    for (const int m : t.looks)
      if (m < shown && m > lower) lower = m;
    QVERIFY(o.landed && o.landed->after == at(lower) && o.landed->by == at(shown));
    // The truth lies inside: it became so after `lower`, at `shown` at the latest.
    QVERIFY(t.there[static_cast<std::size_t>(shown)]);
    std::size_t agreeing = 0;
    for (const int m : t.looks)
      agreeing += m > shown ? 1U : 0U;
    if (!last) {
      QVERIFY(o.state == (takes ? ChangeState::Returned : ChangeState::RolledBack));
      return;
    }
    QVERIFY(o.agreeing == agreeing);
    QVERIFY(o.state == (agreeing > 0 ? ChangeState::Held : ChangeState::Effective));
  }
};

QTEST_APPLESS_MAIN(TestFollowProperty)
#include "tst_follow_property.moc"
