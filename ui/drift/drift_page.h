// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/drift/drift_tables.h"
#include "ui/jobs/session.h"

#include <QWidget>

class QLabel;

namespace countersign::ui {

class CauseCard;
class ChangesChart;
class DriftFilters;
class ElidedLabel;
class LatencyChart;

/// What was requested, what is applied, what is effective; what changed, and how long it took.
class DriftPage : public QWidget {
  Q_OBJECT

public:
  explicit DriftPage(Session& session, QWidget* parent = nullptr);
  void reload();
  void showTab(DriftTables::Tab tab);
  /// All changes of all systems that somebody has to look after.
  void showOpenChanges();
  const std::shared_ptr<const DriftData>& data() const { return data_; }
  QString summary() const;
  DriftFilters* filters() const { return filters_; }
  DriftTables* tables() const { return tables_; }
  ChangesChart* changesChart() const { return changes_; }
  LatencyChart* latencyChart() const { return latency_; }
  CauseCard* cause() const { return cause_; }

Q_SIGNALS:
  void openRecord(qint64 record);
  void recordsWanted(const QString& why, const std::vector<countersign::RecordId>& records);
  /// How many differences there are in all systems.
  void countChanged(qulonglong total);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  QWidget* makeHead();
  void join();
  void fill(DriftData data);
  /// What is there, in another order or for one cause alone.
  void showAgain();
  void showSummary();

  Session& session_;
  Channel channel_;
  std::shared_ptr<const DriftData> data_;
  DriftFilter asked_; ///< what `data_` answers
  ElidedLabel* summary_;
  DriftFilters* filters_;
  ChangesChart* changes_;
  LatencyChart* latency_;
  DriftTables* tables_;
  CauseCard* cause_;
};

} // namespace countersign::ui
