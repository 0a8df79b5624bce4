// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/latency_chart.h"

#include "ui/theme/theme.h"
#include "ui/widgets/change_words.h"
#include "ui/widgets/text.h"

#include <QBarSeries>
#include <QBarSet>
#include <QChart>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

/// "1 min 4 s" is a bound of a bar; "1 min" is read faster, and the numbers say it exactly.
QString roundly(drift::Micros d) {
  const QString exact = qs(formatDuration(std::chrono::duration_cast<Seconds>(d)));
  const QStringList words = exact.split(u' ');
  return u"≤ "_s + (words.size() > 2 ? words.mid(0, 2).join(u' ') : exact);
}

QString hint(const drift::Bar& bar) {
  return QObject::tr("%1: above %2, at most %3")
      .arg(counted(bar.count, QObject::tr("change"), QObject::tr("changes")),
           qs(formatDuration(std::chrono::duration_cast<Seconds>(bar.above))),
           qs(formatDuration(std::chrono::duration_cast<Seconds>(bar.upTo))));
}

QString noteOf(const LatencyFigures& l) {
  QStringList out;
  if (l.bounded > 0)
    out += QObject::tr("Of %1 only bounds are known, because they landed between two looks: the bars count "
                       "the upper bound.")
               .arg(counted(l.bounded, QObject::tr("change"), QObject::tr("changes")));
  if (l.refused > 0)
    out += QObject::tr("%1 took less time than the clocks differ: no figure.")
               .arg(counted(l.refused, QObject::tr("change"), QObject::tr("changes")));
  return out.join(u'\n');
}

} // namespace

LatencyChart::LatencyChart(QWidget* parent)
    : ChartCard(tr("Time from change request to evidence"), u"change-to-evidence"_s, parent) {}

void LatencyChart::setLatency(const LatencyFigures& latency, std::size_t changes) {
  bars_ = latency.bars;
  const QString never =
      latency.neverLanded == 0 ? QString() : tr("%1 never landed").arg(count(latency.neverLanded));
  if (bars_.empty()) {
    setFigures(never);
    setNothing(changes == 0 ? tr("No change was requested") : tr("No change has landed yet"),
               changes == 0 ? tr("Import change requests: tickets, Terraform plans, or a newer state of an "
                                 "intent source.")
                            : tr("%1 followed; no snapshot shows one of them as landed.")
                                  .arg(counted(changes, tr("change is"), tr("changes are"))));
    return;
  }
  const drift::Percentiles& p = latency.percentiles;
  QString figures =
      tr("p50 %1 · p95 %2 · worst %3").arg(latencyText(p.p50), latencyText(p.p95), latencyText(p.worst));
  if (!never.isEmpty()) figures += u" · "_s + never;
  setFigures(figures, noteOf(latency));
  setNumbers(numbersOf(bars_), tr("Until the first snapshot that shows it, at most · %1 · %2")
                                   .arg(counted(p.count, tr("change"), tr("changes")), figures));
}

void LatencyChart::draw(QChart& chart) {
  auto* set = new QBarSet(tr("changes"));
  set->setColor(tokens().accent);
  set->setBorderColor(Qt::transparent);
  QStringList labels, hints;
  double most = 1;
  for (const drift::Bar& bar : bars_) {
    *set << static_cast<double>(bar.count);
    most = std::max(most, static_cast<double>(bar.count));
    labels += roundly(bar.upTo);
    hints += hint(bar);
  }
  auto* series = new QBarSeries;
  series->setBarWidth(0.86);
  series->append(set);
  setHints(series, hints);
  chart.addSeries(series);
  addBottomAxis(chart, {series}, labels, 0.6);
  addLeftAxis(chart, {series}, most, u"%d"_s);
}

} // namespace countersign::ui
