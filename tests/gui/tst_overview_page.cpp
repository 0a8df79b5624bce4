// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/charts/numbers_dialog.h"
#include "ui/drift/drift_page.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/overview/figures_row.h"
#include "ui/overview/fresh_chart.h"
#include "ui/overview/overview_page.h"
#include "ui/overview/sources_card.h"
#include "ui/overview/todo_card.h"
#include "ui/shell/main_window.h"
#include "ui/shell/nav_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/text.h"

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

// The overview shows what the desk says, and each line of "do now" leads to its place.
class TestOverviewPage : public QObject {
  Q_OBJECT

  struct Open {
    explicit Open(std::size_t records = 50) : open(records), window(*open.session) {
      Theme::instance();
      window.resize(1440, 900);
      window.show();
      open.session->openWorkspace("made-up.countersign");
      settled = open.settle() && window.overview()->overview().has_value();
    }
    QString figure(FiguresRow::Figure figure) const {
      return window.overview()->figures()->card(figure)->figure();
    }
    QString note(FiguresRow::Figure figure) const {
      return window.overview()->figures()->card(figure)->note();
    }
    bool press(const QString& line) {
      for (Button* button : window.overview()->todo()->findChildren<Button*>())
        if (button->accessibleName().endsWith(line)) {
          button->click();
          return open.settle();
        }
      return false;
    }
    fake::OpenSession open;
    MainWindow window;
    bool settled = false;
  };

private Q_SLOTS:
  void itIsTheFirstPage() {
    Open it;
    QVERIFY(it.settled);
    QCOMPARE(it.window.currentPage(), std::string("overview"));
  }
  void figuresAreTheDesks() {
    Open it;
    QVERIFY(it.settled);
    const Overview& o = *it.window.overview()->overview();
    QCOMPARE(it.figure(FiguresRow::Current), percentText(o.current + o.ageing, o.records));
    QVERIFY(it.note(FiguresRow::Current).startsWith(u"%1 of %2"_s.arg(o.fresh()).arg(o.records)));
    QCOMPARE(it.figure(FiguresRow::Standing), count(o.stands));
    QCOMPARE(it.figure(FiguresRow::Agreeing), percentText(o.agree, o.permissions));
    QVERIFY(it.note(FiguresRow::Agreeing).startsWith(u"%1 differences"_s.arg(o.differences)));
    QVERIFY(it.note(FiguresRow::Latency).startsWith(u"3 changes never landed"_s));
    QCOMPARE(it.figure(FiguresRow::Revocations), u"4"_s);
    QVERIFY2(it.note(FiguresRow::Revocations).startsWith(u"oldest 18 d"_s),
             qPrintable(it.note(FiguresRow::Revocations)));
  }
  void almostAllIsNeverAll() {
    QCOMPARE(percentText(99'999, 100'000), u"99.9 %"_s);
    QCOMPARE(percentText(7, 7), u"100 %"_s);
    QCOMPARE(percentText(0, 3), u"0.0 %"_s);
    QCOMPARE(percentText(0, 0), u"—"_s);
  }
  void chartIsTheDesks() {
    Open it;
    QVERIFY(it.settled);
    auto desk = Desk::open("made-up.countersign", it.open.clock);
    const auto days = (*desk)->freshDays(FreshChart::days);
    QVERIFY(days && !days->days.empty());
    QVERIFY(it.window.overview()->chart()->numbers() == numbersOf(days->days));
    const std::unique_ptr<NumbersDialog> dialog(it.window.overview()->chart()->showNumbers());
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    QTemporaryDir folder;
    QVERIFY(dialog->write(folder.filePath(u"records.csv"_s)));
    QFile file(folder.filePath(u"records.csv"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray::fromStdString(csvOf(numbersOf(days->days))));
  }
  void emptyWorkspaceIsNeverGood() {
    Open it(0);
    QVERIFY(it.settled);
    QCOMPARE(it.figure(FiguresRow::Current), u"—"_s);
    QCOMPARE(it.note(FiguresRow::Current), u"no records: nothing is covered"_s);
    QCOMPARE(it.figure(FiguresRow::Agreeing), u"—"_s);
    QCOMPARE(it.figure(FiguresRow::Latency), u"—"_s);
    QVERIFY(!it.window.overview()->chart()->hasChart());
    QVERIFY(it.window.overview()->todo()->findChildren<Button*>().isEmpty());
  }
  void everyLineLeadsSomewhere() {
    Open it;
    QVERIFY(it.settled);
    QVERIFY(it.press(u"4 revocations are still effective"_s));
    QCOMPARE(it.window.currentPage(), std::string("drift"));
    QCOMPARE(it.window.drift()->tables()->tab(), DriftTables::Followed);
    it.window.showPage("overview");
    QVERIFY(it.press(u"61 records moved since certification"_s));
    QCOMPARE(it.window.currentPage(), std::string("reviews"));
    it.window.showPage("overview");
    QVERIFY(it.press(u"2 exceptions are overdue"_s));
    QCOMPARE(it.window.currentPage(), std::string("identities"));
    QCOMPARE(it.window.identities()->model()->rowCount(), 2);
    it.window.showPage("overview");
    QVERIFY(it.press(u"vault-eu is past its window"_s));
    QCOMPARE(it.window.currentPage(), std::string("sources"));
  }
  void onlySomeIdentitiesUntilAllAreWanted() {
    Open it;
    it.window.identities()->showOnly(u"two of them"_s, {4, 2});
    QVERIFY(it.open.settle());
    QCOMPARE(it.window.identities()->model()->rowCount(), 2);
    for (Button* button : it.window.identities()->findChildren<Button*>())
      if (button->text() == u"Show all"_s) button->click();
    QVERIFY(it.open.settle());
    QCOMPARE(it.window.identities()->model()->rowCount(), 50);
  }
  void navigationCountsDifferences() {
    Open it;
    QVERIFY(it.settled);
    auto desk = Desk::open("made-up.countersign", it.open.clock);
    QString badge;
    for (const NavButton* button : it.window.findChildren<NavButton*>())
      if (button->accessibleName() == u"Drift"_s) badge = button->accessibleDescription();
    QCOMPARE(badge, count((*desk)->drift({})->total));
  }
  void keysOfThePages() {
    Open it;
    QVERIFY(QTest::qWaitForWindowActive(&it.window));
    const std::pair<Qt::Key, const char*> keys[] = {{Qt::Key_4, "drift"},
                                                    {Qt::Key_2, "identities"},
                                                    {Qt::Key_5, "sources"},
                                                    {Qt::Key_6, "evidence"},
                                                    {Qt::Key_1, "overview"}};
    for (const auto& [key, page] : keys) {
      QTest::keyClick(&it.window, key, Qt::ControlModifier);
      QCOMPARE(it.window.currentPage(), std::string(page));
    }
  }
};

QTEST_MAIN(TestOverviewPage)
#include "tst_overview_page.moc"
