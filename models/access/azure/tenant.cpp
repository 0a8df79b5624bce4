// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/tenant.h"

#include "models/access/azure/text.h"

#include <algorithm>
#include <deque>

namespace countersign::azure {
namespace {

const char* kindName(PrincipalKind kind) {
  switch (kind) {
  case PrincipalKind::User:
    return "user ";
  case PrincipalKind::Group:
    return "group ";
  case PrincipalKind::ServicePrincipal:
    return "service principal ";
  case PrincipalKind::ManagedIdentity:
    return "managed identity ";
  case PrincipalKind::Unknown:
    break;
  }
  return "principal ";
}

bool has(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

template <class Map, class List>
const auto* at(const Map& index, const List& list, std::string_view id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : &list[found->second];
}

} // namespace

Tenant::Tenant(Objects objects) : objects_(std::move(objects)), scopes_(objects_.parents) {
  for (std::size_t i = 0; i < objects_.principals.size(); ++i) {
    const Principal& p = objects_.principals[i];
    principals_.emplace(p.id, i);
    if (!p.appId.empty()) byApp_.emplace(p.appId, i);
    for (const std::string& member : p.members) {
      groupsByMember_[member].push_back(p.id);
      membersByGroup_[p.id].push_back(member);
    }
    for (const std::string& group : p.memberOf) {
      groupsByMember_[p.id].push_back(group);
      membersByGroup_[group].push_back(p.id);
    }
  }
  for (std::size_t i = 0; i < objects_.applications.size(); ++i)
    applications_.emplace(objects_.applications[i].appId, i);
  for (std::size_t i = 0; i < objects_.roles.size(); ++i)
    roles_.emplace(objects_.roles[i].id, i);
  for (std::size_t i = 0; i < objects_.directoryRoles.size(); ++i) {
    directoryRoles_.emplace(objects_.directoryRoles[i].id, i);
    if (!objects_.directoryRoles[i].templateId.empty())
      directoryRoles_.emplace(objects_.directoryRoles[i].templateId, i);
  }
  perhaps_ = perhaps();
}

const Principal* Tenant::find(std::string_view id) const {
  const std::string low = lowered(id);
  const Principal* out = at(principals_, objects_.principals, low);
  return out != nullptr ? out : servicePrincipalOf(low);
}

std::string Tenant::objectId(std::string_view id) const {
  const Principal* found = find(id);
  return found != nullptr ? found->id : lowered(id);
}

const Application* Tenant::application(std::string_view appId) const {
  return at(applications_, objects_.applications, appId);
}
const Principal* Tenant::servicePrincipalOf(std::string_view appId) const {
  return at(byApp_, objects_.principals, appId);
}
const RoleDefinition* Tenant::role(std::string_view id) const {
  return at(roles_, objects_.roles, id);
}
const DirectoryRole* Tenant::directoryRole(std::string_view id) const {
  return at(directoryRoles_, objects_.directoryRoles, id);
}

std::string Tenant::shown(std::string_view id) const {
  if (id == everyone) return "all principals";
  const Principal* p = find(id);
  if (p == nullptr) return "principal " + std::string(id);
  return kindName(p->kind) + (p->name.empty() ? p->id : p->name);
}

/// Groups whose members are not known, and the groups that those are in. A group that is named somewhere and
/// is not there has unknown members unless all groups were shown.
Memberships Tenant::perhaps() const {
  Memberships out;
  std::deque<std::string> open;
  const auto unknown = [&](const std::string& group) {
    if (out.emplace(group, Membership{Truth::Undecided, "the members of " + shown(group) + " are not known"})
            .second)
      open.push_back(group);
  };
  for (const Principal& p : objects_.principals)
    if (p.kind == PrincipalKind::Group && !p.membersKnown) unknown(p.id);
  if (!wasShown("azure.group"))
    for (const RoleAssignment& a : objects_.assignments)
      if (lowered(a.principalType) == "group" && find(a.principal) == nullptr) unknown(a.principal);
  while (!open.empty()) {
    const std::string group = open.front();
    open.pop_front();
    const auto found = groupsByMember_.find(group);
    if (found == groupsByMember_.end()) continue;
    for (const std::string& over : found->second)
      if (out.emplace(over, out[group]).second) open.push_back(over);
  }
  return out;
}

Memberships Tenant::groupsOf(std::string_view id) const {
  Memberships out;
  std::deque<std::string> open{std::string(id)};
  const Principal* who = find(id);
  while (!open.empty()) {
    const std::string member = open.front();
    open.pop_front();
    const auto found = groupsByMember_.find(member);
    if (found == groupsByMember_.end()) continue;
    const auto before = out.find(member);
    const std::string via = before == out.end() ? std::string() : " ← " + before->second.via;
    for (const std::string& group : found->second)
      if (group != id && out.emplace(group, Membership{Truth::Yes, shown(group) + via}).second)
        open.push_back(group);
  }
  if (who == nullptr || !who->membershipWhole) out.insert(perhaps_.begin(), perhaps_.end());
  return out;
}

Texts Tenant::membersOf(std::string_view group) const {
  Texts out, open{std::string(group)};
  std::set<std::string, std::less<>> seen{std::string(group)};
  while (!open.empty()) {
    const auto found = membersByGroup_.find(open.back());
    open.pop_back();
    if (found == membersByGroup_.end()) continue;
    for (const std::string& member : found->second)
      if (seen.insert(member).second) {
        out.push_back(member);
        open.push_back(member);
      }
  }
  return out;
}

/// "Conditional Access for workload identities": single-tenant service principals of the own tenant; managed
/// identities and multi-tenant applications are left out. All that a policy can do there is to block.
void Tenant::accessPolicies(const Principal& who, Standing& out) const {
  if (who.kind != PrincipalKind::ServicePrincipal) return;
  const bool known = !who.ownerTenant.empty() && !objects_.tenant.empty();
  if (known && who.ownerTenant != objects_.tenant) return;
  for (const AccessPolicy& policy : objects_.policies) {
    const bool named = has(policy.included, who.id) || has(policy.included, "serviceprincipalsinmytenant");
    if (!policy.enforced || !policy.blocks || !named || has(policy.excluded, who.id)) continue;
    const std::string text = "Conditional Access policy " + policy.name;
    if (policy.when.empty() && known) {
      out.usable = Truth::No;
      out.deniedBy = text;
      return;
    }
    out.usable = both(out.usable, Truth::If);
    out.conditions.push_back(text + " does not block the sign-in: it does for " +
                             (policy.when.empty() ? "applications of this tenant" : policy.when));
  }
}

Standing Tenant::standing(std::string_view id) const {
  Standing out;
  const Principal* who = find(id);
  if (who == nullptr) {
    out.usable = Truth::If;
    out.conditions.push_back("principal " + std::string(id) + " exists");
    out.missing.push_back("principal " + std::string(id) +
                          " is in no snapshot: the assignment may be orphaned");
    return out;
  }
  if (who->disabled) {
    out.usable = Truth::No;
    out.deniedBy = shown(id) + " is disabled";
    return out;
  }
  accessPolicies(*who, out);
  return out;
}

} // namespace countersign::azure
