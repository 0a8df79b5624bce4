// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (f.platformOwned || f.owners.empty() || !f.ownersDisagree) return;
  std::string text;
  for (const Owner& o : f.owners)
    text += (text.empty() ? "" : "; ") + o.basis + " says " + o.name;
  out.push_back({std::move(text), f.owners.front().spot, {}});
}

} // namespace

Rule ownerContradiction() {
  return {"owner-contradiction",
          "Sources name different owners",
          always(Severity::High),
          {"live sources or intent sources"},
          "Two names of one team that are spelled differently count as two; groups are not looked into.",
          {{owasp, "NHI1:2025"}, {csf, "PR.AA-01"}, {sp80053, "AC-2"}, {iso, "A.5.16"}},
          "Decide who is accountable and correct the source that is wrong.",
          check};
}

} // namespace countersign::findings::rules
