// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/time.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Azure role-based access control and Microsoft Entra ID. Ids, scopes and actions are compared without case,
/// so they are kept in lower case here.
namespace countersign::azure {

using Texts = std::vector<std::string>;

/// One permission block of a role definition or deny assignment. What `not…` lists subtract, they subtract
/// from their own block alone.
struct Block {
  Texts actions, notActions, dataActions, notDataActions;
  std::string condition;
};

struct RoleDefinition {
  std::string id; ///< the GUID at the end of its resource id
  std::string name;
  bool custom = false;
  Texts assignableScopes;
  std::vector<Block> blocks;
  std::string document;
};

struct RoleAssignment {
  std::string id; ///< its name, as written
  std::string principal, principalType, role, scope, condition;
  bool eligible = false; ///< of Privileged Identity Management: has to be activated first
  std::optional<Instant> from, until;
  std::string document;
};

struct DenyAssignment {
  std::string id, name, scope, condition;
  bool childScopes = true;
  Texts principals, excluded;
  std::vector<Block> blocks;
  std::string document;
};

enum class PrincipalKind { Unknown, User, Group, ServicePrincipal, ManagedIdentity };

struct Principal {
  std::string id, appId, name;
  PrincipalKind kind = PrincipalKind::Unknown;
  bool disabled = false;
  std::string ownerTenant;      ///< of the application, where it says so
  Texts resources;              ///< Azure resources that a managed identity belongs to
  Texts memberOf, owners;       ///< object ids
  Texts members;                ///< of a group
  bool membersKnown = false;    ///< of a group
  bool membershipWhole = false; ///< `memberOf` has all groups, also those that it is in through others
  bool ownersKnown = false;     ///< somebody has asked for its owners
  bool roleAssignable = false;  ///< of a group: may hold roles of the directory
  std::map<std::string, std::string, std::less<>> appRoles; ///< that it offers: id to value
  std::string document;
};

struct Application {
  std::string id, appId, name;
  Texts owners;
  bool credentialsLocked = false; ///< on its service principals; it still takes credentials itself
  std::string document;
};

/// Somebody outside who can act as an application or managed identity (workload identity federation).
struct FederatedCredential {
  std::string target; ///< object id of the application, or resource id of the managed identity
  std::string name, issuer, subject;
  Texts audiences;
  std::string document;
};

struct AppRoleAssignment {
  std::string principal, resource, role;
  std::string document;
};

struct DelegatedGrant {
  std::string client, resource;
  std::string user; ///< empty: all users
  Texts scopes;     ///< as written
  std::string document;
};

struct DirectoryRole {
  std::string id, templateId, name;
  Texts actions; ///< "microsoft.directory/applications/credentials/update"
  bool actionsKnown = false;
  std::string document;
};

struct DirectoryAssignment {
  std::string id, principal, role, scope;
  bool eligible = false;
  std::optional<Instant> from, until;
  std::string document;
};

/// A policy of Conditional Access that is about service principals.
struct AccessPolicy {
  std::string id, name;
  Texts included, excluded; ///< object ids; "serviceprincipalsinmytenant"
  bool enforced = false, blocks = false;
  std::string when; ///< further conditions in words; empty: always
  std::string document;
};

/// All that is known of a tenant.
struct Objects {
  std::string tenant; ///< its id, empty where nothing says it
  std::vector<RoleDefinition> roles;
  std::vector<RoleAssignment> assignments;
  std::vector<DenyAssignment> denies;
  std::vector<Principal> principals;
  std::vector<Application> applications;
  std::vector<FederatedCredential> federated;
  std::vector<AppRoleAssignment> appRoles;
  std::vector<DelegatedGrant> delegated;
  std::vector<DirectoryRole> directoryRoles;
  std::vector<DirectoryAssignment> directoryAssignments;
  std::vector<AccessPolicy> policies;
  std::map<std::string, std::string, std::less<>>
      parents;                              ///< of subscriptions and management groups; "": top
  std::set<std::string, std::less<>> shown; ///< kinds of which all was shown

  /// Adds an object as its API shows it, or as a document's content. `kind` is that of
  /// docs/formats/documents.md ("azure.role-assignment"); others are ignored. `document` names it in answers.
  void add(std::string_view kind, const Json& json, const std::string& document = {});
  /// A subscription, or management group, with the management groups above it, nearest first, up to the top.
  void addAncestors(std::string_view below, const Texts& above);
};

/// What answers cite an object by: its document, or its id where there is none.
template <class Object>
const std::string& cited(const Object& object) {
  return object.document.empty() ? object.id : object.document;
}

} // namespace countersign::azure
