// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QMainWindow>

class QStackedWidget;

namespace countersign::ui {

class DriftPage;
class EvidencePage;
class FindPalette;
class FirstRunPage;
class IdentitiesPage;
class JobsPanel;
class NavBar;
class OverviewPage;
class ReviewPage;
class SourcesPage;
class StatusLine;
class TopBar;

/// Joins the pages: navigation, actions, what one page tells another.
class MainWindow : public QMainWindow {
  Q_OBJECT

public:
  explicit MainWindow(Session& session, QWidget* parent = nullptr);

  /// "overview", "identities", "reviews", "drift", "sources", "evidence"; "" for the first-run page.
  void showPage(const std::string& page);
  std::string currentPage() const { return page_; }
  void openRecord(RecordId record, std::optional<Instant> asOf = {});
  /// Runs a window action of the action table.
  void run(const std::string& action);
  OverviewPage* overview() const { return overview_; }
  IdentitiesPage* identities() const { return identities_; }
  ReviewPage* review() const { return review_; }
  DriftPage* drift() const { return drift_; }
  SourcesPage* sources() const { return sources_; }
  EvidencePage* evidence() const { return evidence_; }

protected:
  void closeEvent(QCloseEvent* event) override;

private:
  void arrange();
  void joinPages();
  void joinDrift();
  void joinOverview();
  void goTo(const Todo& todo);
  void showSource(std::int64_t source, bool people);
  void joinShell();
  void bindKeys();
  void askOpen();
  void askNew(bool thenImport);
  void makeSample();
  void signOff();
  QWidget* pageOf(const std::string& page) const;
  void countStaged();
  void showMenu();
  void showReviewCount();
  void showFailure(const QString& what, const QString& why);
  void nextTheme();
  void restore();

  Session& session_;
  Channel staged_;
  std::string page_, before_ = "identities";
  bool importNext_ = false;
  TopBar* top_;
  NavBar* nav_;
  StatusLine* status_;
  QStackedWidget* pages_;
  FirstRunPage* first_;
  OverviewPage* overview_;
  IdentitiesPage* identities_;
  ReviewPage* review_;
  DriftPage* drift_;
  SourcesPage* sources_;
  EvidencePage* evidence_;
  FindPalette* palette_;
  JobsPanel* jobs_;
};

/// Theme kept in the settings; applied before the first window is shown.
void restoreTheme();

} // namespace countersign::ui
