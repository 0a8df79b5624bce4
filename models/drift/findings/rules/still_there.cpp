// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule stillThere() {
  static constexpr std::string_view id = "still-there";
  return {id,
          "Revoked, and still there or back",
          {Severity::Critical, Severity::High, Severity::High, Severity::High},
          {"live sources"},
          "Systems that were not imported since the revocation, or not completely.",
          {{owasp, "NHI1:2025"},
           {csf, "PR.AA-05"},
           {sp80053, "AC-2(3)"},
           {pci, "7.2.5.1"},
           {soc, "CC6.3"},
           {iso, "A.5.18"}},
          "Remove what is left, where the text says; a ticket that was closed takes nothing away.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
