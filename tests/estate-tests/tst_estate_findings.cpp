// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"
#include "tests/estate/estate.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace countersign;
namespace fs = std::filesystem;

namespace {

const Instant now = fromMicros(1'795'300'000'000'000);
using Uids = std::set<std::string>;

std::string readAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Json jsonOf(const std::string& text) {
  const auto json = parseJson(text);
  if (!json) qWarning("%s", json.error().text().c_str());
  return json ? *json : Json();
}

/// Uids of a neutral list, with their status.
std::map<std::string, std::string> listed(const fs::path& path) {
  std::map<std::string, std::string> out;
  std::istringstream lines(readAll(path));
  for (std::string line; std::getline(lines, line);)
    if (const Json json = jsonOf(line); json["t"].asString() == "identity")
      out[json["uid"].asString()] = json["status"].asString();
  return out;
}

/// Roles and users of a day, by uid.
std::map<std::string, Json> awsOf(const fs::path& day) {
  std::map<std::string, Json> out;
  for (const char* account : {"111122223333", "444455556666"}) {
    const Json details = jsonOf(readAll(day / "aws" / account / "account-authorization-details.json"));
    for (const char* list : {"RoleDetailList", "UserDetailList"})
      for (const Json& one : details[list].items())
        out["aws:" + one["Arn"].asString()] = one;
  }
  return out;
}

std::string tag(const Json& object, const std::string& key) {
  for (const Json& one : object["Tags"].items())
    if (one["Key"].asString() == key) return one["Value"].asString();
  return {};
}

/// Rows of the credential reports of a day, by uid.
std::map<std::string, std::vector<std::string>> reportOf(const fs::path& day) {
  std::map<std::string, std::vector<std::string>> out;
  for (const char* account : {"111122223333", "444455556666"}) {
    std::istringstream lines(readAll(day / "aws" / account / "credential-report.csv"));
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> cells;
      std::istringstream row(line);
      for (std::string cell; std::getline(row, cell, ',');)
        cells.push_back(cell);
      out["aws:" + cells.at(1)] = cells;
    }
  }
  return out;
}
constexpr std::size_t firstActive = 8, perKey = 5; ///< columns of the report: active, rotated, used …

bool isOld(const std::string& text, int days) {
  const auto at = parseRfc3339(text);
  return at && *at <= now - std::chrono::hours(24 * days);
}

Uids uidsOf(const Json& planted, const std::string& rule) {
  Uids out;
  for (const Json& f : planted["findings"].items())
    if (f["rule"].asString() == rule) out.insert(f["uid"].asString());
  return out;
}
Uids faultsOf(const Json& planted, const std::string& kind) {
  Uids out;
  for (const Json& f : planted["faults"].items())
    if (f["kind"].asString() == kind) out.insert(f["uid"].asString());
  return out;
}

} // namespace

/// What the rules have to say of the estate, looked for in the exports alone.
class TestEstateFindings : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void tombstones_data() { seeds(); }
  void tombstones();
  void goneOwners_data() { seeds(); }
  void goneOwners();
  void keys_data() { seeds(); }
  void keys();
  void suppliers_data() { seeds(); }
  void suppliers();
  void causes_data() { seeds(); }
  void causes();
  void everyRuleIsThere();
  void smallEstates();

