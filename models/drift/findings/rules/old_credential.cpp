// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials) {
    const auto since = c.credential.since();
    if (!standing(c) || c.credential.kind == CredentialKind::Certificate || !since) continue;
    if (f.time.reached(*since + f.limits.rotation))
      out.push_back({shown(c) + " is the same since " + day(*since) + ", longer than " +
                         std::to_string(f.limits.rotation.count()) + " days",
                     c.spot,
                     {}});
  }
}

} // namespace

Rule oldCredential() {
  return {"old-credential",
          "A credential that was not changed for long",
          {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
          {"aws.access-keys or aws.credential-report-row or azure.application or azure.service-principal or "
           "gcp.service-account-keys or vault.secret-id or neutral.credential or k8s.serviceaccount"},
          "Credentials that no imported list shows; certificates, which end by themselves.",
          {{owasp, "NHI7:2025"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}, {pci, "8.6.3"}, {iso, "A.5.17"}},
          "Rotate it, and let the platform do so from now on; better: replace it by federation.",
          check};
}

} // namespace countersign::findings::rules
