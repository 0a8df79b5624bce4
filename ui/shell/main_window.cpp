// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_window.h"

#include "ui/drift/drift_page.h"
#include "ui/evidence/evidence_page.h"
#include "ui/identities/identities_page.h"
#include "ui/overview/overview_page.h"
#include "ui/review/review_page.h"
#include "ui/review/sign_off_dialog.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/find_palette.h"
#include "ui/shell/first_run_page.h"
#include "ui/shell/jobs_panel.h"
#include "ui/shell/nav_bar.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_bar.h"
#include "ui/sources/sources_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/text.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent), session_(session), top_(new TopBar(session)), nav_(new NavBar(session)),
      status_(new StatusLine(session)), pages_(new QStackedWidget), first_(new FirstRunPage(session)),
      overview_(new OverviewPage(session)), identities_(new IdentitiesPage(session)),
      review_(new ReviewPage(session)), drift_(new DriftPage(session)), sources_(new SourcesPage(session)),
      evidence_(new EvidencePage(session)) {
  setWindowTitle(tr("Countersign"));
  setWindowIcon(QIcon(u":/countersign/countersign.svg"_s));
  arrange();
  palette_ = new FindPalette(session, top_->find(), this);
  jobs_ = new JobsPanel(session, this);
  joinPages();
  joinDrift();
  joinOverview();
  joinShell();
  bindKeys();
  restore();
  showPage({});
}

void MainWindow::arrange() {
  auto* central = new QWidget;
  auto* column = new QVBoxLayout(central);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(top_);
  auto* across = new QHBoxLayout;
  across->setSpacing(0);
  across->addWidget(nav_);
  across->addWidget(pages_, 1);
  column->addLayout(across, 1);
  column->addWidget(status_);
  for (const char* page : {"", "overview", "identities", "reviews", "drift", "sources", "evidence"})
    pages_->addWidget(pageOf(page));
  setCentralWidget(central);
  setMinimumSize(1024, 640);
}

void MainWindow::joinPages() {
  connect(identities_, &IdentitiesPage::openRecord, this,
          [this](qint64 record, std::optional<Instant> asOf) { openRecord(record, asOf); });
  connect(identities_, &IdentitiesPage::startReview, this,
          [this](const QString& title, const std::vector<RecordId>& records) {
            review_->startReview(title, records);
            showPage("reviews");
          });
  connect(identities_, &IdentitiesPage::countChanged, this,
          [this](qulonglong total) { nav_->setCount("identities", count(total)); });
  connect(identities_, &IdentitiesPage::viewsChanged, nav_, &NavBar::reloadViews);
  connect(review_, &ReviewPage::reviewChanged, this, &MainWindow::showReviewCount);
  connect(review_, &ReviewPage::closed, this, [this] { showPage("identities"); });
  connect(sources_, &SourcesPage::sourcesChanged, this, [this](const std::vector<SourceRow>& sources) {
    nav_->setCount("sources", count(sources.size()));
    status_->setSources(sources);
  });
  connect(evidence_, &EvidencePage::logChanged, status_, &StatusLine::setLog);
}

void MainWindow::joinDrift() {
  connect(drift_, &DriftPage::openRecord, this, [this](qint64 record) { openRecord(record); });
  connect(drift_, &DriftPage::countChanged, this,
          [this](qulonglong total) { nav_->setCount("drift", count(total)); });
  connect(drift_, &DriftPage::recordsWanted, this,
          [this](const QString& why, const std::vector<RecordId>& records) {
            identities_->showOnly(why, records);
            showPage("identities");
          });
}

void MainWindow::joinOverview() {
  connect(overview_, &OverviewPage::wanted, this, &MainWindow::goTo);
  connect(overview_, &OverviewPage::sourceWanted, this, [this](qint64 source) { showSource(source, false); });
}

void MainWindow::goTo(const Todo& todo) {
  switch (todo.kind) {
  case TodoKind::RevocationsOpen:
  case TodoKind::WindowsStillOpen:
  case TodoKind::ChangesNeverLanded:
    showPage("drift");
    return drift_->showOpenChanges();
  case TodoKind::RecordsMoved:
    review_->startReview(tr("Moved since certification"), todo.records);
    return showPage("reviews");
  case TodoKind::FindingsCritical:
  case TodoKind::ExceptionsOverdue:
    identities_->showOnly(shown(todo.text), todo.records);
    return showPage("identities");
  case TodoKind::SourcePastWindow:
    return showSource(todo.source, false);
  case TodoKind::SourceWithoutPeople:
    return showSource(todo.source, true);
  }
}

void MainWindow::showSource(std::int64_t source, bool people) {
  showPage("sources");
  sources_->select(source);
  if (people) sources_->askPeople();
}

QWidget* MainWindow::pageOf(const std::string& page) const {
  if (page == "overview") return overview_;
  if (page == "identities") return identities_;
  if (page == "reviews") return review_;
  if (page == "drift") return drift_;
  if (page == "sources") return sources_;
  if (page == "evidence") return evidence_;
  return first_;
}

