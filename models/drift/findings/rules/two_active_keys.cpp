// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

#include <map>

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  std::map<const HeldDocument*, std::vector<const HeldCredential*>> byDocument;
  for (const HeldCredential& c : f.credentials)
    if (c.credential.kind == CredentialKind::AccessKey && c.credential.state == Credential::State::Active)
      byDocument[c.spot.document.get()].push_back(&c);
  for (const HeldCredential& c : f.credentials) { // in the order of the facts
    const auto keys = byDocument.find(c.spot.document.get());
    if (keys == byDocument.end() || keys->second.size() < 2 || keys->second.front() != &c) continue;
    out.push_back({std::to_string(keys->second.size()) + " access keys are active at once: " +
                       keys->second[0]->credential.id + ", " + keys->second[1]->credential.id,
                   c.spot,
                   {}});
    return; // a list of keys and a credential report show the same ones
  }
}

} // namespace

Rule twoActiveKeys() {
  return {"two-active-keys",
          "Two access keys at once",
          {Severity::Medium, Severity::Medium, Severity::Low, Severity::Low},
          {"aws.access-keys or aws.credential-report-row"},
          "A rotation that is under way: two keys are right for a day.",
          {{owasp, "NHI7:2025"}, {sp80053, "IA-5"}, {csf, "PR.AA-01"}},
          "Finish the rotation: disable the older key, then delete it (CIS AWS Foundations Benchmark, one "
          "active access key a user).",
          check};
}

} // namespace countersign::findings::rules
