// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials)
    if (standing(c) && c.credential.expires && f.time.reached(*c.credential.expires))
      out.push_back({shown(c) + " ended " + day(*c.credential.expires) + " and is still listed", c.spot, {}});
}

} // namespace

Rule expiredCredentialPresent() {
  return {"expired-credential-present",
          "A credential that has ended is still there",
          {Severity::Medium, Severity::Medium, Severity::Low, Severity::Low},
          {"azure.application or azure.service-principal or gcp.service-account-keys or vault.secret-id or "
           "neutral.credential or x509.certificate or pg.role"},
          "Whether the system still accepts it: most do not, and a list of dead ones hides the living.",
          {{owasp, "NHI7:2025"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}},
          "Delete it; make sure that what used it was moved.",
          check};
}

} // namespace countersign::findings::rules
