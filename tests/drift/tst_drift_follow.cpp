// SPDX-License-Identifier: Apache-2.0
#include "models/drift/change.h"

#include <QTest>

using namespace countersign;
using namespace countersign::drift;

namespace {

Instant hour(int h) {
  return *parseRfc3339("2026-11-18T00:00:00Z") + std::chrono::hours(h);
}

AuditMark mark(std::int64_t event, Instant at) {
  return {event, 1, at, "iam:PutRolePolicy", "oncall", "console", ""};
}

/// Looked at every 24 hours from the first on; applied from hour 24 to `until`.
PlaceHistory place(std::vector<AuditMark> marks, std::optional<int> until = {}) {
  PlaceHistory out;
  out.name = "aws-prod";
  out.looks = {hour(0), hour(24), hour(48), hour(72)};
  out.stretches = {{hour(0), Tri::No, Tri::No, "not applied"}, {hour(24), Tri::Yes, Tri::Yes, {}}};
  if (until) out.stretches.push_back({hour(*until), Tri::No, Tri::No, "not applied"});
  out.marks = std::move(marks);
  return out;
}

const Request asked{{hour(2), hour(2)}, std::nullopt, false};
const FollowOptions options{hour(73), std::chrono::hours(1), {}};

Request askedUntil(int end) {
  return {{hour(2), hour(2)}, hour(end), false};
}

} // namespace

/// When a change was done, as far as the audit trail and the looks allow to know.
class TestDriftFollow : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void oneEventSaysWhen() {
    const PlaceOutcome out = followIn(place({mark(1, hour(5))}), asked, options);
    QCOMPARE(out.state, ChangeState::Held);
    QVERIFY(out.landed == (Between{hour(5), hour(5)}));
    QCOMPARE(out.mark->event, std::int64_t{1});
  }

  void noEventLeavesTheLooks() {
    const PlaceOutcome out = followIn(place({mark(1, hour(30))}), asked, options);
    QVERIFY(out.landed == (Between{hour(2), hour(24)}));
    QVERIFY(!out.mark);
  }

  /// Nobody can tell which of them did it: it was done with the last of them at the latest.
  void severalEventsAreAnInterval() {
    const PlaceOutcome out = followIn(
        place({mark(1, hour(1)), mark(2, hour(5)), mark(3, hour(6)), mark(4, hour(9)), mark(5, hour(30))}),
        asked, options);
    QVERIFY(out.landed == (Between{hour(5), hour(9)}));
    QCOMPARE(out.mark->event, std::int64_t{4});
  }

  void nothingIsDoneAfterItWasSeen() {
    using std::chrono::seconds;
    const FollowOptions skewed{hour(73), std::chrono::hours(1), seconds(90)};
    const PlaceOutcome out = followIn(place({mark(1, hour(24) + seconds(80))}), asked, skewed);
    QVERIFY(out.landed == (Between{hour(24), hour(24)}));
    QVERIFY(out.mark.has_value());
    // Without any known skew the event is none that did it.
    QVERIFY(!followIn(place({mark(1, hour(24) + seconds(80))}), asked, options).mark);
  }

  void undoneByItsLastEvent() {
    const PlaceOutcome out =
        followIn(place({mark(1, hour(5)), mark(2, hour(26)), mark(3, hour(40))}, 48), asked, options);
    QCOMPARE(out.state, ChangeState::RolledBack);
    QCOMPARE(out.undone, std::optional(hour(48)));
    QCOMPARE(out.undoing->event, std::int64_t{3});
  }

  /// Taken away ten minutes before its end: that is what closed it.
  void closedBeforeItsEnd() {
    const PlaceOutcome out =
        followIn(place({mark(1, hour(5)), mark(2, hour(30))}, 48), askedUntil(31), options);
    QCOMPARE(out.state, ChangeState::Closed);
    QCOMPARE(out.undone, std::optional(hour(48)));
    QVERIFY(out.undoing && out.undoing->event == 2);
    QVERIFY(out.landed == (Between{hour(5), hour(5)}));
  }

  void closedAfterItsEnd() {
    const PlaceOutcome out =
        followIn(place({mark(1, hour(5)), mark(2, hour(35))}, 48), askedUntil(31), options);
    QCOMPARE(out.state, ChangeState::Closed);
    QVERIFY(out.undoing && out.undoing->event == 2);
  }

  /// Given and taken between two looks: no look saw it go.
  void closedWithoutHavingBeenSeen() {
    PlaceHistory unseen = place({mark(1, hour(5)), mark(2, hour(6))});
    unseen.stretches.resize(1);
    const PlaceOutcome out = followIn(unseen, askedUntil(7), options);
    QCOMPARE(out.state, ChangeState::Closed);
    QVERIFY(!out.landed && !out.shown && !out.undone && !out.undoing);
  }

  void openAfterItsEnd() {
    const PlaceOutcome out = followIn(place({mark(1, hour(5))}), askedUntil(31), options);
    QCOMPARE(out.state, ChangeState::StillOpen);
    QVERIFY(out.landed == (Between{hour(5), hour(5)}));
  }
};

QTEST_APPLESS_MAIN(TestDriftFollow)
#include "tst_drift_follow.moc"
