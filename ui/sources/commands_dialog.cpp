// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/commands_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QWidget* commandRow(const std::string& title, const std::string& command) {
  auto* row = new QWidget;
  auto* across = new QHBoxLayout(row);
  across->setContentsMargins(14, 9, 12, 9);
  auto* words = new QVBoxLayout;
  words->setSpacing(3);
  words->addWidget(label(shown(title), u"strong"_s));
  auto* text = label(shownLines(command));
  text->setStyleSheet(u"font-family: \"%1\"; font-size: 11px;"_s.arg(monoFont().family()));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setFocusPolicy(Qt::StrongFocus);
  text->setAccessibleName(shown(title));
  words->addWidget(text);
  across->addLayout(words, 1);
  auto* copy = new Button(CommandsDialog::tr("Copy"), u"small"_s);
  copy->setAccessibleName(CommandsDialog::tr("Copy the command for %1").arg(shown(title)));
  QObject::connect(copy, &QPushButton::clicked, copy, [copy, command] {
    QApplication::clipboard()->setText(qs(command));
    copy->setText(CommandsDialog::tr("Copied"));
  });
  across->addWidget(copy, 0, Qt::AlignTop);
  return row;
}

} // namespace

CommandsDialog::CommandsDialog(const std::vector<std::pair<std::string, std::string>>& commands,
                               QWidget* parent)
    : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Which command makes which export?"));
  resize(760, 560);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(10);
  column->addWidget(label(tr("Which command makes which export?"), u"heading"_s));
  auto* hint =
      label(tr("Run these where you have read access, and drop what they write onto the page Sources."),
            u"muted"_s);
  hint->setWordWrap(true);
  column->addWidget(hint);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  auto* inside = new QFrame;
  inside->setProperty("look", u"card"_s);
  auto* rows = new QVBoxLayout(inside);
  rows->setContentsMargins(1, 1, 1, 1);
  rows->setSpacing(0);
  bool first = true;
  for (const auto& [title, command] : commands) {
    if (command.empty()) continue;
    if (!first) rows->addWidget(rule());
    first = false;
    rows->addWidget(commandRow(title, command));
  }
  rows->addStretch(1);
  scroll->setWidget(inside);
  column->addWidget(scroll, 1);
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

} // namespace countersign::ui
