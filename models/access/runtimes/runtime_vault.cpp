// SPDX-License-Identifier: Apache-2.0
#include "models/access/runtimes/answered.h"
#include "models/access/runtimes/runtimes.h"
#include "models/access/vault/applied.h"
#include "models/access/vault/documents.h"

#include <algorithm>

namespace countersign {
namespace {

/// A capability (Vault documentation, "Policies").
bool understands(std::string_view action) {
  constexpr std::string_view words[] = {"create", "read",      "update", "delete", "list",   "patch",
                                        "sudo",   "subscribe", "scan",   "deny",   "recover"};
  return std::find(std::begin(words), std::end(words), action) != std::end(words);
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches&,
          PlaneGrants& to) {
  append(to.applied, vaultGrants(reader, principal, SourceRole::Live));
  append(to.effective, effectiveOf(vault::effectiveRows(reader, principal, now)));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches&) {
  const vault::DocumentHolder held = vault::holderFrom(reader, principal, question.now);
  Answer out = vault::answer(held.holder, question);
  for (WhyStep& step : out.why)
    if (const auto found = held.policies.find(step.document); found != held.policies.end())
      step.held = found->second;
  return out;
}

} // namespace

Runtime vaultRuntime() {
  return {"vault",     {"vault.entity", "vault.auth-role", "vault.token"},
          "read",      "secret/data/app",
          understands, give,
          answer};
}

} // namespace countersign
