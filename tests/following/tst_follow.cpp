// SPDX-License-Identifier: Apache-2.0
#include "models/drift/latency.h"

#include <QTest>

using namespace countersign;
using namespace countersign::drift;

namespace {

/// Minute `m` of the day of the tests.
Instant at(int m) {
  return fromMicros(1'790'000'000'000'000) + std::chrono::minutes(m);
}

Stretch yes(int m, Tri effective = Tri::Yes) {
  return {at(m), Tri::Yes, effective, effective == Tri::Yes ? "" : "denied by SCP"};
}
Stretch no(int m) {
  return {at(m), Tri::No, Tri::No, "still there"};
}

PlaceHistory place(std::vector<Stretch> stretches, std::vector<int> looks) {
  PlaceHistory out;
  out.source = 7;
  out.name = "aws-prod";
  out.stretches = std::move(stretches);
  for (const int m : looks)
    out.looks.push_back(at(m));
  return out;
}

AuditMark mark(int m, const char* who = "platform-admin") {
  return {m, 1, at(m), "iam:PutRolePolicy", who, "198.51.100.24", {}};
}

const FollowOptions options{at(1000), std::chrono::minutes(60), Micros{0}};

Request asked(int m, bool takes = false) {
  return {{at(m), at(m)}, {}, takes};
}

std::string stateOf(const PlaceOutcome& o) {
  return std::string(name(o.state));
}

} // namespace

class TestFollow : public QObject {
  Q_OBJECT

private Q_SLOTS:
  /// Between the look that does not show it and the one that does.
  void landsBetweenTwoLooks() {
    const PlaceOutcome o = followIn(place({no(0), yes(30)}, {0, 20, 30}), asked(10), options);
    QCOMPARE(stateOf(o), std::string("effective"));
    QVERIFY(o.landed == (Between{at(20), at(30)}));
    QVERIFY(o.shown == at(30));
    const Latency l = latency({at(10), at(10)}, *o.landed);
    QVERIFY(l == (Latency{std::chrono::minutes(10), std::chrono::minutes(20)}));
  }

  /// The audit trail says when it was, to the second.
  void landsWithItsEvent() {
    PlaceHistory p = place({no(0), yes(30)}, {0, 30});
    p.marks = {mark(5), mark(17), mark(40)};
    const PlaceOutcome o = followIn(p, asked(10), options);
    QVERIFY(o.landed == (Between{at(17), at(17)}));
    QVERIFY(o.mark && o.mark->event == 17);
  }

  void heldWhenALaterLookAgrees() {
    const PlaceOutcome o = followIn(place({no(0), yes(30)}, {0, 30, 60, 90}), asked(10), options);
    QCOMPARE(stateOf(o), std::string("held"));
    QCOMPARE(o.agreeing, std::size_t{2});
  }

  void appliedButDenied() {
    const PlaceOutcome o = followIn(place({no(0), yes(30, Tri::No)}, {0, 30, 60}), asked(10), options);
    QCOMPARE(stateOf(o), std::string("applied"));
    QCOMPARE(o.left, std::string("denied by SCP"));
  }

  void effectiveOnlyPerhaps() {
    const PlaceOutcome o = followIn(place({no(0), yes(30, Tri::Conditional)}, {0, 30}), asked(10), options);
    QCOMPARE(stateOf(o), std::string("applied"));
    const PlaceOutcome held =
        followIn(place({no(0), yes(30, Tri::Conditional)}, {0, 30, 60}), asked(10), options);
    QCOMPARE(stateOf(held), std::string("held"));
    QVERIFY(!held.left.empty());
  }

  void returned() {
    PlaceHistory p = place({no(0), yes(30), no(60)}, {0, 30, 60});
    p.marks = {mark(20), mark(50, "somebody-else")};
    const PlaceOutcome taken = followIn(p, asked(10, true), options);
    QCOMPARE(stateOf(taken), std::string("returned"));
    QVERIFY(taken.undone == at(60));
    QVERIFY(taken.undoing && taken.undoing->who == "somebody-else");
    QCOMPARE(stateOf(followIn(p, asked(10, false), options)), std::string("rolled-back"));
  }

  /// What counts is how it is now; that it was otherwise meanwhile is said.
  void goneAgain() {
    const PlaceOutcome o =
        followIn(place({no(0), yes(30), no(60), yes(90)}, {0, 30, 60, 90, 120}), asked(10, true), options);
    QCOMPARE(stateOf(o), std::string("held"));
    QVERIFY(o.why.find("undone between") != std::string::npos);
  }

  /// A look before its time was up proves nothing; one after it does.
  void neverLanded() {
    QCOMPARE(stateOf(followIn(place({no(0)}, {0, 40}), asked(10), options)), std::string("requested"));
    QCOMPARE(stateOf(followIn(place({no(0)}, {0, 40, 70}), asked(10), options)), std::string("never-landed"));
    QCOMPARE(stateOf(followIn(place({no(0)}, {0}), asked(10), options)), std::string("requested"));
  }

