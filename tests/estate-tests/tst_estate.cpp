// SPDX-License-Identifier: Apache-2.0
#include "models/identity/digest.h"
#include "models/identity/json.h"
#include "tests/estate/estate.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
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

EstateOptions optionsFor(std::uint64_t seed, const fs::path& folder, std::size_t identities = 40,
                         int days = 3) {
  EstateOptions options;
  options.seed = seed;
  options.identities = identities;
  options.days = days;
  options.now = now;
  options.folder = folder;
  return options;
}

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

std::map<std::string, std::string> digests(const fs::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      out[fs::relative(entry.path(), folder).string()] = sha256(readAll(entry.path())).hex();
  return out;
}

/// Neutral uids of what the live exports of a day show, with their unique ids.
std::map<std::string, std::string> liveOf(const fs::path& day) {
  std::map<std::string, std::string> out;
  for (const auto& account : fs::directory_iterator(day / "aws")) {
    const fs::path details = account.path() / "account-authorization-details.json";
    if (!fs::exists(details)) continue;
    const Json json = readJson(details);
    for (const Json& role : json["RoleDetailList"].items())
      out["aws:" + role["Arn"].asString()] = role["RoleId"].asString();
    for (const Json& user : json["UserDetailList"].items())
      out["aws:" + user["Arn"].asString()] = user["UserId"].asString();
  }
  if (!fs::exists(day / "kubernetes")) return out;
  for (const auto& cluster : fs::directory_iterator(day / "kubernetes")) {
    const Json list = readJson(cluster.path() / "serviceaccounts.json");
    for (const Json& account : list["items"].items()) {
      const Json& meta = account["metadata"];
      out["k8s:" + cluster.path().filename().string() +
          ":system:serviceaccount:" + meta["namespace"].asString() + ":" + meta["name"].asString()] =
          meta["uid"].asString();
    }
  }
  return out;
}

/// Answers of repeated commands, one after the other: how many, -1 where one is no JSON.
int answersIn(const std::string& text) {
  int answers = 0;
  for (std::size_t at = 0; at < text.size(); ++answers) {
    const std::size_t end = text.find("\n}\n", at);
    if (end == std::string::npos || !parseJson(std::string_view(text).substr(at, end + 3 - at))) return -1;
    at = end + 3;
  }
  return answers;
}

std::map<std::string, std::set<std::string>> faultsByKind(const Json& planted) {
  std::map<std::string, std::set<std::string>> out;
  for (const Json& fault : planted["faults"].items())
    out[fault["kind"].asString()].insert(fault["uid"].asString());
  return out;
}

} // namespace

class TestEstate : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void sameSeedSameBytes();
  void otherSeedOtherBytes();
  void everyFileParses();
  void manifestNamesEveryFile();
  void faultsAreWhereTheyAreSaid_data();
  void faultsAreWhereTheyAreSaid();
  void canariesAreInTheExports();
  void federatedPairsAgree();
  void withoutFaults();
  void sizes();
  void volatileValuesChange();
  void cancelled();
  void badOptions();
  void speed();

private:
  QTemporaryDir dir_;
  fs::path folder(const char* name) const { return fs::path(dir_.path().toStdString()) / name; }
};

void TestEstate::sameSeedSameBytes() {
  const auto one = generateEstate(optionsFor(7, folder("same-1")));
  const auto two = generateEstate(optionsFor(7, folder("same-2")));
  QVERIFY(one && two);
  QCOMPARE(one->bytes, two->bytes);
  QVERIFY(digests(folder("same-1")) == digests(folder("same-2")));
  QCOMPARE(one->files, digests(folder("same-1")).size());
}

void TestEstate::otherSeedOtherBytes() {
  QVERIFY(generateEstate(optionsFor(8, folder("other"))));
  QVERIFY(generateEstate(optionsFor(9, folder("other-2"))));
  QVERIFY(readAll(folder("other") / "planted.json") != readAll(folder("other-2") / "planted.json"));
}

