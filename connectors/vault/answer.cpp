// SPDX-License-Identifier: Apache-2.0
// After the HTTP API documentation of Vault and OpenBao: the members that only one kind of answer has.
#include "connectors/vault/answer.h"

#include <algorithm>
#include <vector>

namespace countersign::vault {
namespace {

bool hasAll(const Json& object, std::initializer_list<std::string_view> names) {
  return std::all_of(names.begin(), names.end(), [&](std::string_view n) { return object.has(n); });
}
bool hasAny(const Json& object, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return object.has(n); });
}

/// Objects by mount path: "approle/": {…}.
AnswerKind mountTable(const Json& object) {
  AnswerKind found = AnswerKind::Unknown;
  for (const auto& [name, value] : object.members()) {
    if (name.size() < 2 || name.back() != '/' || !value.isObject() || !value["type"].isString()) continue;
    const std::string& accessor = value["accessor"].asString();
    if (accessor.starts_with("auth_")) return AnswerKind::AuthMounts;
    found = !accessor.empty()                     ? AnswerKind::Mounts
            : hasAny(value, {"options", "local"}) ? AnswerKind::AuditDevices
            : found == AnswerKind::Unknown        ? AnswerKind::Unknown
                                                  : found;
  }
  return found;
}

AnswerKind identityKind(const Json& data) {
  if (!data["id"].isString()) return AnswerKind::Unknown;
  if (hasAny(data, {"member_entity_ids", "member_group_ids"})) return AnswerKind::Group;
  if (hasAny(data, {"aliases", "direct_group_ids", "merged_entity_ids"})) return AnswerKind::Entity;
  if (hasAll(data, {"canonical_id", "mount_accessor"})) return AnswerKind::EntityAlias;
  return AnswerKind::Unknown;
}

AnswerKind credentialKind(const Json& data) {
  if (data["secret_id_accessor"].isString()) return AnswerKind::SecretId;
  if (data["role_id"].isString()) return AnswerKind::RoleId;
  const bool lookup = hasAny(data, {"creation_ttl", "issue_time", "creation_time"}) && data.has("accessor");
  return lookup && data.has("policies") ? AnswerKind::Token : AnswerKind::Unknown;
}

bool isRole(const Json& data, const std::string& path) {
  if (hasAny(data, {"token_policies", "token_no_default_policy", "bound_service_account_names",
                    "bind_secret_id", "bound_audiences", "bound_iam_principal_arn"}))
    return true;
  return path.starts_with("auth/") && data.has("policies");
}

AnswerKind dataKind(const Json& data, const std::string& path) {
  if (data["policy"].isString() || (data["rules"].isString() && data["name"].isString()))
    return AnswerKind::Policy;
  for (const AnswerKind kind : {identityKind(data), credentialKind(data)})
    if (kind != AnswerKind::Unknown) return kind;
  if (data["keys"].isArray() || (data["policies"].isArray() && path == "sys/policy")) return AnswerKind::List;
  if (hasAll(data, {"allowed_policies", "disallowed_policies"})) return AnswerKind::TokenRole;
  if (hasAll(data, {"versions", "max_versions"}) || hasAll(data, {"versions", "current_version"}))
    return AnswerKind::KvMetadata;
  if (data["data"].isObject() && data["metadata"].has("version")) return AnswerKind::SecretValue;
  if (hasAll(data, {"sealed", "version"})) return AnswerKind::Server;
  if (isRole(data, path)) return AnswerKind::AuthRole;
  return mountTable(data);
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const std::size_t cut = std::min(path.find('/'), path.size());
    if (cut > 0) out.push_back(path.substr(0, cut));
    path.remove_prefix(std::min(cut + 1, path.size()));
  }
  return out;
}

/// Names that people give to files that hold a list: "roles.json", "role/ci.secret-id-accessors.json".
std::string listPath(std::string path) {
  const auto replace = [&](std::string_view ending, std::string_view by) {
    if (!path.ends_with(ending)) return;
    path.resize(path.size() - ending.size());
    path += by;
  };
  replace(".secret-id-accessors", "/secret-id");
  replace(".secret-id", "/secret-id");
  replace(".role-id", "/role-id");
  if (path == "sys/policies-acl" || path == "sys/policies") path = "sys/policies/acl";
  if (path == "identity/entity-list" || path == "identity/entities") path = "identity/entity/id";
  if (path == "identity/group-list" || path == "identity/groups") path = "identity/group/id";
  if (path != "auth/token/roles") replace("/roles", "/role");
  return path;
}

} // namespace

Answer answerOf(const Json& json, std::string path) {
  Answer out{json, std::move(path), AnswerKind::Unknown, {}};
  while (out.path.starts_with('/'))
    out.path.erase(0, 1);
  if (out.path.starts_with("v1/")) out.path.erase(0, 3);
  while (out.path.ends_with('/'))
    out.path.pop_back();
  if (json["errors"].isArray()) {
    out.kind = AnswerKind::Refusal;
  } else if (json["auth"].isObject() && json["auth"].has("accessor")) {
    out.kind = AnswerKind::Login;
    out.inner = "/auth";
  } else {
    if (json["data"].isObject()) out.inner = "/data";
    out.kind = dataKind(out.data(), out.path);
  }
  return out;
}

std::string_view partOf(AnswerKind kind) {
  switch (kind) {
  case AnswerKind::AuthMounts:
    return "auth-mounts";
  case AnswerKind::Mounts:
    return "mounts";
  case AnswerKind::AuditDevices:
    return "audit-devices";
  case AnswerKind::Policy:
    return "policies";
  case AnswerKind::Entity:
  case AnswerKind::EntityAlias:
    return "entities";
  case AnswerKind::Group:
    return "groups";
  case AnswerKind::Token:
  case AnswerKind::Login:
    return "tokens";
  case AnswerKind::SecretId:
    return "secret-ids";
  case AnswerKind::RoleId:
  case AnswerKind::AuthRole:
    return "auth-roles";
  case AnswerKind::TokenRole:
    return "token-roles";
  case AnswerKind::KvMetadata:
    return "kv-metadata";
  case AnswerKind::Server:
    return "server";
  case AnswerKind::List:
    return "lists";
  default:
    return {};
  }
}

std::string pathFromName(std::string_view fileName) {
  std::vector<std::string_view> parts = segments(fileName);
  if (parts.empty()) return {};
  for (const std::string_view ending : {".json", ".JSON"})
    if (parts.back().ends_with(ending)) parts.back().remove_suffix(ending.size());
  const auto isRoot = [](std::string_view s) { return s == "auth" || s == "sys" || s == "identity"; };
  std::size_t from = parts.size();
  for (std::size_t i = parts.size() - 1; i-- > 0;)
    if (isRoot(parts[i]) && !(i > 0 && parts[i - 1] == "auth")) {
      from = i;
      break;
    }
  std::string out;
  for (std::size_t i = from; i < parts.size(); ++i)
    out += (out.empty() ? "" : "/") + std::string(parts[i]);
  return listPath(std::move(out));
}

} // namespace countersign::vault
