// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/review/review_page.h"
#include "ui/shell/find_palette.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLabel>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

// Walks every page: each widget that takes the focus has a name and can be reached by Tab.
class TestPages : public QObject {
  Q_OBJECT

  static QString nameOf(const QWidget* widget) {
    if (!widget->accessibleName().isEmpty()) return widget->accessibleName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) return button->text();
    return {};
  }
  static bool
  isPart(const QWidget* widget) { // scroll bars, viewports, headers and the like belong to another widget
    return widget->objectName().startsWith(u"qt_"_s) || widget->inherits("QScrollBar") ||
           widget->inherits("QHeaderView") || widget->parentWidget() == nullptr ||
           widget->parentWidget()->inherits("QAbstractSpinBox") ||
           widget->parentWidget()->inherits("QComboBox");
  }
  void walk(QWidget* root) {
    int focusable = 0;
    for (const QWidget* widget : root->findChildren<QWidget*>()) {
      if (!widget->isVisible() || isPart(widget) || widget->focusPolicy() == Qt::NoFocus) continue;
      ++focusable;
      QVERIFY2(!nameOf(widget).isEmpty(),
               qPrintable(u"%1 '%2' has no accessible name"_s.arg(
                   QLatin1String(widget->metaObject()->className()), widget->property("look").toString())));
      QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(nameOf(widget) + u" is no tab stop"_s));
    }
    QVERIFY(focusable > 0);
  }

private Q_SLOTS:
  void everyPageHasNamesAndTabStops_data() {
    QTest::addColumn<QString>("page");
    for (const char* page : {"", "overview", "identities", "drift", "sources", "evidence", "reviews"})
      QTest::newRow(*page ? page : "first run") << QString::fromLatin1(page);
  }
  void everyPageHasNamesAndTabStops() {
    QFETCH(QString, page);
    Theme::instance();
    QStandardPaths::setTestModeEnabled(true);
    if (page.isEmpty()) {
      fake::FakeImporter importer;
      AppServices services;
      services.importer = &importer;
      services.makeSample = [](const std::filesystem::path&, const Clock&,
                               const ProgressFn&) -> Result<void> { return {}; };
      Session session(services, std::make_shared<FixedClock>(fake::today()));
      MainWindow window(session);
      window.show();
      walk(&window);
      return;
    }
    fake::OpenSession open(50);
    MainWindow window(*open.session);
    window.show();
    open.session->openWorkspace("made-up.countersign");
    QVERIFY(open.settle());
    if (page == u"reviews"_s) window.review()->startReview(u"Review"_s, {1, 2, 3, 4});
    window.showPage(page.toStdString());
    QVERIFY(open.settle());
    QCOMPARE(QString::fromStdString(window.currentPage()), page);
    walk(&window);
  }
  void pagesForLaterAreNotThere() {
    fake::OpenSession open(50);
    MainWindow window(*open.session);
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
      for (const QString& word : {u"Policies"_s, u"Compliance"_s})
        QVERIFY(nameOf(button) != word);
  }
  void findLeadsToARecord() {
    fake::OpenSession open(50);
    MainWindow window(*open.session);
    window.show();
    open.session->openWorkspace("made-up.countersign");
    QVERIFY(open.settle());
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto* field = window.findChild<FindField*>();
    field->setFocus();
    QTest::keyClicks(field, u"backup-writer"_s);
    QTest::qWait(200);
    QVERIFY(open.settle());
    auto* palette = window.findChild<FindPalette*>();
    QVERIFY(palette->isVisible());
    QVERIFY(palette->hits() > 0);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(open.settle());
    QCOMPARE(window.currentPage(), std::string("record"));
  }
  void searchFiltersTheList() {
    fake::OpenSession open(50);
    IdentitiesPage page(*open.session);
    page.show();
    RecordQuery query;
    query.text = "backup-writer";
    page.setQuery(query);
    QVERIFY(open.settle());
    QVERIFY(page.model()->rowCount() > 0);
    QVERIFY(page.model()->rowCount() < 50);
  }
  void aDamagedWorkspaceIsSaid() {
    fake::OpenSession open(50);
    QSignalSpy failed(open.session.get(), &Session::failed);
    open.session->openWorkspace("broken.countersign");
    QVERIFY(failed.wait());
    QVERIFY(failed.front().at(1).toString().contains(u"damaged"_s));
    QCOMPARE(open.session->file(), std::filesystem::path("made-up.countersign"));
  }
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
