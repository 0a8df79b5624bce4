// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/coverage.h"
#include "models/access/aws/grants.h"
#include "models/access/aws/naming_rows.h"
#include "models/access/aws/who_can.h"
#include "small_world.h"
#include "tests/seed.h"

#include <QTest>
#include <deque>

using namespace countersign;
using namespace countersign::iam;

namespace small = smallworld;

namespace {

/// A small world as the evaluator takes it.
struct Read {
  std::deque<Policy> owned;
  PolicySet set;

  const Policy* add(const small::Policy& policy) {
    owned.push_back(parsePolicy(Json(small::jsonOf(policy)), "p" + std::to_string(owned.size())));
    return &owned.back();
  }
  explicit Read(const small::World& world) {
    set.identity = {add(world.identity)};
    if (!world.boundary.empty()) set.boundary = {add(world.boundary)};
    if (!world.resource.empty()) set.resource = add(world.resource);
    for (const small::Policy& level : world.organization)
      set.serviceControl.push_back({"level", {add(level)}});
  }
};

std::string describe(const small::World& world) {
  std::string out = "identity " + small::jsonOf(world.identity) + "\nboundary " +
                    small::jsonOf(world.boundary) + "\nresource " + small::jsonOf(world.resource);
  for (const small::Policy& level : world.organization)
    out += "\nlevel " + small::jsonOf(level);
  return out;
}

Request requestBy(const std::string& who, const std::string& action, const std::string& resource,
                  Context context) {
  return requestOf(principalOf(who), action, resource, small::owner, false, std::move(context));
}

Context known(const small::Key& key) {
  Context out;
  out.complete = true;
  if (key) out.values["k:x"] = {*key};
  return out;
}

const char* nameOf(small::Result result) {
  return result == small::Result::Allowed  ? "allowed"
         : result == small::Result::Denied ? "denied"
                                           : "denied by statement";
}

const char* nameOf(const Answer& answer) {
  return answer.verdict == Verdict::Allowed  ? "allowed"
         : answer.verdict != Verdict::Denied ? "not decided"
         : answer.explicitDeny               ? "denied by statement"
                                             : "denied";
}

/// By the texts of the patterns alone.
bool contains(const Language& language, const std::string& text) {
  const auto fits = [&](const Glob& glob) { return small::matches(glob.text(), text); };
  return std::all_of(language.all.begin(), language.all.end(), fits) &&
         std::none_of(language.none.begin(), language.none.end(), fits);
}

template <class Each>
void forEachAsked(const Each& each) {
  for (const std::string& action : small::actions())
    for (const std::string& resource : small::resources())
      if (!QTest::currentTestFailed()) each(action, resource);
}

} // namespace

/// The evaluator and what is built on it against trying everything out in small random worlds.
class TestAccessAwsProperty : public QObject {
  Q_OBJECT
  quint32 seed_ = 0;
  QRandomGenerator random_;

private Q_SLOTS:
  void init() {
    seed_ = countersign::test::testSeed();
    random_.seed(seed_);
  }

  void decidesAsByDefinition() {
    for (int i = 0; i < 400; ++i) {
      const small::World world = small::randomWorld(random_);
      const Read read(world);
      forEachAsked([&](const std::string& action, const std::string& resource) {
        for (const std::string& who : small::principals())
          for (const small::Key& key : small::keys()) {
            const auto got = evaluate(requestBy(who, action, resource, known(key)), read.set).answer;
            const std::string expected = nameOf(small::decide(world, who, action, resource, key));
            if (expected != nameOf(got))
              QFAIL((who + ' ' + action + ' ' + resource + " k:x=" + key.value_or("absent") + ": " +
                     nameOf(got) + " instead of " + expected + '\n' + describe(world))
                        .c_str());
          }
      });
    }
  }

