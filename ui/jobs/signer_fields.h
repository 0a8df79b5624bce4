// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace countersign::ui {

/// A key file and its passphrase, with "remember until the program ends".
class SignerFields : public QWidget {
  Q_OBJECT

public:
  explicit SignerFields(Session& session, QWidget* parent = nullptr);
  bool complete() const;
  /// Takes the input out of the fields; remembers it where the person ticked that.
  SignerInput take();

Q_SIGNALS:
  void changed();

private:
  void browse();
  Session& session_;
  QLineEdit* file_;
  QLineEdit* passphrase_;
  QCheckBox* keep_;
};

} // namespace countersign::ui