private:
  static void seeds() {
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 6; ++seed)
      QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
  }
  fs::path generate(quint64 seed, std::size_t identities = 60, int days = 3) {
    const fs::path root =
        fs::path(dir_.path().toStdString()) /
        (std::to_string(seed) + "-" + std::to_string(identities) + "-" + std::to_string(days));
    if (fs::exists(root / "planted.json")) return root;
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

void TestEstateFindings::tombstones() {
  QFETCH(quint64, seed);
  const fs::path root = generate(seed);
  const Json planted = jsonOf(readAll(root / "planted.json"));
  const auto before = listed(root / "day-2/github/repositories.jsonl"),
             after = listed(root / "day-3/github/repositories.jsonl");
  Uids expected;
  for (const auto& [uid, role] : awsOf(root / "day-3")) {
    const std::string trust = canonicalJsonOrThrow(role["AssumeRolePolicyDocument"]);
    const auto at = trust.find("repo:");
    if (at == std::string::npos) continue;
    const std::string repository = "github:" + trust.substr(at + 5, trust.find(':', at + 5) - at - 5);
    QVERIFY2(before.count(repository) == 1, repository.c_str());
    if (after.count(repository) == 0) expected.insert(uid);
  }
  QVERIFY(!expected.empty());
  QVERIFY(expected == uidsOf(planted, "tombstone"));
}

void TestEstateFindings::goneOwners() {
  QFETCH(quint64, seed);
  const fs::path root = generate(seed);
  const Json planted = jsonOf(readAll(root / "planted.json"));
  const auto before = listed(root / "day-2/directory/teams.jsonl"),
             after = listed(root / "day-3/directory/teams.jsonl");
  Uids used, unused;
  for (const auto& [uid, one] : awsOf(root / "day-3")) {
    const std::string owner = tag(one, "owner");
    if (owner.empty() || after.at(owner) == "active") continue;
    QCOMPARE(before.at(owner), std::string("active"));
    const bool role = one.has("RoleLastUsed");
    (role && one["RoleLastUsed"]["LastUsedDate"].isNull() ? unused : used).insert(uid);
  }
  QVERIFY(!used.empty());
  QVERIFY(used == uidsOf(planted, "owner-gone-key-used") && used == faultsOf(planted, "owner-gone"));
  QVERIFY(unused == faultsOf(planted, "owner-gone-unused"));
}

void TestEstateFindings::keys() {
  QFETCH(quint64, seed);
  const fs::path root = generate(seed);
  const Json planted = jsonOf(readAll(root / "planted.json"));
  const auto details = awsOf(root / "day-3");
  Uids two, old, fresh;
  for (const auto& [uid, row] : reportOf(root / "day-3")) {
    const auto user = details.find(uid);
    if (user == details.end()) continue; // the root user
    int active = 0, young = 0;
    bool lately = false;
    for (const std::size_t at : {firstActive, firstActive + perKey}) {
      lately = lately || (row[at + 2] != "N/A" && !isOld(row[at + 2], 199));
      if (row[at] != "true") continue;
      ++active;
      if (isOld(row[at + 1], 90)) old.insert(uid);
      if (!isOld(row[at + 1], 1)) ++young;
    }
    if (active == 2) two.insert(uid);
    const bool administers =
        canonicalJsonOrThrow(user->second["UserPolicyList"]).find(R"("Action":"*")") != std::string::npos;
    QVERIFY2(administers != lately, uid.c_str());
    if (administers && young == 1 && active == 1) fresh.insert(uid);
  }
  Uids oldUsers = uidsOf(planted, "old-credential");
  std::erase_if(oldUsers, [](const std::string& uid) { return uid.rfind("aws:", 0) != 0; });
  QVERIFY(two == uidsOf(planted, "two-active-keys"));
  QVERIFY(old == oldUsers);
  QVERIFY(fresh == uidsOf(planted, "rotated-yet-overprivileged"));
}

void TestEstateFindings::suppliers() {
  QFETCH(quint64, seed);
  const fs::path root = generate(seed);
  const Json planted = jsonOf(readAll(root / "planted.json"));
  Uids expected;
  for (const auto& [uid, role] : awsOf(root / "day-3"))
    if (canonicalJsonOrThrow(role["AssumeRolePolicyDocument"]).find("999900001111") != std::string::npos)
      expected.insert(uid);
  Uids known = uidsOf(planted, "third-party-trust");
  for (const std::string& uid : faultsOf(planted, "deleted-partial"))
    known.erase(uid); // only missing in an export that is not complete
  QVERIFY(!expected.empty() && expected == known);
  bool with = false, without = false;
  for (const Json& f : planted["findings"].items()) {
    with |= f["text"].asString().find("with an external id") != std::string::npos;
    without |= f["text"].asString().find("without an external id") != std::string::npos;
  }
  QVERIFY(with && without);
}

void TestEstateFindings::causes() {
  QFETCH(quint64, seed);
  const Json planted = jsonOf(readAll(generate(seed) / "planted.json"));
  for (const Json& cause : planted["causes"].items()) {
    Uids below;
    for (const Json& uid : cause["uids"].items())
      below.insert(uid.asString());
    QVERIFY(below.size() > 1 && below.size() == cause["uids"].size());
    Uids faults = faultsOf(planted, cause["kind"].asString());
    for (const std::string& uid : faultsOf(planted, "recreated"))
      faults.erase(uid);
    QVERIFY(below == faults);
    QCOMPARE(cause.has("who"), cause["kind"].asString() != "scp-edited");
  }
}

void TestEstateFindings::everyRuleIsThere() {
  Uids rules, found, causes;
  for (quint64 seed = 1; seed <= 6; ++seed) {
    const Json planted = jsonOf(readAll(generate(seed, 400) / "planted.json"));
    for (const Json& rule : planted["finding_rules"].items())
      rules.insert(rule.asString());
    for (const Json& f : planted["findings"].items())
      found.insert(f["rule"].asString());
    for (const Json& cause : planted["causes"].items())
      causes.insert(cause["kind"].asString());
  }
  QVERIFY(rules == found);
  QCOMPARE(rules.size(), std::size_t{11});
  QVERIFY(causes == (Uids{"shared-policy-edited", "group-edited", "scp-edited"}));
}

// Nothing that happens on a later day is there on a single one; the smallest estate has what it has room for.
void TestEstateFindings::smallEstates() {
  for (quint64 seed = 1; seed <= 10; ++seed) {
    const Json one = jsonOf(readAll(generate(seed, 12, 1) / "planted.json"));
    for (const char* late :
         {"tombstone", "owner-gone-key-used", "destroyed-but-live", "rotated-yet-overprivileged"})
      QVERIFY(uidsOf(one, late).empty());
    QVERIFY(one["causes"].empty());
    const Json three = jsonOf(readAll(generate(seed, 12, 3) / "planted.json"));
    QCOMPARE(faultsOf(three, "tombstone").size(), uidsOf(three, "tombstone").size());
    QCOMPARE(three["finding_rules"].size(), std::size_t{11});
  }
}

QTEST_GUILESS_MAIN(TestEstateFindings)
#include "tst_estate_findings.moc"
