// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QDialog>

class QLabel;

namespace countersign::ui {

class Button;
class CellModel;
class SignerFields;
class Table;

/// What is staged; signs it; then says what became of each.
class SignOffDialog : public QDialog {
  Q_OBJECT

public:
  explicit SignOffDialog(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
  void openRecord(qint64 record);

private:
  void fill(std::vector<StagedDecision> staged);
  void sign();
  void showOutcomes(const Result<std::vector<Outcome>>& outcomes);
  void check();

  Session& session_;
  Channel channel_;
  std::size_t count_ = 0;
  bool signing_ = false;
  QLabel* heading_;
  QLabel* message_;
  CellModel* model_;
  Table* table_;
  SignerFields* signer_;
  Button* sign_;
  std::vector<RecordId> records_; ///< of the rows
};

} // namespace countersign::ui
