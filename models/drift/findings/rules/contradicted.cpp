// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.contradicted.empty()) out.push_back({f.contradicted, {}, {}});
}

} // namespace

Rule contradicted() {
  return {"contradicted",
          "Sources contradict each other about the present",
          always(Severity::High),
          {"audit events or live sources"},
          "Changes that no audit source records, and those of parts that two live sources do not both show.",
          {{owasp, "NHI1:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-2"}},
          "Export the live source again; where it stays, find out which source is wrong.",
          check};
}

} // namespace countersign::findings::rules
