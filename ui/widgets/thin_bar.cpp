// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/thin_bar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/paint.h"

#include <QPainter>

namespace countersign::ui {

ThinBar::ThinBar(const QString& name, QWidget* parent) : QWidget(parent) {
  setFixedHeight(5);
  setAccessibleName(name);
}

void ThinBar::setFraction(double fraction) {
  fraction_ = fraction;
  setAccessibleDescription(tr("%1 %").arg(static_cast<int>(fraction * 100)));
  update();
}

void ThinBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintBar(painter, rect(), fraction_, tokens().accent);
}

} // namespace countersign::ui
