// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/drift_page.h"

#include "ui/drift/cause_card.h"
#include "ui/drift/changes_chart.h"
#include "ui/drift/drift_filters.h"
#include "ui/drift/latency_chart.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int narrow = 1150, low = 700; // px of the page
constexpr int highChart = 206, lowChart = 168;
} // namespace

DriftPage::DriftPage(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), summary_(new ElidedLabel({}, u"muted"_s)),
      filters_(new DriftFilters), changes_(new ChangesChart), latency_(new LatencyChart),
      tables_(new DriftTables), cause_(new CauseCard) {
  setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(12);
  column->addWidget(makeHead());
  auto* charts = new QHBoxLayout;
  charts->setSpacing(12);
  for (QWidget* chart : {static_cast<QWidget*>(changes_), static_cast<QWidget*>(latency_)}) {
    chart->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    charts->addWidget(chart, 1);
  }
  column->addLayout(charts);
  column->addWidget(tables_, 1);
  column->addWidget(cause_);
  join();
}

QWidget* DriftPage::makeHead() {
  auto* head = new QWidget;
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(10);
  line->addWidget(label(tr("Drift"), u"title"_s));
  summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  line->addWidget(summary_, 1);
  line->addWidget(filters_);
  return head;
}

void DriftPage::join() {
  connect(filters_, &DriftFilters::changed, this, [this] {
    const DriftFilter& wanted = filters_->filter();
    if (data_ && wanted.days == asked_.days && wanted.system == asked_.system)
      showAgain();
    else
      reload();
  });
  connect(tables_, &DriftTables::openRecord, this, &DriftPage::openRecord);
  connect(tables_, &DriftTables::allCausesWanted, this, [this] {
    DriftFilter filter = filters_->filter();
    filter.onlyCause.clear();
    filters_->setFilter(filter);
    showAgain();
  });
  connect(cause_, &CauseCard::recordsWanted, this, &DriftPage::recordsWanted);
  connect(cause_, &CauseCard::changesWanted, this, [this](const std::string& key, const std::string& text) {
    DriftFilter filter = filters_->filter();
    filter.onlyCause = key;
    filter.onlyCauseIs = text;
    filters_->setFilter(filter);
    showAgain();
    showTab(DriftTables::Seen);
  });
  connect(&session_, &Session::opened, this, [this] {
    data_.reset();
    filters_->setFilter({});
    reload();
  });
  connect(&session_, &Session::contentChanged, this, &DriftPage::reload);
  connect(&session_, &Session::minutePassed, this, [this] {
    if (isVisible()) reload();
  });
  bindAction("drift.group", this, [this] { filters_->toggleGrouping(); });
  bindAction("drift.differences", this, [this] { showTab(DriftTables::Differences); });
  bindAction("drift.followed", this, [this] { showTab(DriftTables::Followed); });
  bindAction("drift.seen", this, [this] { showTab(DriftTables::Seen); });
}

void DriftPage::reload() {
  if (!session_.isOpen()) return;
  if (!data_) summary_->setFullText(tr("Comparing requested, applied and effective…"));
  session_.desk().ask(
      channel_, [filter = filters_->filter()](Desk& desk) { return driftData(desk, filter); },
      [this](Result<DriftData> data) {
        if (data)
          fill(std::move(*data));
        else
          summary_->setFullText(errorText(data.error()));
      },
      Lane::Deep);
}

void DriftPage::fill(DriftData data) {
  data_ = std::make_shared<const DriftData>(std::move(data));
  asked_ = filters_->filter();
  filters_->setSystems(data_->systems);
  changes_->setBars(data_->bars, data_->looksTwice);
  latency_->setLatency(data_->latency, data_->changes.size());
  cause_->setData(data_);
  showSummary();
  showAgain();
  if (asked_.system.empty()) Q_EMIT countChanged(static_cast<qulonglong>(data_->report.total));
}

void DriftPage::showAgain() {
  if (data_) tables_->setData(data_, filters_->filter(), session_.now());
}

void DriftPage::showSummary() {
  const DriftReport& report = data_->report;
  std::size_t explained = 0;
  for (const CauseRow& cause : report.causes)
    explained += cause.differences;
  QString text = tr("%1 between requested, applied and effective")
                     .arg(counted(report.total, tr("difference"), tr("differences")));
  if (!report.causes.empty())
    text +=
        tr(" · %1 %2 of them")
            .arg(counted(report.causes.size(), tr("cause explains"), tr("causes explain")), count(explained));
  summary_->setFullText(text);
}

QString DriftPage::summary() const {
  return summary_->fullText();
}

void DriftPage::showTab(DriftTables::Tab tab) {
  tables_->showTab(tab);
  tables_->table(tab)->setFocus(Qt::OtherFocusReason);
}

void DriftPage::showOpenChanges() {
  DriftFilter filter = filters_->filter();
  filter.days = 0;
  filter.system.clear();
  filters_->setFilter(filter);
  reload();
  showTab(DriftTables::Followed);
}

void DriftPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int height = this->height() < low ? lowChart : highChart;
  for (QWidget* chart : {static_cast<QWidget*>(changes_), static_cast<QWidget*>(latency_)})
    chart->setFixedHeight(height);
  tables_->setNarrow(width() < narrow);
}

} // namespace countersign::ui
