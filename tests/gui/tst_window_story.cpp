// SPDX-License-Identifier: Apache-2.0
#include "tests/exports/exports.h"
#include "tests/gui/window_user.h"
#include "ui/evidence/evidence_page.h"
#include "ui/evidence/export_dialog.h"
#include "ui/evidence/key_dialog.h"
#include "ui/evidence/verify_dialog.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/record/decision_bar.h"
#include "ui/record/difference_panel.h"
#include "ui/record/record_body.h"
#include "ui/record/record_pane.h"
#include "ui/record/side_panel.h"
#include "ui/review/review_page.h"
#include "ui/review/sign_off_dialog.h"
#include "ui/sources/sources_page.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell.h"

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

/// From an empty window to a package that an auditor checks, as a person does it.
class TestWindowStory : public QObject {
  Q_OBJECT

  std::unique_ptr<WindowUser> user_;
  QString account_, changed_, passphrase_ = u"a long passphrase"_s;

  using Column = RecordTableModel::Column;
  Table* list() { return user_->window().identities()->findChild<Table*>(); }
  RecordPane* pane() { return user_->window().review()->pane(); }
  QString bar() { return WindowUser::words(pane()->bar()); }
  int rowOf(const QString& name) {
    const auto* model = list()->model();
    for (int row = 0; row < model->rowCount(); ++row)
      if (model->index(row, Column::Identity).data().toString() == name) return row;
    return -1;
  }
  QString cell(const QString& name, int column) {
    return list()->model()->index(rowOf(name), column).data().toString();
  }
  bool becomes(const QString& name, int column, const QString& text) {
    return QTest::qWaitFor([&] { return cell(name, column) == text; }, longest);
  }
  void openRecord(const QString& name) {
    user_->press("go.identities");
    QVERIFY(QTest::qWaitFor([&] { return rowOf(name) >= 0; }, longest));
    list()->selectRow(rowOf(name));
    list()->setFocus();
    user_->key(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return pane()->view() && pane()->view()->name == name.toStdString(); },
                            longest));
    QVERIFY(user_->settled());
  }
  /// Ctrl+Enter, key and passphrase; what became of each decision.
  void signOff(QStringList& outcomes) {
    user_->press("signoff");
    auto* dialog = user_->opened<SignOffDialog>();
    QVERIFY(dialog);
    QVERIFY(user_->settled());
    QVERIFY(user_->type(dialog, u"Passphrase"_s, passphrase_));
    QVERIFY2(user_->click(dialog, u"Sign off"_s), qPrintable(WindowUser::words(dialog)));
    QVERIFY(user_->settled());
    const auto* model = dialog->findChild<Table*>()->model();
    for (int row = 0; row < model->rowCount(); ++row)
      outcomes += model->index(row, 0).data().toString() + u": "_s + model->index(row, 1).data().toString() +
                  u": "_s + model->index(row, 2).data().toString() + u": "_s +
                  model->index(row, 2).data(SecondLineRole).toString();
    QVERIFY(user_->click(dialog, u"Close"_s));
    QVERIFY(user_->settled());
  }
  /// The verdict of our verifier, by the dialog on the page Evidence.
  QString verdict(const QString& folder, const QString& ca = {}) {
    user_->press("go.evidence");
    user_->press("evidence.verify");
    auto* dialog = user_->opened<VerifyDialog>();
    if (!dialog || !user_->type(dialog, u"Package"_s, folder) || !user_->type(dialog, u"CA SHA-256"_s, ca) ||
        !user_->click(dialog, u"Verify"_s) || !user_->settled())
      return u"no verdict"_s;
    for (const QString& line : WindowUser::words(user_->window().evidence()).split(u'\n'))
      if (line.startsWith(u"PASS"_s) || line.startsWith(u"FAIL"_s) || line.startsWith(u"CANNOT"_s))
        return line;
    return {};
  }

