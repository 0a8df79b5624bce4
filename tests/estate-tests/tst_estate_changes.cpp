// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"
#include "tests/estate/estate.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace countersign;
namespace fs = std::filesystem;

namespace {

const Instant now = fromMicros(1'795'300'000'000'000);

std::string readAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Json readJson(const fs::path& path) {
  const auto json = parseJson(readAll(path));
  if (!json) qWarning("%s: %s", path.c_str(), json.error().text().c_str());
  return json ? *json : Json();
}

Instant timeOf(const Json& text) {
  return parseRfc3339(text.asString()).value_or(Instant{});
}

std::string accountOf(const std::string& uid) {
  return uid.substr(17, 12); // aws:arn:aws:iam::ACCOUNT
}

/// What a day's export has of a role: "action|resource" of its inline policies, ARNs of the attached ones.
std::set<std::string> inlineOf(const fs::path& day, const std::string& uid) {
  std::set<std::string> out;
  const Json details = readJson(day / "aws" / accountOf(uid) / "account-authorization-details.json");
  for (const Json& role : details["RoleDetailList"].items()) {
    if ("aws:" + role["Arn"].asString() != uid) continue;
    out.insert("there");
    for (const Json& policy : role["RolePolicyList"].items())
      for (const Json& s : policy["PolicyDocument"]["Statement"].items())
        for (const std::string& action : s["Action"].strings())
          for (const std::string& resource : s["Resource"].strings())
            out.insert(action + "|" + resource);
  }
  return out;
}

/// Times of the CloudTrail events of an account that name a role or user, by event.
std::multimap<std::string, Instant> eventsOn(const fs::path& root, int days, const std::string& uid) {
  std::multimap<std::string, Instant> out;
  const std::string name = uid.substr(uid.rfind('/') + 1);
  for (int day = 1; day <= days; ++day) {
    const Json trail =
        readJson(root / ("day-" + std::to_string(day)) / "aws" / accountOf(uid) / "cloudtrail.json");
    for (const Json& event : trail["Records"].items())
      if (event["requestParameters"]["roleName"].asString() == name ||
          event["requestParameters"]["userName"].asString() == name)
        out.emplace(event["eventID"].asString(), timeOf(event["eventTime"]));
  }
  return out;
}

bool isAws(const Json& change) {
  return change["uid"].asString().rfind("aws:", 0) == 0;
}

} // namespace

/// The planted changes, looked for in the exports alone.
class TestEstateChanges : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void everyCaseIsThere();
  void permissionsComeAndGoOnTheirDays_data() { seeds(); }
  void permissionsComeAndGoOnTheirDays();
  void eventsAreInTheTrail_data() { seeds(); }
  void eventsAreInTheTrail();
  void ticketsAreInTheList_data() { seeds(); }
  void ticketsAreInTheList();
  void trailsAreUntidy();
  void oneClockRunsAhead();
  void daysThatAreTooFew();

private:
  static void seeds() {
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("days");
    for (quint64 seed = 1; seed <= 8; ++seed)
      QTest::addRow("seed %llu", static_cast<unsigned long long>(seed))
          << seed << static_cast<int>(2 + seed % 3);
  }
  fs::path generate(quint64 seed, int days, std::size_t identities = 60) {
    const fs::path root =
        fs::path(dir_.path().toStdString()) /
        (std::to_string(seed) + "-" + std::to_string(days) + "-" + std::to_string(identities));
    EstateOptions options;
    options.seed = seed;
    options.identities = identities;
    options.days = days;
    options.now = now;
    options.folder = root;
    const auto made = generateEstate(options);
    if (!made) qFatal("%s", made.error().text().c_str());
    return root;
  }
  QTemporaryDir dir_;
};

void TestEstateChanges::everyCaseIsThere() {
  std::set<std::string> cases, found;
  for (const char* name :
       {"grant-inline",    "grant-managed", "grant-beyond",        "grant-binding",  "grant-no-event",
        "grant-never",     "closed-never",  "rolled-back",         "revoke-held",    "revoke-partly",
        "revoke-returned", "window-closed", "window-open",         "break-glass",    "break-glass-short",
        "rotated",         "rotated-half",  "rotated-idle",        "deleted-partly", "reassigned",
        "signed-held",     "signed-partly", "signed-returned",     "destroyed",      "unknown-identity",
        "planned",         "moved",         "shared-policy-edited"})
    cases.insert(name);
  for (quint64 seed = 1; seed <= 8; ++seed) {
    const Json planted = readJson(generate(seed, 3, 400) / "planted.json");
    for (const Json& change : planted["changes"].items())
      found.insert(change["case"].asString());
  }
  for (const std::string& name : cases)
    QVERIFY2(found.count(name) == 1, name.c_str());
  QCOMPARE(found.size(), cases.size());
}

