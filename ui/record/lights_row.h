// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QWidget>

class QHBoxLayout;

namespace countersign::ui {

/// Owned, right-sized, rotated, reviewed: four answers with their reasons, and no sum of them.
class LightsRow : public QWidget {
  Q_OBJECT

public:
  explicit LightsRow(QWidget* parent = nullptr);
  void setLights(const Lights& lights);

private:
  void add(const QString& question, const Light& light);
  QHBoxLayout* across_;
};

} // namespace countersign::ui
