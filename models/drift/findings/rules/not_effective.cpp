// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule notEffective() {
  static constexpr std::string_view id = "not-effective";
  return {id,
          "Held, and denied by something else",
          always(Severity::Low),
          {"live sources"},
          "Guardrails that were not imported; conditions that only a request can decide.",
          {{csf, "PR.AA-05"}, {sp80053, "AC-6"}, {iso, "A.5.15"}},
          "Remove what nobody can use, or change the guardrail that denies it: the cause names it.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
