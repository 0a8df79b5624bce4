// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldTrust& t : f.trusts) {
    if (t.entry.mechanism != TrustEntry::Mechanism::Oidc) continue;
    if (!t.entry.subjectBound)
      out.push_back(
          {"Any token of " + t.entry.issuer + " may become " + t.to + ": no condition on the subject",
           t.spot,
           {}});
    else if (!t.entry.audienceBound)
      out.push_back(
          {"Tokens of " + t.entry.issuer + " for any audience may become " + t.to, t.spot, Severity::Medium});
  }
}

} // namespace

Rule openFederation() {
  return {"open-federation",
          "A federation that lets in more than one workload",
          {Severity::Critical, Severity::High, Severity::High, Severity::Medium},
          {"aws.role or gcp.allow-policy or azure.federated-credential or neutral.trust"},
          "Whether what the condition names is under control: a repository that anyone can fork into, a "
          "branch without protection.",
          {{owasp, "NHI6:2025"},
           {owasp, "NHI4:2025"},
           {csf, "PR.AA-03"},
           {zeroTrust, "tenet 6"},
           {sp80053, "IA-5"}},
          "Ask for the exact subject and audience of the one workload that needs it.",
          check};
}

} // namespace countersign::findings::rules
