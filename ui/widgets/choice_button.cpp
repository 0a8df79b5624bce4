// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/choice_button.h"

#include "ui/widgets/text.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace countersign::ui {

ChoiceButton::ChoiceButton(const QString& name, QWidget* parent)
    : Button({}, u"small"_s, parent), name_(name) {
  setToolTip(tip(name));
  connect(this, &QPushButton::clicked, this, &ChoiceButton::openMenu);
}

void ChoiceButton::setChoices(const QStringList& texts, const QStringList& values) {
  texts_ = texts;
  values_ = values;
  if (!values_.contains(value_)) value_ = values_.value(0);
  showChosen();
}

void ChoiceButton::choose(const QString& value) {
  value_ = value;
  showChosen();
}

void ChoiceButton::showChosen() {
  const QString text = texts_.value(values_.indexOf(value_));
  setText(text + u" ▾"_s);
  setAccessibleName(name_ + u": "_s + text);
}

void ChoiceButton::openMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (qsizetype i = 0; i < values_.size(); ++i) {
    QAction* action = menu->addAction(texts_[i], this, [this, value = values_[i]] {
      choose(value);
      Q_EMIT chosen(value);
    });
    action->setCheckable(true);
    action->setChecked(values_[i] == value_);
  }
  menu->popup(mapToGlobal(QPoint(0, height() + 3)));
}

} // namespace countersign::ui
