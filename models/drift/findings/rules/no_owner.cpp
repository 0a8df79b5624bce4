// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.platformOwned && f.owners.empty()) out.push_back({"No owner", f.shown, {}});
}

} // namespace

Rule noOwner() {
  return {
      "no-owner",
      "No owner",
      {Severity::Critical, Severity::High, Severity::High, Severity::High},
      {"live sources or intent sources"},
      "An owner that is written down where nothing is imported from; whether the owner named still works "
      "there.",
      {{owasp, "NHI1:2025"}, {csf, "PR.AA-01"}, {sp80053, "AC-2"}, {iso, "A.5.16"}, {aiRmf, "GOVERN 2.1"}},
      "Name an accountable team by tag, label, annotation or in the inventory; revoke what nobody wants.",
      check};
}

} // namespace countersign::findings::rules
