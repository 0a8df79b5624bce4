// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& facts, std::vector<Found>& out) {
  for (const Federation& f : facts.federations)
    if (f.state == FederationState::Ambiguous && (f.ofAccount || f.ofRole))
      out.push_back({f.text, {f.ofRole ? f.role : f.account, {}, nullptr}, {}});
}

} // namespace

Rule federationAmbiguous() {
  return {"federation-ambiguous",
          "A federation that more than one account may mean",
          always(Severity::Medium),
          {"aws.role", "k8s.serviceaccount"},
          "Federation between other systems than AWS and Kubernetes; issuers whose cluster is not known.",
          {{owasp, "NHI4:2025"}, {owasp, "NHI6:2025"}, {csf, "PR.AA-03"}, {zeroTrust, "tenet 6"}},
          "Name the issuer of one cluster only, or give the accounts names of their own.",
          check};
}

} // namespace countersign::findings::rules
