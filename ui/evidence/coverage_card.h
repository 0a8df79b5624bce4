// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"
#include "ui/widgets/card.h"

class QChart;
class QChartView;
class QLabel;

namespace countersign::ui {

/// How far the review covers the records: one bar a standing, with its number.
class CoverageCard : public Card {
  Q_OBJECT

public:
  explicit CoverageCard(Session& session, QWidget* parent = nullptr);
  void reload();

private:
  void show(const FacetCounts& counts);
  void draw();

  Session& session_;
  Channel channel_;
  FacetCounts counts_;
  QChartView* view_;
  QLabel* words_;
  std::vector<QLabel*> lines_; ///< one a standing, beside its bar
};

} // namespace countersign::ui
