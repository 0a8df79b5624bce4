// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QWidget>

class QLabel;

namespace countersign::ui {

class CellModel;
class Table;

/// What is different between two states of a record.
class DifferencePanel : public QWidget {
  Q_OBJECT

public:
  explicit DifferencePanel(QWidget* parent = nullptr);
  void setDifferences(const QString& between, std::vector<Difference> differences);
  void setMessage(const QString& between, const QString& message);
  int rows() const;

private:
  QLabel* between_;
  QLabel* message_;
  CellModel* model_;
  Table* table_;
};

} // namespace countersign::ui
