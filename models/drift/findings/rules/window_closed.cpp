// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule windowClosed() {
  static constexpr std::string_view id = "window-closed";
  return {
      id,
      "Given until a time that is over, and still there",
      {Severity::Critical, Severity::High, Severity::High, Severity::High},
      {"live sources"},
      "Windows that no change list names; use within the window that should not have been.",
      {{owasp, "NHI1:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-2(3)"}, {zeroTrust, "tenet 3"}, {soc, "CC6.3"}},
      "Remove it, and give it an end that the target itself enforces next time.",
      [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
