// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"

#include <QScrollArea>
#include <memory>

namespace countersign::ui {

class AttentionCard;
class ChangesCard;
class FactsCard;
class GrantsCard;
class RecordHeader;
class TrailCard;

/// Everything of a record that scrolls: header and cards.
class RecordBody : public QScrollArea {
  Q_OBJECT

public:
  explicit RecordBody(QWidget* parent = nullptr);
  void show(std::shared_ptr<const RecordView> view, Instant now);
  /// What was asked for and what was seen to change: known a little later than the rest.
  void showChanges(std::shared_ptr<const RecordChanges> changes, Instant now);
  ChangesCard* changes() const { return changes_; }
  RecordHeader* header() const { return header_; }
  GrantsCard* grants() const { return grants_; }
  TrailCard* trail() const { return trail_; }
  /// The trace of the focused value, row or else of the first permission; unknown where there is none.
  Trace traceInFocus(QString& meaning) const;

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);
  void whyWanted();

private:
  RecordHeader* header_;
  AttentionCard* attention_;
  FactsCard* owner_;
  FactsCard* location_;
  FactsCard* credentials_;
  GrantsCard* grants_;
  ChangesCard* changes_;
  TrailCard* trail_;
};

} // namespace countersign::ui
