// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials)
    if (standing(c) && c.credential.kind == CredentialKind::Token && c.system == "kubernetes")
      out.push_back({"Secret " + c.credential.id + " holds a token without an end" +
                         (c.credential.lastUse.state == LastUse::State::Used
                              ? ", last used " + day(c.credential.lastUse.at)
                              : std::string()),
                     c.spot,
                     {}});
}

} // namespace

Rule tokenSecret() {
  return {"token-secret",
          "A long-lived token in a Kubernetes Secret",
          {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
          {"observation legacy-token"},
          "Secrets that were not exported; copies of the token elsewhere.",
          {{owasp, "NHI4:2025"},
           {owasp, "NHI7:2025"},
           {csf, "PR.AA-01"},
           {zeroTrust, "tenet 3"},
           {sp80053, "IA-5"}},
          "Use projected tokens, which end by themselves (TokenRequest API), and delete the Secret.",
          check};
}

} // namespace countersign::findings::rules
