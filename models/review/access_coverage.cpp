// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/record_row.h"
#include "models/store/record_list.h"

#include <algorithm>
#include <unordered_map>

namespace countersign {

Result<AccessCoverage> Desk::accessCoverage() {
  AccessCoverage out;
  std::unordered_map<std::string, std::size_t> gaps;
  COUNTERSIGN_TRY(RecordList(*impl_->workspace).eachAccess([&](std::string_view json) {
    const AccessSummary access = accessFromJson(std::string(json));
    ++out.records;
    if (!access.known) ++out.unknown;
    out.permissions += access.permissions;
    out.conditional += access.conditional;
    out.notEvaluated += access.notEvaluated;
    for (const std::string& text : access.missing)
      ++gaps[text];
    out.moreGaps += access.missingTotal - std::min(access.missingTotal, access.missing.size());
  }));
  for (auto& [text, records] : gaps)
    out.gaps.push_back({text, records});
  std::sort(out.gaps.begin(), out.gaps.end(), [](const auto& a, const auto& b) {
    return std::tie(b.records, a.text) < std::tie(a.records, b.text);
  });
  if (out.gaps.size() > AccessCoverage::mostGaps) {
    out.moreGaps += out.gaps.size() - AccessCoverage::mostGaps;
    out.gaps.resize(AccessCoverage::mostGaps);
  }
  return out;
}

} // namespace countersign
