// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPushButton>

namespace countersign::ui {

/// A push button that answers to Space and Return itself even where these are shortcuts around it.
class Button : public QPushButton {
  Q_OBJECT

public:
  explicit Button(const QString& text, const QString& look = {}, QWidget* parent = nullptr);

protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
};

/// Shows its key as a cap behind the text.
class KeyButton : public Button {
  Q_OBJECT

public:
  KeyButton(const QString& text, const QString& key, const QString& look = {}, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }
  void setCaption(const QString& text);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString caption_, key_;
};

} // namespace countersign::ui
