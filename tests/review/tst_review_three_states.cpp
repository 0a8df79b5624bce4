// SPDX-License-Identifier: Apache-2.0
#include "estate_desk.h"
#include "tests/review/asked_requests.h"
#include "tests/review/drawn_estate.h"
#include "tests/review/said_rows.h"
#include "tests/seed.h"

#include <map>
#include <set>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::second;

namespace {

/// What is so of one request, under each of the keys.
struct Truth {
  std::vector<bool> requested, applied, effective;
  std::vector<Key> keys;
};

/// What the second reading knows of a whole record.
struct Known {
  bool intent = true, live = true, guardrails = true; ///< nothing of it is missing
  bool intentConditions = false, liveConditions = false, anyCondition = false;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned usualEstates = 8; // takes ten times as long
#else
constexpr unsigned usualEstates = 25; ///< of twelve records
#endif

const char* const words[] = {"no", "yes", "if", "?"};

} // namespace

/// Requested, applied and effective of drawn estates, held against deciding concrete requests one by one.
class TestReviewThreeStates : public QObject {
  Q_OBJECT

  std::size_t asked_ = 0, records_ = 0, more_ = 0, lacking_ = 0, open_ = 0, denied_ = 0, exact_ = 0;
  std::string about_;

private Q_SLOTS:
  void asTriedOut() {
    const unsigned seed = testSeed();
    Drawing draw(seed);
    const unsigned estates =
        qEnvironmentVariable("COUNTERSIGN_ESTATES", QString::number(usualEstates)).toUInt();
    for (unsigned i = 0; i < estates && !QTest::currentTestFailed(); ++i)
      check(draw.estate(i));
    qInfo("%zu records, %zu requests; %zu more than requested, %zu lacking, %zu denied, %zu open; "
          "%zu records to the last request",
          records_, asked_, more_, lacking_, denied_, open_, exact_);
    if (estates < 8) return;
    QVERIFY(more_ > 100 && lacking_ > 100 && denied_ > 100 && open_ > 100 && exact_ > 20);
  }

private:
  void importAll(const std::filesystem::path& folder) {
    const auto file = [&](const char* name) { return folder / name; };
    for (const char* name : {"account-111122223333.json", "account-444455556666.json", "organization.json"})
      if (std::filesystem::exists(file(name)))
        importAt(folder / "w", file(name), noon, noon - std::chrono::minutes(5));
    importAt(folder / "w", file("cluster.json"), noon, noon - std::chrono::minutes(5), cluster);
    ImportRequest request;
    request.paths = {file("state.tfstate")};
    request.cluster = cluster;
    request.capturedAt = noon - std::chrono::minutes(5);
    const auto report = makeImporter()->import(folder / "w", request, FixedClock(noon), {});
    QVERIFY2(report && !report->files.front().error, "state.tfstate");
    importAt(folder / "w", file("tickets.csv"), noon, noon - std::chrono::minutes(5), "tickets");
  }

  void check(const Estate& estate) {
    const QTemporaryDir made;
    const std::filesystem::path folder(made.path().toStdString());
    writeExports(estate, folder);
    importAll(folder);
    if (QTest::currentTestFailed()) return;
    const auto desk = deskOn(folder / "w");
    std::map<std::string, RecordView> views;
    for (const RecordRow& row : allRows(*desk)) {
      auto view = desk->record(row.id);
      QVERIFY2(view, view ? "" : view.error().text().c_str());
      views.emplace(row.name, std::move(*view));
    }
    for (std::size_t i = 0; i < estate.roles.size() && !QTest::currentTestFailed(); ++i)
      checkRole(estate, i, views);
    for (const Account& a : estate.accounts)
      if (!QTest::currentTestFailed()) checkAccount(estate, a, views);
    if (QTest::currentTestFailed() && qEnvironmentVariableIsSet("COUNTERSIGN_KEEP"))
      std::filesystem::copy(folder, qEnvironmentVariable("COUNTERSIGN_KEEP").toStdString());
  }

