// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"
#include "ui/widgets/card.h"

class QGridLayout;

namespace countersign::ui {

/// A card of lines "label · value · note"; each value can say where it comes from.
class FactsCard : public Card {
  Q_OBJECT

public:
  explicit FactsCard(const QString& title, QWidget* parent = nullptr);
  /// `none`: what to say where there are no facts.
  void setFacts(const std::vector<Fact>& facts, const QString& none);

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

private:
  void addFact(const Fact& fact);
  QWidget* rows_ = nullptr;
};

/// What needs attention, one line each.
class AttentionCard : public Card {
  Q_OBJECT

public:
  explicit AttentionCard(QWidget* parent = nullptr);
  void setAttention(const std::vector<Attention>& attention);

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

private:
  QWidget* rows_ = nullptr;
};

} // namespace countersign::ui
