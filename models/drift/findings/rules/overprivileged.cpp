// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.live || !f.access.known || f.access.reach < Reach::Administer) return;
  out.push_back({"Overprivileged: " + f.access.reason, f.shown,
                 f.access.certain ? std::optional<Severity>() : std::optional(Severity::Medium)});
}

} // namespace

Rule overprivileged() {
  return {"overprivileged",
          "Can do everything, or decide what others may do",
          {Severity::High, Severity::High, Severity::High, Severity::High},
          {"live sources"},
          "Whether it needs that much: what was asked for is no measure of what is needed. Systems without "
          "an evaluator are read by names.",
          {{owasp, "NHI5:2025"},
           {csf, "PR.AA-05"},
           {sp80053, "AC-6"},
           {pci, "7.2.5"},
           {soc, "CC6.3"},
           {zeroTrust, "tenet 4"}},
          "Give it what it used in the last months and no more; keep what administers for identities that do "
          "nothing else.",
          check};
}

} // namespace countersign::findings::rules
