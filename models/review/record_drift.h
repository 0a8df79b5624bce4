// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/disagreement.h"
#include "models/review/evaluate.h"
#include "models/review/loop_views.h"

namespace countersign {

/// What the list keeps of where a record's three states differ.
struct RecordDrift {
  std::vector<DifferenceRow>
      rows; ///< worst first, the first `most` of `total`; without the record's own name
  std::size_t total = 0, permissions = 0, agree = 0;
  static constexpr std::size_t most = 40;
};

RecordDrift driftOf(StoreReader& reader, drift::Comparer& comparer, const Evaluation& e);
/// "" where there is nothing to say.
std::string driftText(const RecordDrift& drift);
RecordDrift driftFromText(std::string_view text);

/// How bad a difference is, by what it lets do: "critical", "high", "medium", "low".
std::string severityOf(drift::Kind kind, Reach reach, bool alarm);

} // namespace countersign
