// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small exports of a tenant, in the shapes of Microsoft Graph, Azure Resource Manager and `az`.
namespace countersign::test {

constexpr const char* servicePrincipals = R"x({
 "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals(id,appId,owners())",
 "value": [
  {"id": "SP-1", "appId": "App-1", "displayName": "ci", "accountEnabled": true, "servicePrincipalType": "Application",
   "appOwnerOrganizationId": "T1", "alternativeNames": [], "appRoles": [],
   "owners": [{"@odata.type": "#microsoft.graph.user", "id": "U-1", "userPrincipalName": "operator@example.org"}],
   "keyCredentials": [{"keyId": "K-1", "type": "AsymmetricX509Cert", "usage": "Verify", "key": "CANARY-KEY",
     "customKeyIdentifier": "52ED", "startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00.0000000Z"}],
   "passwordCredentials": []},
  {"id": "sp-2", "appId": "app-2", "displayName": "vm", "accountEnabled": false, "servicePrincipalType": "ManagedIdentity",
   "alternativeNames": ["isExplicit=True", "/subscriptions/S1/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/vm"]},
  {"id": "graph", "appId": "00000003-0000-0000-c000-000000000000", "displayName": "Microsoft Graph",
   "servicePrincipalType": "Application", "appRoles": [{"id": "R-1", "value": "Mail.Read", "isEnabled": true}]}
 ]
})x";

constexpr const char* applications = R"x({
 "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications",
 "@odata.nextLink": "https://graph.microsoft.com/v1.0/applications?$skiptoken=x",
 "value": [
  {"id": "obj-1", "appId": "app-1", "displayName": "ci", "signInAudience": "AzureADMyOrg",
   "createdDateTime": "2026-01-01T00:00:00Z",
   "passwordCredentials": [{"keyId": "P-1", "displayName": "first", "hint": "CAN", "secretText": "CANARY-PASSWORD",
     "startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00Z"}],
   "federatedIdentityCredentials": [{"id": "f-1", "name": "main", "issuer": "https://ci.example.org/",
     "subject": "repo:shop", "audiences": ["api://AzureADTokenExchange"]}]}
 ]
})x";

constexpr const char* groups = R"x({
 "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups(members())",
 "value": [{"id": "g-1", "displayName": "deployers", "securityEnabled": true,
   "members": [{"@odata.type": "#microsoft.graph.servicePrincipal", "id": "SP-1"}]}]
})x";

constexpr const char* assignmentsArm = R"x({"value": [
  {"properties": {"roleDefinitionId": "/subscriptions/s1/providers/Microsoft.Authorization/roleDefinitions/Role-1",
    "principalId": "G-1", "principalType": "Group", "scope": "/subscriptions/S1", "condition": null,
    "createdOn": "2026-01-01T00:00:00.7Z", "updatedOn": "2026-02-01T00:00:00Z"},
   "id": "/subscriptions/S1/providers/Microsoft.Authorization/roleAssignments/A-1",
   "type": "Microsoft.Authorization/roleAssignments", "name": "A-1"},
  {"properties": {"roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/role-1",
    "principalId": "sp-1", "principalType": "ServicePrincipal", "scope": "/subscriptions/s2"},
   "id": "/subscriptions/s2/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/a-2",
   "type": "Microsoft.Authorization/roleEligibilityScheduleInstances", "name": "a-2"}]})x";

constexpr const char* assignmentsAz = R"x([
  {"id": "/subscriptions/S1/providers/Microsoft.Authorization/roleAssignments/A-1", "name": "A-1",
   "principalId": "G-1", "principalName": "deployers", "principalType": "Group", "condition": null,
   "roleDefinitionId": "/subscriptions/s1/providers/Microsoft.Authorization/roleDefinitions/Role-1",
   "roleDefinitionName": "Deployer", "scope": "/subscriptions/S1", "resourceGroup": null,
   "type": "Microsoft.Authorization/roleAssignments"}])x";

constexpr const char* roleDefinitions = R"x([
  {"name": "Role-1", "roleName": "Deployer", "roleType": "CustomRole", "assignableScopes": ["/subscriptions/S1"],
   "permissions": [{"actions": ["Microsoft.Web/*", "Microsoft.Storage/*/Read"], "notActions": ["Microsoft.Web/sites/Delete"],
     "dataActions": [], "notDataActions": []}],
   "type": "Microsoft.Authorization/roleDefinitions"}])x";

constexpr const char* denyAssignments = R"x({"value": [
  {"properties": {"denyAssignmentName": "lock", "scope": "/subscriptions/s1/resourceGroups/RG",
    "doNotApplyToChildScopes": false, "permissions": [{"actions": ["Microsoft.Storage/*"], "notActions": []}],
    "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}], "excludePrincipals": []},
   "id": "/subscriptions/s1/x/providers/Microsoft.Authorization/denyAssignments/d-1", "name": "d-1"}]})x";

constexpr const char* permissions = R"x({
 "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#appRoleAssignments",
 "value": [{"id": "x1", "appRoleId": "r-1", "principalId": "SP-1", "principalType": "ServicePrincipal",
   "resourceId": "GRAPH", "resourceDisplayName": "Microsoft Graph", "createdDateTime": "2026-01-01T00:00:00Z"}]})x";

constexpr const char* delegated = R"x({
 "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants",
 "value": [{"id": "d1", "clientId": "sp-1", "consentType": "AllPrincipals", "principalId": null,
   "resourceId": "graph", "scope": " User.Read openid"}]})x";

constexpr const char* managementGroups = R"x({
  "id": "/providers/Microsoft.Management/managementGroups/root", "name": "root", "displayName": "root",
  "type": "Microsoft.Management/managementGroups", "details": {"parent": null},
  "children": [{"id": "/providers/Microsoft.Management/managementGroups/team", "name": "team",
    "type": "Microsoft.Management/managementGroups",
    "children": [{"id": "/subscriptions/s1", "name": "s1", "type": "/subscriptions"}]}]})x";

} // namespace countersign::test
