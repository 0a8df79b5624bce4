// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <QDialog>
#include <set>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace countersign::ui {

class Button;

/// Asks what a decision needs: reason, end date, owner, permissions. Fills a DecisionRequest.
class DecisionDialog : public QDialog {
  Q_OBJECT

public:
  DecisionDialog(Decision decision, const RecordView& view, const QString& warning, Instant now,
                 QWidget* parent = nullptr);

Q_SIGNALS:
  /// Reason, until, owner and grants are set; the rest is the caller's.
  void decided(const countersign::DecisionRequest& request);

private:
  void addReason(QVBoxLayout* column, const QString& prompt);
  void addUntil(QVBoxLayout* column, Instant now);
  void addOwner(QVBoxLayout* column, const QString& prompt, const QString& value);
  void addGrants(QVBoxLayout* column, const RecordView& view);
  void check();
  DecisionRequest request() const;

  Decision decision_;
  QPlainTextEdit* reason_ = nullptr;
  QDateEdit* until_ = nullptr;
  QLineEdit* owner_ = nullptr;
  QWidget* grants_ = nullptr;
  QCheckBox* whole_ = nullptr;
  QLabel* missing_ = nullptr;
  Button* ok_ = nullptr;
  Instant now_;
  std::vector<std::string> choices_;
  std::set<std::size_t> chosen_;
};

} // namespace countersign::ui
