// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/sources_card.h"

#include "ui/widgets/cell_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/source_age.h"
#include "ui/widgets/text.h"

#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr int rowHeight = 40;

Cell cellOf(const SourceRow& source, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(source.name);
    cell.strong = true;
    break;
  case 1:
    cell.text = qs(name(source.role));
    cell.tone = Tone::Muted;
    break;
  case 2: {
    const SourceAge age = ageOf(source, now);
    cell.text = age.text;
    cell.bar = age.share;
    cell.barTone = age.tone;
    if (source.lastCaptured)
      cell.tip = localDateTime(*source.lastCaptured) + u'\n' + utcTime(*source.lastCaptured);
    break;
  }
  default: {
    const std::string& who = column == 3 ? source.owner : source.fallback;
    cell.text = who.empty() ? QObject::tr("none") : shown(who);
    cell.tone = who.empty() ? Tone::Bad : Tone::Plain;
    break;
  }
  }
  return cell;
}

/// The oldest against its window comes first.
double urgency(const SourceRow& source, Instant now) {
  if (!source.lastCaptured) return 1e18;
  const double age = static_cast<double>((now - *source.lastCaptured).count()) / 1e6;
  return source.window.count() > 0 ? age / static_cast<double>(source.window.count()) : 0;
}

} // namespace

SourcesCard::SourcesCard(std::shared_ptr<const Clock> clock, QWidget* parent)
    : Card(tr("Sources"), parent), clock_(std::move(clock)),
      model_(new CellModel({tr("Source"), tr("Kind"), tr("Age against window"), tr("Owner"), tr("Fallback")},
                           this)),
      table_(new Table(tr("Sources, age against window"), rowHeight)) {
  setAside(tr("age against window · owner · fallback"));
  table_->setModel(model_);
  table_->setColumns({-26, 62, -30, -22, -22});
  auto* empty =
      new EmptyState(tr("No sources yet"),
                     tr("Import exports on the page Sources; each becomes a source with its own age."));
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  stack_->addWidget(empty);
  stack_->addWidget(table_);
  body()->addWidget(pages, 1);
  connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
    if (index.isValid()) Q_EMIT sourceWanted(ids_[static_cast<std::size_t>(index.row())]);
  });
}

void SourcesCard::setSources(const std::vector<SourceRow>& sources) {
  auto kept = std::make_shared<std::vector<SourceRow>>(sources);
  std::stable_sort(kept->begin(), kept->end(), [now = clock_->now()](const SourceRow& a, const SourceRow& b) {
    return urgency(a, now) > urgency(b, now);
  });
  ids_.clear();
  for (const SourceRow& source : *kept)
    ids_.push_back(source.id);
  model_->setRows(static_cast<int>(kept->size()), [kept, clock = clock_](int row, int column) {
    return cellOf((*kept)[static_cast<std::size_t>(row)], column, clock->now());
  });
  stack_->setCurrentIndex(sources.empty() ? 0 : 1);
}

void SourcesCard::touch() {
  model_->touch();
}

} // namespace countersign::ui
