// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/decided_principal.h"
#include "models/correlate/describe_kinds.h"
#include "models/identity/decision_keys.h"
#include "models/identity/keys.h"
#include "models/identity/postgresql_keys.h"
#include "models/identity/vault_keys.h"

namespace countersign {

std::vector<std::string> decidedPrincipals(const Document& document) {
  if (document.object.kind != decisionKind) return {};
  const Json& c = document.content;
  const std::string &system = c["system"].asString(), &who = c["principal"].asString();
  const std::string& cluster = c["cluster"].asString();
  if (who.empty()) return {};
  if (system == "kubernetes") return {keys::k8sSubject(cluster, who)};
  if (system == "aws") return {keys::awsPrincipal(who)};
  if (system == "postgresql") return {keys::pgRole(keys::pgCluster(cluster), who)};
  if (system != "vault") return {};
  constexpr std::string_view auth = "auth/";
  if (who.compare(0, auth.size(), auth) == 0) return {keys::vaultRole(cluster, who.substr(auth.size()))};
  return {keys::vaultEntity(who), keys::vaultAccessor(cluster, who)};
}

namespace kinds {

bool decision(const Document& document, Description& out) {
  if (document.object.kind != decisionKind) return false;
  for (const std::string& who : decidedPrincipals(document))
    if (!who.empty()) out.namingKeys.push_back(keys::ownWord(who));
  return true;
}

} // namespace kinds
} // namespace countersign