  /// Of a request that is known in part, yes and no hold whatever the rest is.
  void unknownContextsAreNeverGuessed() {
    for (int i = 0; i < 400; ++i) {
      const small::World world = small::randomWorld(random_);
      const Read read(world);
      forEachAsked([&](const std::string& action, const std::string& resource) {
        for (const std::string& who : small::principals()) {
          const Verdict got = evaluate(requestBy(who, action, resource, {}), read.set).answer.verdict;
          QVERIFY(got != Verdict::NotEvaluated);
          if (got == Verdict::Conditional) continue;
          for (const small::Key& key : small::keys()) {
            const bool allowed = small::decide(world, who, action, resource, key) == small::Result::Allowed;
            QVERIFY2(allowed == (got == Verdict::Allowed), describe(world).c_str());
          }
        }
      });
    }
  }

  void whoCanIsTheInverseOfCan() {
    for (int i = 0; i < 300; ++i) {
      std::map<std::string, small::World> worlds; // each principal has its own policies, the resource has one
      const small::Policy resource = small::randomPolicy(random_, true);
      std::map<std::string, Read> reads;
      for (const std::string& who : small::principals()) {
        worlds[who] = small::randomWorld(random_);
        worlds[who].resource = resource;
        reads.emplace(who, worlds[who]);
      }
      const small::Key key = small::keys()[static_cast<std::size_t>(random_.bounded(3))];
      forEachAsked([&](const std::string& action, const std::string& on) {
        small::Texts expected, got;
        for (const std::string& who : small::principals())
          if (small::decide(worlds[who], who, action, on, key) == small::Result::Allowed)
            expected.push_back(who);
        for (const WhoCan& found : whoCan(
                 small::principals(), [&](const auto& who) { return requestBy(who, action, on, known(key)); },
                 [&](const Request& request) { return reads.at(request.principal.text).set; }))
          got.push_back(found.principal);
        QVERIFY2(got == expected, (action + ' ' + on).c_str());
      });
    }
  }

  /// The rows say of each action and resource what the evaluator says.
  void rowsAreWhatIsDecided() {
    int givenUp = 0;
    for (int i = 0; i < 300; ++i) {
      small::World world = small::randomWorld(random_);
      world.resource.clear();
      const Read read(world);
      PrincipalPolicies texts;
      texts.principal = small::ann;
      texts.identity = {{"own", small::jsonOf(world.identity), {}}};
      if (!world.boundary.empty()) texts.boundary = {{"limit", small::jsonOf(world.boundary), {}}};
      for (const small::Policy& level : world.organization)
        texts.serviceControl.push_back({"level", {{"scp", small::jsonOf(level), {}}}});
      const GrantRows rows = grantRows(texts);
      if (!rows.complete) { // too many parts: the rows say so, and nothing else
        ++givenUp;
        continue;
      }
      forEachAsked([&](const std::string& action, const std::string& resource) {
        Verdict said = Verdict::Denied;
        for (const GrantRow& row : rows.rows) {
          if (row.effect == Statement::Effect::Deny || !contains(row.region.actions, action) ||
              !contains(row.region.resources, resource))
            continue;
          if (row.verdict == GrantVerdict::Effective) said = Verdict::Allowed;
          if (row.verdict == GrantVerdict::Conditional && said == Verdict::Denied)
            said = Verdict::Conditional;
        }
        const Verdict decided =
            evaluate(requestBy(small::ann, action, resource, {}), read.set).answer.verdict;
        QVERIFY2(said == decided, (action + ' ' + resource + '\n' + describe(world)).c_str());
      });
    }
    QVERIFY2(givenUp <= 15, std::to_string(givenUp).c_str());
  }

