// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.review || f.tier != Tier::Critical || !f.live) return;
  if (f.review->state == StandingState::Never || f.review->state == StandingState::Expired)
    out.push_back({"Critical, and " + f.review->reason, f.shown, {}});
}

} // namespace

Rule notReviewed() {
  return {"not-reviewed",
          "Critical, and not certified",
          always(Severity::High),
          {"decisions"},
          "Reviews that were held elsewhere.",
          {{pci, "7.2.5.1"},
           {csf, "PR.AA-05"},
           {iso, "A.5.18"},
           {soc, "CC6.3"},
           {sp80053, "AC-6(7)"},
           {owasp, "NHI5:2025"}},
          "Review it. A critical record takes two reviewers.",
          check};
}

} // namespace countersign::findings::rules
