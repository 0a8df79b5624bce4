// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBrush>
#include <QWidget>

namespace countersign::ui {

/// Lines of one colour over another: a filling that can be told from a plain one without its colour.
QBrush hatched(const QColor& color, const QColor& ground);

/// A small square with a word, for the head of a chart.
class LegendMark : public QWidget {
  Q_OBJECT

public:
  enum class Kind { Accent, Hatched };
  LegendMark(Kind kind, const QString& text, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Kind kind_;
  QString text_;
};

} // namespace countersign::ui
