// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/drift/drift_data.h"
#include "ui/widgets/card.h"

#include <memory>

class QLabel;

namespace countersign::ui {

class Button;

/// The edit that moved the most identities, else the cause of the most differences.
class CauseCard : public Card {
  Q_OBJECT

public:
  explicit CauseCard(QWidget* parent = nullptr);
  void setData(std::shared_ptr<const DriftData> found);
  /// Records of the cause that it shows.
  const std::vector<RecordId>& records() const { return records_; }

Q_SIGNALS:
  void recordsWanted(const QString& why, const std::vector<countersign::RecordId>& records);
  /// Its changes seen live.
  void changesWanted(const std::string& key, const std::string& text);

private:
  void showEdit(const CauseRow& cause, std::size_t others, std::size_t reopened);
  void showCause(const CauseRow& cause, std::size_t others);
  void showNothing();

  std::vector<RecordId> records_;
  std::string key_, text_;
  QString why_;
  QLabel* words_;
  Button* who_;
  Button* what_;
};

} // namespace countersign::ui
