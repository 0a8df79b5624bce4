// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/empty_state.h"

#include "ui/widgets/text.h"

#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

EmptyState::EmptyState(const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent), title_(label(title, u"heading"_s)), text_(label(text, u"muted"_s)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 24, 24, 24);
  column->setSpacing(6);
  column->addStretch(1);
  for (QLabel* line : {title_, text_}) {
    line->setAlignment(Qt::AlignHCenter);
    line->setWordWrap(true);
    column->addWidget(line);
  }
  column->addStretch(2);
}

void EmptyState::setTexts(const QString& title, const QString& text) {
  title_->setText(title);
  text_->setText(text);
}

} // namespace countersign::ui
