// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

namespace countersign {

/// Makes a workspace with a fictional company's exports of three days, generated and imported like any other.
/// The exports lie in a folder beside the workspace, `<name>-exports`. Errors: Io, Cancelled, of the importer.
Result<void> makeSampleWorkspace(Importer& importer, const std::filesystem::path& workspace, const Clock& clock,
                                 const ProgressFn& progress);

} // namespace countersign
