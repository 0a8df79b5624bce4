// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/evidence/reviewer_key.h"
#include "ui/jobs/session.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace countersign::ui {

class Button;
class SignerFields;

/// Makes a reviewer key, or enrols one that exists, so that the log accepts it.
class KeyDialog : public QDialog {
  Q_OBJECT

public:
  explicit KeyDialog(Session& session, QWidget* parent = nullptr);

Q_SIGNALS:
  void enrolled(const QString& keyId);

private:
  QWidget* makeCreate();
  QWidget* makeEnrol();
  void check();
  void create();
  void enrol(const SignerInput& signer, const QString& certificate);
  void say(const QString& text, const QString& look);

  Session& session_;
  QLineEdit* file_;
  QLineEdit* name_;
  QLineEdit* email_;
  QLineEdit* passphrase_;
  QLineEdit* again_;
  QLineEdit* authority_;
  QLineEdit* authorityPassphrase_;
  SignerFields* signer_;
  QLineEdit* certificate_;
  Button* create_;
  Button* enrol_;
  QLabel* message_;
  bool busy_ = false;
};

} // namespace countersign::ui
