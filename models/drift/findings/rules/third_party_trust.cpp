// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldTrust& t : f.trusts) {
    if (!t.outside || t.ofPlatform) continue;
    const bool aws = t.system == "aws";
    const std::string id = !aws                 ? ""
                           : t.entry.externalId ? ", with an external id"
                                                : ", without an external id";
    out.push_back(
        {t.entry.who + (aws ? " (no known account)" : " (another tenant)") + " can become " + t.to + id,
         t.spot, aws && t.entry.externalId ? std::optional(Severity::Low) : std::nullopt});
  }
}

} // namespace

Rule thirdPartyTrust() {
  return {"third-party-trust",
          "Somebody outside can become it",
          {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
          {"aws.organization-unit or azure.service-principal"},
          "Accounts where no list of the organisation has the account itself; an account of the organisation "
          "that is in no list that was imported counts as outside; whether the supplier is sound; "
          "suppliers who hold a key instead.",
          {{owasp, "NHI3:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-6"}, {soc, "CC6.1"}, {iso, "A.5.15"}},
          "Check that the supplier still needs it and no more than it needs; ask for an external id.",
          check};
}

} // namespace countersign::findings::rules
