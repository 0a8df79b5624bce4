// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell.h"

#include <memory>

class QLabel;

namespace countersign::ui {

class CellModel;

/// The audit trail, newest first.
class TrailCard : public Card {
  Q_OBJECT

public:
  explicit TrailCard(QWidget* parent = nullptr);
  void setView(std::shared_ptr<const RecordView> view, Instant now);
  /// Marks what tells of a change: requested, or not requested. On the screen alone.
  void setChanges(const std::vector<SeenChangeRow>& seen);
  Table* table() const { return table_; }

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

private:
  void fill();

  std::shared_ptr<const RecordView> view_;
  std::shared_ptr<const std::vector<std::optional<bool>>> marks_;
  Instant now_{};
  CellModel* model_;
  Table* table_;
  QLabel* none_;
};

} // namespace countersign::ui
