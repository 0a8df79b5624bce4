// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (f.access.reach >= Reach::Administer) return;
  std::vector<const Way*> sure, unlessGuarded;
  for (const Way& way : f.ways) {
    if (!way.conditional) sure.push_back(&way);
    if (way.unlessGuarded) unlessGuarded.push_back(&way);
  }
  const auto& ways = sure.empty() ? unlessGuarded : sure;
  if (ways.empty()) return;
  const std::string start = sure.empty()
                                ? "Can get more than it has, unless what was not imported denies it: "
                                : "Can get more than it has: ";
  const std::size_t more = ways.size() - 1;
  out.push_back(
      {start + ways.front()->title + (more > 0 ? " (" + std::to_string(more) + " more ways)" : std::string()),
       ways.front()->spot, sure.empty() ? std::optional(Severity::Medium) : std::nullopt});
}

} // namespace

Rule escalation() {
  return {
      "escalation",
      "Can get more than it has",
      {Severity::Critical, Severity::High, Severity::High, Severity::High},
      {"live sources"},
      "Ways that are not in the list of known ones, that lead through two identities, or that rest on "
      "conditions other than guardrails.",
      {{owasp, "NHI5:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-6"}, {pci, "7.2.5"}, {soc, "CC6.3"}},
      "Take away one of the permissions that the way needs, or bind it to resources that give nothing more.",
      check};
}

} // namespace countersign::findings::rules
