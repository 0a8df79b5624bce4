// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/shortcuts_dialog.h"

#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString contextWord(ActionContext context) {
  switch (context) {
  case ActionContext::Window:
    return ShortcutsDialog::tr("everywhere");
  case ActionContext::Identities:
    return ShortcutsDialog::tr("identities");
  case ActionContext::Record:
    return ShortcutsDialog::tr("record");
  case ActionContext::Drift:
    return ShortcutsDialog::tr("drift");
  case ActionContext::Sources:
    return ShortcutsDialog::tr("sources");
  case ActionContext::Evidence:
    return ShortcutsDialog::tr("evidence");
  }
  return {};
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Keyboard shortcuts"));
  resize(720, 600);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("Keyboard shortcuts"), u"heading"_s));
  auto* model = new CellModel({tr("Key"), tr("Action"), tr("What it does"), tr("Where")}, this);
  std::vector<const ActionSpec*> specs;
  for (const ActionSpec& spec : actionTable())
    if (*spec.key) specs.push_back(&spec);
  model->setRows(static_cast<int>(specs.size()), [specs](int row, int columnIndex) {
    const ActionSpec& spec = *specs[static_cast<std::size_t>(row)];
    Cell cell;
    switch (columnIndex) {
    case 0:
      cell.text = actionKeyText(spec.id);
      cell.mono = true;
      break;
    case 1:
      cell.text = actionText(spec.id);
      cell.strong = true;
      break;
    case 2:
      cell.text = QString::fromUtf8(spec.tooltip);
      cell.tone = Tone::Muted;
      break;
    default:
      cell.text = contextWord(spec.context);
      cell.tone = Tone::Muted;
      break;
    }
    return cell;
  });
  auto* table = new Table(tr("Keyboard shortcuts"), 29);
  table->setModel(model);
  table->setColumns({118, -36, -52, 88});
  auto* frame = new QFrame;
  frame->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 4);
  inside->addWidget(table);
  column->addWidget(frame, 1);
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

} // namespace countersign::ui
