// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_charts.h"
#include "ui/charts/chart_card.h"

namespace countersign::ui {

/// How long it took from a request to the first snapshot that shows the change.
class LatencyChart : public ChartCard {
  Q_OBJECT

public:
  explicit LatencyChart(QWidget* parent = nullptr);
  void setLatency(const LatencyFigures& latency, std::size_t changes);

protected:
  void draw(QChart& chart) override;

private:
  std::vector<drift::Bar> bars_;
};

} // namespace countersign::ui
