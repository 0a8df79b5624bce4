// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/number_table.h"
#include "ui/charts/chart_picture.h"

#include <QDialog>
#include <functional>

class QLabel;

namespace countersign::ui {

class Table;

/// The numbers behind a chart as a table, and the chart and its numbers as files.
class NumbersDialog : public QDialog {
  Q_OBJECT

public:
  /// `name`: of the files that it offers, without an ending.
  NumbersDialog(NumberTable numbers, ChartPicture picture, const QString& name, QWidget* parent = nullptr);
  Table* table() const { return table_; }
  /// Writes by the ending: csv, svg or png. Errors: Io; InvalidArgument for another ending.
  Result<void> write(const QString& file) const;

private:
  QWidget* makeTable();
  void ask(const QString& ending, const QString& kind);

  NumberTable numbers_;
  ChartPicture picture_;
  QString name_;
  Table* table_;
  QLabel* said_;
};

} // namespace countersign::ui
