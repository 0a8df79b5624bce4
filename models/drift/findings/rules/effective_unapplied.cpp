// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule effectiveUnapplied() {
  static constexpr std::string_view id = "effective-unapplied";
  return {id,
          "Effective by the other side alone",
          {Severity::High, Severity::High, Severity::Medium, Severity::Low},
          {"live sources"},
          "Resources and trusts that were not imported.",
          {{owasp, "NHI5:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-3"}, {soc, "CC6.1"}},
          "Decide at the resource: taking permissions from the identity does not help here.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
