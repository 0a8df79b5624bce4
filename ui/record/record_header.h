// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QWidget>

class QLabel;

namespace countersign::ui {

class ElidedLabel;
class FlowLayout;
class LightsRow;
class SealBadge;
class StandingLabel;

/// Name, principals, tier, the four lights, seal with its reason, digest.
class RecordHeader : public QWidget {
  Q_OBJECT

public:
  explicit RecordHeader(QWidget* parent = nullptr);
  void show(const RecordView& view, Instant now);
  /// The record changed while it is on the screen.
  void showMoved(const RecordView& view, const Digest& nowDigest, Instant noticedAt, Instant now);

private:
  void showChips(const RecordView& view);

  ElidedLabel* name_;
  QWidget* chips_;
  FlowLayout* flow_ = nullptr;
  LightsRow* lights_;
  SealBadge* seal_;
  StandingLabel* standing_;
  QLabel* reason_;
  QLabel* digest_;
};

} // namespace countersign::ui
