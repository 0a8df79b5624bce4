// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace countersign::ui {

/// A 5 px progress line.
class ThinBar : public QWidget {
  Q_OBJECT

public:
  explicit ThinBar(const QString& name, QWidget* parent = nullptr);
  void setFraction(double fraction);
  double fraction() const { return fraction_; }
  QSize sizeHint() const override { return {120, 5}; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  double fraction_ = 0;
};

} // namespace countersign::ui
