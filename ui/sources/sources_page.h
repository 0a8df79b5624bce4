// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedLayout;

namespace countersign::ui {

class CellModel;
class SourceDetails;
class Table;

/// All sources with age against their window, and how to import.
class SourcesPage : public QWidget {
  Q_OBJECT

public:
  explicit SourcesPage(Session& session, QWidget* parent = nullptr);
  void reload();
  /// Opens the file dialog, then the import dialog.
  void askFiles();
  void import(const QStringList& paths);
  void select(std::int64_t source);
  /// Asks who answers for the selected source.
  void askPeople();
  Table* table() const { return table_; }

Q_SIGNALS:
  void sourcesChanged(const std::vector<countersign::SourceRow>& sources);

private:
  QWidget* makeHead();
  void fill(std::vector<SourceRow> sources);
  void showCurrent();
  void showCommands();
  void start(const ImportRequest& request);

  Session& session_;
  Channel channel_;
  QTimer ages_;
  std::vector<SourceRow> sources_;
  QLabel* summary_;
  CellModel* model_;
  Table* table_;
  SourceDetails* details_;
  QStackedLayout* stack_;
};

} // namespace countersign::ui
