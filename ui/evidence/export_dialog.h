// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QDialog>

class QLineEdit;

namespace countersign::ui {

class Button;
class SignerFields;

/// Asks where an evidence package goes and who signs its list.
class ExportDialog : public QDialog {
  Q_OBJECT

public:
  explicit ExportDialog(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
  void requested(const QString& target, const countersign::SignerInput& signer);

private:
  void browse();
  void check();
  QLineEdit* target_;
  SignerFields* signer_;
  Button* export_;
};

} // namespace countersign::ui
