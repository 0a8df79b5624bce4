// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {

Rule neverRequested() {
  static constexpr std::string_view id = "never-requested";
  return {id,
          "Held, and never asked for",
          {Severity::High, Severity::High, Severity::Medium, Severity::Low},
          {"intent sources", "live sources"},
          "Permissions that no imported intent source could ask for in the same words: they are "
          "unknown, not never asked for; what a person was told by word of mouth.",
          {{owasp, "NHI5:2025"},
           {csf, "PR.AA-05"},
           {sp80053, "AC-6"},
           {pci, "7.2.5"},
           {soc, "CC6.3"},
           {iso, "A.5.18"}},
          "Take away what nobody asked for, or have it declared and approved.",
          [](const RecordFacts& f, std::vector<Found>& out) { addDifferences(f, id, out); }};
}

} // namespace countersign::findings::rules
