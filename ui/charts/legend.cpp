// SPDX-License-Identifier: Apache-2.0
#include "ui/charts/legend.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPixmap>

namespace countersign::ui {

namespace {
constexpr int square = 9, gap = 5, tile = 6;
}

QBrush hatched(const QColor& color, const QColor& ground) {
  QPixmap pattern(tile, tile);
  pattern.fill(color);
  QPainter painter(&pattern);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(ground, 1.3));
  for (const int shift : {-tile, 0, tile})
    painter.drawLine(shift, tile, shift + tile, 0);
  return QBrush(pattern);
}

LegendMark::LegendMark(Kind kind, const QString& text, QWidget* parent)
    : QWidget(parent), kind_(kind), text_(text) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAccessibleName(text);
}

QSize LegendMark::sizeHint() const {
  const QFontMetrics metrics(textFont(12));
  return {square + gap + metrics.horizontalAdvance(text_) + 2, metrics.height() + 2};
}

void LegendMark::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  const QRect box(0, (height() - square) / 2, square, square);
  painter.fillRect(box, kind_ == Kind::Accent ? QBrush(t.accent) : hatched(t.bad, t.surface));
  painter.setFont(textFont(12));
  painter.setPen(t.faint);
  painter.drawText(QRect(square + gap, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, text_);
}

} // namespace countersign::ui
