// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/changes_chart.h"

#include "ui/charts/legend.h"
#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QBarSet>
#include <QChart>
#include <QHBoxLayout>
#include <QStackedBarSeries>
#include <numeric>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString hint(const ChangesBar& bar) {
  const bool oneDay = bar.upTo - bar.from == std::chrono::days(1);
  const QString when =
      oneDay ? utcDay(bar.from)
             : QObject::tr("%1 to %2").arg(utcDay(bar.from), utcDay(bar.upTo - std::chrono::days(1)));
  return QObject::tr("%1 (UTC): %2 requested, %3 not requested")
      .arg(when, count(bar.requested), count(bar.unrequested));
}

QBarSet* barSet(const QString& name, const QColor& color) {
  auto* set = new QBarSet(name);
  set->setColor(color);
  set->setBorderColor(Qt::transparent);
  return set;
}

} // namespace

ChangesChart::ChangesChart(QWidget* parent)
    : ChartCard(tr("Changes seen live"), u"changes-seen-live"_s, parent) {
  head()->insertWidget(head()->count() - 1, new LegendMark(LegendMark::Kind::Accent, tr("requested")));
  head()->insertWidget(head()->count() - 1, new LegendMark(LegendMark::Kind::Hatched, tr("not requested")));
}

void ChangesChart::setBars(const std::vector<ChangesBar>& bars, bool looksTwice) {
  bars_ = bars;
  setFigures({});
  if (bars.empty()) {
    setNothing(looksTwice ? tr("Nothing changed") : tr("No two snapshots to compare"),
               looksTwice ? tr("Live sources were looked at more than once, and show no change in this time.")
                          : tr("Import another export of a live source, captured later: what differs is a "
                               "change."));
    return;
  }
  std::size_t requested = 0, unrequested = 0;
  for (const ChangesBar& bar : bars) {
    requested += bar.requested;
    unrequested += bar.unrequested;
  }
  const auto width = std::chrono::duration_cast<std::chrono::days>(bars.front().upTo - bars.front().from);
  const QString unit =
      width.count() == 1 ? tr("a bar a day (UTC)") : tr("a bar every %1 days (UTC)").arg(width.count());
  setNumbers(numbersOf(bars),
             tr("%1 to %2 · %3 · %4 requested (plain), %5 not requested (hatched)")
                 .arg(utcDay(bars.front().from), utcDay(bars.back().upTo - std::chrono::days(1)), unit,
                      count(requested), count(unrequested)));
  setFigures(tr("%1 · %2").arg(counted(requested + unrequested, tr("change"), tr("changes")), unit));
}

void ChangesChart::draw(QChart& chart) {
  const Tokens& t = tokens();
  auto* requested = barSet(tr("requested"), t.accent);
  auto* unrequested = barSet(tr("not requested"), t.bad);
  unrequested->setBrush(hatched(t.bad, t.surface));
  QStringList labels, hints;
  double most = 1;
  for (const ChangesBar& bar : bars_) {
    *requested << static_cast<double>(bar.requested);
    *unrequested << static_cast<double>(bar.unrequested);
    most = std::max(most, static_cast<double>(bar.requested + bar.unrequested));
    labels += utcDay(bar.from);
    hints += hint(bar);
  }
  auto* series = new QStackedBarSeries;
  series->setBarWidth(0.8);
  series->append(requested);
  series->append(unrequested);
  setHints(series, hints);
  chart.addSeries(series);
  addBottomAxis(chart, {series}, labels, 0.6);
  addLeftAxis(chart, {series}, most, u"%d"_s);
}

} // namespace countersign::ui
