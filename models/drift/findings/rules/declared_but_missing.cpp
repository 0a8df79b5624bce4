// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const Principal& p : f.principals)
    if (p.present && p.role == SourceRole::Intent && !p.planned && !p.lackedBy.empty() && !f.live) {
      out.push_back(
          {p.spot.document->sourceName + " declares it, and " + p.lackedBy + " lacks it", p.spot, {}});
      return;
    }
}

} // namespace

Rule declaredButMissing() {
  return {"declared-but-missing",
          "Declared, and not there",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"intent sources", "live sources"},
          "Places of which the live part was never imported complete; what is only planned.",
          {{owasp, "NHI1:2025"}, {csf, "ID.AM-08"}, {sp80053, "AC-2"}},
          "Find out who deleted it or why it was never applied; take the declaration away where it is not "
          "wanted.",
          check};
}

} // namespace countersign::findings::rules
