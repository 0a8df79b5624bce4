// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

#include <map>

namespace countersign::findings::rules {
namespace {

void check(const RecordFacts& f, std::vector<Found>& out) {
  std::map<std::string, const Consumer*> different;
  for (const Consumer& c : f.consumers)
    different.emplace(c.name, &c);
  if (different.size() < 2) return;
  std::vector<std::string> names;
  for (const auto& [name, consumer] : different)
    if (names.size() < 3) names.push_back(name);
  const std::size_t more = different.size() - names.size();
  out.push_back({std::to_string(different.size()) + " workloads use it: " + joined(names) +
                     (more > 0 ? " and " + std::to_string(more) + " more" : std::string()),
                 different.begin()->second->spot,
                 {}});
}

} // namespace

Rule reuse() {
  return {"reuse",
          "Several workloads use it",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"observation pod or aws.role or gcp.allow-policy or azure.federated-credential or neutral.trust"},
          "Workloads that share its key without a trace; pods that were not exported or have no controller.",
          {{owasp, "NHI9:2025"}, {csf, "PR.AA-01"}, {sp80053, "AC-6"}, {iso, "A.5.16"}},
          "Give each workload an identity of its own, with what that one needs.",
          check};
}

} // namespace countersign::findings::rules
