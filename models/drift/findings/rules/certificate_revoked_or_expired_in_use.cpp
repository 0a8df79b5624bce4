// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials) {
    if (c.credential.kind != CredentialKind::Certificate) continue;
    const bool over = c.credential.expires && f.time.reached(*c.credential.expires);
    if (c.revoked.empty() && !over) continue;
    const std::string ended = !c.revoked.empty() ? c.revoked : "expired " + day(*c.credential.expires);
    if (c.usedAfter)
      out.push_back(
          {"Certificate " + c.credential.id + " was used " + day(*c.usedAfter) + ", and it is " + ended,
           c.spot,
           {}});
    else if (!c.namedBy.empty())
      out.push_back(
          {"Certificate " + c.credential.id + " is accepted by " + c.namedBy + ", and it is " + ended,
           c.spot,
           {}});
  }
}

} // namespace

Rule certificateEndedInUse() {
  return {
      "certificate-revoked-or-expired-in-use",
      "A certificate that no longer holds is in use",
      {Severity::Critical, Severity::High, Severity::High, Severity::Medium},
      {"x509.certificate",
       "audit events or azure.application or azure.service-principal or neutral.credential"},
      "Use that no audit source and no other system shows. Signatures of revocation lists are not checked.",
      {{owasp, "NHI7:2025"}, {owasp, "NHI4:2025"}, {csf, "PR.AA-03"}, {sp80053, "IA-5"}, {sp80053, "SC-12"}},
      "Take it out of what accepts it, and find out who still uses it: it should have been refused.",
      check};
}

} // namespace countersign::findings::rules
