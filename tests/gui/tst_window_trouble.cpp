// SPDX-License-Identifier: Apache-2.0
#include "models/store/workspace.h"
#include "tests/exports/exports.h"
#include "tests/gui/window_user.h"
#include "ui/shell/jobs_panel.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/import_result.h"
#include "ui/sources/sources_page.h"
#include "ui/widgets/buttons.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QMessageBox>
#include <mutex>
#include <semaphore>
#include <sqlite3.h>
#include <sstream>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

namespace {

/// The program's importer, which stops where it says `where` until it is let go.
class HeldImporter final : public Importer {
public:
  Result<std::vector<FileLook>> look(const std::vector<std::filesystem::path>& paths) override {
    return real_->look(paths);
  }
  Result<ImportReport> import(const std::filesystem::path& workspace, const ImportRequest& request,
                              const Clock& clock, const ProgressFn& progress) override {
    return real_->import(workspace, request, clock, [&](double fraction, const std::string& text) {
      const bool go = progress(fraction, text);
      if (where.empty() || text.rfind(where, 0) != 0) return go;
      held.release();
      goOn.acquire();
      return progress(fraction, text);
    });
  }
  std::vector<std::pair<std::string, std::string>> exportCommands() const override {
    return real_->exportCommands();
  }
  std::string where;
  std::counting_semaphore<> held{0}, goOn{0}; // ThreadSanitizer does not see into Qt's

private:
  std::unique_ptr<Importer> real_ = makeImporter();
};

void sql(const QString& file, const char* text) {
  sqlite3* db = nullptr;
  QVERIFY(sqlite3_open(file.toUtf8().constData(), &db) == SQLITE_OK);
  QVERIFY(sqlite3_exec(db, text, nullptr, nullptr, nullptr) == SQLITE_OK);
  QVERIFY(sqlite3_close(db) == SQLITE_OK);
}

} // namespace

/// What the window does with files that are no workspace, and with an import that is cancelled.
class TestWindowTrouble : public QObject {
  Q_OBJECT

  std::unique_ptr<WindowUser> user_;
  HeldImporter importer_;

  QStringList filesBeside() { return QDir(user_->path({})).entryList(QDir::Files | QDir::Hidden); }
  std::string dump() {
    std::ostringstream out;
    const auto workspace = Workspace::open(user_->session().file());
    if (!workspace || !(*workspace)->dump(out)) return "unreadable";
    return out.str();
  }
  /// What lists and counters of the workspace say.
  QStringList lists() {
    const auto desk = user_->desk();
    QStringList out{QString::number(*desk->generation())};
    const auto rows = desk->recordRows(desk->recordIds({}).value()).value();
    const auto sources = desk->sources().value();
    const auto snapshots = desk->snapshots().value();
    for (const RecordRow& row : rows)
      out += QString::fromStdString(row.uid + ' ' + row.name + ' ' + row.owner + ' ' + row.digest.hex());
    for (const SourceRow& row : sources)
      out += QString::fromStdString(row.key + ' ' + std::to_string(row.holds));
    for (const SnapshotRow& row : snapshots)
      out += QString::fromStdString(row.file + ' ' + row.sha256);
    return out;
  }

private Q_SLOTS:
  void init() {
    user_ = std::make_unique<WindowUser>(at("2026-11-20T12:00:00Z"), &importer_);
    importer_.where.clear();
  }
  void cleanup() { user_.reset(); }

