// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>
#include <string>
#include <utility>
#include <vector>

namespace countersign::ui {

/// Which command makes which export, each to be copied.
class CommandsDialog : public QDialog {
  Q_OBJECT

public:
  explicit CommandsDialog(const std::vector<std::pair<std::string, std::string>>& commands,
                          QWidget* parent = nullptr);
};

} // namespace countersign::ui
