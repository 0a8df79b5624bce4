// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/seal_badge.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign::ui {

SealBadge::SealBadge(BadgeSize size, QWidget* parent)
    : QWidget(parent), size_(size), look_([] { return sealLook(SealState::Unseen); }) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SealBadge::setSeal(SealState state) {
  look_ = [state] { return sealLook(state); };
  refresh();
}

void SealBadge::setMoved() {
  look_ = [] { return movedLook(); };
  refresh();
}

void SealBadge::setTag(const QString& word, Tone tone) {
  look_ = [word, tone] { return tagLook(word, tone); };
  refresh();
}

void SealBadge::refresh() {
  setAccessibleName(look_().word);
  updateGeometry();
  update();
}

QSize SealBadge::sizeHint() const {
  return badgeSize(look_(), size_);
}

void SealBadge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintBadge(painter, rect(), look_(), size_);
}

StandingLabel::StandingLabel(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StandingLabel::setStanding(StandingState state, const QString& text) {
  state_ = state;
  text_ = text.isEmpty() ? standingLook(state).word : text;
  setAccessibleName(text_);
  updateGeometry();
  update();
}

QSize StandingLabel::sizeHint() const {
  return {QFontMetrics(textFont(12)).horizontalAdvance(standingLook(state_).glyph + u' ' + text_) + 2, 18};
}

void StandingLabel::paintEvent(QPaintEvent*) {
  const StandingLook look = standingLook(state_);
  QPainter painter(this);
  painter.setFont(textFont(12));
  painter.setPen(look.color);
  const QString all = look.glyph + u' ' + text_;
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(all, Qt::ElideRight, width()));
}

} // namespace countersign::ui
