// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

namespace countersign {

/// The sample estate with its exports in `<workspace>-exports`. Errors: as `makeSample`.
Result<void> makeWholeSample(Importer& importer, const std::filesystem::path& workspace,
                             const std::shared_ptr<const Clock>& clock, const ProgressFn& progress);

/// The same without its last day. Gives the name of a record that the last day moves. Errors: also NotFound.
Result<std::string> makeEarlierSample(Importer& importer, const std::filesystem::path& workspace,
                                      const std::shared_ptr<const Clock>& clock, const ProgressFn& progress);

/// Imports the last day.
Result<void> importLastDay(Importer& importer, const std::filesystem::path& workspace, const Clock& clock,
                           const ProgressFn& progress);

} // namespace countersign
