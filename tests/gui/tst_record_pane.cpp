// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/record/decision_bar.h"
#include "ui/record/decision_dialogs.h"
#include "ui/record/difference_panel.h"
#include "ui/record/record_pane.h"
#include "ui/record/side_panel.h"
#include "ui/review/queue_list.h"
#include "ui/review/review_page.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"

#include <QLabel>
#include <QPlainTextEdit>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestRecordPane : public QObject {
  Q_OBJECT

  struct Page {
    explicit Page(const std::vector<RecordId>& records) : open(50), page(*open.session) {
      page.resize(1200, 800);
      page.show();
      page.startReview(u"Review"_s, records);
      settled = open.settle() && page.pane()->view() != nullptr;
    }
    fake::OpenSession open;
    ReviewPage page;
    bool settled = false;
  };

private Q_SLOTS:
  void certifyIsRefusedWhenStale() {
    Page it({fake::staleRecord});
    QVERIFY(it.settled);
    KeyButton* certify = it.page.pane()->bar()->button("record.certify");
    QVERIFY(!certify->isEnabled());
    QVERIFY(certify->toolTip().contains(u"vault-eu"_s));
    QVERIFY(it.page.pane()->bar()->button("record.revoke")->isEnabled());
    it.page.pane()->run("record.certify"); // the key goes the same way
    QVERIFY(it.open.settle());
    QVERIFY(fake::estate().staged.empty());
  }
  void certifyStagesTheDigestOnTheScreenAndGoesOn() {
    Page it({fake::currentRecord, fake::staleRecord});
    QVERIFY(it.settled);
    const Digest shownDigest = it.page.pane()->view()->digest;
    QTest::keyClick(&it.page, Qt::Key_C);
    QVERIFY(QTest::qWaitFor([] {
      const std::lock_guard lock(fake::estate().mutex);
      return fake::estate().staged.size() == 1;
    }));
    QVERIFY(it.open.settle());
    const DecisionRequest request = fake::estate().staged.front().request;
    QCOMPARE(request.decision, Decision::Certify);
    QVERIFY(request.shown == shownDigest);
    QVERIFY(!request.viewText.empty());
    QCOMPARE(it.page.pane()->record(), fake::staleRecord);
    QCOMPARE(it.page.left(), 1U);
    it.page.pane()->run("record.undo");
    QVERIFY(it.open.settle());
    QVERIFY(fake::estate().staged.empty());
    QCOMPARE(it.page.left(), 2U);
  }
  void certifyingWhatShouldNotBeNeedsAReason() {
    Page it({fake::movedRecord}); // holds a permission that was never requested
    it.page.pane()->run("record.certify");
    auto* dialog = it.page.findChild<DecisionDialog*>();
    QVERIFY(dialog);
    QVERIFY(fake::estate().staged.empty());
    auto* reason = dialog->findChild<QPlainTextEdit*>();
    Button* ok = nullptr;
    for (Button* button : dialog->findChildren<Button*>())
      if (button->isDefault()) ok = button;
    QVERIFY(ok && !ok->isEnabled());
    reason->setPlainText(u"agreed with storage"_s);
    QVERIFY(ok->isEnabled());
    ok->click();
    QVERIFY(it.open.settle());
    QCOMPARE(fake::estate().staged.size(), 1U);
    QCOMPARE(fake::estate().staged.front().request.reason, std::string("agreed with storage"));
  }
  void aMoveShowsAtOnceAndIsLookedAtFirst() {
    Page it({fake::currentRecord});
    RecordPane* pane = it.page.pane();
    QVERIFY(!pane->screen().moved);
    fake::move(fake::currentRecord); // another program imports
    it.open.session->poll();
    QVERIFY(QTest::qWaitFor([&] { return pane->screen().moved; }));
    QVERIFY(it.open.settle());
    QVERIFY(pane->bar()->button("record.renew")->isVisible());
    QVERIFY(!pane->bar()->button("record.certify")->isVisible());
    QVERIFY(!pane->bar()->button("record.revoke")->isEnabled());
    QVERIFY(pane->bar()->lead()->text().contains(u"The state is now different"_s));
    pane->run("record.certify");
    QVERIFY(it.open.settle());
    QVERIFY(fake::estate().staged.empty());
    QTest::keyClick(&it.page, Qt::Key_Space);
    QVERIFY(pane->side()->isVisible());
    QVERIFY(pane->screen().sawDifference);
    QVERIFY(pane->bar()->button("record.revoke")->isEnabled());
    QTest::keyClick(&it.page, Qt::Key_Return);
    QVERIFY(it.open.settle());
    QVERIFY(!pane->screen().moved);
    QVERIFY(pane->bar()->button("record.certify")->isEnabled());
  }
  void onlyWhatIsShownCountsAsSeen() {
    Page it({fake::currentRecord});
    RecordPane* pane = it.page.pane();
    fake::move(fake::currentRecord);
    it.open.session->poll();
    QVERIFY(QTest::qWaitFor([&] { return pane->screen().moved; }));
    pane->run("record.moved"); // perhaps before the answer is there
    auto* difference = pane->side()->findChild<DifferencePanel*>();
    QVERIFY(!pane->screen().sawDifference || difference->rows() > 0);
    QVERIFY(QTest::qWaitFor([&] { return pane->screen().sawDifference; }));
    QVERIFY(difference->rows() > 0);
  }
  void thePastCannotBeDecided() {
    Page it({fake::currentRecord});
    it.page.openRecord(fake::currentRecord, fake::today() - Seconds(3600));
    QVERIFY(it.open.settle());
    for (const char* id : {"record.certify", "record.revoke", "record.exception", "record.flag"})
      QVERIFY2(!it.page.pane()->bar()->button(id)->isEnabled(), id);
  }
  void everyValueSaysWhereItComesFrom() {
    Page it({fake::currentRecord});
    ValueLabel* value = nullptr;
    for (ValueLabel* candidate : it.page.findChildren<ValueLabel*>())
      if (candidate->trace().known()) value = candidate;
    QVERIFY(value);
    QCOMPARE(value->focusPolicy(), Qt::TabFocus);
    QTest::keyClick(value, Qt::Key_Return);
    QVERIFY(it.open.settle());
    QVERIFY(it.page.pane()->side()->isVisible());
    auto* bytes = it.page.pane()->side()->findChild<QPlainTextEdit*>();
    QVERIFY(bytes && bytes->toPlainText().contains(u"s3:DeleteObject"_s));
    QCOMPARE(bytes->extraSelections().size(), 1);
    QCOMPARE(bytes->extraSelections().front().cursor.selectedText(), u"\"s3:DeleteObject\""_s);
    QTest::keyClick(&it.page, Qt::Key_Escape);
    QVERIFY(!it.page.pane()->side()->isVisible());
  }
  void hostileNamesStayText() {
    Page it({fake::hostileRecord});
    bool seen = false;
    for (const QLabel* label : it.page.findChildren<QLabel*>()) {
      QCOMPARE(label->textFormat(), Qt::PlainText);
      QVERIFY(!label->text().contains(QChar(0x202E)));
      seen |= label->text().contains(u"<img"_s);
      QVERIFY(!label->toolTip().contains(u"<img"_s));
    }
    QVERIFY(seen);
  }
};

QTEST_MAIN(TestRecordPane)
#include "tst_record_pane.moc"