  /// A partial export never proves that something is gone: it is no look, and opens no stretch.
  void partialProvesNothing() {
    const PlaceOutcome o =
        followIn(place({{at(0), Tri::Unknown, Tri::Unknown, "a part is partial"}}, {0, 200}), asked(10, true),
                 options);
    QCOMPARE(stateOf(o), std::string("unknown"));
  }

  void alreadySo() {
    const PlaceOutcome o = followIn(place({yes(0)}, {0, 30}), asked(10), options);
    QCOMPARE(stateOf(o), std::string("already-so"));
    QVERIFY(!o.landed);
  }

  void windows() {
    Request r = asked(10);
    r.until = at(100);
    // Gone in the first look after the end.
    QCOMPARE(stateOf(followIn(place({no(0), yes(30), no(120)}, {0, 30, 120}), r, options)),
             std::string("closed"));
    // Still there after the end.
    QCOMPARE(stateOf(followIn(place({no(0), yes(30)}, {0, 30, 120}), r, options)), std::string("still-open"));
    // No look since the end.
    QCOMPARE(stateOf(followIn(place({no(0), yes(30)}, {0, 30, 60}), r, options)), std::string("held"));
    // Gone early.
    QCOMPARE(stateOf(followIn(place({no(0), yes(30), no(60)}, {0, 30, 60, 120}), r, options)),
             std::string("closed"));
    // The window is still open.
    QCOMPARE(stateOf(followIn(place({no(0), yes(30)}, {0, 30}), r, {at(50), std::chrono::minutes(60), {}})),
             std::string("effective"));
  }

  /// The trail's clock runs ahead: the event is found, where the difference is known.
  void clockSkew() {
    PlaceHistory p = place({no(0), yes(30)}, {0, 30});
    p.marks = {mark(32)};
    QVERIFY(!followIn(p, asked(10), options).mark);
    QVERIFY(followIn(p, asked(10), {at(1000), std::chrono::minutes(60), std::chrono::minutes(3)}).mark);
  }

  void together_data() {
    QTest::addColumn<QStringList>("places");
    QTest::addColumn<QString>("all");
    const auto row = [](const char* all, QStringList places) {
      QTest::newRow(all) << places << QString::fromUtf8(all);
    };
    row("held", {QStringLiteral("held"), QStringLiteral("held")});
    row("effective", {QStringLiteral("held"), QStringLiteral("effective")});
    row("applied", {QStringLiteral("held"), QStringLiteral("applied"), QStringLiteral("already-so")});
    row("partly-landed", {QStringLiteral("held"), QStringLiteral("never-landed")});
    row("never-landed", {QStringLiteral("requested"), QStringLiteral("never-landed")});
    row("returned", {QStringLiteral("held"), QStringLiteral("returned"), QStringLiteral("never-landed")});
    row("still-open", {QStringLiteral("closed"), QStringLiteral("still-open")});
    row("closed", {QStringLiteral("closed")});
    row("already-so", {QStringLiteral("already-so")});
    row("requested", {QStringLiteral("requested"), QStringLiteral("unknown")});
    row("unknown", {});
  }
  void together() {
    QFETCH(QStringList, places);
    QFETCH(QString, all);
    std::vector<PlaceOutcome> outcomes;
    for (const QString& p : places) {
      outcomes.emplace_back();
      const auto state = changeStateFrom(p.toStdString());
      QVERIFY(state);
      outcomes.back().state = *state;
    }
    QCOMPARE(QString::fromStdString(std::string(name(combined(outcomes)))), all);
  }

  void percentilesOfIntervals() {
    std::vector<Latency> all;
    for (int i = 1; i <= 100; ++i)
      all.push_back({std::chrono::seconds(i), std::chrono::seconds(10 * i)});
    const Percentiles p = percentiles(all);
    QCOMPARE(p.count, std::size_t{100});
    QVERIFY(p.p50 == (Latency{std::chrono::seconds(50), std::chrono::seconds(500)}));
    QVERIFY(p.p95 == (Latency{std::chrono::seconds(95), std::chrono::seconds(950)}));
    QVERIFY(p.worst == (Latency{std::chrono::seconds(100), std::chrono::seconds(1000)}));
    QCOMPARE(percentiles({}).count, std::size_t{0});
    std::size_t counted = 0;
    const auto bars = histogram(all);
    for (std::size_t i = 0; i < bars.size(); ++i) {
      counted += bars[i].count;
      if (i > 0) QVERIFY(bars[i].above == bars[i - 1].upTo);
    }
    QCOMPARE(counted, all.size());
    QVERIFY(histogram({}).empty());
  }

  void neverLessThanNothing() {
    const Latency l = latency({at(10), at(20)}, {at(5), at(15)});
    QVERIFY(l.least.count() == 0);
    QVERIFY(l.most == std::chrono::minutes(5));
  }
};

QTEST_APPLESS_MAIN(TestFollow)
#include "tst_follow.moc"
