// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/estate.h"

#include "models/access/vault/policy.h"

#include <algorithm>

namespace countersign::vault {
namespace {

/// Policy names are kept in lower case without blanks around (policyutil.ParsePolicies).
std::string policyName(std::string_view name) {
  const std::size_t first = name.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return lowerCase(name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<std::string> policyNames(const Json& list) {
  std::vector<std::string> out;
  for (const std::string& name : list.strings())
    out.push_back(policyName(name));
  return out;
}

Metadata metadataOf(const Json& object) {
  Metadata out;
  for (const auto& [name, value] : object.members())
    if (value.isString()) out[name] = value.asString();
  return out;
}

Alias aliasOf(const Json& json) {
  return {json["id"].asString(), json["name"].asString(), json["mount_accessor"].asString(),
          metadataOf(json["metadata"]), metadataOf(json["custom_metadata"])};
}

std::string namespaceOf(const Json& json) {
  const std::string& id = json["namespace_id"].asString();
  return id.empty() ? "root" : id;
}

Entity entityOf(const Json& json) {
  Entity out{
      json["id"].asString(),         json["name"].asString(),      namespaceOf(json),
      json["disabled"].asBool(),     metadataOf(json["metadata"]), {},
      policyNames(json["policies"]), json["group_ids"].strings(),  json["merged_entity_ids"].strings()};
  out.groupsListed = json.has("group_ids") || json.has("direct_group_ids");
  for (const char* more : {"direct_group_ids", "inherited_group_ids"})
    for (const std::string& id : json[more].strings())
      if (std::find(out.groupIds.begin(), out.groupIds.end(), id) == out.groupIds.end())
        out.groupIds.push_back(id);
  for (const Json& alias : json["aliases"].items())
    out.aliases.push_back(aliasOf(alias));
  return out;
}

Group groupOf(const Json& json) {
  return {json["id"].asString(),
          json["name"].asString(),
          namespaceOf(json),
          metadataOf(json["metadata"]),
          policyNames(json["policies"]),
          json["member_entity_ids"].strings(),
          json["member_group_ids"].strings(),
          json["parent_group_ids"].strings()};
}

Token loginOf(const Json& auth) {
  Token out;
  out.policies = policyNames(auth.has("token_policies") ? auth["token_policies"] : auth["policies"]);
  if (auth.has("identity_policies")) out.identityPolicies = policyNames(auth["identity_policies"]);
  out.entityId = auth["entity_id"].asString();
  return out;
}

/// `token_policies`; `policies` is its old name.
Role roleOf(std::string mount, std::string name, const Json& data) {
  const bool current = !data["token_policies"].empty() || !data.has("policies");
  return {std::move(mount), std::move(name), policyNames(data[current ? "token_policies" : "policies"]),
          data["token_no_default_policy"].asBool()};
}

void takeNames(const Json& data, std::optional<std::set<std::string>>& names, bool arePolicies) {
  if (!names) names.emplace();
  for (const char* list : {"keys", "policies"})
    for (const std::string& name : data[list].strings())
      names->insert(arePolicies ? policyName(name) : name);
}

/// What gives policies to a login, at "mount/role/name" or, in other auth methods, "mount/users/name" …
bool takeRole(Estate& estate, std::string_view path, const Json& data) {
  if (!data.has("token_policies") && !data.has("policies")) return false;
  for (const std::string_view kind : {"/role/", "/users/", "/groups/", "/certs/"}) {
    const std::size_t at = path.find(kind);
    if (at == std::string_view::npos) continue;
    const std::string mount(path.substr(0, at)), name(path.substr(at + kind.size()));
    const std::string key = kind == "/role/" ? mount + '/' + name : std::string(path);
    estate.roles[key] = roleOf(mount, name, data);
    return true;
  }
  return false;
}

bool takeAuth(Estate& estate, std::string_view path, const Json& answer) {
  const Json& data = answer["data"];
  if (takeRole(estate, path, data)) return true;
  if (answer["auth"].isObject()) {
    estate.tokens[std::string(path)] = loginOf(answer["auth"]);
    return true;
  }
  if (data.has("policies") && data.has("entity_id")) {
    estate.tokens[std::string(path)] = loginOf(data);
    return true;
  }
  return false;
}

bool takeIdentity(Estate& estate, std::string_view path, const Json& data) {
  const bool entity = path.starts_with("entity");
  if (!entity && !path.starts_with("group")) return false;
  if (!data.has("id")) {
    if (entity && data.has("keys")) takeNames(data, estate.entityIds, false);
    return entity && data.has("keys");
  }
  if (entity)
    estate.entities[data["id"].asString()] = entityOf(data);
  else
    estate.groups[data["id"].asString()] = groupOf(data);
  return true;
}

bool takePolicies(Estate& estate, std::string_view path, const Json& data) {
  if (path != "policies-acl" && path != "policies" && path != "policies/acl" && path != "policy" &&
      !path.starts_with("policies/acl/") && !path.starts_with("policy/"))
    return false;
  const Json& text = data[data.has("policy") ? "policy" : "rules"];
  if (!text.isString()) {
    if (data.has("keys") || data.has("policies")) takeNames(data, estate.policyNames, true);
    return data.has("keys") || data.has("policies");
  }
  const std::string name = policyName(data.has("name") ? std::string_view(data["name"].asString())
                                                       : path.substr(path.rfind('/') + 1));
  estate.policies[name] = {text.asString(), data["allow_wildcards_in_identity_templates"].asBool(),
                           data["allow_slashes_in_identity_templates"].asBool()};
  return true;
}

} // namespace

bool Estate::take(std::string_view path, const Json& answer) {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  if (path.starts_with("v1/")) path.remove_prefix(3);
  const Json& data = answer["data"];
  if (path.starts_with("auth/")) return takeAuth(*this, path.substr(5), answer);
  if (path.starts_with("identity/")) return takeIdentity(*this, path.substr(9), data);
  if (path.starts_with("sys/")) return takePolicies(*this, path.substr(4), data);
  return false;
}

void Estate::takePolicy(std::string_view name, std::string text) {
  policies.try_emplace(policyName(name), PolicyText{std::move(text), false, false});
}

} // namespace countersign::vault
