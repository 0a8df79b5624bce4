// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace countersign::estate {

struct KubeRule {
  std::vector<std::string> apiGroups, resources, verbs;
};
/// What the Role of a service account (of the same name, in its namespace) allows.
std::vector<KubeRule> kubeRules(const Plan& plan, const Identity& serviceAccount, bool edited);
/// The same, as permissions: "get pods" …
std::vector<std::string> kubePermissions(const std::vector<KubeRule>& rules);
/// The cluster role that a role binding which was asked for is to, what it gives, and the binding's name.
inline constexpr std::string_view requestedRole = "quota-reader";
inline constexpr std::string_view requestedVerb = "get resourcequotas";
std::string requestedBinding(const Identity& serviceAccount);
using TextPairs = std::vector<std::pair<std::string, std::string>>;
TextPairs kubeLabels(const Identity& serviceAccount);
/// Owner and federated role; `owner` is what this source says.
TextPairs kubeAnnotations(const Plan& plan, const Identity& serviceAccount, const std::string& owner);
/// metadata.uid of an object that belongs to the service account ("role", "binding"), or of another one.
std::string kubeUid(const Plan& plan, std::string_view what, std::size_t number);
/// Name of the token secret of a service account, empty: it has none.
std::string tokenSecret(const Identity& serviceAccount);

/// Calls `each(identity)` for the live service accounts of a cluster, in the order of that day; with
/// `unlisted` also for those that only another page of the export shows.
template <class Each>
void eachServiceAccount(const Plan& plan, std::size_t cluster, int day, std::uint64_t salt, const Each& each,
                        bool unlisted = false) {
  const Order order(plan.count(Kind::ServiceAccount), plan.hash(400, static_cast<std::uint64_t>(day), salt));
  for (std::size_t i = 0; i < order.size(); ++i)
    if (plan.scopeOf(Kind::ServiceAccount, order[i]) == cluster)
      if (const Identity id = plan.identityOn(Kind::ServiceAccount, order[i], day);
          plan.live(id, day) || (unlisted && id.fault.kind == FaultKind::DeletedPartial))
        each(id);
}

/// Whose token the list of secrets of a day has: there is one a day.
std::optional<Identity> tokenHolder(const Plan& plan, std::size_t cluster, int day);

/// Opens an object as kubectl prints it, up to and with its metadata.
struct KubeMeta {
  std::string name, ns, uid;
  TextPairs labels, annotations;
  Instant created{};
};
void beginKubeObject(JsonOut& out, const Plan& plan, int day, std::string_view apiVersion,
                     std::string_view kind, const KubeMeta& meta);
void beginKubeList(JsonOut& out);
/// `goesOn`: the list says that there is another page.
void endKubeList(JsonOut& out, bool goesOn = false);

} // namespace countersign::estate
