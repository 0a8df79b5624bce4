// SPDX-License-Identifier: Apache-2.0
#include "models/store/event_retention.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace countersign;
using store::EventRetention;

namespace {

Event happened(int number, int minute, std::vector<std::string> actors, std::vector<std::string> about,
               bool changing = false) {
  Event e;
  e.id = std::to_string(number);
  e.at = fromMicros(1'790'000'000'000'000) + std::chrono::minutes(minute);
  e.actorKeys = std::move(actors);
  e.aboutKeys = std::move(about);
  e.stateChanging = changing;
  return e;
}

std::set<std::string> idsOf(const std::vector<Event>& events) {
  std::set<std::string> out;
  for (const Event& e : events)
    out.insert(e.id);
  return out;
}

} // namespace

class TestEventRetention : public QObject {
  Q_OBJECT

private Q_SLOTS:
  /// Held against sorting all of them, in any order of arrival.
  void newestOfEachKey() {
    const std::uint32_t seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    std::vector<Event> all;
    for (int i = 0; i < 4'000; ++i) {
      const auto key = [&] { return "k" + std::to_string(random() % 6); };
      // An actor is never what it acts on here: each key is named once.
      all.push_back(
          happened(i, i, {key()},
                   random() % 2 == 0 ? std::vector<std::string>{"o" + key()} : std::vector<std::string>{},
                   random() % 50 == 0));
    }
    std::map<std::string, std::vector<const Event*>> byKey;
    std::set<std::string> expected;
    for (const Event& e : all) {
      if (e.stateChanging) {
        expected.insert(e.id);
        continue;
      }
      std::set<std::string> keys(e.actorKeys.begin(), e.actorKeys.end());
      keys.insert(e.aboutKeys.begin(), e.aboutKeys.end());
      for (const std::string& key : keys)
        byKey[key].push_back(&e);
    }
    for (auto& [key, list] : byKey) {
      std::sort(list.begin(), list.end(), [](const Event* a, const Event* b) { return a->at > b->at; });
      for (std::size_t i = 0; i < list.size() && i < EventRetention::mostUses; ++i)
        expected.insert(list[i]->id);
    }
    std::shuffle(all.begin(), all.end(), random);
    EventRetention retention;
    for (const Event& e : all)
      retention.take(Event(e));
    const std::vector<Event> kept = retention.finish();
    QCOMPARE(kept.size() + retention.dropped(), all.size());
    const auto ids = idsOf(kept);
    for (const std::string& id : expected)
      QVERIFY2(ids.contains(id), id.c_str());
    QCOMPARE(ids.size(), expected.size());
  }

  void changesAndDecisionsAlways() {
    EventRetention retention;
    for (int i = 0; i < 1'000; ++i) {
      retention.take(happened(i, i, {"k"}, {}, true));
      Event decided = happened(10'000 + i, i, {"k"}, {});
      decided.details = Json::object();
      decided.details.set("decision", "allow");
      retention.take(std::move(decided));
    }
    QCOMPARE(retention.finish().size(), std::size_t{2'000});
    QCOMPARE(retention.dropped(), std::size_t{0});
  }

  void orderIsKept() {
    EventRetention retention;
    for (const int minute : {5, 3, 9, 1})
      retention.take(happened(minute, minute, {"k"}, {}, minute == 9));
    std::string order;
    for (const Event& e : retention.finish())
      order += e.id;
    QCOMPARE(order, std::string("5391"));
  }
};

QTEST_APPLESS_MAIN(TestEventRetention)
#include "tst_event_retention.moc"