  void aFileThatIsNoWorkspaceStaysAsItIs_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("damaged") << u"damaged"_s << u"Restore it from a backup"_s;
    QTest::newRow("cut") << u"cut"_s << u"Restore it from a backup"_s;
    QTest::newRow("inside") << u"inside"_s << u"Restore it from a backup"_s;
    QTest::newRow("newer") << u"newer"_s << u"Open it with the newer version"_s;
    QTest::newRow("text") << u"text"_s << u"Choose a file that Countersign made"_s;
    QTest::newRow("empty") << u"empty"_s << u"Choose a file that Countersign made"_s;
  }
  void aFileThatIsNoWorkspaceStaysAsItIs() {
    QFETCH(QString, kind);
    QFETCH(QString, remedy);
    const QString name = u"R&D north.countersign"_s;
    const QString file = user_->path(name);
    {
      const auto made = Desk::create(file.toStdString(), user_->clock());
      QVERIFY(made);
    }
    QVERIFY(makeImporter()->import(file.toStdString(),
                                   [&] {
                                     ImportRequest request;
                                     request.paths = {
                                         user_->write(u"a.json"_s, accountDetails()).toStdString()};
                                     request.capturedAt = at("2026-11-20T11:50:00Z");
                                     return request;
                                   }(),
                                   *user_->clock(), {}));
    QByteArray bytes = user_->read(name);
    QVERIFY(bytes.size() > 8192);
    if (kind == u"damaged"_s) user_->write(name, bytes.replace(100, 900, QByteArray(900, '\x5a')));
    if (kind == u"inside"_s)
      user_->write(name, bytes.left(bytes.size() / 4) + QByteArray(bytes.size() - bytes.size() / 4, '\x5a'));
    if (kind == u"cut"_s) user_->write(name, bytes.left(bytes.size() / 2 + 77));
    if (kind == u"text"_s) user_->write(name, "Records of the north\n");
    if (kind == u"empty"_s) user_->write(name, {});
    if (kind == u"newer"_s) sql(file, "PRAGMA user_version=999");
    const QByteArray before = user_->read(name);
    const QStringList beside = filesBeside();

    user_->press("workspace.open");
    QVERIFY(user_->chooseFile(file));
    auto* box = user_->opened<QMessageBox>();
    QVERIFY2(box, qPrintable(WindowUser::words(&user_->window())));
    const QString said = WindowUser::words(box);
    QVERIFY2(said.contains(u"The workspace could not be opened"_s), qPrintable(said));
    QVERIFY2(said.contains(file), qPrintable(said));
    QVERIFY2(said.contains(remedy), qPrintable(said));
    QVERIFY(user_->click(box, u"Close"_s) || user_->click(box, u"&Close"_s));
    QVERIFY(user_->settled());
    QVERIFY(!user_->session().isOpen());
    QCOMPARE(user_->window().currentPage(), std::string());
    QVERIFY(user_->read(name) == before);
    QCOMPARE(filesBeside().join(u' '), beside.join(u' '));
  }

  void aCancelledImportChangesNothing_data() {
    QTest::addColumn<QString>("where");
    for (const char* where : {"Opening", "Reading", "Writing", "Working out"})
      QTest::newRow(where) << QString::fromLatin1(where);
  }
  void aCancelledImportChangesNothing() {
    QFETCH(QString, where);
    QVERIFY(user_->makeWorkspace(u"review.countersign"_s));
    const QString first =
        user_->importFile(user_->write(u"first.json"_s, accountDetails()), at("2026-11-20T11:50:00Z"));
    QVERIFY2(first.contains(u"2 records new"_s), qPrintable(first));
    const QStringList before = lists();
    const std::string content = dump();

    importer_.where = where.toStdString();
    user_->press("import");
    QVERIFY(user_->chooseFile(user_->write(u"second.json"_s, accountDetails("\"s3:*\""))));
    auto* dialog = user_->opened<ImportDialog>();
    QVERIFY(dialog && user_->settled());
    dialog->findChildren<QComboBox*>().last()->setCurrentIndex(1);
    dialog->findChild<QDateTimeEdit*>()->setDateTime(
        QDateTime::fromString(u"2026-11-20T11:55:00Z"_s, Qt::ISODate));
    QVERIFY2(user_->click(dialog, u"Import"_s), qPrintable(WindowUser::words(dialog)));
    QVERIFY(QTest::qWaitFor([&] { return importer_.held.try_acquire(); }, longest));
    user_->press("jobs");
    auto* panel = user_->opened<JobsPanel>();
    QVERIFY(panel);
    QVERIFY2(user_->click(panel, u"Cancel Import"_s), qPrintable(WindowUser::words(panel)));
    importer_.where.clear();
    importer_.goOn.release();
    QVERIFY(user_->settled());
    QVERIFY2(WindowUser::words(panel).contains(u"Cancelled; what was finished before stays."_s),
             qPrintable(WindowUser::words(panel)));
    QVERIFY(user_->window().findChildren<ImportResult*>().isEmpty());

    QCOMPARE(lists(), before);
    QVERIFY(dump() == content);
  }
};

QTEST_MAIN(TestWindowTrouble)
#include "tst_window_trouble.moc"
