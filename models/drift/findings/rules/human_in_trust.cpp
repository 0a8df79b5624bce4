// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldTrust& t : f.trusts)
    if (t.human) out.push_back({t.entry.who + " can become " + t.to + " (" + t.humanText + ")", t.spot, {}});
}

} // namespace

Rule humanInTrust() {
  return {"human-in-trust",
          "People can become it",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"aws.role or gcp.allow-policy or neutral.trust"},
          "People who come by way of another role or a group; a user of AWS of whom no credential report was "
          "imported.",
          {{owasp, "NHI10:2025"}, {pci, "8.6.1"}, {csf, "PR.AA-05"}, {sp80053, "AC-6"}},
          "Let people use roles for people; leave in the trust what machines need.",
          check};
}

} // namespace countersign::findings::rules
