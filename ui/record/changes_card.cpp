// SPDX-License-Identifier: Apache-2.0
#include "ui/record/changes_card.h"

#include "ui/widgets/cell_model.h"
#include "ui/widgets/change_words.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

namespace countersign::ui {

namespace {

constexpr int mostRows = 8;

Cell cellOf(const ChangeRow& row, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = localTime(row.requested.by, now);
    cell.tone = Tone::Muted;
    cell.tip = localDateTime(row.requested.by) + u'\n' + utcTime(row.requested.by);
    break;
  case 1:
    cell.text = wishText(row);
    cell.tip = shown(row.id) + u'\n' + wishText(row);
    cell.strong = true;
    break;
  case 2: {
    const QString where = notLandedText(row);
    cell.text =
        where.isEmpty() ? ChangesCard::tr("landed everywhere") : ChangesCard::tr("not landed: %1").arg(where);
    cell.tone = drift::wantsAction(row.state) ? Tone::Bad : Tone::Muted;
    cell.tip = placesText(row);
    break;
  }
  default:
    cell.text = stateWord(row.state);
    cell.tag = true;
    cell.tone = stateTone(row.state);
    cell.tip = placesText(row);
    break;
  }
  return cell;
}

} // namespace

ChangesCard::ChangesCard(QWidget* parent)
    : Card(tr("Changes"), parent),
      model_(new CellModel({tr("Requested"), tr("What"), tr("Where"), tr("State")}, this)),
      table_(new Table(tr("Changes of this record"), 30)) {
  table_->setModel(model_);
  table_->horizontalHeader()->hide();
  table_->setColumns({112, -34, -54, 128});
  table_->setVisibleRows(mostRows);
  body()->addWidget(table_);
  hide();
}

void ChangesCard::setChanges(std::shared_ptr<const RecordChanges> changes, Instant now) {
  const std::size_t rows = changes->followed.size();
  const auto open = static_cast<std::size_t>(
      std::count_if(changes->followed.begin(), changes->followed.end(),
                    [](const ChangeRow& row) { return drift::wantsAction(row.state); }));
  setAside(open == 0
               ? counted(rows, tr("followed"), tr("followed"))
               : tr("%1, %2 to look after").arg(counted(rows, tr("followed"), tr("followed")), count(open)));
  model_->setRows(static_cast<int>(rows), [changes, now](int row, int column) {
    return cellOf(changes->followed[static_cast<std::size_t>(row)], column, now);
  });
  setVisible(rows > 0);
}

} // namespace countersign::ui
