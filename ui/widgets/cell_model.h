// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/cell.h"

#include <QAbstractTableModel>
#include <functional>
#include <optional>

namespace countersign::ui {

/// One cell in words; see CellRole.
struct Cell {
  QString text, second, tip;
  Tone tone = Tone::Plain;
  std::optional<Tone> secondTone;
  bool strong = false, mono = false, secondMono = false;
  std::optional<SealState> seal;
  std::optional<StandingState> standing;
  std::optional<int> tri;
  std::optional<double> bar;
  Tone barTone = Tone::Good;
  bool tag = false;
  bool right = false;
  Trace trace;
};

/// A cell of text.
Cell textCell(const QString& text, Tone tone = Tone::Plain, const QString& tip = {});

/// A table whose cells are made when they are looked at.
class CellModel final : public QAbstractTableModel {
  Q_OBJECT

public:
  using Maker = std::function<Cell(int row, int column)>;
  CellModel(const QStringList& columns, QObject* parent = nullptr);
  void setRows(int rows, Maker maker);
  /// The same rows, to be drawn anew (ages).
  void touch();

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : rows_; }
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
  QStringList columns_;
  Maker maker_;
  int rows_ = 0;
  mutable QPair<int, int> madeFor_{-1, -1};
  mutable Cell made_; ///< the last one: a view asks it a dozen roles in a row
};

} // namespace countersign::ui
