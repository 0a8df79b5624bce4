// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const Note& n : f.disagreements)
    out.push_back({n.text, n.spot, {}});
}

} // namespace

Rule evaluatorDisagrees() {
  return {"evaluator-disagrees",
          "The runtime decides otherwise than we answer",
          always(Severity::High),
          {"runtime.decision or audit events"},
          "Questions that the runtime was not asked; answers that are older than the state, conditional or "
          "not evaluated here.",
          {{owasp, "NHI5:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-3"}, {zeroTrust, "tenet 4"}},
          "Look at what decides the permission: something that was not imported, or a rule that is read "
          "wrongly. Report the latter.",
          check};
}

} // namespace countersign::findings::rules
