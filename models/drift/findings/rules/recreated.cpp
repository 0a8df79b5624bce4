// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const Principal& p : f.principals)
    if (p.present && !p.formerId.empty())
      out.push_back(
          {"A new identity under an old name: nothing carries over from " + p.formerId, p.spot, {}});
}

} // namespace

Rule recreated() {
  return {"recreated",
          "A new identity under an old name",
          always(Severity::Medium),
          {"live sources"},
          "Systems that give no id that is never used again; what happened between two imports.",
          {{owasp, "NHI1:2025"}, {csf, "PR.AA-01"}, {sp80053, "AC-2"}, {iso, "A.5.16"}},
          "Review it as the new identity that it is; trust that named the old one by its name now means the "
          "new one.",
          check};
}

} // namespace countersign::findings::rules
