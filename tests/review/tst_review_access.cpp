// SPDX-License-Identifier: Apache-2.0
#include "estate_desk.h"
#include "models/review/refresh.h"
#include "models/store/schema.h"
#include "models/store/workspace.h"
#include "tests/exports/exports.h"

#include <QFile>
#include <QRandomGenerator>

#include <map>
#include <set>
#include <sqlite3.h>
#include <sstream>

using namespace countersign;
using namespace countersign::test;

namespace {

std::string shown(const AccessSummary& a) {
  std::string out = a.reachName() + (a.certain ? " certain " : " ") + a.reason + " undecided " +
                    std::to_string(a.undecided());
  for (const std::string& way : a.escalations)
    out += "\n  " + way;
  return out;
}

/// What a list and a view say of a record's permissions, by the principals that it has now.
std::map<std::string, std::string> accessOf(Desk& desk) {
  std::map<std::string, std::string> out;
  for (const RecordRow& row : allRows(desk)) {
    std::set<std::string> present;
    for (const PrincipalRow& p : row.principals)
      if (p.present) present.insert(p.uid);
    if (present.empty()) continue;
    std::string key = row.name;
    for (const std::string& uid : present)
      key += " " + uid;
    const auto view = desk.record(row.id);
    if (!view) qFatal("%s", view.error().text().c_str());
    std::multiset<std::string> grants;
    for (const GrantRow& g : view->grants)
      grants.insert(g.action + " on " + g.resource + " ← " + g.path + " " +
                    std::to_string(static_cast<int>(g.requested)) +
                    std::to_string(static_cast<int>(g.applied)) +
                    std::to_string(static_cast<int>(g.effective)) + " " + g.effectiveNote);
    std::string& text = out[key] = shown(row.access);
    for (const std::string& g : grants)
      text += "\n  " + g;
  }
  return out;
}

std::string firstDifference(const std::string& grown, const std::string& fresh) {
  std::istringstream one(grown), two(fresh);
  for (std::string a, b;;) {
    const bool more = static_cast<bool>(std::getline(one, a)),
               others = static_cast<bool>(std::getline(two, b));
    if (!more) a = "nothing";
    if (!others) b = "nothing";
    if (a != b || (!more && !others)) return ":\n" + a + "\nbut from scratch\n" + b;
  }
}

std::string sql(const std::filesystem::path& file, const std::string& text) {
  sqlite3* db = nullptr;
  char* message = nullptr;
  std::string out;
  const auto collect = [](void* to, int n, char** values, char**) {
    for (int i = 0; i < n; ++i)
      *static_cast<std::string*>(to) += std::string(values[i] == nullptr ? "" : values[i]) + "\n";
    return 0;
  };
  if (sqlite3_open(file.c_str(), &db) != SQLITE_OK ||
      sqlite3_exec(db, text.c_str(), collect, &out, &message) != SQLITE_OK)
    out = std::string("ERROR ") + (message == nullptr ? "open" : message);
  sqlite3_free(message);
  sqlite3_close(db);
  return out;
}

constexpr const char* schemaOf =
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name";

} // namespace

class TestReviewAccess : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }

  std::string leftOutByAPartialExport() const {
    QFile file(QString::fromStdString(path("estate/planted.json")));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const Json planted = parseJson(file.readAll().toStdString()).value_or(Json());
    for (const Json& fault : planted["faults"].items())
      if (fault["kind"].asString() == "deleted-partial") return fault["uid"].asString();
    return {};
  }

