// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule notApplied() {
  static constexpr std::string_view id = "not-applied";
  return {id,
          "Asked for, and not held",
          always(Severity::Medium),
          {"intent sources", "live sources"},
          "Whether the apply is still under way; parts of the target that were exported "
          "incompletely.",
          {{csf, "PR.AA-05"}, {sp80053, "AC-3"}, {soc, "CC6.2"}},
          "Find out why it did not land: an apply that failed, or somebody who took it away by "
          "hand.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
