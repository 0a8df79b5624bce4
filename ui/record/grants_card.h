// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/card.h"
#include "ui/widgets/cell.h"

#include <memory>

class QLabel;
class QLineEdit;

namespace countersign::ui {

class Button;
class CellModel;
class TriLegend;

/// "What it can do": one row a permission, worst first, three states side by side.
class GrantsCard : public Card {
  Q_OBJECT

public:
  explicit GrantsCard(QWidget* parent = nullptr);
  void setView(std::shared_ptr<const RecordView> view);
  void focusFilter();
  /// The selected permission, else the first; null where there is none.
  const GrantRow* current() const;
  int shownRows() const { return static_cast<int>(rows_.size()); }
  Table* table() const { return table_; }

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);
  void whyWanted();

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void choose();
  void say();
  void sayWays();

  std::shared_ptr<const RecordView> view_;
  std::vector<int> rows_; ///< indices of the grants that are shown
  bool all_ = false;
  CellModel* model_;
  Table* table_;
  QLineEdit* filter_;
  TriLegend* legend_;
  QLabel* note_;
  QLabel* ways_;
  QLabel* unknown_;
  Button* showAll_;
  Button* why_;
};

} // namespace countersign::ui
