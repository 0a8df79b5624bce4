// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/buttons.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int padding = 12, gap = 8, capPadding = 5, capHeight = 17;

bool pressesButton(int key) {
  return key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
}
} // namespace

Button::Button(const QString& text, const QString& look, QWidget* parent) : QPushButton(text, parent) {
  if (!look.isEmpty()) setProperty("look", look);
  setAutoDefault(false);
  setCursor(look == "link"_L1 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

bool Button::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() == Qt::NoModifier && pressesButton(key->key())) {
      event->accept();
      return true;
    }
  }
  return QPushButton::event(event);
}

void Button::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    click();
    return;
  }
  QPushButton::keyPressEvent(event);
}

KeyButton::KeyButton(const QString& text, const QString& key, const QString& look, QWidget* parent)
    : Button({}, look, parent), caption_(text), key_(key) {
  setAccessibleName(text);
}

void KeyButton::setCaption(const QString& text) {
  caption_ = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

QSize KeyButton::sizeHint() const {
  const int text = QFontMetrics(textFont(13, QFont::DemiBold)).horizontalAdvance(caption_);
  const int cap = QFontMetrics(textFont(11)).horizontalAdvance(key_) + 2 * capPadding;
  return {2 * padding + text + gap + cap + 2, 33};
}

void KeyButton::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionButton option;
  initStyleOption(&option);
  option.text.clear();
  painter.drawControl(QStyle::CE_PushButtonBevel, option);
  const Tokens& t = tokens();
  const QString look = property("look").toString();
  QColor color = t.text;
  if (look == "primary"_L1) color = t.onAccent;
  if (look == "danger"_L1) color = t.bad;
  if (look == "moved"_L1) color = t.mov;
  if (!isEnabled()) color = t.faint;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(13, QFont::DemiBold));
  painter.setPen(color);
  const int text = painter.fontMetrics().horizontalAdvance(caption_);
  painter.drawText(QRect(padding, 0, text + 4, height()), Qt::AlignVCenter | Qt::AlignLeft, caption_);
  painter.setFont(textFont(11));
  const int capWidth = painter.fontMetrics().horizontalAdvance(key_) + 2 * capPadding;
  const QRectF cap(padding + text + gap + 0.5, (height() - capHeight) / 2 + 0.5, capWidth, capHeight);
  painter.setPen(QPen(look == "primary"_L1 && isEnabled() ? t.onAccent : t.line, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(cap, 4, 4);
  painter.setPen(look == "primary"_L1 && isEnabled() ? t.onAccent : (isEnabled() ? t.muted : t.faint));
  painter.drawText(cap, Qt::AlignCenter, key_);
}

} // namespace countersign::ui
