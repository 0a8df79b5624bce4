// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace countersign::ui {

/// Version and licences.
class AboutDialog : public QDialog {
  Q_OBJECT

public:
  explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace countersign::ui
