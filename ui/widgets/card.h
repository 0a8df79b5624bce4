// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace countersign::ui {

/// A white panel with a title line; content goes into `body()`.
class Card : public QFrame {
  Q_OBJECT

public:
  explicit Card(const QString& title, QWidget* parent = nullptr);
  QVBoxLayout* body() const { return body_; }
  /// Right end of the title line.
  QHBoxLayout* head() const { return head_; }
  void setTitle(const QString& title);
  void setAside(const QString& text);

private:
  QLabel* title_;
  QLabel* aside_;
  QHBoxLayout* head_;
  QVBoxLayout* body_;
};

/// A 1 px line between the rows of a card.
QFrame* rule(QWidget* parent = nullptr);

} // namespace countersign::ui
