// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

namespace countersign::ui {

class QueueList;
class RecordPane;

/// A record, beside the queue of the review that it belongs to where one is open.
class ReviewPage : public QWidget {
  Q_OBJECT

public:
  explicit ReviewPage(Session& session, QWidget* parent = nullptr);
  void startReview(const QString& title, const std::vector<RecordId>& records);
  /// One record without a queue; a review that is open stays open.
  void openRecord(RecordId record, std::optional<Instant> asOf = {});
  /// Back to the record of the queue.
  void showReview();
  bool hasReview() const;
  std::size_t left() const;
  RecordPane* pane() const { return pane_; }
  QueueList* queue() const { return queue_; }

Q_SIGNALS:
  void reviewChanged();
  void closed();

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void go(int step);
  void goOn(RecordId after);

  QueueList* queue_;
  RecordPane* pane_;
};

} // namespace countersign::ui
