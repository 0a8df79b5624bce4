// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/fresh_chart.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QChart>
#include <QLineSeries>
#include <QScatterSeries>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr qsizetype fewPoints = 2; ///< a line needs more to be seen as one

double percentOf(const DayShare& day) {
  return 100.0 * static_cast<double>(day.fresh) / static_cast<double>(day.records);
}

/// Midnight ends the day before it.
QString dayOf(Instant at) {
  return utcDay(at - Seconds(1));
}

} // namespace

FreshChart::FreshChart(QWidget* parent)
    : ChartCard(tr("Records current, last %1 days").arg(days), u"records-current"_s, parent) {}

void FreshChart::setDays(const FreshDays& found) {
  days_ = found.days;
  std::erase_if(days_, [](const DayShare& day) { return day.records == 0; });
  if (days_.empty()) {
    setFigures({});
    setNothing(tr("No records yet"),
               tr("From the first import on, the share of records that are current stands "
                  "here day by day."));
    return;
  }
  const DayShare& last = days_.back();
  const QString now = tr("now %1 %").arg(percentOf(last), 0, 'f', 1);
  const QString note = shown(found.note);
  setFigures(found.every > 1 ? now + tr(" · one day in %1").arg(found.every) : now,
             note.isEmpty() ? tr("As the snapshots show it, at the end of each day (UTC)") : note);
  setNumbers(numbersOf(found.days),
             tr("Share of records with a current or ageing seal at the end of each day (UTC) · %1 to %2")
                     .arg(dayOf(days_.front().at), dayOf(last.at)) +
                 (note.isEmpty() ? QString() : u" · "_s + note));
}

void FreshChart::draw(QChart& chart) {
  auto* line = new QLineSeries;
  line->setPen(QPen(tokens().ok, 2));
  auto* points = new QScatterSeries;
  points->setMarkerSize(7);
  points->setColor(tokens().ok);
  points->setBorderColor(tokens().surface);
  QStringList labels;
  for (std::size_t i = 0; i < days_.size(); ++i) {
    line->append(static_cast<double>(i), percentOf(days_[i]));
    labels += dayOf(days_[i].at);
  }
  points->append(line->points().last());
  if (line->count() <= fewPoints) points->replace(line->points());
  connect(line, &QLineSeries::hovered, this, [this](const QPointF& at, bool over) {
    const auto index = static_cast<std::size_t>(std::lround(std::max(0.0, at.x())));
    if (!over || index >= days_.size()) return hideHint();
    const DayShare& day = days_[index];
    showHint(tr("%1: %2 of %3, %4 %")
                 .arg(dayOf(day.at), count(day.fresh), count(day.records))
                 .arg(percentOf(day), 0, 'f', 1));
  });
  for (QXYSeries* series : {static_cast<QXYSeries*>(line), static_cast<QXYSeries*>(points)})
    chart.addSeries(series);
  addBottomAxis(chart, {line, points}, labels, 0.4);
  addLeftAxis(chart, {line, points}, 100, u"%d %"_s);
}

} // namespace countersign::ui
