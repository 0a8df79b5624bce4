// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/directory.h"

#include "models/access/azure/text.h"

#include <algorithm>
#include <array>

namespace countersign::azure {
namespace {

struct BuiltIn {
  std::string_view id, name;
  std::array<std::string_view, 3> actions;
};
constexpr std::string_view ofApplication = "microsoft.directory/applications/credentials/update",
                           ofPrincipal = "microsoft.directory/serviceprincipals/credentials/update",
                           ofRoles = "microsoft.directory/roleassignments/allproperties/alltasks";
/// Roles that every tenant has and that let their holder become others.
constexpr BuiltIn builtIn[] = {
    {"62e90394-69f5-4237-9190-012177145e10", "Global Administrator", {ofApplication, ofPrincipal, ofRoles}},
    {"e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator", {ofRoles, {}, {}}},
    {"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator", {ofApplication, ofPrincipal, {}}},
    {"158c047a-c907-4556-b7ef-446551a6b5f7",
     "Cloud Application Administrator",
     {ofApplication, ofPrincipal, {}}},
    {"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
     "Hybrid Identity Administrator",
     {ofApplication, ofPrincipal, {}}}};

const BuiltIn* builtInRole(std::string_view id) {
  const auto* found =
      std::find_if(std::begin(builtIn), std::end(builtIn), [&](const BuiltIn& b) { return b.id == id; });
  return found == std::end(builtIn) ? nullptr : found;
}

struct Permission {
  std::string_view id, value;
};
constexpr Permission permissions[] = {
    {"1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Application.ReadWrite.All"},
    {"18a4783c-866b-4cc7-a460-3d5e5662c884", "Application.ReadWrite.OwnedBy"},
    {"06b708a9-e830-4db3-a914-8e69da51d44f", "AppRoleAssignment.ReadWrite.All"},
    {"9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "RoleManagement.ReadWrite.Directory"},
    {"dbaae8cf-10b5-4b86-a4a1-f871c94c6695", "GroupMember.ReadWrite.All"},
    {"62a82d76-70ea-41e2-9197-370581804d09", "Group.ReadWrite.All"}};

bool inTime(const DirectoryAssignment& a, Instant now) {
  return (!a.from || *a.from <= now) && (!a.until || *a.until > now);
}

} // namespace

std::string_view graphPermission(std::string_view appRoleId) {
  for (const Permission& permission : permissions)
    if (permission.id == appRoleId) return permission.value;
  return {};
}

std::string appRoleValue(const Tenant& tenant, const AppRoleAssignment& assignment, bool* known) {
  if (known != nullptr) *known = true;
  const Principal* resource = tenant.find(assignment.resource);
  if (resource != nullptr)
    if (const auto role = resource->appRoles.find(assignment.role);
        role != resource->appRoles.end() && !role->second.empty())
      return role->second;
  const std::string_view graph = graphPermission(assignment.role);
  if (!graph.empty() && isGraph(tenant, assignment) == Truth::Yes) return std::string(graph);
  // Id 0: access without a role of its own ("appRoleAssignment resource type").
  if (assignment.role == everyone) return "(default access)";
  if (known != nullptr) *known = false;
  return assignment.role;
}

Truth isGraph(const Tenant& tenant, const AppRoleAssignment& assignment) {
  const Principal* resource = tenant.find(assignment.resource);
  if (resource != nullptr) return resource->appId == graphAppId ? Truth::Yes : Truth::No;
  // Ids of application permissions are GUIDs that their application chose: these are Microsoft Graph's.
  return graphPermission(assignment.role).empty() ? Truth::Undecided : Truth::Yes;
}

bool directoryCovers(std::string_view held, std::string_view asked) {
  if (held == asked) return true;
  for (const std::string_view end : {"/allproperties/alltasks", "/alltasks"})
    if (held.size() > end.size() && held.substr(held.size() - end.size()) == end) {
      const std::string_view on = held.substr(0, held.size() - end.size());
      if (asked.size() > on.size() && asked.substr(0, on.size()) == on && asked[on.size()] == '/')
        return true;
    }
  return false;
}

std::string DirectoryHeld::roleName() const {
  if (role != nullptr && !role->name.empty()) return role->name;
  const BuiltIn* known = builtInRole(assignment->role);
  return known != nullptr ? std::string(known->name) : assignment->role;
}

std::vector<DirectoryHeld> directoryRolesOf(const Tenant& tenant, std::string_view id, Instant now) {
  std::vector<DirectoryHeld> out;
  Memberships groups = tenant.groupsOf(id);
  groups.emplace(std::string(id), Membership{});
  for (const DirectoryAssignment& a : tenant.objects().directoryAssignments) {
    const auto in = groups.find(a.principal);
    if (in == groups.end() || !inTime(a, now)) continue;
    DirectoryHeld held{
        &a, tenant.directoryRole(a.role), in->first == id ? "" : in->second.via, in->second.certain, {}, {}};
    if (in->second.certain == Truth::Undecided) held.missing.push_back(in->second.via);
    if (a.eligible) {
      held.truth = both(held.truth, Truth::If);
      held.conditions.push_back("the eligible role " + held.roleName() + " is activated");
    }
    out.push_back(std::move(held));
  }
  return out;
}

Texts directoryActions(const DirectoryHeld& held, bool* whole) {
  *whole = held.role != nullptr && held.role->actionsKnown;
  if (*whole) return held.role->actions;
  const BuiltIn* known = builtInRole(held.assignment->role);
  if (known == nullptr && held.role != nullptr) known = builtInRole(held.role->templateId);
  Texts out;
  if (known != nullptr)
    for (const std::string_view action : known->actions)
      if (!action.empty()) out.emplace_back(action);
  return out;
}

} // namespace countersign::azure
