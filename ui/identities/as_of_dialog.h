// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QDialog>

class QDateTimeEdit;
class QListWidget;

namespace countersign::ui {

/// Asks for a time to look back to: date and time, or one of the snapshots.
class AsOfDialog : public QDialog {
  Q_OBJECT

public:
  AsOfDialog(Session& session, std::optional<Instant> current, QWidget* parent = nullptr);

Q_SIGNALS:
  /// nullopt: now.
  void chosen(std::optional<countersign::Instant> asOf);

private:
  void fill(const std::vector<SnapshotRow>& snapshots);

  Session& session_;
  Channel channel_;
  QDateTimeEdit* time_;
  QListWidget* snapshots_;
  std::optional<Instant> exact_; ///< of the chosen snapshot: finer than the edit's seconds
};

} // namespace countersign::ui
