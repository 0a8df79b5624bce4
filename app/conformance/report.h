// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace countersign::conformance {

struct SuiteReport {
  std::string name;
  std::size_t passed = 0, total = 0;
};

/// What one folder of recorded answers came to.
struct FolderReport {
  std::string name;
  std::vector<SuiteReport> suites;
  std::map<std::string, std::size_t> excluded; ///< by construct
  std::size_t failed = 0;                      ///< suites that could not be run
  std::size_t passed() const;
  std::size_t total() const;
};

/// Writes a table in Markdown. The file is the same for the same counts: no time, no machine. Error: Io.
Result<void> writeReport(const std::filesystem::path& file, const std::vector<FolderReport>& reports);

} // namespace countersign::conformance
