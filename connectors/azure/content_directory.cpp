// SPDX-License-Identifier: Apache-2.0
// Objects of Microsoft Graph.
#include "connectors/azure/content.h"

#include <algorithm>
#include <set>

namespace countersign::azure {
namespace {

bool finish(Builder& builder, Made& out, const std::string& uid, const std::string& name,
            const std::string& uniqueId = {}) {
  out.content = builder.take();
  out.spellings = std::move(builder.spellings);
  out.object.uid = uid;
  out.object.name = name.empty() ? uid : name;
  out.object.uniqueId = uniqueId;
  return !uid.empty();
}

/// Credentials without what they consist of: id, name, from when until when; of keys also what for, and the
/// thumbprint. A password's hint is its beginning.
Json credentials(const Json& list, const char* member, bool keys, Made& out) {
  std::vector<Json> values;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Json& one = list.at(i);
    for (const char* secret : {"secretText", "key", "hint"})
      if (one[secret].isString())
        out.secrets.push_back(std::string("/") + member + "/" + std::to_string(i) + "/" + secret);
    Json value = Json::object();
    value.setUnlessEmpty("id", lowerText(one["keyId"].asString()));
    value.setUnlessEmpty("name", one["displayName"].asString());
    value.setUnlessEmpty("start", normalTime(one["startDateTime"]));
    value.setUnlessEmpty("end", normalTime(one["endDateTime"]));
    if (keys) {
      value.setUnlessEmpty("type", one["type"].asString());
      value.setUnlessEmpty("usage", one["usage"].asString());
      value.setUnlessEmpty("thumbprint", one["customKeyIdentifier"].asString());
    }
    values.push_back(std::move(value));
  }
  return sortedValues(std::move(values));
}

void bothCredentials(Builder& b, Made& out) {
  b.put("keys", credentials(b.from()["keyCredentials"], "keyCredentials", true, out));
  b.put("passwords", credentials(b.from()["passwordCredentials"], "passwordCredentials", false, out));
}

/// Owners with the names that people know them by, where they are expanded.
void owners(Builder& b) {
  b.ids("owners");
  std::vector<Json> named;
  for (const Json& owner : b.from()["owners"].items()) {
    const std::string& name =
        owner[owner.has("userPrincipalName") ? "userPrincipalName" : "displayName"].asString();
    if (!name.empty())
      named.push_back(Json::object().set("id", lowerText(owner["id"].asString())).set("name", name));
  }
  b.put("ownerNames", sortedValues(std::move(named)));
}

void memberships(Builder& b) {
  b.ids("memberOf");
  b.ids("transitiveMemberOf");
}

Json appRoles(const Json& list) {
  std::vector<Json> out;
  for (const Json& role : list.items())
    out.push_back(Json::object()
                      .set("id", lowerText(role["id"].asString()))
                      .setUnlessEmpty("value", role["value"].asString()));
  return sortedValues(std::move(out));
}

/// Whether a flag is off; that it is on goes without saying.
void unlessOn(Builder& b, const char* name) {
  if (b.from()[name].isBool() && !b.from()[name].asBool()) b.put(name, false);
}

/// Null members say nothing; lists of texts are sets.
Json tidy(const Json& value) {
  if (value.isArray()) {
    const std::vector<std::string> texts = value.strings();
    if (texts.size() == value.size()) return Json::stringSet(texts);
    Json out = Json::array();
    for (const Json& item : value.items())
      out.push(tidy(item));
    return out;
  }
  if (!value.isObject()) return value;
  Json out = Json::object();
  for (const auto& [name, inner] : value.members())
    if (name.find("@odata") == std::string::npos) out.setUnlessEmpty(name, tidy(inner));
  return out;
}

} // namespace

bool makeServicePrincipal(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  for (const char* name : {"id", "appId", "appOwnerOrganizationId"})
    b.lower(name);
  for (const char* name : {"displayName", "servicePrincipalType", "disabledByMicrosoftStatus", "notes"})
    b.copy(name);
  unlessOn(b, "accountEnabled");
  for (const char* name : {"alternativeNames", "servicePrincipalNames", "tags"})
    b.set(name);
  b.time("createdDateTime", "created");
  b.put("appRoles", appRoles(object["appRoles"]));
  owners(b);
  memberships(b);
  bothCredentials(b, out);
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id, object["displayName"].asString(), id);
}

bool makeApplication(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  b.lower("id");
  b.lower("appId");
  for (const char* name : {"displayName", "signInAudience", "notes", "publisherDomain"})
    b.copy(name);
  for (const char* name : {"identifierUris", "tags"})
    b.set(name);
  b.time("createdDateTime", "created");
  b.put("servicePrincipalLockConfiguration", tidy(object["servicePrincipalLockConfiguration"]));
  owners(b);
  bothCredentials(b, out);
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id, object["displayName"].asString(), id);
}

