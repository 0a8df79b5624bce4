// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/desk.h"
#include "models/review/loop_charts.h"

namespace countersign::ui {

/// What the page Drift is asked for.
struct DriftFilter {
  unsigned days = 30;      ///< whose changes are counted; 0: all. Differences are always those of now.
  std::string system;      ///< "aws" …; empty: all
  bool byCause = false;    ///< differences of one cause stand together
  std::string onlyCause;   ///< key: changes seen live of this cause alone
  std::string onlyCauseIs; ///< the same in words
};

/// What the page Drift shows.
struct DriftData {
  DriftReport report;
  std::vector<ChangeRow> changes;   ///< those that want action first, then newest first
  std::vector<SeenChangeRow> seen;  ///< newest first
  std::vector<CauseRow> causes;     ///< edits that moved more than one record, largest first
  std::vector<std::string> systems; ///< of all sources
  std::vector<ChangesBar> bars;
  LatencyFigures latency;                  ///< until the first snapshot that shows it
  std::size_t records = 0;                 ///< in the workspace
  bool intent = false, looksTwice = false; ///< there is an intent source; a live source was seen twice
  std::size_t largestReopened = 0;         ///< records of the largest cause whose certification moved
};

/// Asks the desk. Errors: those of reading.
Result<DriftData> driftData(Desk& desk, const DriftFilter& filter);

} // namespace countersign::ui
