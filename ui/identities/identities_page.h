// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QPushButton;
class QLabel;
class QLineEdit;
class QStackedLayout;

namespace countersign::ui {

class EmptyState;
class FacetsPanel;
class RecordTableModel;
class Table;

/// The list of identities with facets, search, order and time travel.
class IdentitiesPage : public QWidget {
  Q_OBJECT

public:
  explicit IdentitiesPage(Session& session, QWidget* parent = nullptr);

  const RecordQuery& query() const { return query_; }
  void setQuery(const RecordQuery& query);
  void setAsOf(std::optional<Instant> asOf);
  /// These records alone, until the person asks for all again; `why` says so above the list.
  void showOnly(const QString& why, const std::vector<RecordId>& records);
  /// Asks for the list again.
  void reload();
  RecordTableModel* model() const { return model_; }
  Table* table() const { return table_; }

Q_SIGNALS:
  void openRecord(qint64 record, std::optional<countersign::Instant> asOf);
  void startReview(const QString& title, const std::vector<countersign::RecordId>& records);
  void countChanged(qulonglong total);
  void viewsChanged();

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  QWidget* makeHead();
  QWidget* makeBanner();
  QWidget* makeTable();
  void bindKeys();
  void showBanner();
  void sortBy(int column);
  void showIds(Result<std::vector<RecordId>> ids);
  void openCurrent();
  void askAsOf();
  void exportView();
  void saveView();
  void review();

  Session& session_;
  RecordQuery query_;
  std::vector<RecordId> only_; ///< ordered; empty: all
  QString onlyWhy_;
  Channel ids_, facetsAsked_, saving_;
  QTimer typing_;
  FacetsPanel* facets_;
  RecordTableModel* model_;
  Table* table_;
  QLineEdit* filter_;
  QPushButton* save_ = nullptr;
  QLabel* summary_;
  QLabel* bannerText_;
  QPushButton* back_ = nullptr;
  QFrame* banner_;
  QStackedLayout* stack_;
  EmptyState* empty_;
  std::size_t total_ = 0;
};

} // namespace countersign::ui
