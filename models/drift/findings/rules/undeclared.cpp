// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (f.platformOwned || !f.live) return;
  for (const Principal& p : f.principals)
    if (p.present && p.role == SourceRole::Intent) return;
  for (const Principal& p : f.principals) {
    if (!p.present || p.madeByPlatform || !p.placeDeclared) continue;
    out.push_back({"Live, but no inventory knows it", p.spot, {}});
    return;
  }
}

} // namespace

Rule undeclared() {
  return {"undeclared",
          "Live, and declared nowhere",
          {Severity::Medium, Severity::Medium, Severity::Medium, Severity::Low},
          {"intent sources", "live sources"},
          "Accounts and clusters for which no intent source declares any identity; whether the one that "
          "declares it is itself approved.",
          {{owasp, "NHI1:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-2"}, {soc, "CC6.2"}, {aiRmf, "GOVERN 1.6"}},
          "Take it into the inventory or the code that makes it, with an owner, or revoke it.",
          check};
}

} // namespace countersign::findings::rules
