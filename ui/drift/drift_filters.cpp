// SPDX-License-Identifier: Apache-2.0
#include "ui/drift/drift_filters.h"

#include "ui/widgets/actions.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

DriftFilters::DriftFilters(QWidget* parent)
    : QWidget(parent), days_(new ChoiceButton(tr("Time whose changes are counted"))),
      order_(new ChoiceButton(tr("Order of the differences"))), system_(new ChoiceButton(tr("System"))) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  for (ChoiceButton* button : {days_, order_, system_})
    line->addWidget(button);
  days_->setChoices({tr("Last 7 days"), tr("Last 30 days"), tr("Last 90 days"), tr("All time")},
                    {u"7"_s, u"30"_s, u"90"_s, u"0"_s});
  days_->setToolTip(tip(tr("Which changes are counted. Differences are always those of now.")));
  order_->setChoices({tr("Worst first"), tr("Group by cause")}, {u"worst"_s, u"cause"_s});
  order_->setToolTip(tip(actionTip("drift.group")));
  setSystems({});
  setFilter({});
  connect(days_, &ChoiceButton::chosen, this, [this](const QString& value) {
    filter_.days = value.toUInt();
    Q_EMIT changed();
  });
  connect(order_, &ChoiceButton::chosen, this, [this](const QString& value) {
    filter_.byCause = value == "cause"_L1;
    Q_EMIT changed();
  });
  connect(system_, &ChoiceButton::chosen, this, [this](const QString& value) {
    filter_.system = ss(value);
    Q_EMIT changed();
  });
}

void DriftFilters::setFilter(const DriftFilter& filter) {
  filter_ = filter;
  days_->choose(QString::number(filter.days));
  order_->choose(filter.byCause ? u"cause"_s : u"worst"_s);
  system_->choose(qs(filter.system));
}

void DriftFilters::setSystems(const std::vector<std::string>& systems) {
  QStringList texts{tr("All systems")}, values{QString()};
  for (const std::string& system : systems) {
    texts += systemWord(system);
    values += qs(system);
  }
  if (!values.contains(qs(filter_.system))) { // the one that is chosen stays to be seen
    texts += systemWord(filter_.system);
    values += qs(filter_.system);
  }
  system_->setChoices(texts, values);
}

void DriftFilters::toggleGrouping() {
  filter_.byCause = !filter_.byCause;
  order_->choose(filter_.byCause ? u"cause"_s : u"worst"_s);
  Q_EMIT changed();
}

} // namespace countersign::ui
