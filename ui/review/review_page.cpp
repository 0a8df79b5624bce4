// SPDX-License-Identifier: Apache-2.0
#include "ui/review/review_page.h"

#include "ui/record/record_pane.h"
#include "ui/review/queue_list.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

ReviewPage::ReviewPage(Session& session, QWidget* parent)
    : QWidget(parent), queue_(new QueueList(session)), pane_(new RecordPane(session)) {
  setProperty("look", u"page"_s);
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(0);
  across->addWidget(queue_);
  across->addWidget(pane_, 1);
  queue_->hide();
  pane_->setQueue(false);
  pane_->bindKeys(this);
  connect(queue_, &QueueList::chosen, this, [this](qint64 record) { pane_->open(record); });
  connect(queue_, &QueueList::progressChanged, this, &ReviewPage::reviewChanged);
  connect(pane_, &RecordPane::next, this, [this] { go(1); });
  connect(pane_, &RecordPane::previous, this, [this] { go(-1); });
  connect(pane_, &RecordPane::closed, this, &ReviewPage::closed);
  connect(pane_, &RecordPane::decided, this, [this](qint64 record) {
    queue_->setDecided(record, true);
    if (queue_->isVisible()) goOn(record);
  });
  connect(pane_, &RecordPane::takenBack, this, [this](qint64 record) { queue_->setDecided(record, false); });
  connect(&session, &Session::opened, this, [this] {
    queue_->stop();
    queue_->hide();
    pane_->close();
    Q_EMIT reviewChanged();
  });
}

void ReviewPage::startReview(const QString& title, const std::vector<RecordId>& records) {
  pane_->setQueue(true);
  queue_->show();
  queue_->start(title, records);
}

void ReviewPage::openRecord(RecordId record, std::optional<Instant> asOf) {
  queue_->hide();
  pane_->setQueue(false);
  pane_->open(record, asOf);
}

void ReviewPage::showReview() {
  if (!hasReview() || queue_->isVisibleTo(this)) return;
  queue_->show();
  pane_->setQueue(true);
  pane_->open(queue_->records()[static_cast<std::size_t>(std::max(0, queue_->current()))]);
}

bool ReviewPage::hasReview() const {
  return !queue_->records().empty();
}

std::size_t ReviewPage::left() const {
  return queue_->left();
}

void ReviewPage::go(int step) {
  if (queue_->isVisible()) queue_->select(queue_->current() + step);
}

void ReviewPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  queue_->setFixedWidth(width() < 1150 ? 228 : 262);
}

void ReviewPage::goOn(RecordId after) {
  // The next one that is not decided; from the front again at the end.
  const auto& records = queue_->records();
  const auto here = std::find(records.begin(), records.end(), after) - records.begin();
  const auto size = static_cast<std::ptrdiff_t>(records.size());
  for (std::ptrdiff_t step = 1; step < size; ++step) {
    const auto at = (here + step) % size;
    if (queue_->isDecided(records[static_cast<std::size_t>(at)])) continue;
    queue_->select(static_cast<int>(at));
    return;
  }
}

} // namespace countersign::ui
