// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/number_table.h"
#include "ui/widgets/card.h"

#include <QStringList>

class QAbstractBarSeries;
class QAbstractSeries;
class QChart;
class QChartView;
class QStackedLayout;

namespace countersign::ui {

class Button;
class ElidedLabel;
class EmptyState;
class NumbersDialog;

/// A card with one chart. Its numbers, and the chart as a file, are one click away. Drawn anew in the colours
/// of the theme whenever that changes.
class ChartCard : public Card {
  Q_OBJECT

public:
  /// `file`: name of the files that it offers, without an ending.
  ChartCard(const QString& title, const QString& file, QWidget* parent = nullptr);
  /// What the chart shows; also for people who do not see it.
  void setNumbers(NumberTable numbers, const QString& about);
  const NumberTable& numbers() const { return numbers_; }
  /// Words in the place of the chart.
  void setNothing(const QString& title, const QString& text);
  /// The line at the right end of the head, elided; the whole of it and `note` are its tooltip.
  void setFigures(const QString& text, const QString& note = {});
  QString figures() const;
  QString about() const { return about_; }
  bool hasChart() const;
  NumbersDialog* showNumbers();

protected:
  /// Adds series and axes to the empty chart.
  virtual void draw(QChart& chart) = 0;
  void redraw();
  /// Words for what the mouse is over, by index of the bar.
  void setHints(QAbstractBarSeries* series, const QStringList& hints);
  void showHint(const QString& text);
  void hideHint();

private:
  NumberTable numbers_;
  QString about_, file_, name_;
  QChartView* view_;
  QStackedLayout* stack_;
  EmptyState* nothing_;
  ElidedLabel* figures_;
  Button* open_;
};

/// Axis along the bottom for points or bars 0, 1, 2 …: as many labels as there is room for.
void addBottomAxis(QChart& chart, const QList<QAbstractSeries*>& series, const QStringList& labels,
                   double aside);
/// Axis at the left from 0 up to `most`, with few marks.
void addLeftAxis(QChart& chart, const QList<QAbstractSeries*>& series, double most, const QString& format);

} // namespace countersign::ui
