// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>
#include <QString>

class QWidget;

namespace countersign::ui {

/// The look of the whole application. Follows the system's light or dark palette unless told otherwise.
class Theme : public QObject {
  Q_OBJECT

public:
  enum class Mode { System, Light, Dark, HighContrast };
  Q_ENUM(Mode)

  /// The one theme; needs a QApplication.
  static Theme& instance();

  Mode mode() const { return mode_; }
  void setMode(Mode mode);
  Scheme scheme() const { return scheme_; }
  const Tokens& tokens() const { return tokensOf(scheme_); }

Q_SIGNALS:
  void changed();

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  explicit Theme(QObject* parent);
  void apply();
  void followSystem();

  Mode mode_ = Mode::System;
  Scheme scheme_ = Scheme::Light;
  bool applying_ = false;
  bool pending_ = false;
};

/// The colours in force now.
const Tokens& tokens();

QPalette paletteOf(const Tokens& tokens);
QString styleSheetOf(const Tokens& tokens, Scheme scheme);

/// 13 px text; Inter where it is installed.
QFont textFont(int pixels = 13, QFont::Weight weight = QFont::Normal);
/// 11 px DejaVu Sans Mono, or the system's fixed font.
QFont monoFont(int pixels = 11);

/// Names the style sheet's rule for a widget ("card", "title", "primary" …) and applies it.
void setLook(QWidget* widget, const QString& look);

} // namespace countersign::ui
