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
  /// Imports a second state of the sample in which `sampleRecord` has moved: for pictures of the screens.
  std::function<Result<void>(const std::filesystem::path& workspace, const Clock& clock)> moveSample;
  std::string sampleRecord; ///< name of a record of the sample that is worth a picture
};

} // namespace countersign::ui
