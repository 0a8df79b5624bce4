// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/figure_card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/paint.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

FigureCard::FigureCard(const QString& name, QWidget* parent)
    : QFrame(parent), name_(name), figure_(new ElidedLabel(u"…"_s, u"figure"_s)),
      note_(new ElidedLabel({}, u"small"_s)) {
  setProperty("look", u"card"_s);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 11, 12, 11);
  column->setSpacing(1);
  column->addWidget(new ElidedLabel(name, u"caption"_s));
  column->addWidget(figure_);
  column->addWidget(note_);
  setAccessibleName(name);
  connect(&Theme::instance(), &Theme::changed, this, &FigureCard::colour);
  colour();
}

void FigureCard::setFigure(const QString& figure, const QString& note, Tone tone, const QString& hint) {
  tone_ = tone;
  figure_->setFullText(figure);
  figure_->setNote(hint);
  note_->setFullText(note);
  note_->setNote(hint);
  setAccessibleName(name_ + u": "_s + figure + u", "_s + note);
  colour();
}

void FigureCard::colour() {
  QPalette palette = figure_->palette();
  palette.setColor(QPalette::WindowText, toneColor(tone_));
  figure_->setPalette(palette);
}

QString FigureCard::figure() const {
  return figure_->fullText();
}
QString FigureCard::note() const {
  return note_->fullText();
}

} // namespace countersign::ui
