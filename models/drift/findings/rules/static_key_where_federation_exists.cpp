// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  const HeldTrust* federation = nullptr;
  for (const HeldTrust& t : f.trusts)
    if (t.entry.mechanism == TrustEntry::Mechanism::Oidc && federation == nullptr) federation = &t;
  if (federation == nullptr) return;
  for (const HeldCredential& c : f.credentials)
    if (standing(c) && c.credential.kind != CredentialKind::Certificate && c.system == federation->system)
      out.push_back(
          {shown(c) + " stands beside the federation with " + federation->entry.issuer, c.spot, {}});
}

} // namespace

Rule staticKeyWhereFederation() {
  return {"static-key-where-federation-exists",
          "A standing key beside a federation",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"azure.federated-credential or gcp.allow-policy or neutral.trust or aws.role",
           "azure.application or azure.service-principal or gcp.service-account-keys or aws.access-keys or "
           "neutral.credential"},
          "Whether everything that uses the key could use the federation.",
          {{owasp, "NHI4:2025"},
           {owasp, "NHI6:2025"},
           {csf, "PR.AA-03"},
           {zeroTrust, "tenet 3"},
           {sp80053, "IA-5"}},
          "Move what uses the key to the federation that is there already, then delete the key.",
          check};
}

} // namespace countersign::findings::rules
