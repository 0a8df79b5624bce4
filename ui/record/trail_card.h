// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  Table* table() const { return table_; }

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

private:
  CellModel* model_;
  Table* table_;
  QLabel* none_;
};

} // namespace countersign::ui
