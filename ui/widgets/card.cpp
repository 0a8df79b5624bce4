// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/card.h"

#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent), title_(label(title, u"card-title"_s)), aside_(label({}, u"small"_s)),
      head_(new QHBoxLayout), body_(new QVBoxLayout) {
  setProperty("look", u"card"_s);
  setAccessibleName(title);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(1, 1, 1, 1);
  all->setSpacing(0);
  head_->setContentsMargins(12, 8, 12, 8);
  head_->setSpacing(8);
  head_->addWidget(title_);
  head_->addStretch(1);
  head_->addWidget(aside_);
  all->addLayout(head_);
  all->addWidget(rule());
  body_->setContentsMargins(0, 0, 0, 0);
  body_->setSpacing(0);
  all->addLayout(body_, 1);
}

void Card::setTitle(const QString& title) {
  title_->setText(title);
  setAccessibleName(title);
}

void Card::setAside(const QString& text) {
  aside_->setText(text);
}

QFrame* rule(QWidget* parent) {
  auto* line = new QFrame(parent);
  line->setProperty("look", u"rule"_s);
  line->setFixedHeight(1);
  return line;
}

} // namespace countersign::ui
