// SPDX-License-Identifier: Apache-2.0
#include "facts.h"
#include "models/drift/findings/lights.h"

#include <QTest>

using namespace countersign;
using namespace countersign::findings;
using namespace countersign::test;

namespace {

using State = Light::State;

std::string text(const Light& l) {
  return std::string(name(l.state)) + ": " + l.reason;
}

} // namespace

class TestFindingsLights : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void owned() {
    RecordFacts f = healthy();
    QCOMPARE(text(lightsOf(f).owned), std::string("good: team@example.org, by tag owner"));
    f.owners.front().state = Owner::State::Gone;
    f.owners.front().stateText = "deleted in hr";
    QCOMPARE(text(lightsOf(f).owned), std::string("bad: team@example.org is gone (deleted in hr)"));
    f.owners.clear();
    QCOMPARE(text(lightsOf(f).owned), std::string("bad: no source names an owner"));
    f.platformOwned = true;
    QCOMPARE(lightsOf(f).owned.state, State::Good);
  }

  void rightSized() {
    RecordFacts f = healthy();
    QCOMPARE(text(lightsOf(f).rightSized),
             std::string("good: it can write at most, and was used 2026-11-18"));
    f.principals.front().lastUse.at = daysAgo(100);
    QCOMPARE(text(lightsOf(f).rightSized), std::string("bad: it is not used"));
    f.principals.front().lastUse = {};
    QCOMPARE(lightsOf(f).rightSized.state, State::Unknown);
    f.access.reach = Reach::Administer;
    QCOMPARE(lightsOf(f).rightSized.state, State::Bad);
    f.access.certain = false;
    QCOMPARE(lightsOf(f).rightSized.state, State::Unknown);
    f.access.known = false;
    QCOMPARE(text(lightsOf(f).rightSized), std::string("unknown: what it can do is not known"));
  }

  void rotated() {
    RecordFacts f = healthy();
    QCOMPARE(text(lightsOf(f).rotated), std::string("unknown: no imported source lists its credentials"));
    f.credentialsListed = true;
    QCOMPARE(lightsOf(f).rotated.state, State::Good);
    f.credentials.push_back(credential(CredentialKind::AccessKey, 10));
    QCOMPARE(text(lightsOf(f).rotated), std::string("good: 1 credential, none too old"));
    f.credentials.push_back(credential(CredentialKind::AccessKey, 100));
    QCOMPARE(text(lightsOf(f).rotated),
             std::string("bad: access key AKIAEXAMPLE is the same since 2026-08-12"));
    f.credentials.pop_back();
    f.credentials.front().credential.created.reset();
    QCOMPARE(lightsOf(f).rotated.state, State::Unknown);
    f.credentials.front().credential.state = Credential::State::Inactive;
    QCOMPARE(lightsOf(f).rotated.state, State::Good);
  }

  void reviewed() {
    RecordFacts f = healthy();
    QCOMPARE(lightsOf(f).reviewed.state, State::Unknown);
    f.review = Review{StandingState::Stands, "certified 2026-11-01"};
    QCOMPARE(text(lightsOf(f).reviewed), std::string("good: certified 2026-11-01"));
    for (const StandingState s :
         {StandingState::Never, StandingState::Moved, StandingState::Expired, StandingState::Exception}) {
      f.review->state = s;
      QCOMPARE(lightsOf(f).reviewed.state, State::Bad);
    }
  }
};

QTEST_GUILESS_MAIN(TestFindingsLights)
#include "tst_findings_lights.moc"
