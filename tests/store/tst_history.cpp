// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_data.h"

#include <map>
#include <random>

using namespace countersign;
using namespace countersign::test;

namespace {

/// One import of the model: what was seen at a time, and whether the list was complete.
struct Import {
  int hour = 0;
  bool complete = true;
  std::map<std::string, std::string> seen;
};

/// What holds at a time, told from all imports in the order of their capture, by the plain definition.
std::map<std::string, std::string> truth(std::vector<Import> imports, int hour) {
  std::sort(imports.begin(), imports.end(), [](const Import& a, const Import& b) { return a.hour < b.hour; });
  std::map<std::string, std::string> now;
  for (const Import& i : imports) {
    if (i.hour > hour) break;
    if (i.complete) now.clear();
    for (const auto& [uid, content] : i.seen)
      now[uid] = content;
  }
  return now;
}

std::map<std::string, std::string> held(Workspace& w, std::optional<Instant> asOf, int objects) {
  DocumentStore documents(w, asOf);
  std::map<std::string, std::string> out;
  for (int n = 0; n < objects; ++n) {
    const std::string uid = "o" + std::to_string(n);
    const auto id = documents.objectId(1, "test.thing", uid);
    if (!id || *id == 0) continue;
    const auto d = documents.ofObject(*id);
    if (d && *d) out[uid] = (*d)->document.content["value"].asString();
  }
  return out;
}

} // namespace

class TestHistory : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// Imports in any order of capture give, as of any time, what the plain definition says.
  void anyOrderOfImports() {
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
      QTemporaryDir folder;
      const auto w =
          Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
      QVERIFY(w);
      std::vector<int> hours{1, 2, 3, 4, 5, 6};
      std::shuffle(hours.begin(), hours.end(), random);
      std::vector<Import> done;
      for (const int hour : hours) {
        Import i;
        i.hour = hour;
        i.complete = random() % 3 != 0;
        for (int n = 0; n < 3; ++n)
          if (random() % 3 != 0)
            i.seen["o" + std::to_string(n)] = std::string(1, static_cast<char>('a' + random() % 2));
        const std::vector<std::pair<std::string, std::string>> objects(i.seen.begin(), i.seen.end());
        const auto merged = import(**w, at(hour), objects, i.complete);
        QVERIFY2(merged, merged ? "" : merged.error().text().c_str());
        done.push_back(std::move(i));
        for (int h = 0; h <= 7; ++h)
          QCOMPARE(held(**w, at(h), 3), truth(done, h));
        QCOMPARE(held(**w, {}, 3), truth(done, 7));
      }
      const auto findings = (*w)->check();
      QVERIFY(findings);
      for (const auto& f : *findings)
        qWarning("%s", f.text.c_str());
      QVERIFY(findings->empty());
    }
  }

  void olderSnapshotDoesNotReplace() {
    QTemporaryDir folder;
    const auto w = Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(w);
    QVERIFY(import(**w, at(5), {{"o0", "new"}}, true));
    QVERIFY(import(**w, at(2), {{"o0", "old"}, {"o1", "gone"}}, true));
    QCOMPARE(held(**w, {}, 2), (std::map<std::string, std::string>{{"o0", "new"}}));
    QCOMPARE(held(**w, at(3), 2), (std::map<std::string, std::string>{{"o0", "old"}, {"o1", "gone"}}));
  }

  void partialDeletesNothing() {
    QTemporaryDir folder;
    const auto w = Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(w);
    QVERIFY(import(**w, at(1), {{"o0", "a"}, {"o1", "a"}}, true));
    const auto merged = import(**w, at(2), {{"o0", "a"}}, false);
    QVERIFY(merged);
    QCOMPARE(merged->removed, std::size_t{0});
    QCOMPARE(held(**w, {}, 2).size(), std::size_t{2});
  }

  void unchangedWritesNextToNothing() {
    QTemporaryDir folder;
    const auto w = Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(w);
    std::vector<std::pair<std::string, std::string>> many;
    for (int n = 0; n < 2000; ++n)
      many.emplace_back("o" + std::to_string(n), "content " + std::to_string(n));
    QVERIFY(import(**w, at(1), many, true));
    const std::string before = dumpOf(**w);
    std::reverse(many.begin(), many.end());
    const auto again = import(**w, at(2), many, true);
    QVERIFY(again);
    QVERIFY(again->changes.empty());
    const std::string after = dumpOf(**w);
    QVERIFY2(after.size() - before.size() < 2000, std::to_string(after.size() - before.size()).c_str());
  }

  void futureIsRefused() {
    QTemporaryDir folder;
    const auto w = Workspace::create((folder.path() + QStringLiteral("/w.countersign")).toStdString(), at(0));
    QVERIFY(w);
    const std::string before = dumpOf(**w);
    const auto merged = import(**w, at(20'000), {{"o0", "a"}}, true);
    QVERIFY(!merged);
    QCOMPARE(merged.error().code, ErrorCode::FutureTime);
    QCOMPARE(dumpOf(**w), before);
  }
};

QTEST_APPLESS_MAIN(TestHistory)
#include "tst_history.moc"
