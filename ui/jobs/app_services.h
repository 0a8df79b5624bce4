// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <functional>

namespace countersign::ui {

/// What the program hands to the window, so that the window needs no connector.
struct AppServices {
  Importer* importer = nullptr; ///< outlives the window; null: importing is not offered
  /// Fills the workspace file with the sample estate. Empty: the sample is not offered.
  std::function<Result<void>(const std::filesystem::path& workspace, const Clock& clock, const ProgressFn& progress)>
      makeSample;
  /// Imports a second state of the sample, so that a record moves. Only pictures of the screens use it.
  std::function<Result<void>(const std::filesystem::path& workspace, const Clock& clock)> moveSample;
};

} // namespace countersign::ui
