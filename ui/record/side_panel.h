// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;
class QStackedWidget;

namespace countersign::ui {

/// A panel over the right part of its parent, for what explains the record.
class SidePanel : public QFrame {
  Q_OBJECT

public:
  explicit SidePanel(QWidget* parent);
  void addPage(QWidget* page);
  void open(QWidget* page, const QString& title);
  void place(const QRect& area);

Q_SIGNALS:
  void closed();

private:
  QLabel* title_;
  QStackedWidget* pages_;
};

} // namespace countersign::ui
