// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/elided_label.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>

namespace countersign::ui {

ElidedLabel::ElidedLabel(const QString& text, const QString& look, QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  if (!look.isEmpty()) setProperty("look", look);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setFullText(text);
}

void ElidedLabel::setFullText(const QString& text) {
  full_ = text;
  advance_ = -1;
  setAccessibleName(text);
  updateGeometry();
  fit();
}

void ElidedLabel::setNote(const QString& note) {
  note_ = note;
  fit();
}

QSize ElidedLabel::sizeHint() const {
  ensurePolished();
  return {advance() + 3, fontMetrics().height() + 2};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {std::min(sizeHint().width(), 28), sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  fit();
}

void ElidedLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange) return;
  advance_ = -1;
  fit();
}

int ElidedLabel::advance() const {
  if (advance_ < 0) advance_ = fontMetrics().horizontalAdvance(full_);
  return advance_;
}

void ElidedLabel::fit() {
  const int room = std::max(8, width());
  const QString cut = advance() <= room ? full_ : fontMetrics().elidedText(full_, Qt::ElideRight, room);
  if (cut != text()) setText(cut);
  QString hint = cut != full_ ? full_ : QString();
  if (!note_.isEmpty()) hint += (hint.isEmpty() ? QString() : QStringLiteral("\n")) + note_;
  setToolTip(tip(hint));
}

ValueLabel::ValueLabel(const QString& text, const QString& meaning, Trace trace, QWidget* parent)
    : ElidedLabel(text, {}, parent), trace_(std::move(trace)), meaning_(meaning) {
  setAccessibleName(meaning + QStringLiteral(": ") + text);
  if (!trace_.known()) return;
  setFocusPolicy(Qt::TabFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleDescription(tr("Press Return to see where this comes from"));
  setNote(tr("Where does this come from? Click, or Return"));
}

bool ValueLabel::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && trace_.known()) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      event->accept();
      return true;
    }
  }
  return ElidedLabel::event(event);
}

void ValueLabel::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && trace_.known()) Q_EMIT whereFrom(trace_, meaning_);
}

void ValueLabel::keyPressEvent(QKeyEvent* event) {
  if (trace_.known() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
    Q_EMIT whereFrom(trace_, meaning_);
  else
    ElidedLabel::keyPressEvent(event);
}

void ValueLabel::contextMenuEvent(QContextMenuEvent* event) {
  if (!trace_.known()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Where does this come from?"), this, [this] { Q_EMIT whereFrom(trace_, meaning_); });
  menu->popup(event->globalPos());
}

void ValueLabel::enterEvent(QEnterEvent* event) {
  hovered_ = trace_.known();
  update();
  ElidedLabel::enterEvent(event);
}

void ValueLabel::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  ElidedLabel::leaveEvent(event);
}

void ValueLabel::paintEvent(QPaintEvent* event) {
  ElidedLabel::paintEvent(event);
  if (!hovered_ && !hasFocus()) return;
  QPainter painter(this);
  painter.setPen(QPen(tokens().accent, 1, hasFocus() ? Qt::SolidLine : Qt::DotLine));
  const int line = std::min(width() - 1, fontMetrics().horizontalAdvance(text()));
  painter.drawLine(0, height() - 1, line, height() - 1);
}

} // namespace countersign::ui