private Q_SLOTS:
  /// Day after day comes to the same as the last day alone.
  void incrementalIsFromScratch() {
    const auto seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    generate(path("estate"), seed, 30);
    for (int day = 1; day <= estateDays; ++day)
      importAt(path("daily"), path("estate/day-" + std::to_string(day)),
               noon - std::chrono::hours(24 * (estateDays - day)));
    // One cluster is not exported on the last day: what was seen of it the day before holds.
    const std::string last = "estate/day-" + std::to_string(estateDays);
    const std::string before = "estate/day-" + std::to_string(estateDays - 1);
    for (const auto& cluster : std::filesystem::directory_iterator(path(before) / "kubernetes"))
      if (const auto name = cluster.path().filename();
          !std::filesystem::exists(path(last) / "kubernetes" / name))
        importAt(path("once"), cluster.path(), noon, noon - std::chrono::hours(24), name.string());
    importAt(path("once"), path(last), noon);
    if (QTest::currentTestFailed()) return;
    const auto daily = deskOn(path("daily")), once = deskOn(path("once"));
    const auto grown = accessOf(*daily), fresh = accessOf(*once);
    QVERIFY(fresh.size() >= 20);
    // Whom a partial export leaves out is not gone: there only the days before know what it holds.
    const std::string leftOut = leftOutByAPartialExport();
    for (const auto& [key, text] : fresh) {
      if (!leftOut.empty() && key.find(leftOut) != std::string::npos) continue;
      const auto found = grown.find(key);
      QVERIFY2(found != grown.end(), key.c_str());
      QVERIFY2(found->second == text, (key + firstDifference(found->second, text)).c_str());
    }
    QCOMPARE(grown.size(), fresh.size());
  }

  /// Without any import: a permission that ends at midnight is gone the day after.
  void conditionOnTheTimeFlips() {
    QByteArray account = accountDetails("\"iam:*\"");
    account.replace("\"Resource\": \"arn:aws:s3:::backups-prod/*\"",
                    "\"Resource\": \"*\", \"Condition\": {\"DateLessThan\": "
                    "{\"aws:CurrentTime\": \"2026-11-21T00:00:00Z\"}}");
    QFile file(QString::fromStdString(path("account.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(account) == account.size());
    file.close();
    importAt(path("time"), path("account.json"), noon, noon);
    if (QTest::currentTestFailed()) return;
    const auto reachAt = [&](Instant now) {
      const auto desk = deskOn(path("time"), now);
      for (const RecordRow& row : allRows(*desk))
        if (row.name == "backup-writer") return row.access;
      return AccessSummary();
    };
    const AccessSummary before = reachAt(noon);
    QCOMPARE(before.reachName(), std::string("administer"));
    const Instant midnight = *parseRfc3339("2026-11-21T00:00:00Z");
    QCOMPARE(shown(reachAt(midnight - Seconds(1))), shown(before));
    const AccessSummary after = reachAt(midnight + Seconds(1));
    QVERIFY2(after.reach == Reach::None, shown(after).c_str());
    // Nothing is due twice, and what is due is worked out by whoever comes first.
    const auto w = Workspace::open(path("time"));
    QVERIFY(w);
    const auto due = refreshDue(**w, midnight + Seconds(2));
    QVERIFY2(due && *due == 0, due ? std::to_string(*due).c_str() : due.error().text().c_str());
  }

  /// A workspace as it was before records had a reach gets one when it is opened for the first time.
  void olderWorkspaceGetsItsReach() {
    importAt(path("old"), path("account.json"), noon, noon);
    if (QTest::currentTestFailed()) return;
    std::map<std::string, std::string> before;
    {
      const auto desk = deskOn(path("old"));
      before = accessOf(*desk);
    }
    QCOMPARE(sql(path("old"), "PRAGMA wal_checkpoint(TRUNCATE)").substr(0, 5) != "ERROR", true);
    QCOMPARE(sql(path("old"), "DROP INDEX record_flip; ALTER TABLE record DROP COLUMN reach;"
                              "ALTER TABLE record DROP COLUMN access;"
                              "DROP TABLE probe; DROP INDEX event_change; DROP TABLE state_change_key;"
                              "DROP INDEX version_from; DROP INDEX version_to;"
                              "ALTER TABLE record DROP COLUMN drift;"
                              "DROP INDEX record_findings_due; ALTER TABLE record DROP COLUMN findings_due;"
                              "DELETE FROM meta WHERE key = 'setting.evaluator'; PRAGMA user_version = 1"),
             std::string());
    // It is what the first version made.
    QCOMPARE(sql(path("first"), store::migrations().front()), std::string());
    QCOMPARE(sql(path("old"), schemaOf), sql(path("first"), schemaOf));
    {
      const auto desk = deskOn(path("old"));
      QVERIFY(accessOf(*desk) == before);
      const auto findings = desk->workspace().check();
      QVERIFY(findings && findings->empty());
    }
    QCOMPARE(sql(path("old"), "PRAGMA user_version"), std::to_string(store::migrations().size()) + "\n");
    QVERIFY(std::filesystem::exists(path("old.backup-v1")));
  }

  /// So does one that another evaluator worked out.
  void anotherEvaluatorsAnswersAreNotKept() {
    QCOMPARE(sql(path("old"), "UPDATE record SET reach = 0, access = '{}';"
                              "UPDATE meta SET value = 'another' WHERE key = 'setting.evaluator'"),
             std::string());
    const auto desk = deskOn(path("old"));
    for (const RecordRow& row : allRows(*desk))
      QVERIFY2(row.access.known && row.access.reach >= Reach::Administer, row.name.c_str());
    QCOMPARE(*desk->workspace().setting("evaluator"), evaluatorVersion());
  }
};

QTEST_APPLESS_MAIN(TestReviewAccess)
#include "tst_review_access.moc"
