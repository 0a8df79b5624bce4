// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/azure_keys.h"
#include "models/identity/keys.h"

#include <map>

namespace countersign::kinds {
namespace {

std::string tenantOf(const Document& d) {
  return d.content["tenant"].asString();
}

void nameObjects(const Json& ids, Description& out) {
  for (const std::string& id : ids.strings())
    if (!id.empty()) out.namingKeys.push_back(keys::azureObject(id));
}

void nameObject(const Json& id, Description& out) {
  if (!id.asString().empty()) out.namingKeys.push_back(keys::azureObject(id.asString()));
}

/// The subscription or management group that a scope lies in, and the scope itself.
void nameScope(const std::string& scope, Description& out) {
  if (scope.empty()) return;
  out.namingKeys.push_back(keys::azureScope(scope));
  constexpr std::string_view subscriptions = "/subscriptions/";
  if (scope.compare(0, subscriptions.size(), subscriptions) == 0)
    out.namingKeys.push_back(keys::azureScope(scope.substr(0, scope.find('/', subscriptions.size()))));
}

void credentials(const Json& content, Description& out) {
  for (const char* list : {"keys", "passwords"})
    for (const Json& one : content[list].items())
      if (const std::string& id = one["id"].asString(); !id.empty()) {
        out.selfKeys.push_back(keys::azureCredential(id));
        out.searchTerms.push_back(id);
      }
}

/// What an application and its service principal have in common.
void workload(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string& appId = c["appId"].asString();
  out.principal = true;
  out.system = "azure";
  out.place = tenantOf(d);
  out.neutralUid = "azure:" + tenantOf(d) + ":" + d.object.uid;
  if (!appId.empty() && !tenantOf(d).empty()) out.nameKeys.push_back(keys::azureApp(tenantOf(d), appId));
  out.selfKeys = out.nameKeys;
  out.selfKeys.push_back(keys::azureObject(d.object.uid));
  out.searchTerms = {d.object.uid, appId, tenantOf(d)};
  credentials(c, out);
  nameObjects(c["owners"], out);
  const Json& owner = c["ownerNames"].at(0);
  if (!owner["name"].asString().empty())
    out.owner = OwnerClaim{owner["name"].asString(), "owner in Entra", "/ownerNames/0/name"};
}

void servicePrincipal(const Document& d, Description& out) {
  workload(d, out);
  const Json& c = d.content;
  const bool managed = c["servicePrincipalType"].asString() == "ManagedIdentity";
  out.kindLabel = managed ? "Azure managed identity" : "Entra service principal";
  out.rank = 0;
  out.idKey = keys::azureObject(d.object.uniqueId);
  const std::string& halted = c["disabledByMicrosoftStatus"].asString();
  out.disabled = !c["accountEnabled"].asBool(true) || (!halted.empty() && halted != "NotDisabled");
  for (const std::string& name : c["alternativeNames"].strings())
    if (!name.empty() && name.front() == '/') {
      out.selfKeys.push_back(keys::azureScope(name));
      out.searchTerms.push_back(name);
    }
  nameObjects(c["memberOf"], out);
  nameObjects(c["transitiveMemberOf"], out);
}

/// It has an id of its own, but is the same identity as its service principal.
void application(const Document& d, Description& out) {
  workload(d, out);
  out.kindLabel = "Entra application";
  out.rank = 1;
}

void group(const Document& d, Description& out) {
  const Json& c = d.content;
  out.selfKeys = {keys::azureObject(d.object.uid)};
  for (const char* list : {"members", "owners", "memberOf", "transitiveMemberOf"})
    nameObjects(c[list], out);
  if (!c.has("members")) out.namingKeys.push_back(keys::azureUnknownMembers(tenantOf(d)));
}

void user(const Document& d, Description& out) {
  out.selfKeys = {keys::azureObject(d.object.uid)};
  nameObjects(d.content["memberOf"], out);
  nameObjects(d.content["transitiveMemberOf"], out);
}

void federated(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string& target = c["target"].asString();
  out.namingKeys.push_back(!target.empty() && target.front() == '/' ? keys::azureScope(target)
                                                                    : keys::azureObject(target));
  out.namingKeys.push_back(keys::oidcSubject(c["issuer"].asString(), c["subject"].asString()));
}

void roleDefinition(const Document& d, Description& out) {
  out.selfKeys = {keys::azureRole(d.object.uid)};
}

void roleAssignment(const Document& d, Description& out) {
  const Json& c = d.content;
  nameObject(c["principalId"], out);
  out.namingKeys.push_back(keys::azureRole(c["roleDefinitionId"].asString()));
  nameScope(c["scope"].asString(), out);
}

void denyAssignment(const Document& d, Description& out) {
  nameObjects(d.content["principals"], out);
  nameObjects(d.content["excludePrincipals"], out);
  nameScope(d.content["scope"].asString(), out);
}

void appRoleAssignment(const Document& d, Description& out) {
  nameObject(d.content["principalId"], out);
  nameObject(d.content["resourceId"], out);
}

void delegatedGrant(const Document& d, Description& out) {
  nameObject(d.content["clientId"], out);
  nameObject(d.content["resourceId"], out);
  nameObject(d.content["principalId"], out);
}

void directoryRole(const Document& d, Description& out) {
  out.selfKeys = {keys::azureDirectoryRole(tenantOf(d), d.object.uid)};
  if (const std::string& id = d.content["templateId"].asString(); !id.empty())
    out.selfKeys.push_back(keys::azureDirectoryRole(tenantOf(d), id));
}

void directoryAssignment(const Document& d, Description& out) {
  nameObject(d.content["principalId"], out);
  out.namingKeys.push_back(keys::azureDirectoryRole(tenantOf(d), d.content["roleDefinitionId"].asString()));
}

void accessPolicy(const Document& d, Description& out) {
  const Json& clients = d.content["conditions"]["clientApplications"];
  nameObjects(clients["includeServicePrincipals"], out);
  nameObjects(clients["excludeServicePrincipals"], out);
}

void scope(const Document& d, Description& out) {
  out.selfKeys = {keys::azureScope(d.object.uid)};
  if (const std::string& parent = d.content["parent"].asString(); !parent.empty())
    out.namingKeys = {keys::azureScope(parent)};
}

} // namespace

bool azure(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{
      {"azure.service-principal", servicePrincipal},
      {"azure.application", application},
      {"azure.group", group},
      {"azure.user", user},
      {"azure.federated-credential", federated},
      {"azure.role-definition", roleDefinition},
      {"azure.role-assignment", roleAssignment},
      {"azure.deny-assignment", denyAssignment},
      {"azure.app-role-assignment", appRoleAssignment},
      {"azure.delegated-grant", delegatedGrant},
      {"azure.directory-role", directoryRole},
      {"azure.directory-role-assignment", directoryAssignment},
      {"azure.conditional-access-policy", accessPolicy},
      {"azure.management-group", scope},
      {"azure.subscription", scope}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  return true;
}

} // namespace countersign::kinds
