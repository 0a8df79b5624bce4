// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <QDialog>

namespace countersign::ui {

/// What became of each file of an import, and what it moved.
class ImportResult : public QDialog {
  Q_OBJECT

public:
  explicit ImportResult(ImportReport report, QWidget* parent = nullptr);
};

/// "3 files, 12 records new, 2 moved".
QString importSummary(const ImportReport& report);

} // namespace countersign::ui
