// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/importing.h"

#include <cstdint>
#include <filesystem>

namespace countersign {

/// The sample estate: exports of a fictional company, and a workspace that holds them.
struct SampleOptions {
  std::filesystem::path exports;   ///< folder of the exports; made if missing
  std::filesystem::path workspace; ///< new file; empty: only write the exports
  std::uint64_t seed = 1;
  std::size_t identities = 60; ///< at least 12
  int days = 3;                ///< 1 to 30
};

struct SampleSummary {
  std::size_t identities = 0, faults = 0, files = 0;
  std::uint64_t bytes = 0;
  ImportReport import; ///< empty where only exports were written
};

/// Writes the exports, makes the workspace and imports all days, oldest first.
/// Errors: InvalidArgument (numbers out of range; the workspace is there already), Io, DiskFull, Cancelled.
Result<SampleSummary> makeSample(const SampleOptions& options, Importer& importer,
                                 const std::shared_ptr<const Clock>& clock, const ProgressFn& progress);

} // namespace countersign
