// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/compare.h"
#include "models/access/kubernetes/effective.h"
#include "models/access/kubernetes/held_bindings.h"
#include "models/access/runtimes/runtimes.h"

#include <algorithm>

namespace countersign {
namespace {

/// "verb resource": the verb stands alone in front, in lower case, or is a *.
bool understands(std::string_view action) {
  const auto blank = action.find(' ');
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '*'; };
  return blank != std::string_view::npos && blank > 0 && blank + 1 < action.size() &&
         action.find(' ', blank + 1) == std::string_view::npos &&
         std::all_of(action.begin(), action.begin() + static_cast<std::ptrdiff_t>(blank), letter);
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant, RuntimeCaches&,
          PlaneGrants& to) {
  if (principal->role == SourceRole::Intent)
    return append(to.requested, kubernetesGrants(reader, principal, principal->role));
  const HeldBindings held = kubernetesHeldBindings(reader, principal, principal->role);
  GrantList applied = kubernetesGrants(held);
  EffectiveList effective = kubernetesEffective(applied);
  effective.escalations = kubernetesEscalations(reader, held);
  append(to.effective, std::move(effective));
  append(to.applied, std::move(applied));
  append(to.requested, kubernetesGrants(reader, principal, SourceRole::Intent));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  Answer out = kubernetesAnswer(reader, principal, question);
  out.nothingAllows = out.verdict == Verdict::NotEvaluated && out.why.empty(); // RBAC has no denials
  return out;
}

std::vector<GrantParts> compare(const Grants& wide, const Grants& narrow, RuntimeCaches&) {
  return kubernetesCompare(wide, narrow);
}

} // namespace

Runtime kubernetesRuntime() {
  return {"kubernetes", {"k8s.serviceaccount", "k8s.subject"},
          "get pods",   "namespace default",
          understands,  give,
          answer,       compare};
}

} // namespace countersign
