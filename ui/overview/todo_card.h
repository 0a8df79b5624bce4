// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/overview_view.h"
#include "ui/widgets/card.h"

class QScrollArea;
class QVBoxLayout;

namespace countersign::ui {

/// What to do now, worst first, each line with the button that leads there.
class TodoCard : public Card {
  Q_OBJECT

public:
  explicit TodoCard(QWidget* parent = nullptr);
  void setTodo(const std::vector<Todo>& todo, bool anyRecords);

Q_SIGNALS:
  void wanted(const countersign::Todo& todo);

private:
  void addLine(QVBoxLayout* column, const Todo& todo);
  QScrollArea* scroll_;
};

} // namespace countersign::ui
