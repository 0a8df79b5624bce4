// SPDX-License-Identifier: Apache-2.0
#include "ui/record/lights_row.h"

#include "ui/widgets/text.h"
#include "ui/widgets/tri_glyph.h"

#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

struct Look {
  Tri glyph;
  bool alarm;
  QString label, word;
};

Look lookOf(Light::State state) {
  switch (state) {
  case Light::State::Good:
    return {Tri::Yes, false, u"small"_s, LightsRow::tr("yes")};
  case Light::State::Bad:
    return {Tri::No, true, u"bad"_s, LightsRow::tr("no")};
  case Light::State::Unknown:
    break;
  }
  return {Tri::Unknown, false, u"small"_s, LightsRow::tr("unknown")};
}

} // namespace

LightsRow::LightsRow(QWidget* parent) : QWidget(parent), across_(new QHBoxLayout(this)) {
  across_->setContentsMargins(0, 0, 0, 0);
  across_->setSpacing(4);
}

void LightsRow::setLights(const Lights& lights) {
  qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
  while (QLayoutItem* item = across_->takeAt(0))
    delete item;
  add(tr("owned"), lights.owned);
  add(tr("right-sized"), lights.rightSized);
  add(tr("rotated"), lights.rotated);
  add(tr("reviewed"), lights.reviewed);
  across_->addStretch(1);
}

void LightsRow::add(const QString& question, const Light& light) {
  const Look look = lookOf(light.state);
  const QString hint = u"%1: %2 — %3"_s.arg(question, look.word, shown(light.reason));
  auto* glyph = new TriGlyph(look.glyph, look.alarm);
  glyph->setToolTip(tip(hint));
  glyph->setAccessibleName(hint);
  across_->addWidget(glyph);
  auto* text = label(question, look.label);
  text->setToolTip(tip(hint));
  text->setAccessibleDescription(hint);
  across_->addWidget(text);
  across_->addSpacing(10);
}

} // namespace countersign::ui
