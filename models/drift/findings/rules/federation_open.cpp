// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& facts, std::vector<Found>& out) {
  for (const Federation& f : facts.federations)
    if (f.state == FederationState::OpenDoor && (f.ofRole && f.roleLive))
      out.push_back({"Open door: " + f.text, {f.role, "/trust", nullptr}, {}});
}

} // namespace

Rule federationOpen() {
  return {"federation-open",
          "A trust that nobody claims",
          always(Severity::Medium),
          {"aws.role", "k8s.serviceaccount"},
          "Federation between other systems than AWS and Kubernetes; issuers whose cluster is not known.",
          {{owasp, "NHI4:2025"}, {owasp, "NHI6:2025"}, {csf, "PR.AA-03"}, {zeroTrust, "tenet 6"}},
          "Take the subject out of the trust policy: whoever makes an account of that name becomes the role.",
          check};
}

} // namespace countersign::findings::rules