  void checkRole(const Estate& estate, std::size_t number, const std::map<std::string, RecordView>& views) {
    const Role& role = estate.roles[number];
    const Levels levels = estate.organization ? estate.levels.at(role.account) : Levels();
    std::set<std::string> actions, resources;
    const auto draw = [&](const Policy& policy) {
      for (const Statement& s : policy) {
        for (const std::string& a : s.actions)
          instances(a, actions);
        for (const std::string& r : s.resources)
          instances(r, resources);
      }
    };
    for (const Policy* p : {&role.intent, &role.live, &role.boundary})
      draw(*p);
    for (const Policy& level : levels)
      draw(level);
    instances(estate.tickets[number].action, actions);
    instances(estate.tickets[number].resource, resources);
    Known known;
    known.intent = role.declared;
    known.live = role.allShown;
    known.guardrails = estate.organization;
    known.intentConditions = hasCondition(role.intent);
    known.liveConditions = hasCondition(role.live);
    known.anyCondition = known.intentConditions || known.liveConditions || hasCondition(role.boundary) ||
                         std::any_of(levels.begin(), levels.end(), hasCondition);
    std::vector<std::pair<Asked, Truth>> all;
    for (const std::string& action : actions)
      for (const std::string& on : resources) {
        Truth t;
        for (const Key& key : keys()) {
          t.keys.push_back(key);
          t.requested.push_back(requested(role, action, on, key));
          t.applied.push_back(applied(role, action, on, key));
          t.effective.push_back(effective(role, levels, action, on, key));
        }
        all.emplace_back(askedOf(action, on), std::move(t));
      }
    checkRecord(role.name, views, known, all);
  }

  void checkAccount(const Estate& estate, const Account& account,
                    const std::map<std::string, RecordView>& views) {
    std::vector<Bound> intent = account.declared ? account.intent : std::vector<Bound>(), live = account.live;
    for (const Account& other : estate.accounts) // a group has every account of its namespace
      if (&other != &account) {
        const auto add = [](const std::vector<Bound>& from, std::vector<Bound>& to) {
          std::copy_if(from.begin(), from.end(), std::back_inserter(to),
                       [](const Bound& b) { return b.toGroup; });
        };
        add(other.intent, intent);
        add(other.live, live);
      }
    Known known;
    known.intent = account.declared || !intent.empty(); // what intent binds a group to, it says of all in it
    std::vector<std::pair<Asked, Truth>> all;
    const auto ask = [&](const Access& a) {
      const bool asked = allows(intent, a), given = allows(live, a);
      all.emplace_back(askedOf(a), Truth{{asked}, {given}, {given}, {std::nullopt}});
    };
    for (const char* verb : {"get", "create", "list"}) {
      for (const char* url : {"/healthz", "/metrics", "/metrics/x", "/api/", "/api", "/version"})
        ask({verb, {}, {}, {}, {}, url});
      for (const char* group : {"", "apps", "batch"})
        for (const char* resource : {"pods", "pods/log", "secrets", "nodes/log", "nodes"})
          for (const char* ns : {"n", "m", "k"})
            for (const char* name : {"a", "b", "c"})
              ask({verb, group, resource, ns, name, {}});
    }
    checkRecord(account.name, views, known, all);
  }

  void checkRecord(const std::string& name, const std::map<std::string, RecordView>& views,
                   const Known& known, const std::vector<std::pair<Asked, Truth>>& all) {
    about_ = name;
    const auto view = views.find(name);
    QVERIFY2(view != views.end(), name.c_str());
    QCOMPARE(view->second.grants.size(), view->second.grantsTotal);
    ++records_;
    std::vector<Said> said;
    for (const GrantRow& row : view->second.grants)
      if (!row.deny) said.emplace_back(row);
    bool cut = false;
    for (const Said& s : said)
      cut = cut || s.isCut();
    const bool plain = known.intent && known.live && !known.intentConditions && !known.liveConditions && !cut;
    exact_ += plain ? 1 : 0;
    for (const auto& [request, truth] : all) {
      ++asked_;
      for (const Said& s : said)
        if (s.has(request))
          s.isApplied() ? appliedRow(s, request, truth, known) : missingRow(s, request, truth, known);
      together(said, request, truth, known, plain);
      if (QTest::currentTestFailed()) {
        for (const Said& s : said)
          qInfo("%s", textOf(s).c_str());
        return;
      }
    }
  }

  static std::string textOf(const Said& s) {
    const GrantRow& r = s.row();
    return std::string(words[static_cast<int>(r.requested)]) + " " + words[static_cast<int>(r.applied)] +
           " " + words[static_cast<int>(r.effective)] + "  " + r.action + " on " + r.resource +
           (r.condition.empty() ? "" : " if " + r.condition) + " — " + r.remark + " — " + r.effectiveNote;
  }

  void hold(bool so, const char* what, const Said& s, const Asked& request) const {
    QVERIFY2(so, (about_ + ": " + what + ": " + request.text + " in: " + textOf(s)).c_str());
  }