bool makeGroup(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  b.lower("id");
  for (const char* name : {"displayName", "securityEnabled", "isAssignableToRole", "membershipRule"})
    b.copy(name);
  b.set("groupTypes");
  b.ids("members");
  owners(b);
  memberships(b);
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id, object["displayName"].asString(), id);
}

bool makeUser(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  b.lower("id");
  for (const char* name : {"displayName", "userPrincipalName", "userType"})
    b.copy(name);
  unlessOn(b, "accountEnabled");
  memberships(b);
  const std::string id = lowerText(object["id"].asString());
  return finish(b, out, id, object["userPrincipalName"].asString(), id);
}

bool makeAppRoleAssignment(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  for (const char* name : {"principalId", "resourceId", "appRoleId"})
    b.lower(name);
  for (const char* name : {"principalType", "resourceDisplayName"})
    b.copy(name);
  b.time("createdDateTime", "created");
  const std::string of = lowerText(object["principalId"].asString()) + '|' +
                         lowerText(object["resourceId"].asString()) + '|' +
                         lowerText(object["appRoleId"].asString());
  return finish(b, out, of, object["resourceDisplayName"].asString(), object["id"].asString()) &&
         of.size() > 2;
}

bool makeDelegatedGrant(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  for (const char* name : {"clientId", "resourceId", "principalId"})
    b.lower(name);
  b.copy("consentType");
  std::set<std::string> scopes;
  const std::string& text = object["scope"].asString();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) scopes.insert(text.substr(at, end - at));
    at = end + 1;
  }
  std::string sorted;
  for (const std::string& scope : scopes)
    sorted += (sorted.empty() ? "" : " ") + scope;
  b.put("scope", sorted);
  const std::string of = lowerText(object["clientId"].asString()) + '|' +
                         lowerText(object["resourceId"].asString()) + '|' +
                         lowerText(object["principalId"].asString());
  return finish(b, out, of, of, object["id"].asString()) && of.size() > 2;
}

bool makeFederatedCredential(const Json& object, std::string_view context, Made& out) {
  const Json& p = object["properties"].isObject() ? object["properties"] : object;
  Builder b(p);
  for (const char* name : {"issuer", "subject", "description"})
    b.copy(name);
  b.set("audiences");
  b.put("name", object["name"].asString());
  std::string target = lowerText(object["target"].asString()); // of an application that lists them
  if (target.empty()) target = ownerInContext(context);
  const std::string id = lowerText(object["id"].asString());
  if (const auto at = id.find("/federatedidentitycredentials/"); at != std::string::npos)
    target = id.substr(0, at);
  b.put("target", target);
  const bool named = finish(b, out, target + '|' + object["name"].asString(), object["name"].asString());
  return named && !target.empty() && !object["name"].asString().empty();
}

bool makeDirectoryRole(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  b.lower("id");
  b.put("templateId",
        lowerText(object[object.has("templateId") ? "templateId" : "roleTemplateId"].asString()));
  for (const char* name : {"displayName", "isBuiltIn"})
    b.copy(name);
  unlessOn(b, "isEnabled");
  std::vector<Json> permissions;
  for (const Json& one : object["rolePermissions"].items()) {
    Builder inner(one);
    inner.lowerSet("allowedResourceActions");
    inner.copy("condition");
    permissions.push_back(inner.take());
    b.spellings.insert(b.spellings.end(), inner.spellings.begin(), inner.spellings.end());
  }
  b.put("rolePermissions", sortedValues(std::move(permissions)));
  return finish(b, out, lowerText(object["id"].asString()), object["displayName"].asString());
}

bool makeDirectoryAssignment(const Json& object, std::string_view context, Made& out) {
  Builder b(object);
  for (const char* name : {"principalId", "roleDefinitionId", "directoryScopeId", "appScopeId"})
    b.lower(name);
  if (context.find("roleEligibility") != std::string_view::npos || object["eligible"].asBool())
    b.put("eligible", true);
  const Json& expires = object["scheduleInfo"]["expiration"]["endDateTime"];
  const Json& starts = object["scheduleInfo"]["startDateTime"];
  b.put("startDateTime", normalTime(object.has("startDateTime") ? object["startDateTime"] : starts));
  b.put("endDateTime", normalTime(object.has("endDateTime") ? object["endDateTime"] : expires));
  return finish(b, out, object["id"].asString(), object["id"].asString());
}

bool makeAccessPolicy(const Json& object, std::string_view, Made& out) {
  Builder b(object);
  b.lower("id");
  for (const char* name : {"displayName", "state"})
    b.copy(name);
  b.put("conditions", tidy(object["conditions"]));
  b.put("grantControls", tidy(object["grantControls"]));
  return finish(b, out, lowerText(object["id"].asString()), object["displayName"].asString());
}

} // namespace countersign::azure
