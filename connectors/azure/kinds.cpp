// SPDX-License-Identifier: Apache-2.0
#include "connectors/azure/kinds.h"

#include "connectors/azure/content.h"

#include <algorithm>
#include <iterator>

namespace countersign::azure {
namespace {

constexpr KindInfo kinds[] = {
    {"azure.service-principal", "service-principals", "servicePrincipals"},
    {"azure.application", "applications", "applications"},
    {"azure.group", "groups", "groups"},
    {"azure.user", "users", "users"},
    {"azure.role-definition", "role-definitions", ""},
    {"azure.role-assignment", "role-assignments", ""},
    {"azure.deny-assignment", "deny-assignments", ""},
    {"azure.app-role-assignment", "app-role-assignments", ""},
    {"azure.delegated-grant", "delegated-grants", "oauth2PermissionGrants"},
    {"azure.federated-credential", "federated-credentials", ""},
    {"azure.directory-role", "directory-roles", "roleManagement/directory/roleDefinitions"},
    {"azure.directory-role-assignment", "directory-role-assignments",
     "roleManagement/directory/roleAssignments"},
    {"azure.conditional-access-policy", "conditional-access", "identity/conditionalAccess/policies"},
    {"azure.management-group", "management-groups", ""},
    {"azure.subscription", "management-groups", ""}};

const KindInfo* named(std::string_view kind) {
  return std::find_if(std::begin(kinds), std::end(kinds), [&](const KindInfo& k) { return k.kind == kind; });
}

/// Behind "$metadata#", without what was selected.
std::string_view collectionOf(std::string_view context) {
  const auto hash = context.find("$metadata#");
  if (hash == std::string_view::npos) return {};
  context.remove_prefix(hash + 10);
  return context.substr(0, context.find('('));
}

const char* graphKind(const Json& o) {
  const auto has = [&](const char* name) { return o.has(name); };
  if (has("appRoleId") && has("principalId") && has("resourceId")) return "azure.app-role-assignment";
  if (has("consentType") && has("clientId") && has("resourceId")) return "azure.delegated-grant";
  if (has("roleDefinitionId") && has("principalId") && (has("directoryScopeId") || has("appScopeId")))
    return "azure.directory-role-assignment";
  if (has("rolePermissions") || has("roleTemplateId")) return "azure.directory-role";
  if (has("conditions") && has("state") && has("displayName")) return "azure.conditional-access-policy";
  if (has("issuer") && has("subject") && has("audiences")) return "azure.federated-credential";
  if (has("servicePrincipalType") ||
      (has("appId") && (has("accountEnabled") || has("appOwnerOrganizationId"))))
    return "azure.service-principal";
  if (has("appId") && (has("signInAudience") || has("identifierUris") || has("requiredResourceAccess") ||
                       has("passwordCredentials") || has("keyCredentials") || has("owners")))
    return "azure.application";
  if (has("userPrincipalName") && has("id")) return "azure.user";
  if (has("id") && (has("securityEnabled") || has("mailEnabled") || has("isAssignableToRole")))
    return "azure.group";
  return nullptr;
}

const char* armKind(const Json& o) {
  const Json& p = o["properties"].isObject() ? o["properties"] : o;
  const auto has = [&](const char* name) { return p.has(name); };
  const std::string type = lowerText(o["type"].asString()), id = lowerText(o["id"].asString());
  if (has("denyAssignmentName")) return "azure.deny-assignment";
  if (has("roleDefinitionId") && has("principalId") && has("scope")) return "azure.role-assignment";
  if (has("permissions") && (has("roleName") || has("assignableScopes"))) return "azure.role-definition";
  if (has("issuer") && has("subject") && has("audiences")) return "azure.federated-credential";
  if (type.find("microsoft.management/managementgroups") != std::string::npos &&
      id.compare(0, 11, "/providers/") == 0)
    return "azure.management-group";
  if ((type == "/subscriptions" || type.find("managementgroups/subscriptions") != std::string::npos) &&
      id.find("/subscriptions/") != std::string::npos)
    return "azure.subscription";
  return nullptr;
}

} // namespace

const KindInfo* kindOf(const Json& object, std::string_view context) {
  if (!object.isObject()) return nullptr;
  const char* kind = armKind(object);
  if (kind == nullptr) kind = graphKind(object);
  if (kind != nullptr) return named(kind);
  const KindInfo* listed = kindOfList(context);
  return listed != nullptr && object.has("id") ? listed : nullptr;
}

const KindInfo* kindOfList(std::string_view context) {
  const std::string_view collection = collectionOf(context);
  if (collection.empty()) return nullptr;
  // "#servicePrincipals('id')/owners" is about one of them.
  const auto bracket = context.find('(', context.find("$metadata#"));
  if (bracket != std::string_view::npos && bracket + 1 < context.size() && context[bracket + 1] == '\'')
    return nullptr;
  const auto* found = std::find_if(std::begin(kinds), std::end(kinds), [&](const KindInfo& k) {
    return !k.collection.empty() && k.collection == collection;
  });
  return found == std::end(kinds) ? nullptr : found;
}

bool isGraphContext(std::string_view context) {
  return context.find("://graph.microsoft.") != std::string_view::npos ||
         context.find("://dod-graph.microsoft.") != std::string_view::npos ||
         context.find("://microsoftgraph.") != std::string_view::npos;
}

std::string ownerInContext(std::string_view context) {
  const auto open = context.find("('");
  const auto close = open == std::string_view::npos ? open : context.find("')", open);
  return close == std::string_view::npos ? std::string()
                                         : lowerText(context.substr(open + 2, close - open - 2));
}

} // namespace countersign::azure
