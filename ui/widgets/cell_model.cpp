// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/cell_model.h"

namespace countersign::ui {

namespace {

QVariant roleOf(const Cell& cell, int role) {
  switch (role) {
  case Qt::DisplayRole:
    return cell.text;
  case Qt::AccessibleTextRole:
    return cell.second.isEmpty() ? cell.text : cell.text + QStringLiteral(", ") + cell.second;
  case Qt::ToolTipRole:
    return cell.tip;
  case Qt::TextAlignmentRole:
    return cell.right ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  case SecondLineRole:
    return cell.second;
  case SecondToneRole:
    return cell.secondTone ? toneVariant(*cell.secondTone) : QVariant();
  case SecondMonoRole:
    return cell.secondMono;
  case StrongRole:
    return cell.strong;
  case MonoRole:
    return cell.mono;
  case ToneRole:
    return toneVariant(cell.tone);
  case SealRole:
    return cell.seal ? QVariant(static_cast<int>(*cell.seal)) : QVariant();
  case TagRole:
    return cell.tag ? QVariant(cell.text) : QVariant();
  case StandingRole:
    return cell.standing ? QVariant(static_cast<int>(*cell.standing)) : QVariant();
  case TriRole:
    return cell.tri ? QVariant(*cell.tri) : QVariant();
  case BarRole:
    return cell.bar ? QVariant(*cell.bar) : QVariant();
  case BarToneRole:
    return toneVariant(cell.barTone);
  case TraceRole:
    return cell.trace.known() ? QVariant::fromValue(cell.trace) : QVariant();
  default:
    return {};
  }
}

} // namespace

Cell textCell(const QString& text, Tone tone, const QString& tip) {
  Cell cell;
  cell.text = text;
  cell.tone = tone;
  cell.tip = tip;
  return cell;
}

CellModel::CellModel(const QStringList& columns, QObject* parent)
    : QAbstractTableModel(parent), columns_(columns) {}

void CellModel::setRows(int rows, Maker maker) {
  beginResetModel();
  rows_ = rows;
  maker_ = std::move(maker);
  madeFor_ = {-1, -1};
  endResetModel();
}

void CellModel::touch() {
  madeFor_ = {-1, -1};
  if (rows_ > 0) Q_EMIT dataChanged(index(0, 0), index(rows_ - 1, columnCount() - 1));
}

int CellModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant CellModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !maker_) return {};
  if (madeFor_ != QPair(index.row(), index.column())) {
    made_ = maker_(index.row(), index.column());
    madeFor_ = {index.row(), index.column()};
  }
  return roleOf(made_, role);
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return columns_.value(section);
}

} // namespace countersign::ui
