// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"
#include "ui/widgets/card.h"

#include <memory>

namespace countersign::ui {

class CellModel;
class Table;

/// What was asked for about the record, and whether it landed. Not there where nothing was asked for.
class ChangesCard : public Card {
  Q_OBJECT

public:
  explicit ChangesCard(QWidget* parent = nullptr);
  void setChanges(std::shared_ptr<const RecordChanges> changes, Instant now);
  Table* table() const { return table_; }

private:
  CellModel* model_;
  Table* table_;
};

} // namespace countersign::ui
