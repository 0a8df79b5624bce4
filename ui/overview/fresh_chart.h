// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/overview_view.h"
#include "ui/charts/chart_card.h"

namespace countersign::ui {

/// Share of records that were current, day by day.
class FreshChart : public ChartCard {
  Q_OBJECT

public:
  static constexpr std::size_t days = 30;
  explicit FreshChart(QWidget* parent = nullptr);
  void setDays(const FreshDays& days);

protected:
  void draw(QChart& chart) override;

private:
  std::vector<DayShare> days_; ///< without those on which there was no record
};

} // namespace countersign::ui
