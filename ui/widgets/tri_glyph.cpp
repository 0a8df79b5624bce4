// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/tri_glyph.h"

#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign::ui {

TriGlyph::TriGlyph(Tri state, bool alarm, QWidget* parent) : QWidget(parent), state_(state), alarm_(alarm) {
  setFixedSize(14, 14);
  setAccessibleName(triWord(state));
}

void TriGlyph::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintTri(painter, {0, 0}, state_, alarm_);
}

TriLegend::TriLegend(QWidget* parent) : QWidget(parent) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(4);
  order_ = label(tr("requested · applied · effective"), u"small"_s);
  line->addWidget(order_);
  setToolTip(tip(tr("The three squares: requested, applied, effective")));
  line->addSpacing(6);
  for (const Tri state : {Tri::Yes, Tri::No, Tri::Conditional, Tri::Unknown}) {
    line->addWidget(new TriGlyph(state));
    line->addWidget(label(triWord(state), u"small"_s));
    line->addSpacing(2);
  }
}

void TriLegend::setOrderShown(bool shown) {
  order_->setVisible(shown);
}

} // namespace countersign::ui
