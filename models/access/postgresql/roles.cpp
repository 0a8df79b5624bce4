// SPDX-License-Identifier: Apache-2.0
// After src/backend/utils/adt/acl.c roles_is_member_of and is_admin_of_role, of PostgreSQL 15 and 16.
#include "models/access/postgresql/roles.h"

#include <algorithm>

namespace countersign::postgresql {
namespace {
const std::string databaseOwnerRole = "pg_database_owner";
constexpr std::size_t maxMissing = 20; ///< one is enough to leave a question open
} // namespace

std::string RoleStep::text() const {
  if (by == nullptr && setRole) return member + " can SET ROLE " + role;
  if (by == nullptr) return member + " owns the database and so is in " + role;
  std::string out = member + " is a member of " + role;
  if (setRole) out += ", with SET ROLE";
  if (by->admin) out += ", with ADMIN OPTION";
  return out;
}

std::vector<RoleStep> Reach::chain(const std::string& role) const {
  std::vector<RoleStep> out;
  auto at = steps_.find(role);
  while (at != steps_.end() && order_[at->second.from] != at->first) {
    out.push_back(at->second.step);
    at = steps_.find(order_[at->second.from]);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

bool Reach::add(const std::string& role, std::size_t from, RoleStep step) {
  if (!steps_.emplace(role, Came{std::move(step), from}).second) return false;
  order_.push_back(role);
  return true;
}

RoleGraph::RoleGraph(const Catalogue& catalogue) : catalogue_(&catalogue) {
  for (const Membership& m : catalogue.rows().memberships) {
    byMember_[m.member].push_back(&m);
    byRole_[m.role].push_back(&m);
  }
}

bool RoleGraph::follows(const Membership& m, Follow follow) const {
  switch (follow) {
  case Follow::Inherit: {
    if (m.inherit) return *m.inherit;
    const Role* member = catalogue_->role(m.member);
    return member != nullptr && member->inherit;
  }
  case Follow::SetRole:
    return m.set.value_or(true);
  case Follow::Member:
    break;
  }
  return true;
}

void RoleGraph::walk(Reach& reach, std::size_t at, Follow follow) const {
  const bool perGrant = catalogue_->version() >= 16;
  for (; at < reach.order_.size(); ++at) {
    const std::string member = reach.order_[at];
    const Role* role = catalogue_->role(member);
    if (role == nullptr && reach.missing_.size() < maxMissing)
      reach.missing_.push_back("role " + member + " is not in pg_roles");
    if (const auto found = byMember_.find(member); found != byMember_.end())
      for (const Membership* m : found->second)
        if (follows(*m, follow)) reach.add(m->role, at, {member, m->role, m, follow == Follow::SetRole});
    const bool owns = !catalogue_->databaseOwner().empty() && member == catalogue_->databaseOwner();
    if (owns && (follow != Follow::Inherit || perGrant || (role != nullptr && role->inherit)))
      reach.add(databaseOwnerRole, at, {member, databaseOwnerRole, nullptr, follow == Follow::SetRole});
  }
}

Reach RoleGraph::reach(const std::string& role, Follow follow) const {
  Reach out;
  if (!catalogue_->hasRead("pg_auth_members")) out.missing_.emplace_back("pg_auth_members was not read");
  out.add(role, 0, {});
  walk(out, 0, follow);
  return out;
}

Reach RoleGraph::afterSetRole(const std::string& role) const {
  Reach out = reach(role, Follow::SetRole);
  walk(out, 0, Follow::Inherit);
  std::sort(out.missing_.begin(), out.missing_.end());
  out.missing_.erase(std::unique(out.missing_.begin(), out.missing_.end()), out.missing_.end());
  return out;
}

const Membership* RoleGraph::adminOf(const Reach& members, const std::string& role) const {
  const auto found = byRole_.find(role);
  if (found == byRole_.end()) return nullptr;
  for (const Membership* m : found->second)
    if (m->admin && members.contains(m->member)) return m;
  return nullptr;
}

} // namespace countersign::postgresql
