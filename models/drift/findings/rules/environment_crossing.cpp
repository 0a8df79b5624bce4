// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  const Environment *inside = nullptr, *outside = nullptr;
  for (const Environment& e : f.environments) {
    const Environment*& side = e.production ? inside : outside;
    if (side == nullptr) side = &e;
  }
  if (inside == nullptr || outside == nullptr) return;
  out.push_back(
      {"In production (" + inside->told + ") and outside of it (" + outside->told + ")", outside->spot, {}});
}

} // namespace

Rule environmentCrossing() {
  return {"environment-crossing",
          "In production and outside of it",
          {Severity::High, Severity::High, Severity::Medium, Severity::Medium},
          {"live sources"},
          "Environments that no tag, label, namespace, cluster or account name tells; data that is carried "
          "across.",
          {{owasp, "NHI8:2025"}, {csf, "PR.AA-05"}, {sp80053, "AC-6"}, {iso, "A.5.15"}},
          "Split it: one identity for each environment, each trusted there alone.",
          check};
}

} // namespace countersign::findings::rules
