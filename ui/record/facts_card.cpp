// SPDX-License-Identifier: Apache-2.0
#include "ui/record/facts_card.h"

#include "models/drift/findings/registry.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/seal_badge.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr int labelWidth = 88;
constexpr std::size_t mostFacts = 40;

QString lookOf(Tone tone) {
  switch (tone) {
  case Tone::Bad:
    return u"bad"_s;
  case Tone::Warning:
    return u"warn"_s;
  case Tone::Good:
    return u"ok"_s;
  case Tone::Moved:
    return u"moved"_s;
  case Tone::Muted:
    return u"muted"_s;
  case Tone::Plain:
    break;
  }
  return {};
}

/// What the rule is, what it cannot see and what helps; empty where no rule of the registry speaks.
QString aboutRule(const Attention& item) {
  const findings::Rule* about = findings::ruleOf(item.code);
  if (about == nullptr) return {};
  QStringList controls;
  for (const findings::Control& control : about->controls)
    controls += shown(control.framework) + u' ' + shown(control.id);
  return AttentionCard::tr("%1 (%2, %3)\nWhat helps: %4\nWhat it cannot see: %5\n%6")
      .arg(shown(about->title), shown(about->id), shown(name(item.severity)), shown(about->remedy),
           shown(about->blind), controls.join(u" · "_s));
}

QWidget* freshRows(QWidget* old, QVBoxLayout* body) {
  delete old;
  auto* rows = new QWidget;
  auto* column = new QVBoxLayout(rows);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  body->addWidget(rows);
  return rows;
}

} // namespace

FactsCard::FactsCard(const QString& title, QWidget* parent) : Card(title, parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void FactsCard::setFacts(const std::vector<Fact>& facts, const QString& none) {
  rows_ = freshRows(rows_, body());
  if (facts.empty()) {
    auto* text = label(none, u"muted"_s);
    text->setWordWrap(true);
    text->setContentsMargins(12, 8, 12, 8);
    rows_->layout()->addWidget(text);
  }
  for (std::size_t i = 0; i < facts.size() && i < mostFacts; ++i) {
    if (i > 0) rows_->layout()->addWidget(rule());
    addFact(facts[i]);
  }
  if (facts.size() > mostFacts) {
    auto* more = label(tr("and %1 more").arg(count(facts.size() - mostFacts)), u"muted"_s);
    more->setContentsMargins(12, 6, 12, 6);
    rows_->layout()->addWidget(more);
  }
}

void FactsCard::addFact(const Fact& fact) {
  auto* line = new QWidget;
  auto* across = new QHBoxLayout(line);
  across->setContentsMargins(12, 5, 10, 5);
  across->setSpacing(6);
  auto* title = label(shown(fact.label), u"muted"_s);
  title->setWordWrap(true);
  title->setFixedWidth(labelWidth);
  across->addWidget(title, 0, Qt::AlignTop);
  auto* values = new QVBoxLayout;
  values->setSpacing(0);
  auto* value = new ValueLabel(shown(fact.value), shown(fact.label), fact.trace);
  const QString look = lookOf(fact.tone);
  if (!look.isEmpty()) value->setProperty("look", look);
  connect(value, &ValueLabel::whereFrom, this, &FactsCard::whereFrom);
  values->addWidget(value);
  if (!fact.note.empty()) values->addWidget(new ElidedLabel(shown(fact.note), u"faint"_s));
  across->addLayout(values, 1);
  rows_->layout()->addWidget(line);
}

AttentionCard::AttentionCard(QWidget* parent) : Card(tr("Needs attention"), parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void AttentionCard::setAttention(const std::vector<Attention>& attention) {
  rows_ = freshRows(rows_, body());
  setVisible(!attention.empty());
  for (const Attention& item : attention) {
    auto* line = new QWidget;
    auto* across = new QHBoxLayout(line);
    across->setContentsMargins(12, 4, 12, 4);
    across->setSpacing(8);
    auto* tag = new SealBadge;
    tag->setTag(item.tone == Tone::Bad ? tr("act") : (item.tone == Tone::Warning ? tr("look") : tr("note")),
                item.tone);
    tag->setToolTip(tip(aboutRule(item)));
    across->addWidget(tag);
    auto* text = new ValueLabel(shown(item.text), tr("Needs attention"), item.trace);
    connect(text, &ValueLabel::whereFrom, this, &AttentionCard::whereFrom);
    across->addWidget(text, 1);
    rows_->layout()->addWidget(line);
  }
}

} // namespace countersign::ui
