// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/paint.h"

#include <QStyledItemDelegate>
#include <QTableView>
#include <QVariant>

namespace countersign::ui {

/// What models say about a cell beyond its text. The delegate shows it; models name no colour.
enum CellRole {
  SecondLineRole = Qt::UserRole + 1, ///< QString under the text
  SecondToneRole,                    ///< Tone as int
  SecondMonoRole,                    ///< bool
  StrongRole,                        ///< bool: semibold
  MonoRole,                          ///< bool
  ToneRole,                          ///< Tone as int
  SealRole,                          ///< SealState as int: painted as badge
  TagRole,                           ///< QString: painted as badge in the tone
  StandingRole,                      ///< StandingState as int: glyph before the text
  TriRole,                           ///< packTri
  BarRole,                           ///< double: share of the window, bar above the text
  BarToneRole,                       ///< Tone as int
  TraceRole                          ///< Trace
};

int packTri(Tri requested, Tri applied, Tri effective, bool alarm);
QVariant toneVariant(Tone tone);

/// Paints one cell of any table: text, second line, badge, standing, three states or age bar.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT

public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                 const QModelIndex& index) override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
  void paintFrame(QPainter* painter, const QStyleOptionViewItem& option) const;
  void paintText(QPainter* painter, const QRect& area, const QModelIndex& index) const;
};

/// A table in the product's look: rows of fixed height, no grid, whole rows selected.
class Table : public QTableView {
  Q_OBJECT

public:
  Table(const QString& name, int rowHeight, QWidget* parent = nullptr);
  /// Column widths: pixels, or negative for a share of what is left.
  void setColumns(const QList<int>& widths);
  /// Grows with its rows up to `rows`, then scrolls.
  void setVisibleRows(int rows);
  /// Called by models' owners after the number of rows changed.
  void fitRows();
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  void setModel(QAbstractItemModel* model) override;

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

protected:
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  void spread();
  QList<int> widths_;
  int visibleRows_ = 0;
};

} // namespace countersign::ui
