// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/jobs_panel.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/seal_badge.h"
#include "ui/widgets/text.h"
#include "ui/widgets/thin_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

/// The widgets of one job.
struct JobsPanel::Row {
  int id = 0;
  std::unique_ptr<QWidget> widget;
  ElidedLabel* text = nullptr;
  ThinBar* bar = nullptr;
  SealBadge* state = nullptr;
  Button* cancel = nullptr;
};

JobsPanel::JobsPanel(Session& session, QWidget* window)
    : QFrame(window), session_(session), column_(new QVBoxLayout(this)) {
  setProperty("look", u"popup"_s);
  setAccessibleName(tr("Jobs"));
  setFixedWidth(400);
  column_->setContentsMargins(14, 12, 14, 12);
  column_->setSpacing(10);
  auto* head = new QHBoxLayout;
  head->addWidget(label(tr("Jobs"), u"heading"_s), 1);
  auto* close = new Button(tr("Close"), u"small"_s);
  connect(close, &QPushButton::clicked, this, &QWidget::hide);
  head->addWidget(close);
  column_->addLayout(head);
  connect(&session_.jobs(), &JobManager::changed, this, [this] {
    if (isVisible()) rebuild();
  });
  hide();
}

JobsPanel::~JobsPanel() = default;

void JobsPanel::toggle(const QPoint& topRight) {
  if (isVisible()) return hide();
  corner_ = topRight;
  rebuild();
  show();
  raise();
}

void JobsPanel::rebuild() {
  const auto& jobs = session_.jobs().jobs();
  bool same = rows_.size() == std::min<std::size_t>(jobs.size(), 8);
  const std::size_t first = jobs.size() - std::min<std::size_t>(jobs.size(), 8);
  for (std::size_t i = 0; same && i < rows_.size(); ++i)
    same = rows_[i]->id == jobs[first + i].id;
  if (!same) {
    rows_.clear();
    for (std::size_t i = first; i < jobs.size(); ++i) {
      auto row = std::make_unique<Row>();
      row->id = jobs[i].id;
      row->widget = std::make_unique<QWidget>();
      auto* column = new QVBoxLayout(row->widget.get());
      column->setContentsMargins(0, 0, 0, 0);
      column->setSpacing(3);
      auto* line = new QHBoxLayout;
      line->addWidget(label(jobs[i].title, u"strong"_s), 1);
      row->state = new SealBadge;
      line->addWidget(row->state);
      row->cancel = new Button(tr("Cancel"), u"link"_s);
      row->cancel->setAccessibleName(tr("Cancel %1").arg(jobs[i].title));
      connect(row->cancel, &QPushButton::clicked, this, [this, id = row->id] { session_.jobs().cancel(id); });
      line->addWidget(row->cancel);
      column->addLayout(line);
      row->text = new ElidedLabel({}, u"muted"_s);
      column->addWidget(row->text);
      row->bar = new ThinBar(jobs[i].title);
      column->addWidget(row->bar);
      column_->addWidget(row->widget.get());
      rows_.push_back(std::move(row));
    }
  }
  update();
}

void JobsPanel::update() {
  const auto& jobs = session_.jobs().jobs();
  const std::size_t first = jobs.size() - rows_.size();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Job& job = jobs[first + i];
    const bool running = job.state == Job::State::Running;
    Row& row = *rows_[i];
    row.bar->setFraction(job.fraction);
    row.bar->setVisible(running);
    row.cancel->setVisible(running);
    row.text->setFullText(job.text);
    row.text->setVisible(!job.text.isEmpty());
    row.state->setVisible(!running);
    if (job.state == Job::State::Done) row.state->setTag(tr("done"), Tone::Good);
    if (job.state == Job::State::Failed) row.state->setTag(tr("failed"), Tone::Bad);
    if (job.state == Job::State::Cancelled) row.state->setTag(tr("cancelled"), Tone::Muted);
  }
  adjustSize();
  move(corner_ - QPoint(width(), 0));
}

} // namespace countersign::ui
