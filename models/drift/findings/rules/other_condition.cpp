// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule otherCondition() {
  static constexpr std::string_view id = "other-condition";
  return {id,
          "Held under another condition than was asked for",
          always(Severity::Low),
          {"intent sources", "live sources"},
          "Conditions that mean the same and are written otherwise.",
          {{owasp, "NHI4:2025"}, {csf, "PR.AA-05"}, {zeroTrust, "tenet 4"}, {sp80053, "AC-3"}},
          "Compare the two conditions and apply the one that was approved.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
