// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gui_test.h"
#include "ui/jobs/signer_fields.h"
#include "ui/review/sign_off_dialog.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

class TestSignOff : public QObject {
  Q_OBJECT

  static void stage(RecordId record) {
    fake::Estate& e = fake::estate();
    const std::lock_guard lock(e.mutex);
    DecisionRequest request;
    request.record = record;
    request.shown = fake::digestOf(record);
    e.staged.push_back({e.nextStaged++, request, fake::rowOf(record).name, fake::today(), {}});
  }
  static Button* signButton(QWidget* dialog) {
    for (Button* button : dialog->findChildren<Button*>())
      if (button->text() == u"Sign off"_s) return button;
    return nullptr;
  }
  static void fill(QWidget* dialog, const QString& passphrase) {
    for (QLineEdit* edit : dialog->findChildren<QLineEdit*>()) {
      if (edit->echoMode() == QLineEdit::Password)
        edit->setText(passphrase);
      else
        edit->setText(u"/tmp/reviewer.key"_s);
    }
  }

private Q_SLOTS:
  void eachStandsOrFallsAlone() {
    fake::OpenSession open;
    stage(1);
    stage(4);
    fake::estate().refuse.insert(4);
    auto* dialog = new SignOffDialog(*open.session);
    dialog->open();
    QVERIFY(open.settle());
    QVERIFY(!signButton(dialog)->isEnabled());
    fill(dialog, u"right"_s);
    QVERIFY(signButton(dialog)->isEnabled());
    signButton(dialog)->click();
    QVERIFY(open.settle());
    QCOMPARE(fake::estate().staged.size(), 1U);
    QVERIFY(!fake::estate().staged.front().refusal.empty());
    auto* table = dialog->findChild<Table*>();
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"signed"_s);
    QCOMPARE(table->model()->index(1, 1).data().toString(), u"refused"_s);
    QVERIFY(table->model()->index(1, 2).data(SecondLineRole).toString().contains(u"1 permission added"_s));
    dialog->accept();
  }
  void aWrongPassphraseSignsNothing() {
    fake::OpenSession open;
    stage(1);
    auto* dialog = new SignOffDialog(*open.session);
    dialog->open();
    QVERIFY(open.settle());
    fill(dialog, u"wrong"_s);
    signButton(dialog)->click();
    QVERIFY(open.settle());
    QCOMPARE(fake::estate().staged.size(), 1U);
    QVERIFY(!open.session->remembered());
    for (const QLineEdit* edit : dialog->findChildren<QLineEdit*>())
      if (edit->echoMode() == QLineEdit::Password) QVERIFY(edit->text().isEmpty());
    dialog->reject();
  }
  void thePassphraseIsKeptOnlyWhenTicked() {
    fake::OpenSession open;
    SignerFields fields(*open.session);
    fill(&fields, u"right"_s);
    (void)fields.take();
    QVERIFY(!open.session->remembered());
    fields.findChild<QCheckBox*>()->setChecked(true);
    fill(&fields, u"right"_s);
    (void)fields.take();
    QVERIFY(open.session->remembered());
    open.session->forgetSigner();
    QVERIFY(!open.session->remembered());
  }
};

QTEST_MAIN(TestSignOff)
#include "tst_sign_off.moc"