  /// What the policy of a resource gives beside the own policies: certain rows hold whatever the request is,
  /// and what is in no row is not allowed.
  void resourcesGiveTheRest() {
    int certain = 0, conditional = 0, givenUp = 0;
    for (int i = 0; i < 600; ++i) {
      const small::World world = small::randomWorld(random_);
      const Read read(world);
      if (read.set.resource == nullptr) continue;
      PolicySet own = read.set;
      own.resource = nullptr;
      const GrantRows rows = grantRows(small::ann, own);
      const NamingRows named =
          namingRows({small::ann, own, &rows, {}}, {{read.set.resource, "r", small::owner, false}}, {});
      if (!rows.complete || !named.complete) {
        QVERIFY(++givenUp <= 30);
        continue;
      }
      forEachAsked([&](const std::string& action, const std::string& resource) {
        const auto has = [&](const GrantRow& row, GrantVerdict verdict) {
          return row.effect == Statement::Effect::Allow && row.verdict == verdict &&
                 contains(row.region.actions, action) && contains(row.region.resources, resource);
        };
        bool owned = false, some = false, sure = false, twice = false;
        for (const GrantRow& row : rows.rows) {
          owned = owned || has(row, GrantVerdict::Effective);
          some = some || has(row, GrantVerdict::Effective) || has(row, GrantVerdict::Conditional);
        }
        for (const NamingRow& row : named.rows) {
          sure = sure || has(row.row, GrantVerdict::Effective);
          twice = twice || (owned && !row.beside && has(row.row, GrantVerdict::Effective));
          some = some || sure || has(row.row, GrantVerdict::Conditional);
        }
        const std::string what = action + ' ' + resource + '\n' + describe(world);
        QVERIFY2(!twice, what.c_str());
        certain += sure ? 1 : 0;
        conditional += some && !sure ? 1 : 0;
        for (const small::Key& key : small::keys()) {
          const bool allowed =
              small::decide(world, small::ann, action, resource, key) == small::Result::Allowed;
          QVERIFY2(allowed ? some : !sure, what.c_str());
        }
      });
    }
    QVERIFY(certain > 0 && conditional > 0);
  }

  /// Covered: whatever the one gives the other gives. Not covered: the example shows it.
  void coverageIsAboutWhatIsGiven() {
    int counts[3] = {0, 0, 0};
    for (int i = 0; i < 1'500; ++i) {
      small::World wide, narrow;
      wide.identity = small::randomPolicy(random_, false);
      narrow.identity = small::randomPolicy(random_, false);
      const Read wideRead(wide), narrowRead(narrow);
      const Coverage result = coverage(wideRead.set.identity, narrowRead.set.identity);
      QVERIFY2(coverage(wideRead.set.identity, wideRead.set.identity).covered == Truth::Yes,
               describe(wide).c_str());
      ++counts[result.covered == Truth::Yes ? 0 : result.covered == Truth::No ? 1 : 2];
      const std::string what = "wide " + describe(wide) + "\nnarrow " + describe(narrow);
      QVERIFY2(result.covered != Truth::Yes || !someBeyond(wide, narrow), what.c_str());
      for (const Uncovered& part : result.rest)
        if (part.certain == Truth::Yes)
          QVERIFY2(beyond(wide, narrow, part.action, part.resource),
                   (part.action + ' ' + part.resource + what).c_str());
    }
    qInfo("%d covered, %d not, %d undecided", counts[0], counts[1], counts[2]);
    QVERIFY(counts[0] > 0 && counts[1] > 0 && counts[2] > 0);
  }

private:
  static bool beyond(const small::World& wide, const small::World& narrow, const std::string& action,
                     const std::string& resource) {
    return std::any_of(small::keys().begin(), small::keys().end(), [&](const small::Key& key) {
      return small::decide(narrow, small::ann, action, resource, key) == small::Result::Allowed &&
             small::decide(wide, small::ann, action, resource, key) != small::Result::Allowed;
    });
  }
  static bool someBeyond(const small::World& wide, const small::World& narrow) {
    bool out = false;
    forEachAsked([&](const std::string& action, const std::string& resource) {
      out = out || beyond(wide, narrow, action, resource);
    });
    return out;
  }
};

QTEST_APPLESS_MAIN(TestAccessAwsProperty)
#include "tst_access_aws_property.moc"
