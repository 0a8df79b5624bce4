// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/drift/difference_rows.h"
#include "ui/drift/drift_data.h"
#include "ui/widgets/card.h"

#include <array>
#include <memory>

class QStackedLayout;
class QTabBar;

namespace countersign::ui {

class Button;
class EmptyState;
class TriLegend;

/// Differences, changes followed and changes seen live: one card with a tab for each.
class DriftTables : public Card {
  Q_OBJECT

public:
  enum Tab { Differences, Followed, Seen, Tabs };
  explicit DriftTables(QWidget* parent = nullptr);
  void setData(std::shared_ptr<const DriftData> found, const DriftFilter& filter, Instant now);
  void showTab(Tab tab);
  Tab tab() const;
  Table* table(Tab tab) const { return tables_[static_cast<std::size_t>(tab)]; }
  void setNarrow(bool narrow);

Q_SIGNALS:
  void openRecord(qint64 record);
  /// The changes of one cause are not wanted alone any more.
  void allCausesWanted();

private:
  void addTable(Tab tab, const QString& name, const QStringList& columns);
  void fillDifferences(const DriftFilter& filter, Instant now);
  void fillChanges(const DriftFilter& filter, Instant now);
  void showCurrent();
  void openRow(const QModelIndex& index);
  QString nothingTitle(Tab tab) const;
  QString nothingText(Tab tab) const;

  std::shared_ptr<const DriftData> data_;
  std::shared_ptr<const DifferenceRows> differences_;
  std::vector<std::size_t> seen_; ///< rows of the data that are shown
  QTabBar* tabs_;
  TriLegend* legend_;
  Button* only_;
  QStackedLayout* stack_;
  EmptyState* nothing_;
  std::array<Table*, Tabs> tables_{};
  std::array<CellModel*, Tabs> models_{};
};

} // namespace countersign::ui
