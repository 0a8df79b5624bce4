// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <functional>

namespace countersign::ui {

/// What the program hands to the window, so that the window needs no connector.
struct AppServices {
  Importer* importer = nullptr; ///< outlives the window; null: importing is not offered
  /// Fills the workspace file with the sample estate. Empty: the sample is not offered.
  std::function<Result<void>(const std::filesystem::path& workspace, const Clock& clock,
                             const ProgressFn& progress)>
      makeSample;
  /// For pictures of a record that moves: makes the sample without its last day and gives the name of a
  /// record that the last day moves; then imports that day. Empty: no such pictures.
  std::function<Result<std::string>(const std::filesystem::path& workspace, const ProgressFn& progress)>
      makeEarlierSample;
  std::function<Result<void>(const std::filesystem::path& workspace, const ProgressFn& progress)>
      finishSample;
};

} // namespace countersign::ui
