// SPDX-License-Identifier: Apache-2.0
#include "estate_desk.h"
#include "models/review/changes_in.h"
#include "models/review/loop_charts.h"
#include "models/review/overview_todo.h"
#include "models/review/trail_marks.h"
#include "models/store/records.h"
#include "models/store/workspace.h"

#include <algorithm>
#include <set>

using namespace countersign;
using namespace countersign::test;
using std::chrono::days;
using std::chrono::hours;

namespace {

SeenChangeRow seenAt(Instant at, bool requested) {
  SeenChangeRow row;
  row.at = at;
  row.requested = requested;
  return row;
}

std::size_t sum(const std::vector<ChangesBar>& bars) {
  std::size_t out = 0;
  for (const ChangesBar& bar : bars)
    out += bar.requested + bar.unrequested;
  return out;
}

ChangeRow changeIn(drift::ChangeState state, WishKind kind, RecordId record) {
  ChangeRow row;
  row.state = state;
  row.wish.kind = kind;
  row.record = record;
  return row;
}

const Todo* find(const std::vector<Todo>& list, TodoKind kind) {
  for (const Todo& todo : list)
    if (todo.kind == kind) return &todo;
  return nullptr;
}

} // namespace

class TestReviewOverview : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }

private Q_SLOTS:
  void initTestCase() {
    generate(path("estate"), 11, 24);
    if (QTest::currentTestFailed()) return;
    for (int day = 1; day <= estateDays; ++day)
      importAt(path("daily"), path("estate/day-" + std::to_string(day)), noon - days(estateDays - day));
  }

  /// An empty population is never complete, and nothing is made up about it.
  void emptyWorkspace() {
    QVERIFY(Desk::create(path("empty"), std::make_shared<FixedClock>(noon)));
    const auto desk = deskOn(path("empty"));
    const auto overview = desk->overview();
    QVERIFY2(overview, overview ? "" : overview.error().text().c_str());
    QCOMPARE(overview->records, std::size_t{0});
    QCOMPARE(overview->permissions, std::size_t{0});
    QVERIFY(overview->todo.empty());
    const auto fresh = desk->freshDays(30);
    QVERIFY(fresh && fresh->days.empty());
  }

  void figuresAreThoseOfTheLists() {
    const auto desk = deskOn(path("daily"));
    const auto o = desk->overview();
    QVERIFY2(o, o ? "" : o.error().text().c_str());
    const auto counted = [&](auto set) {
      RecordQuery query;
      set(query);
      return desk->recordIds(query)->size();
    };
    QVERIFY(o->records >= 20);
    QCOMPARE(o->records, counted([](RecordQuery&) {}));
    QCOMPARE(o->current, counted([](RecordQuery& q) { q.seals = {SealState::Current}; }));
    QCOMPARE(o->ageing, counted([](RecordQuery& q) { q.seals = {SealState::Ageing}; }));
    QCOMPARE(o->stands, counted([](RecordQuery& q) { q.standings = {StandingState::Stands}; }));
    const auto report = desk->drift({});
    QCOMPARE(o->differences, report->total);
    QCOMPARE(o->permissions, report->permissions);
    QCOMPARE(o->agree, report->agree);
    QCOMPARE(o->changes, desk->changes({})->size());
    const auto listed1 = desk->latencies({});
    QVERIFY(listed1);
    for (const LatencyRow& row : *listed1)
      if (row.leg == drift::Leg::Shown && row.by == "all") {
        QCOMPARE(o->latency.count, row.percentiles.count);
        QVERIFY(o->latency.p95 == row.percentiles.p95);
      }
  }

  void sourcesPastTheirWindowAreToDo() {
    const auto desk = deskOn(path("daily"), noon + days(40));
    const auto o = desk->overview();
    QVERIFY(o);
    std::size_t past = 0;
    const auto listed2 = desk->sources();
    QVERIFY(listed2);
    for (const SourceRow& s : *listed2)
      past += s.lastCaptured && o->at - *s.lastCaptured > s.window ? 1U : 0U;
    QVERIFY(past > 0);
    std::size_t said = 0;
    for (const Todo& todo : o->todo)
      if (todo.kind == TodoKind::SourcePastWindow) said += todo.count;
    QCOMPARE(said, past);
    QCOMPARE(o->current + o->ageing, std::size_t{0});
  }

  void sourcesWithoutPeopleAreToDoUntilThereAreSome() {
    const auto desk = deskOn(path("daily"));
    const auto without = [&] {
      const auto overview = desk->overview();
      std::size_t out = 0;
      for (const Todo& todo : overview->todo)
        if (todo.kind == TodoKind::SourceWithoutPeople) out += todo.count;
      return out;
    };
    QVERIFY(without() > 0);
    const auto listed3 = desk->sources();
    QVERIFY(listed3);
    for (const SourceRow& s : *listed3)
      QVERIFY(desk->setSourcePeople(s.id, "Cloud platform", "On-call"));
    QCOMPARE(without(), std::size_t{0});
  }

  void overdueExceptionsAreToDo() {
    const auto desk = deskOn(path("daily"));
    const auto ids = desk->recordIds({});
    QVERIFY(ids && ids->size() > 2);
    Workspace& w = desk->workspace();
    const auto decide = [&](RecordId id, Decision decision, Instant until) {
      StoredDecision d;
      d.decision = decision;
      d.at = noon - days(9);
      d.until = until;
      return w.transaction([&] { return RecordStore(w).setDecision(id, d); });
    };
    QVERIFY(decide((*ids)[0], Decision::Exception, noon - days(1)));
    QVERIFY(decide((*ids)[1], Decision::Exception, noon + days(1)));
    QVERIFY(decide((*ids)[2], Decision::Certify, noon - days(1))); // expired, and no exception
    const auto overview = desk->overview();
    const Todo* todo = find(overview->todo, TodoKind::ExceptionsOverdue);
    QVERIFY(todo != nullptr);
    QCOMPARE(todo->text, std::string("1 exception is overdue"));
    QVERIFY(todo->records == std::vector<RecordId>{(*ids)[0]});
  }

  void criticalFindingsAreToDo() {
    const auto desk = deskOn(path("daily"));
    std::map<Severity, std::set<RecordId>> listed;
    const auto all = desk->findings({});
    QVERIFY(all && !all->empty());
    for (const FindingRow& f : *all)
      listed[f.finding.severity].insert(f.record);
    QVERIFY(listed.size() > 1);
    std::set<RecordId> shown;
    for (const Severity s : {Severity::Low, Severity::Medium, Severity::High, Severity::Critical}) {
      const auto held = RecordStore(desk->workspace()).withFinding(s);
      QVERIFY(held && std::includes(listed[s].begin(), listed[s].end(), held->begin(), held->end()));
      shown.insert(held->begin(), held->end());
    }
    QVERIFY(!shown.empty());
    const auto overview = desk->overview();
    QVERIFY(overview);
    const Todo* todo = find(overview->todo, TodoKind::FindingsCritical);
    QCOMPARE(todo != nullptr, !listed[Severity::Critical].empty());
    if (todo != nullptr)
      QVERIFY(std::set<RecordId>(todo->records.begin(), todo->records.end()) == listed[Severity::Critical]);
  }

  /// Each point is what time travel says of that time; there is none before the first snapshot.
  void daysAreThoseOfTimeTravel() {
    const auto desk = deskOn(path("daily"));
    const auto fresh = desk->freshDays(30);
    QVERIFY2(fresh, fresh ? "" : fresh.error().text().c_str());
    QVERIFY(fresh->days.size() >= 2 && fresh->days.size() <= 5);
    QCOMPARE(fresh->every, std::size_t{1});
    Instant first = Instant::max();
    const auto listed4 = desk->snapshots();
    QVERIFY(listed4);
    for (const SnapshotRow& s : *listed4)
      first = std::min(first, s.capturedAt);
    std::size_t before = 0;
    for (const DayShare& day : fresh->days) {
      QVERIFY(day.at > first);
      RecordQuery then;
      if (day.at != noon) then.asOf = day.at;
      const auto counts = desk->facets(then);
      QCOMPARE(day.records, counts->total);
      const auto of = [&](const char* word) {
        return counts->seal.contains(word) ? counts->seal.at(word) : std::size_t{0};
      };
      QCOMPARE(day.fresh, of("current") + of("ageing"));
      before += day.fresh;
    }
    QVERIFY(before > 0);
    QVERIFY(fresh->days.back().at == noon);
    const NumberTable numbers = numbersOf(fresh->days);
    QCOMPARE(numbers.rows.size(), fresh->days.size());
    QCOMPARE(numbers.rows.back()[1], std::to_string(fresh->days.back().fresh));
  }

  void barsHoldEachChangeOnce() {
    const Instant today = *parseRfc3339("2026-11-20T00:00:00Z");
    const std::vector<SeenChangeRow> rows{
        seenAt(today, true), seenAt(today - std::chrono::microseconds(1), false), seenAt(noon, false),
        seenAt(noon - days(29), true), seenAt(noon + hours(1), true)}; // the last is later than now
    const auto all = changesBars(rows, {}, noon);
    QCOMPARE(all.size(), std::size_t{30});
    QCOMPARE(sum(all), std::size_t{4});
    QCOMPARE(all.back().requested, std::size_t{1});
    QCOMPARE(all.back().unrequested, std::size_t{1});
    QCOMPARE(all[28].unrequested, std::size_t{1});
    QCOMPARE(sum(changesBars(rows, today - days(1), noon)), std::size_t{3});
    QVERIFY(changesBars({}, today, noon).empty());
  }

  /// Times that a hostile export names give no more bars than a chart has room for.
  void barsAreFewWhateverTheTimes() {
    for (const auto& [back, most] : {std::pair(days(119), 120), std::pair(days(400), 120),
                                     std::pair(days(36'000), 120), std::pair(days(700'000), 120)}) {
      const auto bars = changesBars({seenAt(noon - back, false), seenAt(noon, true)}, {}, noon);
      QVERIFY2(!bars.empty() && bars.size() <= static_cast<std::size_t>(most),
               std::to_string(bars.size()).c_str());
      QCOMPARE(sum(bars), std::size_t{2});
      for (std::size_t i = 1; i < bars.size(); ++i)
        QVERIFY(bars[i].from == bars[i - 1].upTo);
    }
  }

  void csvIsGuardedAndQuoted() {
    QCOMPARE(csvOf({{"day", "text"}, {{"2026-11-20", "a,\"b\""}, {"x", "=1+1"}}}),
             std::string("day,text\r\n2026-11-20,\"a,\"\"b\"\"\"\r\nx,'=1+1\r\n"));
  }

  void latencyTellsBoundsAndRefusals() {
    ChangeRow exact = changeIn(drift::ChangeState::Held, WishKind::Give, 1), bounded = exact, refused = exact;
    exact.latencies[drift::Leg::Shown] = {Seconds(5), Seconds(5)};
    bounded.latencies[drift::Leg::Shown] = {Seconds(0), Seconds(3'000)};
    refused.refused = {"shown: shorter than the clocks differ (2 s)", "audit: shorter"};
    const auto never = changeIn(drift::ChangeState::NeverLanded, WishKind::Take, 2);
    const auto l = latencyFigures({exact, bounded, refused, never}, drift::Leg::Shown);
    QCOMPARE(l.percentiles.count, std::size_t{2});
    QCOMPARE(l.bounded, std::size_t{1});
    QCOMPARE(l.refused, std::size_t{1});
    QCOMPARE(l.neverLanded, std::size_t{1});
    QCOMPARE(numbersOf(l.bars).rows.front(), (std::vector<std::string>{"4", "8", "1"}));
    QCOMPARE(numbersOf(l.bars).rows.back(), (std::vector<std::string>{"2048", "4096", "1"}));
  }

  void whatIsStillOpenIsToDo() {
    using S = drift::ChangeState;
    const auto list =
        changesTodo({changeIn(S::NeverLanded, WishKind::Take, 1), changeIn(S::Returned, WishKind::Remove, 1),
                     changeIn(S::Requested, WishKind::Take, 2), changeIn(S::Unknown, WishKind::Take, 3),
                     changeIn(S::NeverLanded, WishKind::Give, 4), changeIn(S::StillOpen, WishKind::Give, 0),
                     changeIn(S::Held, WishKind::Disable, 5)});
    QCOMPARE(list.size(), std::size_t{3});
    QCOMPARE(find(list, TodoKind::RevocationsOpen)->text, std::string("2 revocations are still effective"));
    QVERIFY(find(list, TodoKind::RevocationsOpen)->records == std::vector<RecordId>{1});
    QCOMPARE(find(list, TodoKind::ChangesNeverLanded)->count, std::size_t{1});
    QVERIFY(find(list, TodoKind::WindowsStillOpen)->records.empty());
  }

  void trailIsMarkedByEventAndSnapshot() {
    TrailRow event, snapshot, other;
    event.at = noon;
    event.title = "PutRolePolicy";
    event.tag = "state change";
    snapshot.at = noon + hours(1);
    snapshot.tag = "snapshot";
    snapshot.text = "backup-writer as now first seen in aws-prod";
    other = event;
    other.title = "GetRole";
    SeenChangeRow change;
    change.at = snapshot.at;
    change.event = "PutRolePolicy";
    change.eventAt = noon;
    change.sourceName = "aws-prod";
    change.requested = true;
    using Marks = std::vector<std::optional<bool>>;
    QVERIFY(trailMarks({event, snapshot, other}, {}) == Marks(3));
    QVERIFY(trailMarks({event, snapshot, other}, {change}) == (Marks{true, true, std::nullopt}));
    SeenChangeRow unasked = change;
    unasked.requested = false;
    unasked.event.clear();
    QVERIFY(trailMarks({event, snapshot, other}, {change, unasked}) == (Marks{true, false, std::nullopt}));
    unasked.shown = false; // no snapshot shows it
    QVERIFY(trailMarks({event, snapshot, other}, {change, unasked}) == (Marks{true, true, std::nullopt}));
  }

  void changesOfOneRecord() {
    const auto desk = deskOn(path("daily"));
    std::size_t followed = 0, seen = 0;
    std::set<RecordId> records;
    const auto listed5 = desk->changes({});
    QVERIFY(listed5);
    for (const ChangeRow& row : *listed5)
      records.insert(row.record);
    const auto listed6 = desk->seenChanges();
    QVERIFY(listed6);
    for (const SeenChangeRow& row : *listed6)
      records.insert(row.record);
    for (const RecordId id : records) {
      const auto of = desk->recordChanges(id);
      QVERIFY(of);
      followed += of->followed.size();
      seen += of->seen.size();
    }
    QCOMPARE(followed, desk->changes({})->size());
    QCOMPARE(seen, desk->seenChanges()->size());
    QVERIFY(seen > 0);
  }

  /// Worked out for one record alone it is what it is among all.
  void oneRecordAlone() {
    const auto texts = [](const std::vector<ChangeRow>& rows) {
      std::vector<std::string> out;
      for (const ChangeRow& r : rows) {
        out.push_back(r.id + " " + std::string(drift::name(r.state)) + " " + r.text);
        for (const drift::PlaceOutcome& p : r.places)
          out.back() += "; " + p.name + " " + std::string(drift::name(p.state)) + " " + p.left;
        for (const auto& [leg, latency] : r.latencies)
          out.back() += "; " + std::string(drift::name(leg)) + " " + text(latency);
      }
      return out;
    };
    const auto whole = deskOn(path("daily"));
    const auto ids = whole->recordIds({});
    const auto all = whole->changes({}); // all of it is at hand now
    QVERIFY(all && ids);
    std::size_t rows = 0;
    for (const RecordId id : *ids) {
      const auto among = whole->changesOf(id), alone = deskOn(path("daily"))->changesOf(id);
      QVERIFY(among && alone);
      QCOMPARE(texts(*alone), texts(*among));
      rows += among->size();
    }
    QVERIFY(rows > 0);
    QCOMPARE(rows, static_cast<std::size_t>(std::count_if(all->begin(), all->end(),
                                                          [](const ChangeRow& r) { return r.record != 0; })));
  }
};

QTEST_APPLESS_MAIN(TestReviewOverview)
#include "tst_review_overview.moc"
