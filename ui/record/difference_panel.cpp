// SPDX-License-Identifier: Apache-2.0
#include "ui/record/difference_panel.h"

#include "ui/record/decision_rules.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell differenceCell(const Difference& difference, int column) {
  Cell cell;
  if (column == 0) {
    cell.tag = true;
    switch (difference.kind) {
    case Difference::Kind::Added:
      cell.text = QObject::tr("+ added");
      cell.tone = Tone::Warning;
      break;
    case Difference::Kind::Removed:
      cell.text = QObject::tr("− removed");
      cell.tone = Tone::Plain;
      break;
    case Difference::Kind::Changed:
      cell.text = QObject::tr("≠ changed");
      cell.tone = Tone::Moved;
      break;
    }
    return cell;
  }
  cell.text = shown(difference.text);
  cell.second = shown(difference.area);
  const auto said = [&](const std::string& value) {
    return difference.text.find(value) != std::string::npos;
  };
  if (!said(difference.before) || !said(difference.after))
    cell.second += u": "_s + (difference.before.empty() ? u"—"_s : shown(difference.before)) + u" → "_s +
                   (difference.after.empty() ? u"—"_s : shown(difference.after));
  cell.tip = cell.text + u'\n' + cell.second;
  return cell;
}

} // namespace

DifferencePanel::DifferencePanel(QWidget* parent)
    : QWidget(parent), between_(label({}, u"muted"_s)), message_(label({}, u"muted"_s)),
      model_(new CellModel({tr("Kind"), tr("What")}, this)), table_(new Table(tr("What moved"), 46)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 10, 0, 0);
  column->setSpacing(8);
  for (QLabel* line : {between_, message_}) {
    line->setWordWrap(true);
    line->setContentsMargins(14, 0, 14, 0);
    column->addWidget(line);
  }
  table_->setModel(model_);
  table_->horizontalHeader()->hide();
  table_->setColumns({102, -1});
  column->addWidget(table_, 1);
}

void DifferencePanel::setDifferences(const QString& between, std::vector<Difference> differences) {
  between_->setText(between);
  message_->setText(differences.empty()
                        ? tr("Nothing is different in what governs access, ownership or credentials.")
                        : differenceSummary(differences) + u'.');
  auto kept = std::make_shared<const std::vector<Difference>>(std::move(differences));
  model_->setRows(static_cast<int>(kept->size()), [kept](int row, int column) {
    return differenceCell((*kept)[static_cast<std::size_t>(row)], column);
  });
}

void DifferencePanel::setMessage(const QString& between, const QString& message) {
  between_->setText(between);
  message_->setText(message);
  model_->setRows(0, {});
}

int DifferencePanel::rows() const {
  return model_->rowCount();
}

} // namespace countersign::ui
