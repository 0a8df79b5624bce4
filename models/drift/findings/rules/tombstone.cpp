// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldTrust& t : f.trusts)
    if (!t.tombstone.empty())
      out.push_back({t.tombstone + ", and " + t.to + " still lets it in", t.spot, {}});
  for (const Note& n : f.tombstones)
    out.push_back({n.text, n.spot, {}});
}

} // namespace

Rule tombstone() {
  return {
      "tombstone",
      "What it belongs to is gone",
      {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
      {"gcp.container or neutral.identity or k8s.serviceaccount"},
      "Repositories, clusters and projects that were never in an import; inventories that are not complete.",
      {{owasp, "NHI1:2025"}, {csf, "ID.AM-08"}, {sp80053, "AC-2"}, {iso, "A.5.18"}},
      "Review the rule that makes such identities, not only this one: it makes them and never takes them "
      "away.",
      check};
}

} // namespace countersign::findings::rules
