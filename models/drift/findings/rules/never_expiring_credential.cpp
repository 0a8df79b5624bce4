// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials) {
    if (!standing(c) || c.system == "kubernetes") continue; // token-secret says it of those
    const Credential& x = c.credential;
    if (x.endless)
      out.push_back({shown(c) + " has no end", c.spot, {}});
    else if (x.expires && x.created && *x.expires - *x.created > f.limits.endless)
      out.push_back({shown(c) + " ends only " + day(*x.expires), c.spot, {}});
  }
}

} // namespace

Rule neverExpiringCredential() {
  return {"never-expiring-credential",
          "A credential without an end",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"azure.application or azure.service-principal or gcp.service-account-keys or vault.token or "
           "vault.secret-id or neutral.credential or x509.certificate or pg.role"},
          "Access keys of AWS never end and are told by their age instead; a source that does not say when a "
          "credential ends.",
          {{owasp, "NHI7:2025"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}, {pci, "8.6.3"}},
          "Make one that ends, and renew it by machine.",
          check};
}

} // namespace countersign::findings::rules
