// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  const Usage usage = usageOf(f);
  if (usage.last.state != LastUse::State::Used || f.time.reached(usage.last.at + f.limits.unused)) return;
  for (const Owner& o : f.owners)
    if (o.state == Owner::State::Gone) {
      out.push_back(
          {"Owner " + o.name + " is gone (" + o.stateText + "), and it was last used " + day(usage.last.at),
           o.spot,
           {}});
      return;
    }
}

} // namespace

Rule ownerGoneKeyUsed() {
  return {
      "owner-gone-key-used",
      "The owner is gone, and it is still used",
      {Severity::Critical, Severity::High, Severity::High, Severity::Medium},
      {"neutral.identity or azure.user",
       "observation last-used or observation last_used or observation last_seen or audit events"},
      "Owners, people or teams, that no imported inventory or directory knows, or still has as enabled; use "
      "that nobody records.",
      {{owasp, "NHI1:2025"}, {csf, "PR.AA-01"}, {sp80053, "AC-2(3)"}, {iso, "A.5.18"}, {soc, "CC6.2"}},
      "Name a new owner at once, let the new owner rotate every credential, then decide whether it is "
      "still needed.",
      check};
}

} // namespace countersign::findings::rules
