// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/paint.h"

#include <QWidget>

class QLabel;

namespace countersign::ui {

/// One painted state glyph, for legends.
class TriGlyph : public QWidget {
  Q_OBJECT

public:
  explicit TriGlyph(Tri state, bool alarm = false, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {14, 14}; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Tri state_;
  bool alarm_;
};

/// "yes no conditional unknown" with their glyphs, in one line.
class TriLegend : public QWidget {
  Q_OBJECT

public:
  explicit TriLegend(QWidget* parent = nullptr);
  /// Whether it says in which order the three states stand.
  void setOrderShown(bool shown);

private:
  QLabel* order_;
};

} // namespace countersign::ui
