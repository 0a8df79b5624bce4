// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;

namespace countersign::ui {

/// Says in words why there is nothing, and what to do.
class EmptyState : public QWidget {
  Q_OBJECT

public:
  EmptyState(const QString& title, const QString& text, QWidget* parent = nullptr);
  void setTexts(const QString& title, const QString& text);

private:
  QLabel* title_;
  QLabel* text_;
};

} // namespace countersign::ui
