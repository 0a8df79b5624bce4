// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/drift_tables.h"

#include "ui/drift/change_rows.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tri_glyph.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int rowHeight = 31;
}

DriftTables::DriftTables(QWidget* parent)
    : Card({}, parent), tabs_(new QTabBar), legend_(new TriLegend), only_(new Button({}, u"small"_s)),
      nothing_(new EmptyState({}, {})) {
  setAccessibleName(tr("Differences and changes"));
  head()->setContentsMargins(6, 4, 12, 4);
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setAccessibleName(tr("Differences, changes followed, changes seen live"));
  for (int i = 0; i < Tabs; ++i)
    tabs_->addTab({});
  head()->insertWidget(0, tabs_);
  only_->hide();
  only_->setToolTip(tip(tr("Show the changes of every cause again")));
  connect(only_, &QPushButton::clicked, this, &DriftTables::allCausesWanted);
  head()->addWidget(only_);
  head()->addWidget(legend_);
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  stack_->addWidget(nothing_);
  addTable(Differences, tr("Differences"), DifferenceRows::columns());
  addTable(Followed, tr("Changes followed"), followedColumns());
  addTable(Seen, tr("Changes seen live"), seenColumns());
  body()->addWidget(pages, 1);
  setNarrow(false);
  connect(tabs_, &QTabBar::currentChanged, this, &DriftTables::showCurrent);
}

void DriftTables::addTable(Tab tab, const QString& name, const QStringList& columns) {
  const auto at = static_cast<std::size_t>(tab);
  models_[at] = new CellModel(columns, this);
  tables_[at] = new Table(name, rowHeight);
  tables_[at]->setModel(models_[at]);
  stack_->addWidget(tables_[at]);
  connect(tables_[at], &QTableView::activated, this, &DriftTables::openRow);
}

void DriftTables::setNarrow(bool narrow) {
  table(Differences)->setColumns(DifferenceRows::widths(narrow));
  table(Followed)->setColumns(followedWidths(narrow));
  table(Seen)->setColumns(seenWidths(narrow));
  legend_->setOrderShown(!narrow);
}

void DriftTables::setData(std::shared_ptr<const DriftData> found, const DriftFilter& filter, Instant now) {
  data_ = std::move(found);
  fillDifferences(filter, now);
  fillChanges(filter, now);
  const std::size_t differences = data_->report.total;
  tabs_->setTabText(Differences, tr("Differences %1").arg(count(differences)));
  tabs_->setTabText(Followed, tr("Changes followed %1").arg(count(data_->changes.size())));
  tabs_->setTabText(Seen, tr("Changes seen live %1").arg(count(data_->seen.size())));
  only_->setVisible(!filter.onlyCause.empty());
  only_->setText(tr("One cause only ✕"));
  only_->setAccessibleName(tr("Only: %1. Show all").arg(shown(filter.onlyCauseIs)));
  showCurrent();
}

void DriftTables::fillDifferences(const DriftFilter& filter, Instant now) {
  differences_ = std::make_shared<const DifferenceRows>(data_->report.rows, filter.byCause, now);
  Table* view = table(Differences);
  view->clearSpans();
  models_[Differences]->setRows(
      differences_->size(), [rows = differences_](int row, int column) { return rows->cell(row, column); });
  for (int line = 0; filter.byCause && line < differences_->size(); ++line)
    if (differences_->isHeading(line)) view->setSpan(line, 0, 1, models_[Differences]->columnCount());
}

void DriftTables::fillChanges(const DriftFilter& filter, Instant now) {
  seen_.clear();
  for (std::size_t i = 0; i < data_->seen.size(); ++i)
    if (filter.onlyCause.empty() || data_->seen[i].causeKey == filter.onlyCause) seen_.push_back(i);
  models_[Followed]->setRows(static_cast<int>(data_->changes.size()),
                             [all = data_, now](int row, int column) {
                               return followedCell(all->changes[static_cast<std::size_t>(row)], column, now);
                             });
  models_[Seen]->setRows(static_cast<int>(seen_.size()),
                         [all = data_, rows = seen_, now](int row, int column) {
                           return seenCell(all->seen[rows[static_cast<std::size_t>(row)]], column, now);
                         });
}

void DriftTables::showTab(Tab tab) {
  tabs_->setCurrentIndex(tab);
}

DriftTables::Tab DriftTables::tab() const {
  return static_cast<Tab>(tabs_->currentIndex());
}

void DriftTables::showCurrent() {
  if (!data_) return;
  const Tab shownTab = tab();
  legend_->setVisible(shownTab == Differences);
  const bool any = models_[static_cast<std::size_t>(shownTab)]->rowCount() > 0;
  nothing_->setTexts(nothingTitle(shownTab), nothingText(shownTab));
  stack_->setCurrentWidget(any ? static_cast<QWidget*>(table(shownTab)) : nothing_);
  const std::size_t more = data_->report.total - std::min(data_->report.total, data_->report.rows.size());
  setAside(shownTab == Differences && more > 0
               ? tr("%1 more of the same records are not listed").arg(count(more))
               : QString());
}

QString DriftTables::nothingTitle(Tab tab) const {
  switch (tab) {
  case Differences:
    return data_->records == 0 ? tr("No identities yet") : tr("No difference is known");
  case Followed:
    return tr("No change was requested in this time");
  default:
    return data_->looksTwice ? tr("Nothing changed in this time") : tr("No two snapshots to compare");
  }
}

QString DriftTables::nothingText(Tab tab) const {
  switch (tab) {
  case Differences:
    if (data_->records == 0) return tr("Import exports of your systems on the page Sources.");
    return data_->intent ? tr("Requested, applied and effective agree, as far as they are known.")
                         : tr("What was requested is not known: import an intent source, for example a "
                              "Terraform state.");
  case Followed:
    return tr("Import tickets, Terraform plans or a newer state of an intent source; a revocation that is "
              "signed here is followed as well.");
  default:
    return data_->looksTwice
               ? tr("Choose a longer time, or all systems.")
               : tr("Import another export of a live source, captured later: what differs is a change.");
  }
}

void DriftTables::openRow(const QModelIndex& index) {
  if (!index.isValid() || !data_) return;
  const auto row = static_cast<std::size_t>(index.row());
  RecordId record = 0;
  if (tab() == Differences) record = differences_->record(index.row());
  if (tab() == Followed) record = data_->changes[row].record;
  if (tab() == Seen) record = data_->seen[seen_[row]].record;
  if (record != 0) Q_EMIT openRecord(record);
}

} // namespace countersign::ui