  /// A row of what is applied, about a request that is in it.
  void appliedRow(const Said& s, const Asked& request, const Truth& t, const Known& known) {
    const GrantRow& row = s.row();
    bool moreSure = true, everApplied = false;
    for (std::size_t k = 0; k < t.keys.size(); ++k) {
      if (!holds(s.op(), t.keys[k])) continue;
      everApplied = everApplied || t.applied[k];
      moreSure = moreSure && !t.requested[k];
      if (row.requested == Tri::Yes && row.applied != Tri::No)
        hold(t.requested[k] || !t.applied[k], "requested yes", s, request);
      if (row.effective == Tri::No) hold(!t.effective[k], "effective no", s, request);
      if (row.effective == Tri::Yes) hold(t.effective[k], "effective yes", s, request);
      if (row.applied == Tri::Yes && row.effective != Tri::No) hold(t.applied[k], "applied yes", s, request);
    }
    if (row.requested == Tri::No && s.worst(request)) hold(moreSure, "requested no", s, request);
    if (row.applied == Tri::No) hold(!everApplied, "applied no", s, request);
    if (row.requested == Tri::Conditional)
      hold(known.intentConditions || known.liveConditions, "requested under no condition", s, request);
    if (row.requested == Tri::Unknown) hold(!known.intent, "nothing of intent is missing", s, request);
    if (row.applied == Tri::Conditional) hold(known.liveConditions, "applied under no condition", s, request);
    if (row.effective == Tri::Conditional)
      hold(known.anyCondition || !known.guardrails || !known.live, "effective under no condition", s,
           request);
    if (row.effective == Tri::Unknown)
      hold(!known.guardrails || !known.live, "nothing of the guardrails is missing", s, request);
    if (row.effective == Tri::Yes) hold(known.guardrails && known.live, "what may deny it", s, request);
    denied_ += row.effective == Tri::No ? 1 : 0;
    open_ += row.effective == Tri::Conditional || row.requested == Tri::Conditional ? 1 : 0;
  }

  /// A row of what was requested and is not applied.
  void missingRow(const Said& s, const Asked& request, const Truth& t, const Known& known) const {
    const GrantRow& row = s.row();
    for (std::size_t k = 0; k < t.keys.size(); ++k)
      if (row.requested == Tri::Yes && s.worst(request)) hold(t.requested[k], "requested yes", s, request);
    for (std::size_t k = 0; k < t.keys.size(); ++k)
      if (row.applied == Tri::No && s.worst(request) && holds(s.op(), t.keys[k]))
        hold(!t.applied[k] || !t.requested[k], "applied no", s, request);
    if (row.applied == Tri::Unknown) hold(!known.live, "nothing of live state is missing", s, request);
    if (row.applied == Tri::Conditional)
      hold(known.intentConditions || known.liveConditions, "applied under no condition", s, request);
  }

  /// What all rows together say of a request.
  void together(const std::vector<Said>& said, const Asked& request, const Truth& t, const Known& known,
                bool plain) {
    bool more = false, lacking = false;
    for (std::size_t k = 0; k < t.keys.size(); ++k) {
      bool given = false, works = false;
      for (const Said& s : said) {
        if (!s.has(request) || !holds(s.op(), t.keys[k])) continue;
        const GrantRow& row = s.row();
        given = given || (s.isApplied() && row.applied != Tri::No);
        works = works || (s.isApplied() && row.applied != Tri::No && row.effective != Tri::No);
        more =
            more || (s.isApplied() && row.applied != Tri::No && row.requested == Tri::No && s.worst(request));
        lacking = lacking || (!s.isApplied() && row.applied == Tri::No && s.worst(request));
      }
      QVERIFY2(given || !t.applied[k], (about_ + ": applied, and no row says so: " + request.text).c_str());
      QVERIFY2(works || !t.effective[k],
               (about_ + ": effective, and no row says so: " + request.text).c_str());
    }
    more_ += more ? 1 : 0;
    lacking_ += lacking ? 1 : 0;
    if (!plain) return;
    Q_UNUSED(known)
    // To the last request: these more, these lacking.
    const bool isMore = t.applied.front() && !t.requested.front(),
               isLacking = t.requested.front() && !t.applied.front();
    QVERIFY2(more == isMore,
             (about_ + (more ? ": too much is more: " : ": not among these more: ") + request.text).c_str());
    QVERIFY2(lacking == isLacking,
             (about_ + (lacking ? ": not lacking: " : ": not among what lacks: ") + request.text).c_str());
  }
};

QTEST_APPLESS_MAIN(TestReviewThreeStates)
#include "tst_review_three_states.moc"
