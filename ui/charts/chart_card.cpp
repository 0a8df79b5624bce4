// SPDX-License-Identifier: Apache-2.0
#include "ui/charts/chart_card.h"

#include "ui/charts/numbers_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"

#include <QAbstractBarSeries>
#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QCursor>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QSet>
#include <QStackedLayout>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr int leastHeight = 112;
constexpr int leastWidth = 400, labelGap = 14; // px of the bottom axis

void style(QAbstractAxis& axis) {
  axis.setLabelsFont(textFont(11));
  axis.setLabelsColor(tokens().faint);
  axis.setLinePen(QPen(tokens().line, 1));
  axis.setGridLinePen(QPen(tokens().line, 1));
}

/// 1, 2, 5, 10, 20 …: of which at most four make `most`.
double stepFor(double most) {
  for (double ten = 1;; ten *= 10)
    for (const double step : {ten, 2 * ten, 5 * ten})
      if (step * 4 >= most) return step;
}

} // namespace

ChartCard::ChartCard(const QString& title, const QString& file, QWidget* parent)
    : Card(title, parent), file_(file), name_(title), view_(new QChartView), nothing_(new EmptyState({}, {})),
      figures_(new ElidedLabel({}, u"small"_s)), open_(new Button(tr("Numbers…"), u"small"_s)) {
  view_->setMinimumHeight(leastHeight);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setRenderHint(QPainter::Antialiasing);
  for (QWidget* part : {static_cast<QWidget*>(view_), view_->viewport()})
    part->setFocusPolicy(Qt::NoFocus);
  view_->setBackgroundBrush(Qt::NoBrush);
  view_->setStyleSheet(u"background: transparent;"_s);
  QChart* chart = view_->chart();
  chart->setBackgroundVisible(false);
  chart->setMargins(QMargins(6, 8, 12, 2));
  chart->legend()->hide();
  chart->layout()->setContentsMargins(0, 0, 0, 0);
  figures_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  figures_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  head()->setStretch(1, 0);
  head()->addWidget(figures_, 1);
  open_->setAccessibleName(tr("Numbers of: %1").arg(title));
  open_->setToolTip(tip(tr("The numbers of this chart as a table; save them or the chart")));
  connect(open_, &QPushButton::clicked, this, &ChartCard::showNumbers);
  head()->addWidget(open_);
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  stack_->addWidget(nothing_);
  stack_->addWidget(view_);
  body()->addWidget(pages, 1);
  setNothing({}, {});
  connect(&Theme::instance(), &Theme::changed, this, &ChartCard::redraw);
}

void ChartCard::setNumbers(NumberTable numbers, const QString& about) {
  numbers_ = std::move(numbers);
  about_ = about;
  view_->setAccessibleName(name_);
  view_->setAccessibleDescription(about);
  open_->setEnabled(true);
  stack_->setCurrentWidget(view_);
  redraw();
}

void ChartCard::setNothing(const QString& title, const QString& text) {
  numbers_ = {};
  about_.clear();
  nothing_->setTexts(title, text);
  open_->setEnabled(false);
  stack_->setCurrentWidget(nothing_);
}

void ChartCard::setFigures(const QString& text, const QString& note) {
  figures_->setFullText(text);
  figures_->setNote(note);
}

QString ChartCard::figures() const {
  return figures_->fullText();
}

bool ChartCard::hasChart() const {
  return stack_->currentWidget() == view_;
}

NumbersDialog* ChartCard::showNumbers() {
  if (!hasChart()) return nullptr;
  auto* dialog = new NumbersDialog(numbers_, pictureOf(*view_->chart(), name_, about_), file_, this);
  dialog->open();
  return dialog;
}

void ChartCard::redraw() {
  if (!hasChart()) return;
  QChart* chart = view_->chart();
  chart->removeAllSeries();
  for (QAbstractAxis* axis : chart->axes()) {
    chart->removeAxis(axis);
    delete axis;
  }
  draw(*chart);
}

void ChartCard::setHints(QAbstractBarSeries* series, const QStringList& hints) {
  connect(series, &QAbstractBarSeries::hovered, this, [this, hints](bool over, int index, QBarSet*) {
    if (over)
      showHint(hints.value(index));
    else
      hideHint();
  });
}

void ChartCard::showHint(const QString& text) {
  QToolTip::showText(QCursor::pos(), tip(text), view_);
}

void ChartCard::hideHint() {
  QToolTip::hideText();
}

void addBottomAxis(QChart& chart, const QList<QAbstractSeries*>& series, const QStringList& labels,
                   double aside) {
  auto* axis = new QCategoryAxis;
  style(*axis);
  axis->setGridLineVisible(false);
  axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  const auto count = static_cast<int>(labels.size());
  axis->setRange(-aside, count - 1 + aside);
  int widest = 0;
  for (const QString& text : labels)
    widest = std::max(widest, QFontMetrics(textFont(11)).horizontalAdvance(text));
  const int every = std::max(1, (count * (widest + labelGap) + leastWidth - 1) / leastWidth);
  QSet<QString> used;                                        // an axis takes each label once
  for (int i = (count - 1) % every; i < count; i += every) { // the last one is always there
    QString text = labels[i];
    while (used.contains(text))
      text += QChar(0x200A); // a hair space
    used.insert(text);
    axis->append(text, i);
  }
  chart.addAxis(axis, Qt::AlignBottom);
  for (QAbstractSeries* one : series)
    one->attachAxis(axis);
}

void addLeftAxis(QChart& chart, const QList<QAbstractSeries*>& series, double most, const QString& format) {
  auto* axis = new QValueAxis;
  style(*axis);
  axis->setLineVisible(false);
  const double step = stepFor(most);
  const double top = step * std::max(1.0, std::ceil(most / step));
  axis->setRange(0, top);
  axis->setTickCount(static_cast<int>(top / step) + 1);
  axis->setLabelFormat(format);
  chart.addAxis(axis, Qt::AlignLeft);
  for (QAbstractSeries* one : series)
    one->attachAxis(axis);
}

} // namespace countersign::ui
