// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials)
    if (usable(c) && !c.others.empty())
      out.push_back({shown(c) + " is also that of " + joined(c.others), c.spot, {}});
}

} // namespace

Rule sharedKey() {
  return {"shared-key",
          "One key, several identities",
          {Severity::Critical, Severity::High, Severity::High, Severity::Medium},
          {"aws.access-keys or x509.certificate or azure.application or azure.service-principal or "
           "neutral.credential"},
          "Keys that no export gives an exact name: passwords, secrets, keys of Google Cloud. Copies of one "
          "key in several places.",
          {{owasp, "NHI9:2025"}, {owasp, "NHI4:2025"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}, {iso, "A.5.16"}},
          "Give each identity a key of its own: what one of them loses, all of them lose.",
          check};
}

} // namespace countersign::findings::rules
