// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <QDialog>

namespace countersign::ui {

/// Owner and fallback of a source.
class PeopleDialog : public QDialog {
  Q_OBJECT

public:
  explicit PeopleDialog(const SourceRow& source, QWidget* parent = nullptr);

Q_SIGNALS:
  void chosen(qint64 source, const QString& owner, const QString& fallback);
};

} // namespace countersign::ui
