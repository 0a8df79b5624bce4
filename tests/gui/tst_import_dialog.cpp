// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/import_result.h"
#include "ui/sources/sources_page.h"
#include "ui/widgets/buttons.h"

#include <QComboBox>
#include <QLineEdit>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestImportDialog : public QObject {
  Q_OBJECT

  static Button* importButton(QWidget* dialog) {
    for (Button* button : dialog->findChildren<Button*>())
      if (button->text() == u"Import"_s) return button;
    return nullptr;
  }
  static QLineEdit* field(QWidget* dialog, const QString& name) {
    for (QLineEdit* edit : dialog->findChildren<QLineEdit*>())
      if (edit->accessibleName() == name) return edit;
    return nullptr;
  }

private Q_SLOTS:
  void asksForWhatTheExportDoesNotSay() {
    fake::OpenSession open;
    ImportDialog* dialog = new ImportDialog(*open.session, {u"/tmp/scopeless.json"_s});
    QSignalSpy requested(dialog, &ImportDialog::requested);
    dialog->open();
    QVERIFY(open.settle());
    Button* import = importButton(dialog);
    QVERIFY(import && !import->isEnabled());
    field(dialog, u"Scope"_s)->setText(u"111122223333"_s);
    QVERIFY(!import->isEnabled()); // the time is missing as well
    for (QComboBox* box : dialog->findChildren<QComboBox*>())
      if (box->accessibleName().contains(u"time"_s)) box->setCurrentIndex(2);
    QVERIFY(import->isEnabled());
    field(dialog, u"Owner"_s)->setText(u"Cloud Platform"_s);
    import->click();
    QCOMPARE(requested.count(), 1);
    const auto request = requested.front().front().value<ImportRequest>();
    QCOMPARE(request.scope, std::string("111122223333"));
    QCOMPARE(request.owner, std::string("Cloud Platform"));
    QVERIFY(request.captureFromFileTime);
    QVERIFY(!request.capturedAt);
  }
  void whatNobodyKnowsIsNotImported() {
    fake::OpenSession open;
    ImportDialog* dialog = new ImportDialog(*open.session, {u"/tmp/unknown.bin"_s});
    dialog->open();
    QVERIFY(open.settle());
    QVERIFY(!importButton(dialog)->isEnabled());
    dialog->reject();
  }
  void importsAsAJobAndSaysWhatMoved() {
    fake::OpenSession open;
    SourcesPage page(*open.session);
    page.show();
    page.import({u"/tmp/details.json"_s});
    QVERIFY(open.settle());
    importButton(page.findChild<ImportDialog*>())->click();
    QVERIFY(open.settle());
    QCOMPARE(open.importer.requests.size(), 1U);
    QVERIFY(QTest::qWaitFor([&] { return page.findChild<ImportResult*>() != nullptr; }));
  }
  void aJobCanBeCancelled() {
    fake::OpenSession open;
    open.importer.hold = true;
    SourcesPage page(*open.session);
    page.import({u"/tmp/details.json"_s});
    QVERIFY(QTest::qWaitFor([&] { return open.session->jobs().running() == 0; }));
    importButton(page.findChild<ImportDialog*>())->click();
    QVERIFY(QTest::qWaitFor([&] { return !open.session->jobs().jobs().back().text.isEmpty(); }));
    const Job running = open.session->jobs().jobs().back();
    QCOMPARE(running.state, Job::State::Running);
    open.session->jobs().cancel(running.id);
    QVERIFY(QTest::qWaitFor([&] { return open.session->jobs().running() == 0; }));
    QCOMPARE(open.session->jobs().jobs().back().state, Job::State::Cancelled);
  }
};

QTEST_MAIN(TestImportDialog)
#include "tst_import_dialog.moc"
