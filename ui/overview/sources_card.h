// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "ui/widgets/card.h"

#include <memory>

class QStackedLayout;

namespace countersign::ui {

class CellModel;
class Table;

/// Sources with age against their window, and who answers for them.
class SourcesCard : public Card {
  Q_OBJECT

public:
  explicit SourcesCard(std::shared_ptr<const Clock> clock, QWidget* parent = nullptr);
  void setSources(const std::vector<SourceRow>& sources);
  /// Ages, as time goes on.
  void touch();
  Table* table() const { return table_; }

Q_SIGNALS:
  void sourceWanted(qint64 source);

private:
  std::shared_ptr<const Clock> clock_;
  std::vector<std::int64_t> ids_;
  CellModel* model_;
  Table* table_;
  QStackedLayout* stack_;
};

} // namespace countersign::ui
