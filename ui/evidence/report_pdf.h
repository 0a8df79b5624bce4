// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <QString>

namespace countersign::ui {

/// Writes the report as PDF/A-1b: opaque colours only, no attachments, no scripts. The file is there whole or
/// not at all. `html` is a report of this program: text, tables and headings. Errors: Io.
Result<void> writeReportPdf(const QString& html, const QString& file);

} // namespace countersign::ui
