// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"

#include <QString>

namespace countersign::ui {

/// One field of RFC 4180. What a spreadsheet would take for a formula (= + - @, tab, carriage return at the
/// front) gets an apostrophe before it (OWASP, "CSV Injection").
std::string csvField(std::string_view text);

/// Writes the rows of `query` to `file` (UTF-8, CRLF, one header line). The file is there whole or not at
/// all. Errors: Io, Cancelled, and those of the workspace.
Result<std::size_t> exportCsv(const std::filesystem::path& workspace, std::shared_ptr<const Clock> clock,
                              const RecordQuery& query, const QString& file, const ProgressFn& progress);

} // namespace countersign::ui