void TestEstate::everyFileParses() {
  QVERIFY(generateEstate(optionsFor(10, folder("parse"))));
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder("parse"))) {
    const std::string extension = entry.path().extension().string();
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file()) continue;
    if (extension == ".jsonl") {
      std::istringstream lines(readAll(entry.path()));
      for (std::string line; std::getline(lines, line); ++seen)
        QVERIFY2(parseJson(line), line.c_str());
    } else if (name == "access-keys.json" || name == "oidc-providers.json" || name == "organization.json") {
      QVERIFY(answersIn(readAll(entry.path())) > 0);
    } else if (extension == ".json" || extension == ".tfstate") {
      const auto json = parseJson(readAll(entry.path()));
      QVERIFY2(json, json ? "" : (name + ": " + json.error().text()).c_str());
      ++seen;
    }
  }
  QVERIFY(seen > 100);
}

void TestEstate::manifestNamesEveryFile() {
  QVERIFY(generateEstate(optionsFor(11, folder("manifest"))));
  const Json root = readJson(folder("manifest") / "countersign-import.json");
  QCOMPARE(root["schema"].asString(), std::string("countersign-import/1"));
  QCOMPARE(root["include"].size(), std::size_t{3});
  for (const Json& include : root["include"].items()) {
    const fs::path path = folder("manifest") / include.asString();
    const Json day = readJson(path);
    std::set<std::string> named, sources;
    for (const Json& source : day["sources"].items())
      QVERIFY(sources.insert(source["name"].asString()).second);
    for (const Json& file : day["files"].items()) {
      named.insert(file["path"].asString());
      QVERIFY(sources.count(file["source"].asString()) == 1);
      const auto at = parseRfc3339(file["captured_at"].asString());
      QVERIFY(at && *at <= now);
    }
    std::set<std::string> there;
    for (const auto& entry : digests(path.parent_path()))
      there.insert(entry.first);
    there.erase("countersign-import.json");
    QVERIFY(there == named);
  }
}

void TestEstate::faultsAreWhereTheyAreSaid_data() {
  QTest::addColumn<quint64>("seed");
  QTest::addColumn<int>("identities");
  for (quint64 seed = 1; seed <= 25; ++seed)
    QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed << (seed % 5 == 0 ? 300 : 40);
}

// Looks only at the exports: live state before and on the last day, and what intent declares.
void TestEstate::faultsAreWhereTheyAreSaid() {
  QFETCH(quint64, seed);
  QFETCH(int, identities);
  const fs::path root = folder("faults") / std::to_string(seed);
  QVERIFY(generateEstate(optionsFor(seed, root, static_cast<std::size_t>(identities))));
  const Json planted = readJson(root / "planted.json");
  const auto faults = faultsByKind(planted);
  const auto before = liveOf(root / "day-2"), after = liveOf(root / "day-3");
  std::string intent =
      readAll(root / "day-3/cmdb/inventory.jsonl") + readAll(root / "day-3/cmdb/identities.csv");
  for (const auto& entry : fs::directory_iterator(root / "day-3/terraform"))
    intent += readAll(entry.path());
  const auto of = [&](const char* kind) {
    const auto found = faults.find(kind);
    return found == faults.end() ? std::set<std::string>() : found->second;
  };
  const auto nativeName = [](const std::string& uid) {
    return uid.rfind("aws:", 0) == 0 ? uid.substr(4) : uid.substr(uid.rfind(':') + 1);
  };
  for (const std::string& uid : of("unseen"))
    QVERIFY(before.count(uid) == 0 && after.count(uid) == 0 &&
            intent.find(nativeName(uid)) != std::string::npos);
  for (const std::string& uid : of("undeclared"))
    QVERIFY(after.count(uid) == 1 &&
            (uid.rfind("aws:", 0) != 0 || intent.find('"' + nativeName(uid) + '"') == std::string::npos));
  for (const std::string& uid : of("recreated"))
    QVERIFY(before.at(uid) != after.at(uid));
  for (const char* kind : {"gone", "deleted-partial"})
    for (const std::string& uid : of(kind))
      QVERIFY(before.count(uid) == 1 && after.count(uid) == 0);
  for (const std::string& uid : of("stale"))
    QVERIFY(before.count(uid) == 1 && after.count(uid) == 0);
  std::set<std::string> named;
  for (const auto& [kind, uids] : faults)
    named.insert(uids.begin(), uids.end());
  for (const Json& uid : planted["clean"].items()) {
    QVERIFY(named.count(uid.asString()) == 0);
    QVERIFY(before.count(uid.asString()) == 1);
    named.insert(uid.asString());
  }
  QCOMPARE(named.size(), static_cast<std::size_t>(identities)); // nobody is missing, nobody twice
  for (const char* kind :
       {"orphaned", "owner-contradiction", "contradicted", "unseen", "undeclared", "moved", "recreated",
        "gone", "federation-claimed", "federation-open", "shared-policy-edited", "stale", "deleted-partial"})
    if (of(kind).empty() && identities > 100) QFAIL(kind);
}

