// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"
#include "ui/widgets/card.h"

#include <array>

class QLabel;

namespace countersign::ui {

class ElidedLabel;

/// How far effective access is known: how many permissions were decided, and what is missing for the others.
class AccessCard : public Card {
  Q_OBJECT

public:
  explicit AccessCard(Session& session, QWidget* parent = nullptr);
  void reload();

private:
  void show(const AccessCoverage& coverage);

  Session& session_;
  Channel channel_;
  QLabel* words_;
  std::array<ElidedLabel*, 2> gaps_{}; ///< those of most records
  QLabel* rest_;
};

} // namespace countersign::ui
