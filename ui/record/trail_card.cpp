// SPDX-License-Identifier: Apache-2.0
#include "ui/record/trail_card.h"

#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell trailCell(const TrailRow& row, int column, Instant now) {
  Cell cell;
  cell.trace = row.trace;
  switch (column) {
  case 0:
    cell.text = localTime(row.at, now);
    cell.tone = Tone::Muted;
    cell.tip = localDateTime(row.at) + u'\n' + utcTime(row.at);
    break;
  case 1:
    cell.text = shown(row.title);
    cell.strong = true;
    break;
  case 2:
    cell.text = shown(row.text);
    cell.tone = Tone::Muted;
    break;
  default:
    cell.text = shown(row.tag);
    cell.tag = true;
    cell.tone = row.tone;
    break;
  }
  return cell;
}

} // namespace

TrailCard::TrailCard(QWidget* parent)
    : Card(tr("Audit trail"), parent),
      model_(new CellModel({tr("Time"), tr("What"), tr("How"), tr("Kind")}, this)),
      table_(new Table(tr("Audit trail"), 30)), none_(label({}, u"muted"_s)) {
  table_->setModel(model_);
  table_->horizontalHeader()->hide();
  table_->setColumns({112, -24, -64, 128});
  table_->setVisibleRows(12);
  body()->addWidget(table_);
  none_->setContentsMargins(12, 9, 12, 10);
  none_->setWordWrap(true);
  body()->addWidget(none_);
  connect(table_, &Table::whereFrom, this, &TrailCard::whereFrom);
}

void TrailCard::setView(std::shared_ptr<const RecordView> view, Instant now) {
  const int rows = static_cast<int>(view->trail.size());
  table_->setVisible(rows > 0);
  none_->setVisible(rows == 0);
  none_->setText(view->seal.auditNote.empty()
                     ? tr("Nothing is recorded about this record.")
                     : tr("Nothing is recorded: %1.").arg(shown(view->seal.auditNote)));
  setAside(rows == 0 ? QString()
                     : counted(view->trail.size(), tr("entry, newest first"), tr("entries, newest first")));
  model_->setRows(rows, [view, now](int row, int column) {
    return trailCell(view->trail[static_cast<std::size_t>(row)], column, now);
  });
}

} // namespace countersign::ui
