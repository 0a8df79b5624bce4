// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.unseen.empty()) out.push_back({f.unseen, f.shown, {}});
}

} // namespace

Rule unseen() {
  return {"unseen",
          "In no export of live state",
          {Severity::Medium, Severity::Medium, Severity::Low, Severity::Low},
          {"intent sources or live sources"},
          "Live state that was not exported: it may be there all the same.",
          {{owasp, "NHI1:2025"}, {csf, "ID.AM-08"}, {sp80053, "AC-2"}},
          "Export live state of the place where it should be; take the declaration away where it is gone for "
          "good.",
          check};
}

} // namespace countersign::findings::rules
