// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/coverage_card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/text.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QHorizontalStackedBarSeries>
#include <QLabel>
#include <QVBoxLayout>
#include <QValueAxis>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr std::array order = {StandingState::Never, StandingState::Exception, StandingState::Expired,
                              StandingState::Moved, StandingState::Stands}; // the chart counts from below

QColor barColor(StandingState state) {
  const Tokens& t = tokens();
  switch (state) {
  case StandingState::Stands:
    return t.ok;
  case StandingState::Moved:
    return t.mov;
  case StandingState::Expired:
  case StandingState::Exception:
    return t.warn;
  case StandingState::Never:
    break;
  }
  return t.unk;
}

} // namespace

CoverageCard::CoverageCard(Session& session, QWidget* parent)
    : Card(tr("How far the review covers the records"), parent), session_(session), view_(new QChartView),
      words_(label({}, u"small"_s)) {
  view_->setFixedHeight(140);
  view_->viewport()->setFocusPolicy(Qt::NoFocus);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setRenderHint(QPainter::Antialiasing);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setBackgroundBrush(Qt::NoBrush);
  view_->setStyleSheet(u"background: transparent;"_s);
  view_->chart()->setBackgroundVisible(false);
  view_->chart()->setMargins(QMargins(0, 0, 0, 0));
  view_->chart()->legend()->hide();
  view_->chart()->layout()->setContentsMargins(0, 0, 0, 0);
  words_->setWordWrap(true);
  words_->setContentsMargins(12, 0, 12, 9);
  auto* across = new QHBoxLayout;
  across->setContentsMargins(12, 6, 12, 2);
  across->setSpacing(8);
  auto* column = new QVBoxLayout;
  column->setSpacing(0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    auto* line = label({}, u"muted"_s);
    line->setFixedWidth(154);
    lines_.insert(lines_.begin(), line); // the chart counts from below
    column->insertWidget(static_cast<int>(i), line, 1);
  }
  across->addLayout(column);
  across->addWidget(view_, 1);
  body()->addLayout(across);
  body()->addWidget(words_);
  connect(&Theme::instance(), &Theme::changed, this, &CoverageCard::draw);
}

void CoverageCard::reload() {
  session_.desk().ask(
      channel_, [](Desk& desk) { return desk.facets({}); },
      [this](const Result<FacetCounts>& counts) {
        if (counts)
          show(*counts);
        else
          words_->setText(errorText(counts.error()));
      },
      Lane::Slow);
}

void CoverageCard::show(const FacetCounts& counts) {
  counts_ = counts;
  draw();
}

void CoverageCard::draw() {
  QChart* chart = view_->chart();
  chart->removeAllSeries();
  for (QAbstractAxis* axis : chart->axes()) {
    chart->removeAxis(axis);
    delete axis;
  }
  auto* series = new QHorizontalStackedBarSeries; // one set a standing, so that each has its colour
  series->setBarWidth(0.42);
  double most = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto found = counts_.standing.find(std::string(name(order[i])));
    const std::size_t n = found == counts_.standing.end() ? 0 : found->second;
    most = std::max(most, static_cast<double>(n));
    const StandingLook look = standingLook(order[i]);
    lines_[i]->setText(look.glyph + u' ' + look.word + u"  "_s + count(n));
    auto* set = new QBarSet(look.word);
    for (std::size_t j = 0; j < order.size(); ++j)
      set->append(i == j ? static_cast<double>(n) : 0.0);
    set->setColor(barColor(order[i]));
    set->setBorderColor(Qt::transparent);
    series->append(set);
  }
  chart->addSeries(series);
  auto* categories = new QBarCategoryAxis;
  categories->append({u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s});
  categories->setVisible(false);
  auto* numbers = new QValueAxis;
  numbers->setRange(0, most);
  numbers->setVisible(false);
  chart->addAxis(categories, Qt::AlignLeft);
  chart->addAxis(numbers, Qt::AlignBottom);
  series->attachAxis(categories);
  series->attachAxis(numbers);
  const auto stands = counts_.standing.find("stands");
  const std::size_t certified = stands == counts_.standing.end() ? 0 : stands->second;
  // An empty population is never complete.
  words_->setText(
      counts_.total == 0
          ? tr("There are no records: nothing is covered.")
          : tr("%1 of %2 records have a certification that stands. Exceptions never count as certified.")
                .arg(count(certified), count(counts_.total)));
  setLook(words_, counts_.total == 0 ? u"bad"_s : u"small"_s);
  view_->setAccessibleName(words_->text());
}

} // namespace countersign::ui