void TestEstate::canariesAreInTheExports() {
  QVERIFY(generateEstate(optionsFor(12, folder("canaries"))));
  std::string all;
  for (const auto& entry : digests(folder("canaries")))
    if (entry.first != "planted.json") all += readAll(folder("canaries") / entry.first);
  const Json planted = readJson(folder("canaries") / "planted.json");
  QVERIFY(planted["canaries"].size() >= 20);
  for (const Json& canary : planted["canaries"].items())
    QVERIFY2(all.find(canary.asString()) != std::string::npos, canary.asString().c_str());
}

// Both sides of a confirmed federation name each other, one owner and one tier.
void TestEstate::federatedPairsAgree() {
  QVERIFY(generateEstate(optionsFor(18, folder("pairs"), 60, 1)));
  const Json planted = readJson(folder("pairs") / "planted.json");
  QVERIFY(planted["confirmed"].size() >= 4);
  const auto tag = [](const Json& role, const char* key) {
    for (const Json& each : role["Tags"].items())
      if (each["Key"].asString() == key) return each["Value"].asString();
    return std::string();
  };
  for (const Json& pair : planted["confirmed"].items()) {
    const std::string uid = pair["uid"].asString(), arn = pair["role"].asString().substr(4);
    const std::string cluster = uid.substr(4, uid.find(":system:") - 4),
                      subject = uid.substr(5 + cluster.size());
    const Json accounts = readJson(folder("pairs") / "day-1/kubernetes" / cluster / "serviceaccounts.json");
    const Json details =
        readJson(folder("pairs") / "day-1/aws" / arn.substr(13, 12) / "account-authorization-details.json");
    bool matched = false;
    for (const Json& account : accounts["items"].items()) {
      const Json& meta = account["metadata"];
      if (meta["annotations"]["eks.amazonaws.com/role-arn"].asString() != arn) continue;
      QCOMPARE("system:serviceaccount:" + meta["namespace"].asString() + ":" + meta["name"].asString(),
               subject);
      for (const Json& role : details["RoleDetailList"].items())
        if (role["Arn"].asString() == arn) {
          QVERIFY(canonicalJsonOrThrow(role["AssumeRolePolicyDocument"]).find('"' + subject + '"') !=
                  std::string::npos);
          QCOMPARE(tag(role, "owner"), meta["annotations"]["owner"].asString());
          QCOMPARE(tag(role, "tier"), meta["labels"]["tier"].asString());
          matched = true;
        }
    }
    QVERIFY2(matched, uid.c_str());
  }
}

void TestEstate::withoutFaults() {
  EstateOptions options = optionsFor(13, folder("clean"));
  options.faults = false;
  const auto summary = generateEstate(options);
  QVERIFY(summary);
  QCOMPARE(summary->faults, std::size_t{0});
  QCOMPARE(summary->clean, std::size_t{40});
  QVERIFY(liveOf(folder("clean") / "day-1") == liveOf(folder("clean") / "day-3"));
}

