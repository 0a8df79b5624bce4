// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/objects.h"
#include "models/access/azure/text.h"

#include <algorithm>

namespace countersign::azure {
namespace {

/// APIs of Azure Resource Manager put an object's content into `properties`, its command line does not.
const Json& inner(const Json& json) {
  return json["properties"].isObject() ? json["properties"] : json;
}

Texts lowerAll(Texts texts) {
  for (std::string& text : texts)
    text = lowered(text);
  return texts;
}

/// Ids of a list of objects, or of ids.
Texts idsOf(const Json& list) {
  Texts out;
  for (const Json& item : list.items())
    out.push_back(lowered(item.isString() ? item.asString() : item["id"].asString()));
  return out;
}

/// Graph shows the groups that a member is in itself, or all that it is in through others too.
void memberships(const Json& json, Principal& out) {
  out.membershipWhole = json.has("transitiveMemberOf");
  out.memberOf = idsOf(out.membershipWhole ? json["transitiveMemberOf"] : json["memberOf"]);
}

std::optional<Instant> timeOf(const Json& json) {
  const auto time = parseRfc3339(json.asString());
  return time ? std::optional<Instant>(*time) : std::nullopt;
}

std::vector<Block> blocksOf(const Json& list) {
  std::vector<Block> out;
  for (const Json& item : list.items())
    out.push_back({lowerAll(item["actions"].strings()), lowerAll(item["notActions"].strings()),
                   lowerAll(item["dataActions"].strings()), lowerAll(item["notDataActions"].strings()),
                   item["condition"].asString()});
  return out;
}

std::string firstOf(const Json& json, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (!json[name].asString().empty()) return json[name].asString();
  return {};
}

void role(Objects& to, const Json& json, const std::string& document) {
  const Json& p = inner(json);
  RoleDefinition out;
  out.id = lastSegment(firstOf(json, {"name", "id"}));
  out.name = p["roleName"].asString();
  out.custom = lowered(firstOf(p, {"roleType", "type"})) == "customrole";
  for (const std::string& scope : p["assignableScopes"].strings())
    out.assignableScopes.push_back(normalScope(scope));
  out.blocks = blocksOf(p["permissions"]);
  out.document = document;
  to.roles.push_back(std::move(out));
}

void assignment(Objects& to, const Json& json, const std::string& document) {
  const Json& p = inner(json);
  RoleAssignment out;
  out.id = json["name"].asString().empty() ? lastSegment(json["id"].asString()) : json["name"].asString();
  out.principal = lowered(p["principalId"].asString());
  out.principalType = p["principalType"].asString();
  out.role = lastSegment(p["roleDefinitionId"].asString());
  out.scope = normalScope(p["scope"].asString());
  out.condition = p["condition"].asString();
  const std::string type = lowered(json["type"].asString());
  out.eligible = p["eligible"].asBool() || type.find("roleeligibility") != std::string::npos;
  out.from = timeOf(p["startDateTime"]);
  out.until = timeOf(p["endDateTime"]);
  out.document = document;
  to.assignments.push_back(std::move(out));
}

void deny(Objects& to, const Json& json, const std::string& document) {
  const Json& p = inner(json);
  DenyAssignment out;
  out.id = json["name"].asString().empty() ? lastSegment(json["id"].asString()) : json["name"].asString();
  out.name = p["denyAssignmentName"].asString();
  out.scope = normalScope(p["scope"].asString());
  out.condition = p["condition"].asString();
  out.childScopes = !p["doNotApplyToChildScopes"].asBool();
  out.principals = idsOf(p["principals"]);
  out.excluded = idsOf(p["excludePrincipals"]);
  out.blocks = blocksOf(p["permissions"]);
  out.document = document;
  to.denies.push_back(std::move(out));
}

void group(Objects& to, const Json& json, const std::string& document) {
  Principal out;
  out.id = lowered(json["id"].asString());
  out.name = json["displayName"].asString();
  out.kind = PrincipalKind::Group;
  out.members = idsOf(json["members"]);
  out.membersKnown = json.has("members");
  out.owners = idsOf(json["owners"]);
  out.ownersKnown = json.has("owners");
  memberships(json, out);
  out.roleAssignable = json["isAssignableToRole"].asBool();
  out.document = document;
  to.principals.push_back(std::move(out));
}

void user(Objects& to, const Json& json, const std::string& document) {
  Principal out;
  out.id = lowered(json["id"].asString());
  out.name = firstOf(json, {"userPrincipalName", "displayName"});
  out.kind = PrincipalKind::User;
  out.disabled = !json["accountEnabled"].asBool(true);
  memberships(json, out);
  out.document = document;
  to.principals.push_back(std::move(out));
}

void servicePrincipal(Objects& to, const Json& json, const std::string& document) {
  Principal out;
  out.id = lowered(json["id"].asString());
  out.appId = lowered(json["appId"].asString());
  out.name = json["displayName"].asString();
  out.kind = json["servicePrincipalType"].asString() == "ManagedIdentity" ? PrincipalKind::ManagedIdentity
                                                                          : PrincipalKind::ServicePrincipal;
  const std::string& halted = json["disabledByMicrosoftStatus"].asString();
  out.disabled = !json["accountEnabled"].asBool(true) || (!halted.empty() && halted != "NotDisabled");
  out.ownerTenant = lowered(json["appOwnerOrganizationId"].asString());
  for (const std::string& name : json["alternativeNames"].strings())
    if (!name.empty() && name.front() == '/') out.resources.push_back(normalScope(name));
  memberships(json, out);
  out.owners = idsOf(json["owners"]);
  out.ownersKnown = json.has("owners");
  for (const Json& offered : json["appRoles"].items())
    out.appRoles[lowered(offered["id"].asString())] = offered["value"].asString();
  out.document = document;
  to.principals.push_back(std::move(out));
}

void federated(Objects& to, const Json& json, const std::string& target, const std::string& document) {
  const Json& p = inner(json);
  to.federated.push_back({target, json["name"].asString(), p["issuer"].asString(), p["subject"].asString(),
                          p["audiences"].strings(), document});
}

void application(Objects& to, const Json& json, const std::string& document) {
  Application out;
  out.id = lowered(json["id"].asString());
  out.appId = lowered(json["appId"].asString());
  out.name = json["displayName"].asString();
  out.owners = idsOf(json["owners"]);
  const Json& lock = json["servicePrincipalLockConfiguration"];
  out.credentialsLocked = lock["isEnabled"].asBool() &&
                          (lock["allProperties"].asBool() || lock["credentialsWithUsageVerify"].asBool());
  out.document = document;
  for (const Json& credential : json["federatedIdentityCredentials"].items())
    federated(to, credential, out.id, document);
  to.applications.push_back(std::move(out));
}

void federatedDocument(Objects& to, const Json& json, const std::string& document) {
  federated(to, json, lowered(json["target"].asString()), document);
}

void appRole(Objects& to, const Json& json, const std::string& document) {
  to.appRoles.push_back({lowered(json["principalId"].asString()), lowered(json["resourceId"].asString()),
                         lowered(json["appRoleId"].asString()), document});
}

void delegatedGrant(Objects& to, const Json& json, const std::string& document) {
  DelegatedGrant out;
  out.client = lowered(json["clientId"].asString());
  out.resource = lowered(json["resourceId"].asString());
  out.user = lowered(json["principalId"].asString());
  out.document = document;
  const std::string& scope = json["scope"].asString();
  for (std::size_t at = 0; at < scope.size();) {
    const std::size_t end = std::min(scope.find(' ', at), scope.size());
    if (end > at) out.scopes.push_back(scope.substr(at, end - at));
    at = end + 1;
  }
  to.delegated.push_back(std::move(out));
}

void directoryRole(Objects& to, const Json& json, const std::string& document) {
  DirectoryRole out;
  out.id = lowered(json["id"].asString());
  out.templateId = lowered(firstOf(json, {"templateId", "roleTemplateId"}));
  out.name = json["displayName"].asString();
  out.actionsKnown = json.has("rolePermissions");
  for (const Json& permission : json["rolePermissions"].items())
    for (std::string& action : permission["allowedResourceActions"].strings())
      out.actions.push_back(lowered(action));
  out.document = document;
  to.directoryRoles.push_back(std::move(out));
}

void directoryAssignment(Objects& to, const Json& json, const std::string& document) {
  DirectoryAssignment out;
  out.id = json["id"].asString();
  out.principal = lowered(json["principalId"].asString());
  out.role = lowered(json["roleDefinitionId"].asString());
  out.scope = normalScope(firstOf(json, {"directoryScopeId", "appScopeId"}));
  out.eligible = json["eligible"].asBool();
  out.from = timeOf(json["startDateTime"]);
  out.until = timeOf(json["endDateTime"]);
  out.document = document;
  to.directoryAssignments.push_back(std::move(out));
}

/// {"includeLocations": ["All"], "excludeLocations": []}
bool isEverything(const Json& value) {
  bool all = false;
  for (const auto& [name, list] : value.members()) {
    const Texts texts = list.strings();
    if (name.compare(0, 7, "include") == 0 && texts == Texts{"All"})
      all = true;
    else if (!list.isNull() && (list.size() > 0 || !list.isArray()))
      return false;
  }
  return all;
}

void accessPolicy(Objects& to, const Json& json, const std::string& document) {
  const Json& conditions = json["conditions"];
  const Json& clients = conditions["clientApplications"];
  AccessPolicy out;
  out.included = lowerAll(clients["includeServicePrincipals"].strings());
  if (out.included.empty()) return; // about people
  out.id = json["id"].asString();
  out.name = json["displayName"].asString();
  out.excluded = lowerAll(clients["excludeServicePrincipals"].strings());
  out.enforced = json["state"].asString() == "enabled";
  const Texts controls = json["grantControls"]["builtInControls"].strings();
  out.blocks = std::find(controls.begin(), controls.end(), "block") != controls.end();
  for (const char* name : {"applications", "locations", "servicePrincipalRiskLevels", "authenticationFlows"})
    if (const Json& value = conditions[name]; value.size() > 0 && !isEverything(value))
      out.when += (out.when.empty() ? "" : ", ") + std::string(name) + ' ' + canonicalJsonOrThrow(value);
  for (const char* name : {"servicePrincipalFilter"})
    if (const Json& value = clients[name]; !value.isNull())
      out.when += (out.when.empty() ? "" : ", ") + std::string(name) + ' ' + canonicalJsonOrThrow(value);
  out.document = document;
  to.policies.push_back(std::move(out));
}

void above(Objects& to, const Json& json, const std::string&) {
  const Json& p = inner(json);
  const std::string id = normalScope(json["id"].asString());
  const Json& parent = p["details"]["parent"].isObject() ? p["details"]["parent"] : p["parent"];
  const std::string over = parent.isString() ? parent.asString() : parent["id"].asString();
  const bool top = p["top"].asBool() || (p["details"].has("parent") && p["details"]["parent"].isNull());
  if (!id.empty() && (top || !over.empty())) to.parents[id] = over.empty() ? "" : normalScope(over);
}

} // namespace

void Objects::add(std::string_view kind, const Json& json, const std::string& document) {
  using Add = void (*)(Objects&, const Json&, const std::string&);
  static const std::map<std::string_view, Add, std::less<>> adders{
      {"azure.role-definition", role},
      {"azure.role-assignment", assignment},
      {"azure.deny-assignment", deny},
      {"azure.group", group},
      {"azure.user", user},
      {"azure.service-principal", servicePrincipal},
      {"azure.application", application},
      {"azure.federated-credential", federatedDocument},
      {"azure.app-role-assignment", appRole},
      {"azure.delegated-grant", delegatedGrant},
      {"azure.directory-role", directoryRole},
      {"azure.directory-role-assignment", directoryAssignment},
      {"azure.conditional-access-policy", accessPolicy},
      {"azure.management-group", above},
      {"azure.subscription", above}};
  if (const auto found = adders.find(kind); found != adders.end()) found->second(*this, json, document);
}

void Objects::addAncestors(std::string_view below, const Texts& over) {
  std::string at = normalScope(below);
  for (const std::string& next : over) {
    parents[at] = normalScope(next);
    at = normalScope(next);
  }
  parents.emplace(at, ""); // the last one is the top
}

} // namespace countersign::azure
