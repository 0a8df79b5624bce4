// SPDX-License-Identifier: Apache-2.0
#include "ui/record/decision_rules.h"

#include <QtTest>

using namespace countersign;
using namespace countersign::ui;

// The table of the product: which decision goes with which seal.
class TestDecisionRules : public QObject {
  Q_OBJECT

  static RecordView viewWith(SealState seal) {
    RecordView view;
    view.seal.state = seal;
    view.seal.reason = "because";
    view.seal.staleSource = seal == SealState::Stale ? "vault-eu" : "";
    return view;
  }

private Q_SLOTS:
  void certifyNeedsACurrentState_data() {
    QTest::addColumn<int>("seal");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("current") << static_cast<int>(SealState::Current) << true;
    QTest::newRow("ageing") << static_cast<int>(SealState::Ageing) << true;
    QTest::newRow("stale") << static_cast<int>(SealState::Stale) << false;
    QTest::newRow("contradicted") << static_cast<int>(SealState::Contradicted) << false;
    QTest::newRow("unseen") << static_cast<int>(SealState::Unseen) << false;
  }
  void certifyNeedsACurrentState() {
    QFETCH(int, seal);
    QFETCH(bool, allowed);
    const RecordView view = viewWith(static_cast<SealState>(seal));
    const Offer offer = offerOf(Decision::Certify, view, {});
    QCOMPARE(offer.allowed, allowed);
    QCOMPARE(offer.why.isEmpty(), allowed);
    // The others are possible with every seal, and say what is wrong with it.
    for (const Decision other :
         {Decision::Revoke, Decision::Exception, Decision::Flag, Decision::Reassign, Decision::CannotDecide})
      QVERIFY(offerOf(other, view, {}).allowed);
    QCOMPARE(offerOf(Decision::Revoke, view, {}).why.isEmpty(), allowed);
  }
  void staleNamesTheSourceToRefresh() {
    QVERIFY(
        offerOf(Decision::Certify, viewWith(SealState::Stale), {}).why.contains(QStringLiteral("vault-eu")));
  }
  void movedAsksForALookFirst() {
    const RecordView view = viewWith(SealState::Current);
    const ScreenState unseen{false, true, false}, seen{false, true, true};
    QVERIFY(!offerOf(Decision::Certify, view, unseen).allowed);
    QVERIFY(!offerOf(Decision::Certify, view, seen).allowed);
    QVERIFY(!offerOf(Decision::Revoke, view, unseen).allowed);
    QVERIFY(offerOf(Decision::Revoke, view, seen).allowed);
    QVERIFY(!offerOf(Decision::Exception, view, unseen).allowed);
    QVERIFY(offerOf(Decision::Exception, view, seen).allowed);
    QVERIFY(offerOf(Decision::Flag, view, unseen).allowed);
  }
  void nothingIsDecidedAboutThePast() {
    const ScreenState past{true, false, false};
    for (const Decision decision : {Decision::Certify, Decision::Revoke, Decision::Exception, Decision::Flag,
                                    Decision::Reassign, Decision::CannotDecide})
      QVERIFY(!offerOf(decision, viewWith(SealState::Current), past).allowed);
  }
  void whatIsDecidedOnAnotherStateIsSaid() {
    const BarText plain{QStringLiteral("plain"), QStringLiteral("detail"), Tone::Plain};
    StagedHere staged;
    QCOMPARE(withStaged(plain, {}, staged).lead, plain.lead);
    staged.words = QStringLiteral("certify");
    QCOMPARE(withStaged(plain, {}, staged).tone, Tone::Good);
    QVERIFY(
        withStaged(plain, {false, true, false}, staged).detail.contains(QStringLiteral("before it moved")));
    QCOMPARE(withStaged(plain, {true, false, false}, staged).lead, plain.lead); // the past is only looked at
    staged.refusal = QStringLiteral("stale: vault-eu");
    QCOMPARE(withStaged(plain, {}, staged).tone, Tone::Bad);
    QVERIFY(withStaged(plain, {}, staged).detail.contains(staged.refusal));
    staged.earlier = true;
    QCOMPARE(withStaged(plain, {}, staged).tone, Tone::Moved);
    QVERIFY(withStaged(plain, {}, staged).lead.contains(QStringLiteral("earlier state")));
    QVERIFY(withStaged(plain, {}, staged).detail.contains(staged.refusal));
  }
  void differencesAreCounted() {
    const std::vector<Difference> differences = {{Difference::Kind::Added, "permission", "a", "", ""},
                                                 {Difference::Kind::Added, "permission", "b", "", ""},
                                                 {Difference::Kind::Changed, "key", "c", "", ""}};
    const QString text = differenceSummary(differences);
    QVERIFY2(text.contains(QStringLiteral("2 permissions added")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("1 key changed")), qPrintable(text));
  }
};

QTEST_MAIN(TestDecisionRules)
#include "tst_decision_rules.moc"
