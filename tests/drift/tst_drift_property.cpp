// SPDX-License-Identifier: Apache-2.0
#include "planes.h"
#include "tests/access-aws/small_world.h"

using namespace countersign;
using namespace countersign::test;
namespace small = smallworld;

namespace {

std::string listOf(const small::Texts& texts) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "'" : ",'") + t + "'";
  return "[" + out + "]";
}

/// In the normal form of documents.
std::string statementsOf(const small::Policy& policy) {
  std::string out;
  for (const small::Statement& s : policy)
    out += std::string(out.empty() ? "{" : ",{") + "'effect':'" + (s.allow ? "Allow" : "Deny") + "','" +
           (s.notAction ? "notAction" : "action") + "':" + listOf(s.actions) + ",'" +
           (s.notResource ? "notResource" : "resource") + "':" + listOf(s.resources) +
           (s.op.empty() ? "" : ",'condition':{'" + s.op + "':{'k:x':['" + s.value + "']}}") + "}";
  return out;
}

bool denies(const small::Policy& policy, const std::string& action, const std::string& resource,
            const small::Key& key) {
  return std::any_of(policy.begin(), policy.end(), [&](const small::Statement& s) {
    return !s.allow && isAbout(s, action, resource) && holds(s, key);
  });
}
bool gives(const small::Policy& policy, const std::string& action, const std::string& resource,
           const small::Key& key) {
  return !denies(policy, action, resource, key) &&
         std::any_of(policy.begin(), policy.end(), [&](const small::Statement& s) {
           return s.allow && isAbout(s, action, resource) && holds(s, key);
         });
}

/// COUNTERSIGN_SEED repeats a run.
quint32 seedOf() {
  const QByteArray given = qgetenv("COUNTERSIGN_SEED");
  return given.isEmpty() ? QRandomGenerator::system()->generate() : given.toUInt();
}

bool hasConditions(const small::Policy& policy) {
  return std::any_of(policy.begin(), policy.end(), [](const small::Statement& s) { return !s.op.empty(); });
}

/// The statement with just the patterns of one grant.
small::Statement statementOf(const small::Policy& policy, const Grant& g) {
  small::Statement out = policy[std::stoul(g.inner.substr(g.inner.rfind('/') + 1))];
  if (!out.notAction) out.actions = {g.action};
  if (!out.notResource) out.resources = {g.resource};
  return out;
}

} // namespace

/// Parts of grants held against trying out every request of a small world.
class TestDriftProperty : public QObject {
  Q_OBJECT

  std::size_t yes_ = 0, no_ = 0, open_ = 0, deniedParts_ = 0, plain_ = 0;

private Q_SLOTS:
  void partsAreWhatIsGiven() {
    const auto seed = seedOf();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < 1'500; ++i) {
      const small::Policy requested = small::randomPolicy(random, false),
                          applied = small::randomPolicy(random, false);
      const Compared c = awsCompared(statementsOf(requested), statementsOf(applied));
      side(requested, applied, c.plane.applied.grants, c.result->applied);
      side(applied, requested, c.plane.requested.grants, c.result->requested);
      if (QTest::currentTestFailed()) {
        qInfo("requested %s\napplied %s", statementsOf(requested).c_str(), statementsOf(applied).c_str());
        return;
      }
    }
    qInfo("%zu given, %zu not, %zu open, %zu denied; %zu without conditions", yes_, no_, open_, deniedParts_,
          plain_);
    QVERIFY(yes_ > 500 && no_ > 500 && open_ > 100 && deniedParts_ > 100 && plain_ > 500);
  }

  /// Whoever is held against itself has all of it.
  void everythingIsGivenByItself() {
    const auto seed = seedOf();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < 300; ++i) {
      const std::string text = statementsOf(small::randomPolicy(random, false));
      const Compared c = awsCompared(text, text);
      for (const GrantParts& parts : c.result->applied)
        QVERIFY2(drift::verdictOf(parts) == Tri::Yes, (text + "\n" + textOf(parts)).c_str());
    }
  }

private:
  void side(const small::Policy& wide, const small::Policy& narrow, const Grants& grants,
            const std::vector<GrantParts>& all) {
    QCOMPARE(all.size(), grants.size());
    const bool plain = !hasConditions(wide) && !hasConditions(narrow);
    for (std::size_t i = 0; i < grants.size(); ++i) {
      const small::Statement statement = statementOf(narrow, grants[i]);
      for (const std::string& action : small::actions())
        for (const std::string& resource : small::resources()) {
          if (!isAbout(statement, action, resource)) continue;
          const GrantPart* part = partOf(all[i], action, resource);
          QVERIFY2(part != nullptr, (action + " on " + resource + " of " + grants[i].action + " on " +
                                     grants[i].resource + ": " + textOf(all[i]))
                                        .c_str());
          // Nothing is left open where nothing hangs on a condition.
          if (plain && ++plain_ > 0)
            QVERIFY2((part->given == Tri::Yes || part->given == Tri::No) &&
                         (part->held == Tri::Yes || part->held == Tri::No),
                     textOf(all[i]).c_str());
          for (const small::Key& key : small::keys())
            if (holds(statement, key)) one(wide, narrow, statement, *part, action, resource, key);
          if (QTest::currentTestFailed()) return;
        }
    }
  }

  /// The one part that the request is in.
  static const GrantPart* partOf(const GrantParts& parts, const std::string& action,
                                 const std::string& resource) {
    if (parts.size() == 1) return &parts.front();
    const GrantPart* out = nullptr;
    for (const GrantPart& part : parts) {
      if (!part.region || !contains(part.region->actions, action) ||
          !contains(part.region->resources, resource))
        continue;
      if (out != nullptr) return nullptr;
      out = &part;
    }
    return out;
  }

  void one(const small::Policy& wide, const small::Policy& narrow, const small::Statement& statement,
           const GrantPart& part, const std::string& action, const std::string& resource,
           const small::Key& key) {
    const std::string what =
        action + " on " + resource + " key " + key.value_or("none") + " in " + textOf(GrantParts{part});
    const bool itself = !statement.allow || !denies(narrow, action, resource, key);
    const bool there =
        statement.allow ? gives(wide, action, resource, key) : denies(wide, action, resource, key);
    if (part.held == Tri::No) {
      ++deniedParts_;
      QVERIFY2(!itself, what.c_str());
    } else if (part.given == Tri::Yes) {
      ++yes_;
      QVERIFY2(there || !itself, what.c_str());
    } else if (part.given == Tri::No) {
      ++no_;
      QVERIFY2(!there, what.c_str());
      QVERIFY2(part.held != Tri::Yes || itself, what.c_str());
    } else {
      ++open_;
      QVERIFY2(!part.reason.empty(), what.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(TestDriftProperty)
#include "tst_drift_property.moc"
