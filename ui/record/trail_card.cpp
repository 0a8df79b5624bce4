// SPDX-License-Identifier: Apache-2.0
#include "ui/record/trail_card.h"

#include "models/review/trail_marks.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell trailCell(const TrailRow& row, int column, Instant now, std::optional<bool> requested) {
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
    if (!requested) break;
    cell.tip = cell.text;
    cell.text = *requested ? TrailCard::tr("requested") : TrailCard::tr("not requested");
    cell.tone = *requested ? Tone::Good : Tone::Bad;
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
  view_ = view;
  now_ = now;
  marks_ = std::make_shared<const std::vector<std::optional<bool>>>(view->trail.size());
  const int rows = static_cast<int>(view->trail.size());
  table_->setVisible(rows > 0);
  none_->setVisible(rows == 0);
  none_->setText(view->seal.auditNote.empty()
                     ? tr("Nothing is recorded about this record.")
                     : tr("Nothing is recorded: %1.").arg(shown(view->seal.auditNote)));
  setAside(rows == 0 ? QString()
                     : counted(view->trail.size(), tr("entry, newest first"), tr("entries, newest first")));
  fill();
}

void TrailCard::setChanges(const std::vector<SeenChangeRow>& seen) {
  if (!view_) return;
  const auto marks = trailMarks(view_->trail, seen);
  if (marks == *marks_) return;
  marks_ = std::make_shared<const std::vector<std::optional<bool>>>(marks);
  fill();
}

void TrailCard::fill() {
  model_->setRows(static_cast<int>(view_->trail.size()),
                  [view = view_, marks = marks_, now = now_](int row, int column) {
                    const auto at = static_cast<std::size_t>(row);
                    return trailCell(view->trail[at], column, now, (*marks)[at]);
                  });
}

} // namespace countersign::ui
