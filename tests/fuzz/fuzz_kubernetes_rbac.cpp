// SPDX-License-Identifier: Apache-2.0
// links: countersign_access_kubernetes
#include "models/access/kubernetes/powers.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace countersign;
using namespace countersign::rbac;

void require(bool holds) {
  if (!holds) std::abort();
}

Request requestOf(const Json& json) {
  Request out{json["verb"].asString(),        json["apiGroup"].asString(), json["resource"].asString(),
              json["subresource"].asString(), json["name"].asString(),     json["namespace"].asString(),
              json["path"].asString(),        json["path"].isNull()};
  if (!out.resourceRequest) out.ns.clear();
  return out;
}

/// Decision, row and who-can say the same.
void agree(const Cluster& cluster, const User& user, const Powers& powers, const Request& request) {
  const Decision decision = cluster.authorize(user, request);
  const bool allowed = decision.verdict == Verdict::Allowed;
  require(allowed != decision.by.empty());
  require(allowed == std::any_of(powers.rows.begin(), powers.rows.end(), [&](const Power& row) {
            return row.urls != request.resourceRequest && (row.ns.empty() || row.ns == request.ns) &&
                   allows(*row.by.rule, request);
          }));
  const Cluster::Who who = cluster.whoCan(request);
  require(allowed == std::any_of(who.subjects.begin(), who.subjects.end(),
                                 [&](const auto& one) { return appliesTo(one.first, user, {}); }));
}

void remainder(const PolicyRules& owner, const PolicyRules& servant) {
  const auto left = uncovered(owner, servant, 100'000);
  if (!left) return;
  PolicyRules more = owner;
  more.insert(more.end(), left->begin(), left->end());
  const auto none = uncovered(more, servant, 100'000);
  require(!none || none->empty());
}

} // namespace

/// {"objects": […], "user", "groups", "requests": […]}: what is read is answered consistently.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  JsonLimits limits;
  limits.maxNodes = 5000;
  const auto json = parseJson({reinterpret_cast<const char*>(data), size}, limits);
  if (!json) return 0;
  Objects objects;
  objects.addObject(*json);
  for (const Json& object : (*json)["objects"].items())
    objects.addObject(object);
  for (const Json& document : (*json)["documents"].items())
    objects.addDocument(document["kind"].asString(), document["content"], document["live"].asBool());
  const Cluster cluster(std::move(objects));
  const User user = authenticated({(*json)["user"].asString(), (*json)["groups"].strings()});
  const Powers powers = powersOf(cluster, user);
  for (const Power& row : powers.rows)
    require(!row.text().empty());
  for (const Consequence& c : powers.consequences)
    require(!c.text().empty() && !c.path.empty());
  const Reachable all = reachable(cluster, user);
  for (const Reach& reach : all.reached)
    require(all.chain(reach).front()->from == Reach::origin);
  for (const Json& request : (*json)["requests"].items())
    agree(cluster, user, powers, requestOf(request));
  Question question{user.name, (*json)["action"].asString(), (*json)["resource"].asString(), {}, false, {}};
  const Answer said = answer(cluster, question);
  require(said.verdict != Verdict::NotEvaluated || !said.missing.empty());
  const auto& roles = cluster.objects().roles;
  if (roles.size() > 1) remainder(roles[0].rules, roles[1].rules);
  return 0;
}
