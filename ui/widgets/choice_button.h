// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/widgets/buttons.h"

class QMenu;

namespace countersign::ui {

/// A small button that shows which of several is chosen, and lets one choose another from a menu.
class ChoiceButton : public Button {
  Q_OBJECT

public:
  /// `name`: what is chosen, for people who do not see the button.
  explicit ChoiceButton(const QString& name, QWidget* parent = nullptr);
  /// Keeps what is chosen where it is still there, else takes the first.
  void setChoices(const QStringList& texts, const QStringList& values);
  void choose(const QString& value);
  QString value() const { return value_; }

Q_SIGNALS:
  /// By a person.
  void chosen(const QString& value);

private:
  void openMenu();
  void showChosen();
  QString name_, value_;
  QStringList texts_, values_;
};

} // namespace countersign::ui
