// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"
#include "models/identity/time.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

/// A fictional company's exports, in the form in which its systems write them: sample data, test data and
/// load. The same options give the same bytes on every platform.
namespace countersign {

struct EstateOptions {
  std::uint64_t seed = 1;
  std::size_t identities = 60; ///< about 55 % AWS roles, 10 % users, 35 % service accounts; at least 12
  int days = 3;                ///< 1 to 30; the last one is captured six minutes before `now`
  Instant now{};
  std::filesystem::path folder; ///< made if missing; existing files of the same names are overwritten
  bool faults = true;           ///< plant faults and list them in planted.json
};

struct EstateSummary {
  std::size_t identities = 0, faults = 0, clean = 0, files = 0;
  std::uint64_t bytes = 0;
};

/// Called before each file with its path (relative to the folder) and how many are done of how many.
/// Returning false stops the generator.
using EstateProgress = std::function<bool(std::string_view file, std::size_t done, std::size_t total)>;

/// Writes one folder per day, an import manifest in each and in the root
/// (docs/formats/import-manifest.md), and planted.json (docs/formats/import-manifest.md, "Planted faults").
/// Memory does not grow with the number of identities. Errors: InvalidArgument, Io, Cancelled.
Result<EstateSummary> generateEstate(const EstateOptions& options, const EstateProgress& progress = {});

} // namespace countersign
