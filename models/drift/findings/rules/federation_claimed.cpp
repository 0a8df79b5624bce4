// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& facts, std::vector<Found>& out) {
  for (const Federation& f : facts.federations)
    if (f.state == FederationState::Claimed && (f.ofAccount && f.accountLive))
      out.push_back(
          {"Claimed only: " + f.text, {f.account, "/annotations/eks.amazonaws.com~1role-arn", nullptr}, {}});
}

} // namespace

Rule federationClaimed() {
  return {"federation-claimed",
          "A federation that only the service account claims",
          always(Severity::Medium),
          {"aws.role", "k8s.serviceaccount"},
          "Federation between other systems than AWS and Kubernetes; issuers whose cluster is not known.",
          {{owasp, "NHI4:2025"}, {owasp, "NHI6:2025"}, {csf, "PR.AA-03"}, {zeroTrust, "tenet 6"}},
          "Name the service account in the trust policy of the role, or take the annotation away.",
          check};
}

} // namespace countersign::findings::rules
