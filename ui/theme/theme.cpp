// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <QTimer>
#include <QWidget>

using namespace Qt::StringLiterals;

// In a static library the resources have to be asked for; the macro works in the global namespace only.
static void initResources() {
  Q_INIT_RESOURCE(resources);
}

namespace countersign::ui {

Theme& Theme::instance() {
  static Theme* theme = new Theme(qApp);
  return *theme;
}

Theme::Theme(QObject* parent) : QObject(parent) {
  initResources();
  QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
  QApplication::setFont(textFont());
  qApp->installEventFilter(this);
  followSystem();
}

void Theme::setMode(Mode mode) {
  mode_ = mode;
  switch (mode) {
  case Mode::System:
    followSystem();
    return;
  case Mode::Light:
    scheme_ = Scheme::Light;
    break;
  case Mode::Dark:
    scheme_ = Scheme::Dark;
    break;
  case Mode::HighContrast:
    scheme_ = Scheme::HighContrast;
    break;
  }
  apply();
}

void Theme::followSystem() {
  applying_ = true;
  QApplication::setPalette(QPalette()); // back to the system's, to look at it
  const QColor window = QApplication::palette().color(QPalette::Window);
  scheme_ = window.lightness() < 128 ? Scheme::Dark : Scheme::Light;
  applying_ = false;
  apply();
}

void Theme::apply() {
  applying_ = true;
  QApplication::setPalette(paletteOf(tokens()));
  qApp->setStyleSheet(styleSheetOf(tokens(), scheme_));
  applying_ = false;
  Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
  const bool system = event->type() == QEvent::ThemeChange ||
                      (event->type() == QEvent::ApplicationPaletteChange && watched == qApp);
  if (system && !applying_ && !pending_ && mode_ == Mode::System) {
    pending_ = true;
    QTimer::singleShot(0, this, [this] {
      pending_ = false;
      if (mode_ == Mode::System) followSystem();
    });
  }
  return QObject::eventFilter(watched, event);
}

const Tokens& tokens() {
  return Theme::instance().tokens();
}

QPalette paletteOf(const Tokens& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.bg);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.surface);
  p.setColor(QPalette::AlternateBase, t.sunk);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::PlaceholderText, t.faint);
  p.setColor(QPalette::Button, t.surface);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::BrightText, t.bad);
  p.setColor(QPalette::ToolTipBase, t.surface);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::LinkVisited, t.accent);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.onAccent);
  p.setColor(QPalette::Light, t.surface);
  p.setColor(QPalette::Midlight, t.sunk);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.faint);
  p.setColor(QPalette::Shadow, t.line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.faint);
  return p;
}

QFont textFont(int pixels, QFont::Weight weight) {
  static const QString family = QFontDatabase::families().contains(u"Inter"_s)
                                    ? u"Inter"_s
                                    : QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
  QFont font(family);
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

QFont monoFont(int pixels) {
  static const QString family = QFontDatabase::families().contains(u"DejaVu Sans Mono"_s)
                                    ? u"DejaVu Sans Mono"_s
                                    : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
  QFont font(family);
  font.setPixelSize(pixels);
  font.setStyleHint(QFont::Monospace);
  return font;
}

void setLook(QWidget* widget, const QString& look) {
  if (widget->property("look").toString() == look) return;
  widget->setProperty("look", look);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

} // namespace countersign::ui