void TestEstateChanges::permissionsComeAndGoOnTheirDays() {
  QFETCH(quint64, seed);
  QFETCH(int, days);
  const fs::path root = generate(seed, days);
  const Json planted = readJson(root / "planted.json");
  int checked = 0;
  for (const Json& row : planted["seen"].items()) {
    if (!isAws(row) || row["uid"].asString().find(":role") == std::string::npos) continue;
    if (row["area"].asString() != "permission" || row["resource"].asString() == "*") continue;
    const auto ago = std::chrono::duration_cast<std::chrono::hours>(now - timeOf(row["at"])).count() / 24;
    const fs::path after = root / ("day-" + std::to_string(days - ago)),
                   before = root / ("day-" + std::to_string(days - ago - 1));
    const std::string what = row["action"].asString() + "|" + row["resource"].asString();
    const bool give = row["kind"].asString() == "give";
    QVERIFY2(inlineOf(before, row["uid"].asString()).count(what) == (give ? 0U : 1U), what.c_str());
    QVERIFY2(inlineOf(after, row["uid"].asString()).count(what) == (give ? 1U : 0U), what.c_str());
    ++checked;
  }
  QVERIFY(checked > 5);
}

void TestEstateChanges::eventsAreInTheTrail() {
  QFETCH(quint64, seed);
  QFETCH(int, days);
  const fs::path root = generate(seed, days);
  int checked = 0;
  const Json planted = readJson(root / "planted.json");
  for (const Json& change : planted["changes"].items()) {
    if (!isAws(change) || change["case"].asString() == "shared-policy-edited") continue;
    for (const Json& place : change["places"].items()) {
      std::set<Instant> times;
      for (const auto& [id, at] : eventsOn(root, days, change["uid"].asString()))
        times.insert(at);
      for (const char* member : {"event", "undone_event"})
        if (place.has(member)) {
          QVERIFY2(times.count(timeOf(place[member])) == 1, change["case"].asString().c_str());
          ++checked;
        }
      if (change["case"].asString() != "grant-no-event") continue;
      QVERIFY(!place.has("event") && timeOf(place["landed"]["from"]) <= timeOf(place["happened"]) &&
              timeOf(place["happened"]) <= timeOf(place["landed"]["to"]));
    }
  }
  QVERIFY(checked > 3);
}

void TestEstateChanges::ticketsAreInTheList() {
  QFETCH(quint64, seed);
  QFETCH(int, days);
  const fs::path root = generate(seed, days);
  const Json json = readJson(root / "planted.json");
  std::set<std::string> planted;
  for (const Json& change : json["changes"].items())
    if (change["origin"].asString() == "ticket") QVERIFY(planted.insert(change["id"].asString()).second);
  std::size_t before = 0;
  for (int day = 1; day <= days; ++day) {
    std::istringstream lines(readAll(root / ("day-" + std::to_string(day)) / "tickets/changes.csv"));
    std::set<std::string> listed;
    std::string line;
    std::getline(lines, line);
    QVERIFY(line.rfind("id,requested_at,", 0) == 0);
    while (std::getline(lines, line)) {
      listed.insert(line.substr(0, line.find(',')));
      const auto requested = parseRfc3339(line.substr(line.find(',') + 1, 20));
      QVERIFY2(requested && *requested <= now - std::chrono::hours(24 * (days - day)), line.c_str());
    }
    QVERIFY(listed.size() >= before); // the list grows
    before = listed.size();
    if (day == days) QVERIFY(listed == planted);
  }
}

// Not in order, some events twice with the same id, some of another account.
void TestEstateChanges::trailsAreUntidy() {
  bool disorder = false, twice = false, foreign = false;
  for (quint64 seed = 1; seed <= 3; ++seed) {
    const fs::path root = generate(seed, 3);
    std::map<std::string, std::string> ids;
    for (int day = 1; day <= 3; ++day)
      for (const char* account : {"111122223333", "444455556666"}) {
        Instant last{};
        const Json trail =
            readJson(root / ("day-" + std::to_string(day)) / "aws" / account / "cloudtrail.json");
        for (const Json& event : trail["Records"].items()) {
          const Instant at = timeOf(event["eventTime"]);
          disorder |= at < last;
          last = at;
          foreign |= event["recipientAccountId"].asString() != account;
          const auto [had, fresh] = ids.emplace(event["eventID"].asString(), canonicalJsonOrThrow(event));
          twice |= !fresh;
          QCOMPARE(had->second, canonicalJsonOrThrow(event));
        }
      }
  }
  QVERIFY(disorder && twice && foreign);
}

void TestEstateChanges::oneClockRunsAhead() {
  bool measurable = false;
  for (quint64 seed = 1; seed <= 6; ++seed) {
    const Json clock = readJson(generate(seed, 3) / "planted.json")["clock"];
    const std::int64_t ahead = clock["ahead_seconds"].asInt(), measured = clock["measurable_seconds"].asInt();
    QVERIFY(ahead >= 90 && ahead < 170 && measured < ahead && measured >= 0);
    measurable |= measured > 0;
  }
  QVERIFY(measurable);
}

void TestEstateChanges::daysThatAreTooFew() {
  const Json planted = readJson(generate(1, 1) / "planted.json");
  QVERIFY(planted["seen"].empty() && planted["to_revoke"].empty());
  for (const Json& change : planted["changes"].items())
    QCOMPARE(change["case"].asString(), std::string("planned"));
}

QTEST_GUILESS_MAIN(TestEstateChanges)
#include "tst_estate_changes.moc"