private Q_SLOTS:
  void initTestCase() {
    user_ = std::make_unique<WindowUser>(at("2026-11-20T12:00:00Z"));
    account_ = user_->write(u"account.json"_s, accountDetails());
    changed_ = user_->write(u"changed.json"_s, accountDetails("\"s3:PutObject\", \"s3:DeleteObject\""));
  }

  void aNewWorkspace() {
    QCOMPARE(user_->window().currentPage(), std::string());
    QVERIFY(user_->makeWorkspace(u"review.countersign"_s));
    QCOMPARE(user_->window().currentPage(), std::string("overview"));
    QVERIFY(user_->settled());
    QVERIFY(WindowUser::words(&user_->window()).contains(u"no records: nothing is covered"_s));
    user_->press("go.drift");
    QVERIFY(WindowUser::words(&user_->window()).contains(u"No two snapshots to compare"_s));
    user_->press("go.identities");
    QVERIFY(WindowUser::words(&user_->window()).contains(u"No identities yet"_s));
    QVERIFY(QFile::permissions(user_->path(u"review.countersign"_s)) ==
            (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
  }

  void importing() {
    const QString said = user_->importFile(account_, at("2026-11-20T11:50:00Z"));
    QVERIFY2(said.contains(u"1 file imported · 2 records new, 0 moved"_s), qPrintable(said));
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::Owner, u"Platform Storage"_s));
    QVERIFY(becomes(u"backup-writer"_s, Column::SealColumn, u"Current"_s));
    QCOMPARE(cell(u"backup-writer"_s, Column::StandingColumn), u"never"_s);
    QCOMPARE(cell(u"ci-admin"_s, Column::Owner), u"Build"_s);
  }

  void aKeyOfMyOwn() {
    QVERIFY(user_->click(&user_->window(), u"No reviewer key"_s));
    auto* dialog = user_->opened<KeyDialog>();
    QVERIFY(dialog);
    QVERIFY(user_->type(dialog, u"Your name"_s, u"First Reviewer"_s));
    QVERIFY(user_->type(dialog, u"E-mail"_s, u"reviewer@example.org"_s));
    QVERIFY(user_->type(dialog, u"Passphrase"_s, passphrase_));
    QVERIFY(user_->type(dialog, u"Once more"_s, passphrase_));
    QVERIFY(user_->type(dialog, u"Its passphrase"_s, u"another long passphrase"_s));
    QVERIFY(user_->click(dialog, u"Make and enrol"_s));
    QVERIFY(user_->settled());
    QVERIFY2(WindowUser::words(dialog).contains(u"Enrolled: key"_s), qPrintable(WindowUser::words(dialog)));
    QVERIFY(user_->click(dialog, u"Close"_s));
    QVERIFY(user_->read(u".countersign/reviewer.key"_s).contains("ENCRYPTED PRIVATE KEY"));
  }

  void movedOnTheScreen() {
    openRecord(u"backup-writer"_s);
    QVERIFY(pane()->bar()->button("record.certify")->isEnabled());
    QVERIFY(!WindowUser::words(pane()->body()).contains(u"s3:DeleteObject"_s));
    user_->press("record.certify"); // staged on the state of the screen
    QVERIFY(QTest::qWaitFor([&] { return bar().contains(u"Decided: certify. Not signed yet."_s); }, longest));

    const auto report = user_->importElsewhere(changed_, at("2026-11-20T11:55:00Z"));
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(QTest::qWaitFor([&] { return bar().contains(u"The state is now different."_s); }, longest));
    QVERIFY(user_->settled());
    QVERIFY2(bar().contains(u"Decided before it moved: certify. 1 permission added"_s), qPrintable(bar()));
    QVERIFY(!pane()->bar()->button("record.certify")->isVisible());
    QVERIFY(pane()->bar()->button("record.renew")->isVisible());
    QVERIFY(WindowUser::words(pane()).contains(u"after you opened this record"_s));
  }

  void theOldStateIsRefused() {
    user_->press("record.certify");
    QVERIFY(user_->settled());
    QVERIFY2(bar().contains(u"Not possible."_s), qPrintable(bar()));
    auto* difference = pane()->side()->findChild<DifferencePanel*>();
    QVERIFY(difference->isVisible());
    QCOMPARE(difference->rows(), 1);
    const QModelIndex what = difference->findChild<Table*>()->model()->index(0, 1);
    QVERIFY(what.data().toString().contains(u"DeleteObject"_s, Qt::CaseInsensitive));

    QStringList outcomes;
    signOff(outcomes);
    QCOMPARE(outcomes.size(), 1);
    QVERIFY2(outcomes[0].startsWith(u"backup-writer: refused: "_s), qPrintable(outcomes[0]));
    QVERIFY2(outcomes[0].contains(u"has moved since it was on the screen"_s), qPrintable(outcomes[0]));
    QVERIFY2(outcomes[0].contains(u"1 permission added"_s), qPrintable(outcomes[0]));
    QCOMPARE(user_->desk()->staged()->size(), std::size_t{1});
    QCOMPARE(*user_->desk()->logSize(), std::int64_t{2}); // opened and enrolled, nothing else
  }

  void theNewStateIsCertified() {
    user_->press("record.renew");
    QVERIFY(QTest::qWaitFor([&] { return pane()->view() && !pane()->screen().moved; }, longest));
    QVERIFY(user_->settled());
    QVERIFY2(bar().contains(u"Decided on an earlier state: certify."_s), qPrintable(bar()));
    QVERIFY2(bar().contains(u"Refused: "_s), qPrintable(bar()));
    user_->press("record.moved");
    QVERIFY(user_->settled());
    QCOMPARE(pane()->side()->findChild<DifferencePanel*>()->rows(), 1);
    user_->press("record.close");
    QVERIFY(pane()->bar()->button("record.certify")->isEnabled());
    user_->press("record.certify");
    QVERIFY(QTest::qWaitFor([&] { return bar().contains(u"Decided: certify. Not signed yet."_s); }, longest));
    QStringList outcomes;
    signOff(outcomes);
    QVERIFY2(outcomes.size() == 1 && outcomes[0].startsWith(u"backup-writer: signed: Entry #2"_s),
             qPrintable(outcomes.join(u'\n')));
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::StandingColumn, u"stands"_s));
    QCOMPARE(cell(u"ci-admin"_s, Column::StandingColumn), u"never"_s);
  }

  void exportingAndVerifying() {
    user_->press("go.evidence");
    user_->press("evidence.export");
    auto* dialog = user_->opened<ExportDialog>();
    QVERIFY(dialog);
    QVERIFY(user_->type(dialog, u"Folder of the package"_s, user_->path(u"package"_s)));
    QVERIFY(user_->type(dialog, u"Passphrase"_s, passphrase_));
    QVERIFY(user_->click(dialog, u"Export"_s));
    QVERIFY(user_->settled());
    QVERIFY2(QFile::exists(user_->path(u"package/verify.sh"_s)),
             qPrintable(WindowUser::words(user_->window().evidence())));
    QVERIFY(QFile::copy(user_->path(u"package/verify.sh"_s), user_->path(u"verify.sh"_s)));
    QByteArray said;
    const int code = verifySh(user_->path(u"verify.sh"_s), user_->path(u"package"_s), &said);
    QVERIFY2(code == 0 && said.contains("PASS"), said);
    QCOMPARE(verdict(user_->path(u"package"_s)), u"PASS: 3 entries"_s);

    const QString words = WindowUser::words(user_->window().evidence());
    const QString ca = words.mid(words.indexOf(u"CA SHA-256, to compare: "_s) + 24, 64);
    QCOMPARE(verdict(user_->path(u"package"_s), ca), u"PASS: 3 entries"_s);
    QVERIFY(verdict(user_->path(u"package"_s), QString(64, u'0')).startsWith(u"FAIL"_s));
  }

  void anyFlippedByteFails() {
    const QString folder = user_->path(u"package"_s);
    const QStringList files = filesBelow(folder);
    for (const char* kind : {"log/entries/", "log/checkpoints/", "state/", "closures/", "views/", "trust/",
                             "reports/report.html", "MANIFEST.sha256"})
      QVERIFY2(!files.filter(QString::fromLatin1(kind)).isEmpty(), kind);
    for (const QString& name : files) {
      QVERIFY2(flipOneByte(folder + u'/' + name), qPrintable(name));
      QByteArray said;
      const int code = verifySh(user_->path(u"verify.sh"_s), folder, &said);
      QVERIFY2(code == 1, qPrintable(name + u": "_s + QString::fromUtf8(said)));
      const QString ours = verdict(folder);
      QVERIFY2(ours.startsWith(u"FAIL"_s), qPrintable(name + u": "_s + ours));
      QVERIFY2(flipOneByte(folder + u'/' + name), qPrintable(name));
    }
    QCOMPARE(verifySh(user_->path(u"verify.sh"_s), folder), 0);
    QCOMPARE(verdict(folder), u"PASS: 3 entries"_s);
  }

  void unchangedStands() {
    const QString said = user_->importFile(changed_, at("2026-11-20T11:57:00Z"));
    QVERIFY2(said.contains(u"0 records new, 0 moved"_s), qPrintable(said));
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::StandingColumn, u"stands"_s));
  }

  void changedMovesThatOne() {
    const Digest other = user_->desk()->currentDigest(*user_->desk()->findRecord("ci-admin")).value();
    const QString said = user_->importFile(account_, at("2026-11-20T11:59:00Z"));
    QVERIFY2(said.contains(u"0 records new, 1 moved"_s), qPrintable(said));
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::StandingColumn, u"moved"_s));
    QCOMPARE(cell(u"ci-admin"_s, Column::StandingColumn), u"never"_s);
    QVERIFY(user_->desk()->currentDigest(*user_->desk()->findRecord("ci-admin")).value() == other);
    openRecord(u"backup-writer"_s);
    user_->press("record.moved"); // since the last certification
    QVERIFY(user_->settled());
    const QModelIndex what =
        pane()->side()->findChild<DifferencePanel*>()->findChild<Table*>()->model()->index(0, 1);
    QVERIFY(what.data().toString().contains(u"DeleteObject"_s, Qt::CaseInsensitive));
    user_->press("record.close");
  }

  void sealsAgeInTheList() {
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::SealColumn, u"Current"_s));
    QVERIFY(user_->settled());
    user_->clock()->set(at("2026-11-21T05:00:00Z")); // past two thirds of a day; nothing else happens
    QVERIFY(becomes(u"backup-writer"_s, Column::SealColumn, u"Ageing"_s));
  }

  void staleIsRefused() {
    openRecord(u"backup-writer"_s);
    user_->press("record.certify"); // while it is current
    QVERIFY(QTest::qWaitFor([&] { return bar().contains(u"Decided: certify. Not signed yet."_s); }, longest));
    user_->clock()->set(at("2026-11-21T12:00:00Z"));
    QStringList outcomes;
    signOff(outcomes);
    QVERIFY2(outcomes.size() == 1 && outcomes[0].startsWith(u"backup-writer: refused: "_s),
             qPrintable(outcomes.join(u'\n')));
    QVERIFY2(outcomes[0].contains(u"24 hours. Import AWS account 111122223333 again"_s),
             qPrintable(outcomes[0]));
    user_->press("go.identities");
    QVERIFY(becomes(u"backup-writer"_s, Column::SealColumn, u"Stale"_s));
    QVERIFY(user_->shows(u"Sign off 1 decision…"_s)); // it still waits
    openRecord(u"backup-writer"_s);
    user_->press("record.certify");
    QVERIFY2(bar().contains(u"import a fresh export of AWS account 111122223333"_s), qPrintable(bar()));
    QVERIFY(!pane()->bar()->button("record.certify")->isEnabled());
    QVERIFY(pane()->bar()->button("record.revoke")->isEnabled());
  }
};

QTEST_MAIN(TestWindowStory)
#include "tst_window_story.moc"
