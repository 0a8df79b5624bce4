// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace countersign::ui {

/// All keys of the action table.
class ShortcutsDialog : public QDialog {
  Q_OBJECT

public:
  explicit ShortcutsDialog(QWidget* parent = nullptr);
};

} // namespace countersign::ui
