// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_charts.h"
#include "ui/charts/chart_card.h"

namespace countersign::ui {

/// What became otherwise in live state, day by day: requested, and not requested.
class ChangesChart : public ChartCard {
  Q_OBJECT

public:
  explicit ChangesChart(QWidget* parent = nullptr);
  void setBars(const std::vector<ChangesBar>& bars, bool looksTwice);

protected:
  void draw(QChart& chart) override;

private:
  std::vector<ChangesBar> bars_;
};

} // namespace countersign::ui
