// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

class QLineEdit;

namespace countersign::ui {

/// Which package to check, and what the person knows about it from elsewhere.
class VerifyDialog : public QDialog {
  Q_OBJECT

public:
  explicit VerifyDialog(QWidget* parent = nullptr);

Q_SIGNALS:
  void requested(const QString& folder, const QString& caSha256, const QString& checkpointFile);
};

} // namespace countersign::ui
