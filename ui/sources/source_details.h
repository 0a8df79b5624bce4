// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

class QLabel;
class QTabBar;
class QStackedLayout;

namespace countersign::ui {

class Card;
class CellModel;
class EmptyState;
class Table;

/// Below the sources: what could not be read, and the snapshots of the selected one.
class SourceDetails : public QWidget {
  Q_OBJECT

public:
  explicit SourceDetails(Session& session, QWidget* parent = nullptr);
  void show(const SourceRow& source);

private:
  void fillGaps(const Result<std::vector<GapRow>>& gaps);
  void fillSnapshots(const Result<std::vector<SnapshotRow>>& snapshots);
  Table* addTable(const QString& name, int height, CellModel* model, const QList<int>& columns);

  Session& session_;
  Channel gapsAsked_, snapshotsAsked_;
  SourceRow source_;
  Card* card_;
  QTabBar* tabs_;
  QStackedLayout* stack_;
  CellModel* gaps_;
  CellModel* snapshots_;
  EmptyState* none_;
  QWidget* gapsPage_;
  QWidget* snapshotsPage_;
  std::size_t gapCount_ = 0;
};

} // namespace countersign::ui
