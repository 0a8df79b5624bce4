// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  if (!f.live) return;
  const Principal* gone = nullptr;
  for (const Principal& p : f.principals) {
    if (p.role != SourceRole::Intent) continue;
    if (p.present) return;
    gone = &p;
  }
  if (gone == nullptr) return;
  out.push_back({(gone->spot.document ? gone->spot.document->sourceName : std::string("intent")) +
                     " declared it" +
                     (gone->goneSince ? " until " + day(*gone->goneSince) : std::string(" once")) +
                     " and no longer does, and it is still live",
                 gone->spot,
                 {}});
}

} // namespace

Rule destroyedButLive() {
  return {"destroyed-but-live",
          "No longer declared, and still live",
          {Severity::Critical, Severity::High, Severity::High, Severity::Medium},
          {"intent sources", "live sources"},
          "What was taken out of the code before its first import; declarations that moved to a source that "
          "is not imported.",
          {{owasp, "NHI1:2025"}, {csf, "ID.AM-08"}, {sp80053, "AC-2"}, {soc, "CC6.2"}, {iso, "A.5.18"}},
          "Revoke it in the live system, or declare it again: an apply that failed half-way leaves both.",
          check};
}

} // namespace countersign::findings::rules
