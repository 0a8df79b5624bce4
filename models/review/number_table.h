// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace countersign {

/// The numbers behind a chart: what the window shows beside it and both window and command line write.
struct NumberTable {
  std::vector<std::string> columns; ///< names with their unit: "day", "up_to_seconds"
  std::vector<std::vector<std::string>> rows;
  bool operator==(const NumberTable&) const = default;
};

/// RFC 4180 with a header line and CRLF; cells that a spreadsheet would take for a formula are guarded.
std::string csvOf(const NumberTable& table);

} // namespace countersign
