// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const Note& n : f.leakedSecrets)
    out.push_back({n.text, n.spot, {}});
}

} // namespace

Rule secretInSource() {
  return {"secret-in-source",
          "A secret in what declares or shows it",
          always(Severity::High),
          {"intent sources or neutral.identity or neutral.credential"},
          "Secrets in code, logs, images and pipelines: that takes a scanner for secrets. What importers "
          "mask without being asked is not told one by one.",
          {{owasp, "NHI2:2025"}, {pci, "8.6.2"}, {csf, "PR.AA-01"}, {sp80053, "IA-5"}, {iso, "A.5.17"}},
          "Rotate it: whoever can read the state or the export has it. Keep secrets in a store that gives "
          "them out.",
          check};
}

} // namespace countersign::findings::rules