void TestEstate::sizes() {
  for (const std::size_t size : {12U, 13U, 57U, 2000U}) {
    const fs::path root = folder("sizes") / std::to_string(size);
    const auto summary = generateEstate(optionsFor(14, root, size, 1));
    QVERIFY(summary);
    QCOMPARE(summary->identities, size);
    const std::size_t unseen = faultsByKind(readJson(root / "planted.json"))["unseen"].size();
    QCOMPARE(liveOf(root / "day-1").size(), size - unseen);
  }
}

// The bytes of an untouched role differ from day to day, its content does not.
void TestEstate::volatileValuesChange() {
  EstateOptions options = optionsFor(15, folder("volatile"));
  options.faults = false;
  QVERIFY(generateEstate(options));
  const char* file = "aws/111122223333/account-authorization-details.json";
  const Json one = readJson(folder("volatile") / "day-1" / file),
             two = readJson(folder("volatile") / "day-2" / file);
  std::map<std::string, std::string> trusts;
  bool otherOrder = false, otherUse = false;
  for (const Json& role : one["RoleDetailList"].items())
    trusts[role["Arn"].asString()] =
        canonicalJsonOrThrow(role["AssumeRolePolicyDocument"]) + canonicalJsonOrThrow(role["RolePolicyList"]);
  for (std::size_t i = 0; i < two["RoleDetailList"].size(); ++i) {
    const Json& role = two["RoleDetailList"].at(i);
    QCOMPARE(canonicalJsonOrThrow(role["AssumeRolePolicyDocument"]) +
                 canonicalJsonOrThrow(role["RolePolicyList"]),
             trusts.at(role["Arn"].asString()));
    otherOrder |= role["Arn"] != one["RoleDetailList"].at(i)["Arn"];
    otherUse |= role["RoleLastUsed"] != one["RoleDetailList"].at(i)["RoleLastUsed"];
  }
  QVERIFY(otherOrder && otherUse);
}

void TestEstate::cancelled() {
  std::size_t calls = 0;
  const auto result = generateEstate(optionsFor(16, folder("cancelled")),
                                     [&](std::string_view, std::size_t, std::size_t) { return ++calls < 4; });
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Cancelled);
  QCOMPARE(calls, std::size_t{4});
}

void TestEstate::badOptions() {
  for (const EstateOptions& options : {optionsFor(1, folder("bad"), 11), optionsFor(1, folder("bad"), 40, 0),
                                       optionsFor(1, fs::path()), optionsFor(1, folder("bad"), 40, 31)}) {
    const auto result = generateEstate(options);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
  }
  const auto unwritable = generateEstate(optionsFor(1, "/proc/estate"));
  QVERIFY(!unwritable);
  QCOMPARE(unwritable.error().code, ErrorCode::Io);
}

void TestEstate::speed() {
  const auto size = qEnvironmentVariableIntValue("COUNTERSIGN_ESTATE_IDENTITIES");
  const fs::path root = folder("speed");
  EstateOptions options = optionsFor(17, root, size > 0 ? static_cast<std::size_t>(size) : 5000, 1);
  QElapsedTimer timer;
  qint64 begun = 0, nanoseconds = 0;
  QVERIFY(generateEstate(options, [&](std::string_view file, std::size_t, std::size_t) {
    if (begun != 0) nanoseconds += timer.nsecsElapsed() - begun;
    begun = 0;
    if (!timer.isValid()) timer.start();
    if (file.find("authorization-details") != std::string_view::npos)
      begun = std::max<qint64>(1, timer.nsecsElapsed());
    return true;
  }));
  std::uintmax_t bytes = 0;
  for (const auto& account : fs::directory_iterator(root / "day-1/aws"))
    if (fs::exists(account.path() / "account-authorization-details.json"))
      bytes += fs::file_size(account.path() / "account-authorization-details.json");
  qInfo("%.1f MB of account details at %.0f MB/s", static_cast<double>(bytes) / 1e6,
        static_cast<double>(bytes) * 1e3 / static_cast<double>(nanoseconds));
  QVERIFY(bytes > 1'000'000);
}

QTEST_GUILESS_MAIN(TestEstate)
#include "tst_estate.moc"
