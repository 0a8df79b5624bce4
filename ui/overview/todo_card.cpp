// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/todo_card.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString buttonWord(TodoKind kind) {
  switch (kind) {
  case TodoKind::RecordsMoved:
    return QObject::tr("Review");
  case TodoKind::SourcePastWindow:
    return QObject::tr("Refresh");
  case TodoKind::SourceWithoutPeople:
    return QObject::tr("Assign");
  default:
    return QObject::tr("Open");
  }
}

QString buttonHint(TodoKind kind) {
  switch (kind) {
  case TodoKind::RevocationsOpen:
  case TodoKind::WindowsStillOpen:
  case TodoKind::ChangesNeverLanded:
    return QObject::tr("Show in Drift where they have not landed");
  case TodoKind::RecordsMoved:
    return QObject::tr("Review these records one after another");
  case TodoKind::FindingsCritical:
  case TodoKind::ExceptionsOverdue:
    return QObject::tr("Show these records in Identities");
  case TodoKind::SourcePastWindow:
    return QObject::tr("Go to the source, to import a newer export");
  case TodoKind::SourceWithoutPeople:
    return QObject::tr("Go to the source, to say who answers for it");
  }
  return {};
}

} // namespace

TodoCard::TodoCard(QWidget* parent) : Card(tr("Do now"), parent), scroll_(new QScrollArea) {
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  body()->addWidget(scroll_, 1);
  setTodo({}, false);
}

void TodoCard::setTodo(const std::vector<Todo>& todo, bool anyRecords) {
  auto* rows = new QWidget;
  rows->setProperty("look", u"surface"_s);
  auto* column = new QVBoxLayout(rows);
  column->setContentsMargins(0, 0, 0, 2);
  column->setSpacing(0);
  for (const Todo& one : todo)
    addLine(column, one);
  if (todo.empty()) {
    auto* none = label(anyRecords ? tr("Nothing is overdue.") : tr("Import exports of your systems first."),
                       u"muted"_s);
    none->setContentsMargins(12, 9, 12, 9);
    column->addWidget(none);
  }
  column->addStretch(1);
  scroll_->setWidget(rows); // deletes the one before
  setAside(todo.empty() ? QString() : tr("worst first"));
}

void TodoCard::addLine(QVBoxLayout* column, const Todo& todo) {
  if (column->count() > 0) column->addWidget(rule());
  auto* line = new QHBoxLayout;
  line->setContentsMargins(12, 4, 12, 4);
  line->setSpacing(8);
  auto* text = new ElidedLabel(shown(todo.text));
  text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  line->addWidget(text, 1);
  auto* button = new Button(buttonWord(todo.kind), u"small"_s);
  button->setAccessibleName(buttonWord(todo.kind) + u": "_s + shown(todo.text));
  button->setToolTip(tip(buttonHint(todo.kind)));
  connect(button, &QPushButton::clicked, this, [this, todo] { Q_EMIT wanted(todo); });
  line->addWidget(button);
  column->addLayout(line);
}

} // namespace countersign::ui
