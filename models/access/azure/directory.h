// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/decide.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::azure {

/// Application id of Microsoft Graph, and the value of one of its application permissions ("Microsoft Graph
/// permissions reference") that more follows from than they say. Empty for others.
inline constexpr std::string_view graphAppId = "00000003-0000-0000-c000-000000000000";
std::string_view graphPermission(std::string_view appRoleId);

/// Value of an application permission on a resource: what the resource offers under this id, else its id.
/// `known` gets whether the value is known.
std::string appRoleValue(const Tenant& tenant, const AppRoleAssignment& assignment, bool* known = nullptr);
/// True where `resource` is Microsoft Graph; Undecided where it is in no snapshot and the id tells nothing.
Truth isGraph(const Tenant& tenant, const AppRoleAssignment& assignment);

/// Whether an action of a role of the directory includes another one, both in lower case: an "allTasks"
/// includes all actions on its properties.
bool directoryCovers(std::string_view held, std::string_view asked);

/// A role of the directory that somebody holds, or may hold.
struct DirectoryHeld {
  const DirectoryAssignment* assignment = nullptr;
  const DirectoryRole* role = nullptr; ///< nullptr: its definition is in no snapshot
  std::string via;
  Truth truth = Truth::Yes;
  Texts conditions, missing;
  std::string roleName() const;
};
std::vector<DirectoryHeld> directoryRolesOf(const Tenant& tenant, std::string_view id, Instant now);
/// The actions of a role that are known: those of its definition, or those by which the built-in roles let
/// others become somebody else ("Microsoft Entra built-in roles").
Texts directoryActions(const DirectoryHeld& held, bool* whole);

Answer appRoleAnswer(const Tenant& tenant, const Question& question, std::string_view role);
Answer delegatedAnswer(const Tenant& tenant, const Question& question, std::string_view scope);
Answer directoryAnswer(const Tenant& tenant, const Question& question, std::string_view action);

} // namespace countersign::azure