void MainWindow::joinShell() {
  connect(first_, &FirstRunPage::sampleWanted, this, &MainWindow::makeSample);
  connect(first_, &FirstRunPage::newWanted, this, [this] { askNew(false); });
  connect(first_, &FirstRunPage::openWanted, this, &MainWindow::askOpen);
  connect(first_, &FirstRunPage::importWanted, this, [this] { askNew(true); });
  connect(first_, &FirstRunPage::recentWanted, this,
          [this](const QString& file) { session_.openWorkspace(ss(file)); });
  connect(nav_, &NavBar::pageWanted, this, &MainWindow::showPage);
  connect(nav_, &NavBar::viewWanted, this, [this](const RecordQuery& query) {
    identities_->setQuery(query);
    showPage("identities");
  });
  connect(top_, &TopBar::signOffWanted, this, &MainWindow::signOff);
  connect(top_, &TopBar::menuWanted, this, &MainWindow::showMenu);
  connect(top_, &TopBar::keyWanted, evidence_, &EvidencePage::askKey);
  connect(top_, &TopBar::jobsWanted, this, [this] { run("jobs"); });
  connect(palette_, &FindPalette::recordChosen, this, [this](qint64 record) { openRecord(record); });
  connect(palette_, &FindPalette::actionChosen, this, [this](const char* id) { run(id); });
  connect(palette_, &FindPalette::allWanted, this, [this](const QString& text) {
    RecordQuery query;
    query.text = ss(text);
    identities_->setQuery(query);
    showPage("identities");
  });
  connect(&session_, &Session::failed, this, &MainWindow::showFailure);
  connect(&session_, &Session::stagedChanged, this, &MainWindow::countStaged);
  connect(&session_, &Session::contentChanged, this, &MainWindow::countStaged);
  connect(&session_, &Session::opened, this, [this] {
    const QString file = QString::fromStdString(session_.file().string());
    addRecentWorkspace(file);
    setWindowTitle(tr("%1 – Countersign").arg(QFileInfo(file).completeBaseName()));
    countStaged();
    showPage(importNext_ ? "sources" : "overview");
    if (importNext_) sources_->askFiles();
    importNext_ = false;
  });
}

void MainWindow::bindKeys() {
  for (const ActionSpec& spec : actionTable())
    if (spec.context == ActionContext::Window && *spec.key)
      bindAction(spec.id, this, [this, id = std::string(spec.id)] { run(id); });
}

void MainWindow::run(const std::string& action) {
  if (action == "find") return top_->find()->setFocus(Qt::ShortcutFocusReason);
  if (action == "workspace.open") return askOpen();
  if (action == "workspace.new") return askNew(false);
  if (action.rfind("go.", 0) == 0) return showPage(action.substr(3));
  if (action == "signoff") return signOff();
  if (action == "jobs")
    return jobs_->toggle(top_->mapTo(this, QPoint(top_->width() - 12, top_->height() + 4)));
  if (action == "theme.next") return nextTheme();
  if (action == "shortcuts") return (new ShortcutsDialog(this))->open();
  if (action == "about") return (new AboutDialog(this))->open();
  if (action == "import" && !session_.isOpen()) return askNew(true);
  if (action == "import") {
    showPage("sources");
    return sources_->askFiles();
  }
  if (action == "quit") close();
}

void MainWindow::showPage(const std::string& page) {
  std::string wanted = session_.isOpen() ? page : std::string();
  if (session_.isOpen() && wanted.empty()) wanted = "overview";
  if (wanted == "reviews" && page_ != "reviews" && review_->hasReview()) review_->showReview();
  if (wanted == "reviews" && !review_->hasReview()) wanted = "identities";
  page_ = wanted;
  QWidget* shownPage = pageOf(wanted);
  nav_->setVisible(session_.isOpen());
  nav_->setCurrent(wanted);
  pages_->setCurrentWidget(shownPage);
  shownPage->setFocus(Qt::OtherFocusReason);
}

void MainWindow::openRecord(RecordId record, std::optional<Instant> asOf) {
  review_->openRecord(record, asOf);
  page_ = "record";
  nav_->setCurrent("identities");
  pages_->setCurrentWidget(review_);
  review_->setFocus(Qt::OtherFocusReason);
}

void MainWindow::signOff() {
  if (!session_.isOpen()) return;
  auto* dialog = new SignOffDialog(session_, this);
  connect(dialog, &SignOffDialog::openRecord, this, [this](qint64 record) { openRecord(record); });
  dialog->open();
}

void MainWindow::countStaged() {
  session_.desk().ask(
      staged_, [](Desk& desk) { return desk.staged(); },
      [this](const Result<std::vector<StagedDecision>>& staged) {
        if (staged) top_->setStaged(staged->size());
      });
}

void MainWindow::showReviewCount() {
  nav_->setPageVisible("reviews", review_->hasReview());
  nav_->setCount("reviews", tr("%1 left").arg(count(review_->left())));
}

void MainWindow::nextTheme() {
  const int mode = (static_cast<int>(Theme::instance().mode()) + 1) % 4;
  Theme::instance().setMode(static_cast<Theme::Mode>(mode));
  QSettings().setValue(u"window/theme"_s, mode);
}

void restoreTheme() {
  const int mode = QSettings().value(u"window/theme"_s, 0).toInt();
  Theme::instance().setMode(static_cast<Theme::Mode>(std::clamp(mode, 0, 3)));
}

void MainWindow::restore() {
  resize(1440, 900);
  restoreGeometry(QSettings().value(u"window/geometry"_s).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QSettings().setValue(u"window/geometry"_s, saveGeometry());
  QMainWindow::closeEvent(event);
}

} // namespace countersign::ui
