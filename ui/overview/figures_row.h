// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "ui/overview/figure_card.h"

#include <array>

namespace countersign::ui {

/// The five figures of the overview.
class FiguresRow : public QWidget {
  Q_OBJECT

public:
  enum Figure { Current, Standing, Agreeing, Latency, Revocations, Figures };
  explicit FiguresRow(QWidget* parent = nullptr);
  void setOverview(const Overview& overview);
  /// What is known before changes are worked out.
  void setRecords(const FacetCounts& counts);
  /// Why there are no figures.
  void setFailed(const QString& why);
  FigureCard* card(Figure figure) const { return cards_[static_cast<std::size_t>(figure)]; }

private:
  void setCurrent(std::size_t current, std::size_t ageing, std::size_t records);
  void setStanding(std::size_t stands, std::size_t moved, std::size_t records);
  void setAgreeing(const Overview& overview);
  void setLatency(const Overview& overview);
  void setRevocations(const Overview& overview);
  std::array<FigureCard*, Figures> cards_{};
};

/// "84.7 %"; "—" of nothing.
QString percentText(std::size_t part, std::size_t whole);

} // namespace countersign::ui
