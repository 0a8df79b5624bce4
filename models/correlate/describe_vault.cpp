// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/vault_keys.h"

#include <algorithm>
#include <map>

namespace countersign::kinds {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string clusterOf(const Document& d) {
  return d.content["cluster"].asString();
}

/// "auth/approle/role/ci" → "approle/role/ci".
std::string belowAuth(const std::string& path) {
  return path.starts_with("auth/") ? path.substr(5) : path;
}

void namePolicies(const Document& d, const char* member, Description& out) {
  for (const std::string& name : d.content[member].strings())
    out.namingKeys.push_back(keys::vaultPolicy(clusterOf(d), lower(name)));
}

void principal(const Document& d, const char* label, int rank, Description& out) {
  out.principal = true;
  out.system = "vault";
  out.kindLabel = label;
  out.place = clusterOf(d);
  out.rank = rank;
}

void people(const Json& map, const char* pointer, Description& out) {
  out.owner = ownerFrom(map, "metadata", pointer);
  out.tier = tierFromMap(map, "metadata");
}

/// The entity is the identity; its aliases are the names under which it logs in.
void entity(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string id = c["id"].asString(), cluster = clusterOf(d);
  principal(d, "Vault entity", 3, out);
  out.idKey = keys::vaultEntity(id);
  out.neutralUid = "vault:" + cluster + ":entity:" + id;
  out.selfKeys.push_back(out.idKey);
  for (const std::string& merged : c["merged_entity_ids"].strings())
    out.selfKeys.push_back(keys::vaultEntity(merged));
  for (const Json& alias : c["aliases"].items()) {
    const std::string name = alias["name"].asString();
    const std::string mount = belowAuth(alias["mount_path"].asString());
    if (!name.empty() && !mount.empty()) out.nameKeys.push_back(keys::vaultAlias(cluster, mount, name));
    if (!mount.empty()) out.namingKeys.push_back(keys::vaultMount(cluster, "auth/" + mount));
    out.searchTerms.push_back(name);
  }
  out.selfKeys.insert(out.selfKeys.end(), out.nameKeys.begin(), out.nameKeys.end());
  for (const char* list : {"group_ids", "direct_group_ids", "inherited_group_ids"})
    for (const std::string& group : c[list].strings())
      out.namingKeys.push_back(keys::vaultGroup(group));
  namePolicies(d, "policies", out);
  out.disabled = c["disabled"].asBool();
  out.searchTerms.insert(out.searchTerms.end(), {id, cluster});
  people(c["metadata"], "/metadata", out);
}

void group(const Document& d, Description& out) {
  const Json& c = d.content;
  out.selfKeys = {keys::vaultGroup(c["id"].asString())};
  for (const std::string& id : c["member_entity_ids"].strings())
    out.namingKeys.push_back(keys::vaultEntity(id));
  for (const char* list : {"member_group_ids", "parent_group_ids"})
    for (const std::string& id : c[list].strings())
      out.namingKeys.push_back(keys::vaultGroup(id));
  namePolicies(d, "policies", out);
}

/// The auth method, as far as the members of a role tell it.
const char* roleLabel(const Json& c) {
  if (c.has("bind_secret_id")) return "Vault AppRole";
  if (c.has("bound_service_account_names")) return "Vault Kubernetes role";
  if (c.has("bound_audiences") || c.has("user_claim")) return "Vault JWT role";
  if (c.has("bound_iam_principal_arn") || c.has("bound_account_id")) return "Vault AWS role";
  return c["path"].asString().find("/users/") != std::string::npos ? "Vault user" : "Vault auth role";
}

void role(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string cluster = clusterOf(d), path = c["path"].asString();
  principal(d, roleLabel(c), 4, out);
  out.neutralUid = "vault:" + cluster + ":" + path;
  out.nameKeys = {keys::vaultRole(cluster, belowAuth(path))};
  // Methods with users call each by its name, in lower case.
  if (path.find("/users/") != std::string::npos)
    out.nameKeys.push_back(keys::vaultAlias(cluster, c["mount"].asString(), lower(c["name"].asString())));
  out.selfKeys = out.nameKeys;
  out.namingKeys.push_back(keys::vaultMount(cluster, "auth/" + c["mount"].asString()));
  namePolicies(d, "token_policies", out);
  if (!c["token_no_default_policy"].asBool()) out.namingKeys.push_back(keys::vaultPolicy(cluster, "default"));
  out.searchTerms = {path, cluster};
}

/// Says which entity an AppRole logs in as: one with its role id as alias.
void roleId(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string cluster = clusterOf(d), path = c["path"].asString();
  principal(d, "Vault AppRole", 7, out);
  out.neutralUid = "vault:" + cluster + ":" + path;
  out.nameKeys = {keys::vaultRole(cluster, belowAuth(path)),
                  keys::vaultAlias(cluster, c["mount"].asString(), c["role_id"].asString())};
  out.selfKeys = out.nameKeys;
}

/// The role that a token was made with, as its path and metadata say.
void nameRole(const Document& d, const char* metadata, Description& out) {
  const Json& c = d.content;
  const std::string path = c["path"].asString(), cluster = clusterOf(d);
  std::string name = c[metadata]["role_name"].asString();
  if (name.empty()) name = c[metadata]["role"].asString();
  const auto login = path.rfind("/login");
  if (!name.empty() && path.starts_with("auth/") && login != std::string::npos && login > 5)
    out.namingKeys.push_back(keys::vaultRole(cluster, path.substr(5, login - 5) + "/role/" + name));
  if (const std::string& tokenRole = c["role"].asString(); !tokenRole.empty())
    out.namingKeys.push_back(keys::vaultRole(cluster, "token/roles/" + tokenRole));
}

/// A token of an entity is a credential of that; one without is an identity of its own.
void token(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string cluster = clusterOf(d), accessor = c["accessor"].asString();
  const std::string key = keys::vaultAccessor(cluster, accessor);
  out.selfKeys = {key};
  nameRole(d, "meta", out);
  namePolicies(d, "policies", out);
  out.searchTerms = {accessor};
  if (const std::string& id = c["entity_id"].asString(); !id.empty()) {
    out.namingKeys.push_back(keys::vaultEntity(id));
    return;
  }
  principal(d, "Vault token", 6, out);
  out.idKey = key;
  out.neutralUid = "vault:" + cluster + ":token:" + accessor;
  people(c["meta"], "/meta", out);
}

void login(const Document& d, Description& out) {
  out.namingKeys = {keys::vaultAccessor(clusterOf(d), d.content["accessor"].asString())};
  if (const std::string& id = d.content["entity_id"].asString(); !id.empty())
    out.namingKeys.push_back(keys::vaultEntity(id));
  nameRole(d, "metadata", out);
  namePolicies(d, "token_policies", out);
}

void tokenRole(const Document& d, Description& out) {
  out.selfKeys = {keys::vaultRole(clusterOf(d), belowAuth(d.content["path"].asString()))};
  namePolicies(d, "allowed_policies", out);
}
void entityAlias(const Document& d, Description& out) {
  out.namingKeys = {keys::vaultEntity(d.content["canonical_id"].asString())};
}
void secretId(const Document& d, Description& out) {
  if (const std::string& path = d.content["role"].asString(); !path.empty())
    out.namingKeys = {keys::vaultRole(clusterOf(d), belowAuth(path))};
  out.searchTerms = {d.content["accessor"].asString()};
}
void policy(const Document& d, Description& out) {
  out.selfKeys = {keys::vaultPolicy(clusterOf(d), d.content["name"].asString())};
}
void mount(const Document& d, Description& out) {
  out.selfKeys = {keys::vaultMount(clusterOf(d), d.content["path"].asString())};
}
void list(const Document& d, Description& out) {
  const std::string path = d.content["path"].asString();
  out.selfKeys = {keys::vaultList(clusterOf(d), path)};
  if (path.starts_with("auth/") && path.ends_with("/secret-id"))
    out.namingKeys = {keys::vaultRole(clusterOf(d), path.substr(5, path.size() - 5 - 10))};
}
void server(const Document& d, Description& out) {
  out.selfKeys = {keys::vaultServer(clusterOf(d))};
}

} // namespace

bool vault(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{{"vault.entity", entity},
                                                                  {"vault.group", group},
                                                                  {"vault.auth-role", role},
                                                                  {"vault.role-id", roleId},
                                                                  {"vault.token", token},
                                                                  {"vault.login", login},
                                                                  {"vault.token-role", tokenRole},
                                                                  {"vault.entity-alias", entityAlias},
                                                                  {"vault.secret-id", secretId},
                                                                  {"vault.policy", policy},
                                                                  {"vault.mount", mount},
                                                                  {"vault.auth-mount", mount},
                                                                  {"vault.list", list},
                                                                  {"vault.server", server}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  return true;
}

} // namespace countersign::kinds
