// SPDX-License-Identifier: Apache-2.0
#include "models/store/movements.h"
#include "models/store/sources.h"
#include "tests/store/store_data.h"

using namespace countersign;
using namespace countersign::test;

namespace {

using Objects = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

/// An object has the key "is:<uid>" and mentions "names:<content>".
IndexTerms terms(const Document& d) {
  IndexTerms out;
  out.selfKeys = {"is:" + d.object.uid};
  out.namingKeys = {"names:" + d.content["value"].asString()};
  return out;
}

int hourOf(Instant time) {
  return static_cast<int>((toMicros(time) - toMicros(at(0))) / 3'600'000'000LL);
}

} // namespace

/// Objects of one part, seen at hours.
class TestMovements : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Workspace> w_;

  void see(int hour, const Objects& objects, bool complete = true) {
    SnapshotInfo i = info(at(hour), "");
    std::string bytes = std::to_string(hour) + (complete ? "c" : "p");
    std::vector<std::pair<Document, Locator>> documents;
    for (const auto& [uid, content] : objects) {
      bytes += uid + content;
      documents.push_back(thing(uid, content));
    }
    i.raw = sha256(bytes);
    const auto staging = Staging::begin(*w_, i, terms);
    QVERIFY2(staging, staging ? "" : staging.error().text().c_str());
    std::vector<Gap> gaps;
    const auto prepared = (*staging)->prepare(std::move(documents), gaps);
    (*staging)->take(*prepared);
    const auto merged = (*staging)->merge({{"things", complete, complete ? "" : "partial"}}, {}, {});
    QVERIFY2(merged, merged ? "" : merged.error().text().c_str());
  }
  /// "3 came o1 (2)": hour, what happened, and when the part had been looked at before.
  Texts moved(int from = 0, int to = 100) {
    Texts out;
    const auto all = MovementStore(*w_).movements(at(from), at(to));
    if (!all) return {all.error().text()};
    for (const Movement& m : *all) {
      const char* what = m.before == 0 ? "came" : m.after == 0 ? "went" : "changed";
      out.push_back(std::to_string(hourOf(m.at)) + " " + what + " " + m.uid + " (" +
                    (m.seenBefore ? std::to_string(hourOf(*m.seenBefore)) : "never") + ")");
    }
    return out;
  }
  std::int64_t part() { return SourceStore(*w_).parts(1)->front().id; }
  std::vector<int> moments(const std::set<std::string>& keys, const std::set<std::int64_t>& objects = {}) {
    std::vector<int> out;
    const auto all = MovementStore(*w_).moments(keys, objects);
    for (const Instant time : *all)
      out.push_back(hourOf(time));
    return out;
  }

private Q_SLOTS:
  void init() {
    w_.reset();
    folder_ = std::make_unique<QTemporaryDir>();
    auto made = Workspace::create((folder_->path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(made);
    w_ = std::move(*made);
  }

  void theFirstCompleteLookIsInventory() {
    see(1, {{"o0", "a"}}, false);
    see(2, {{"o0", "a"}, {"o1", "a"}}, false);
    QCOMPARE(moved(), Texts{});
    see(3, {{"o0", "a"}, {"o1", "a"}, {"o2", "a"}});
    QCOMPARE(moved(), Texts{});
    see(4, {{"o3", "a"}}, false); // partial, and yet new
    see(5, {{"o0", "a"}, {"o1", "a"}, {"o2", "a"}, {"o3", "a"}, {"o4", "a"}});
    QCOMPARE(moved(), (Texts{"4 came o3 (3)", "5 came o4 (3)"}));
  }

  void changesBeforeTheFirstCompleteLookAreMovements() {
    see(1, {{"o0", "a"}}, false);
    see(2, {{"o0", "b"}}, false);
    QCOMPARE(moved(), Texts{"2 changed o0 (never)"});
  }

  void comesChangesGoesReturns() {
    see(1, {{"o0", "a"}});
    see(2, {{"o0", "a"}, {"o1", "a"}});
    see(3, {{"o0", "a"}, {"o1", "b"}});
    see(4, {{"o0", "a"}});
    see(5, {{"o0", "a"}});
    see(6, {{"o0", "a"}, {"o1", "b"}});
    QCOMPARE(moved(), (Texts{"2 came o1 (1)", "3 changed o1 (2)", "4 went o1 (3)", "6 came o1 (5)"}));
    QCOMPARE(moved(3, 4), (Texts{"3 changed o1 (2)", "4 went o1 (3)"}));
    QCOMPARE(moved(7), Texts{});
    const auto all = MovementStore(*w_).movements(at(0), at(9));
    const Movement& came = (*all)[0];
    const Movement& changed = (*all)[1];
    const Movement& went = (*all)[2];
    const Movement& back = (*all)[3];
    QVERIFY(came.after == changed.before && changed.after == went.before && went.after == 0);
    QVERIFY(back.after != went.before);
    QVERIFY(came.object == back.object && came.part == part() && came.source == 1);
    QCOMPARE(came.kind, std::string("test.thing"));
    QVERIFY(came.role == SourceRole::Live);
    // Each names the snapshot that shows it first.
    const auto snapshots = SourceStore(*w_).snapshots(std::nullopt);
    for (const Movement& m : *all) {
      const auto of = std::find_if(snapshots->begin(), snapshots->end(),
                                   [&](const StoredSnapshot& s) { return s.id == m.snapshot; });
      QVERIFY(of != snapshots->end());
      QCOMPARE(of->capturedAt, m.at);
    }
  }

  void partialMakesNothingGo() {
    see(1, {{"o0", "a"}, {"o1", "a"}});
    see(2, {{"o0", "b"}}, false);
    QCOMPARE(moved(), Texts{"2 changed o0 (1)"});
  }

  /// An older snapshot that comes later tells better when it happened.
  void olderSnapshotsComeLater() {
    see(2, {{"o0", "a"}});
    see(8, {{"o0", "b"}, {"o1", "a"}});
    QCOMPARE(moved(), (Texts{"8 changed o0 (2)", "8 came o1 (2)"}));
    see(5, {{"o0", "a"}, {"o1", "a"}});
    QCOMPARE(moved(), (Texts{"5 came o1 (2)", "8 changed o0 (5)"}));
    see(4, {{"o0", "a"}, {"o2", "a"}});
    QCOMPARE(moved(), (Texts{"4 came o2 (2)", "5 came o1 (4)", "5 went o2 (4)", "8 changed o0 (5)"}));
    see(1, {{"o9", "a"}}); // what was there at hour 2 had not been before
    QCOMPARE(moved(), (Texts{"2 came o0 (1)", "2 went o9 (1)", "4 came o2 (2)", "5 came o1 (4)",
                             "5 went o2 (4)", "8 changed o0 (5)"}));
  }

  void looks() {
    see(5, {{"o0", "a"}});
    see(1, {{"o0", "a"}}, false);
    see(3, {{"o0", "a"}});
    MovementStore store(*w_);
    const auto all = store.looks(part());
    QCOMPARE(all->size(), std::size_t(3));
    QVERIFY((*all)[0].at == at(1) && !(*all)[0].complete && (*all)[0].snapshot == 2);
    QVERIFY((*all)[1].at == at(3) && (*all)[1].complete);
    QVERIFY((*all)[2].at == at(5) && (*all)[2].complete && (*all)[2].snapshot == 1);
    QCOMPARE(*store.completeBefore(part(), at(5)), std::optional(at(3)));
    QCOMPARE(*store.completeBefore(part(), at(6)), std::optional(at(5)));
    QCOMPARE(*store.completeBefore(part(), at(3)), std::optional<Instant>());
    QCOMPARE(*store.firstLook(1), std::optional(at(3)));
    QCOMPARE(*store.firstLook(2), std::optional<Instant>());
    QVERIFY(store.looks(part() + 1)->empty());
  }

  void momentsAreThoseOfTheKeys() {
    see(1, {{"o0", "a"}, {"o1", "x"}});
    see(2, {{"o0", "b"}, {"o1", "x"}, {"o2", "x"}});
    see(3, {{"o0", "b"}, {"o1", "x"}, {"o2", "x"}});
    see(4, {{"o1", "y"}, {"o2", "x"}});
    QCOMPARE(moments({"is:o0"}), (std::vector<int>{1, 2, 4}));
    QCOMPARE(moments({"is:o1"}), (std::vector<int>{1, 4}));
    // Who mentions something: before and after, too.
    QCOMPARE(moments({"names:x"}), (std::vector<int>{1, 2, 4}));
    QCOMPARE(moments({"names:y"}), (std::vector<int>{1, 4}));
    QCOMPARE(moments({"is:o1", "names:b"}), (std::vector<int>{1, 2, 4}));
    QCOMPARE(moments({"is:nobody"}), std::vector<int>{});
    const auto all = MovementStore(*w_).movements(at(2), at(2));
    const auto came = std::find_if(all->begin(), all->end(), [](const Movement& m) { return m.uid == "o2"; });
    QVERIFY(came != all->end());
    QCOMPARE(moments({}, {came->object}), std::vector<int>{2});
    QCOMPARE(moments({"is:o1"}, {came->object}), (std::vector<int>{1, 2, 4}));
  }
};

QTEST_APPLESS_MAIN(TestMovements)
#include "tst_movements.moc"
