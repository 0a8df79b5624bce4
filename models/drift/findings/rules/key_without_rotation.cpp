// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const Principal& p : f.principals) {
    if (!p.present || p.role != SourceRole::Live || !p.created) continue;
    for (const HeldCredential& c : f.credentials) {
      const auto since = c.credential.since();
      if (!standing(c) || !since || c.credential.kind == CredentialKind::Certificate || c.system != p.system)
        continue;
      const bool together = *since - *p.created <= f.limits.madeTogether;
      if (together && f.time.reached(*since + f.limits.rotation)) {
        out.push_back(
            {shown(c) + " is as old as the identity itself, " + day(*since) + ": never rotated", c.spot, {}});
        return;
      }
    }
  }
}

} // namespace

Rule keyWithoutRotation() {
  return {"key-without-rotation",
          "A key that was never rotated",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"aws.access-keys or aws.credential-report-row or gcp.service-account-keys or azure.application or "
           "azure.service-principal or neutral.credential"},
          "Systems that do not say when the identity was made; a key that was deleted and made anew is a "
          "rotated one.",
          {{owasp, "NHI7:2025"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}, {pci, "8.6.3"}, {iso, "A.5.17"}},
          "Set up a rotation that no person has to think of.",
          check};
}

} // namespace countersign::findings::rules
