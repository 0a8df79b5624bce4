// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/seen_changes.h"

#include <map>
#include <string>
#include <vector>

namespace countersign {

/// Every request, what became of it, and what was seen to change: of one state of a workspace.
struct Loop {
  std::vector<ChangeRow> changes;  ///< newest request first
  std::vector<SeenChangeRow> seen; ///< newest first
  std::vector<CauseRow> edits;     ///< of what several records rest on, most records first
  ClockSkew skew;
};

/// Works it out. `only`: requests about this record alone, the same as among all; what was seen is left out,
/// for a request about another identity may explain it. Errors: those of reading.
Result<Loop> workOutLoop(Workspace& workspace, const Windows& windows, Instant now,
                         std::optional<RecordId> only = {});

bool matches(const ChangeRow& row, const ChangeQuery& query);
/// Percentiles of what is known of these, all together and by what they have in common.
std::vector<LatencyRow> latencyRows(const std::vector<const ChangeRow*>& rows,
                                    const std::map<std::string, std::string>& floorBySource);

} // namespace countersign
