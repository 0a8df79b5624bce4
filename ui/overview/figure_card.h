// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QFrame>

class QLabel;

namespace countersign::ui {

class ElidedLabel;

/// One figure with what it is above it and what it is made of below.
class FigureCard : public QFrame {
  Q_OBJECT

public:
  explicit FigureCard(const QString& name, QWidget* parent = nullptr);
  void setFigure(const QString& figure, const QString& note, Tone tone = Tone::Plain,
                 const QString& hint = {});
  QString figure() const;
  QString note() const;

private:
  void colour();
  QString name_;
  Tone tone_ = Tone::Plain;
  ElidedLabel* figure_;
  ElidedLabel* note_;
};

} // namespace countersign::ui
