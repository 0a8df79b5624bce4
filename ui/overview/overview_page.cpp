// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/overview_page.h"

#include "ui/overview/figures_row.h"
#include "ui/overview/fresh_chart.h"
#include "ui/overview/sources_card.h"
#include "ui/overview/todo_card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int low = 700, highChart = 200, lowChart = 168; // px
}

OverviewPage::OverviewPage(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), summary_(new ElidedLabel({}, u"muted"_s)), figures_(new FiguresRow),
      sources_(new SourcesCard(session.clock())), chart_(new FreshChart), todo_(new TodoCard) {
  setProperty("look", u"page"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(12);
  auto* head = new QHBoxLayout;
  head->setSpacing(10);
  head->addWidget(label(tr("Overview"), u"title"_s));
  summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  head->addWidget(summary_, 1);
  column->addLayout(head);
  column->addWidget(figures_);
  auto* across = new QHBoxLayout;
  across->setSpacing(12);
  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  for (QWidget* card :
       {static_cast<QWidget*>(sources_), static_cast<QWidget*>(chart_), static_cast<QWidget*>(todo_)})
    card->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  right->addWidget(chart_);
  right->addWidget(todo_, 1);
  across->addWidget(sources_, 60);
  across->addLayout(right, 40);
  column->addLayout(across, 1);
  join();
}

void OverviewPage::join() {
  connect(todo_, &TodoCard::wanted, this, &OverviewPage::wanted);
  connect(sources_, &SourcesCard::sourceWanted, this, &OverviewPage::sourceWanted);
  connect(&session_, &Session::opened, this, [this] {
    overview_.reset();
    reload();
  });
  connect(&session_, &Session::contentChanged, this, &OverviewPage::reload);
  connect(&session_, &Session::aged, sources_, &SourcesCard::touch);
  connect(&session_, &Session::minutePassed, this, [this] {
    if (isVisible()) reload();
  });
}

void OverviewPage::reload() {
  if (!session_.isOpen()) return;
  askQuickly();
  if (!overview_) summary_->setFullText(tr("Comparing requested, applied and effective…"));
  daysAsked_.drop();
  session_.desk().ask(
      asked_, [](Desk& desk) { return desk.overview(); },
      [this](Result<Overview> overview) {
        if (overview) return fill(std::move(*overview));
        summary_->setFullText(errorText(overview.error()));
        figures_->setFailed(errorText(overview.error()));
      },
      Lane::Deep);
}

void OverviewPage::askQuickly() {
  session_.desk().ask(
      sourcesAsked_, [](Desk& desk) { return desk.sources(); },
      [this](const Result<std::vector<SourceRow>>& sources) {
        if (sources)
          sources_->setSources(*sources);
        else
          summary_->setFullText(errorText(sources.error()));
      },
      Lane::Slow);
  session_.desk().ask(
      countsAsked_, [](Desk& desk) { return desk.facets({}); },
      [this](const Result<FacetCounts>& counts) {
        if (counts) figures_->setRecords(*counts);
      },
      Lane::Slow);
}

void OverviewPage::fill(Overview overview) {
  overview_ = std::move(overview);
  figures_->setOverview(*overview_);
  todo_->setTodo(overview_->todo, overview_->records > 0);
  summary_->setFullText(
      overview_->todo.empty()
          ? tr("as of now")
          : tr("%1 to do · as of now").arg(counted(overview_->todo.size(), tr("thing"), tr("things"))));
  askDays();
}

void OverviewPage::askDays() {
  session_.desk().ask(
      daysAsked_, [](Desk& desk) { return desk.freshDays(FreshChart::days); },
      [this](const Result<FreshDays>& days) {
        if (days)
          chart_->setDays(*days);
        else
          chart_->setNothing(tr("Cannot be shown"), errorText(days.error()));
      },
      Lane::Deep);
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  chart_->setFixedHeight(height() < low ? lowChart : highChart);
}

} // namespace countersign::ui
