// SPDX-License-Identifier: Apache-2.0
// Roles of auth methods and of the token store.
#include "connectors/vault/content.h"

#include "models/identity/json_text.h"

#include <algorithm>
#include <array>

namespace countersign::vault {
namespace {

/// Members that govern who may log in and what the token is, over all the auth methods.
bool isKept(std::string_view name) {
  constexpr std::array<std::string_view, 38> names{"alias_name_source",
                                                   "audience",
                                                   "auth_type",
                                                   "bind_secret_id",
                                                   "claim_mappings",
                                                   "clock_skew_leeway",
                                                   "display_name",
                                                   "expiration_leeway",
                                                   "groups_claim",
                                                   "inferred_aws_region",
                                                   "inferred_entity_type",
                                                   "local_secret_ids",
                                                   "max_age",
                                                   "not_before_leeway",
                                                   "ocsp_enabled",
                                                   "oidc_scopes",
                                                   "orphan",
                                                   "path_suffix",
                                                   "name",
                                                   "renewable",
                                                   "required_extensions",
                                                   "resolve_aws_unique_ids",
                                                   "role_type",
                                                   "secret_id_bound_cidrs",
                                                   "secret_id_num_uses",
                                                   "secret_id_ttl",
                                                   "type",
                                                   "user_claim",
                                                   "user_claim_json_pointer",
                                                   "disallow_reauthentication",
                                                   "allow_instance_migration",
                                                   "explicit_max_ttl",
                                                   "disallowed_policies",
                                                   "disallowed_policies_glob",
                                                   "service_account_name_selector",
                                                   "add_group_aliases",
                                                   "max_jwt_exp",
                                                   "policies"};
  for (const std::string_view prefix : {"token_", "bound_", "allowed_"})
    if (name.starts_with(prefix)) return true;
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What stands twice in an answer, under its old name as well.
bool isOldName(const Json& data, const std::string& name) {
  if (name == "policies") return data.has("token_policies") && !data["token_policies"].empty();
  for (const char* old : {"ttl", "max_ttl", "period", "num_uses", "bound_cidrs"})
    if (name == old) return data.has("token_" + name);
  return false;
}

Json sortedLists(const Json& value) {
  if (!value.isArray()) return value;
  const bool texts =
      std::all_of(value.items().begin(), value.items().end(), [](const Json& v) { return v.isString(); });
  return texts ? Json::stringSet(value.strings()) : value;
}

Json membersOf(const Json& data, const std::string& pointer, Taken& out) {
  Json content = Json::object();
  for (const auto& [name, value] : data.members()) {
    if (value.isNull() || isOldName(data, name)) continue;
    std::string here = pointer;
    appendPointer(here, name);
    const bool old = name == "ttl" || name == "max_ttl" || name == "period" || name == "num_uses";
    if (!isKept(name) && !old) {
      out.masks.push_back(std::move(here));
      out.leftOut.push_back("the member " + name.substr(0, 60));
    } else if (value.isObject()) {
      content.setUnlessEmpty(name, cleanMap(value, here, out));
    } else {
      content.setUnlessEmpty(old || name == "policies" ? "token_" + name : name, sortedLists(value));
    }
  }
  return content;
}

Result<Taken> takeRoleId(const Answer& answer, std::string_view cluster) {
  // auth/<mount>/role/<name>/role-id
  const auto at = answer.path.find("/role/");
  constexpr std::string_view end = "/role-id";
  if (!answer.path.starts_with("auth/") || at == std::string::npos || !answer.path.ends_with(end))
    return failure(ErrorCode::Malformed, "a role id that does not say of which role",
                   "Give the file the path of the API: auth/<mount>/role/<name>/role-id.json");
  const std::string role = answer.path.substr(0, answer.path.size() - end.size());
  Json content = Json::object();
  content.set("cluster", Json(cluster)).set("path", Json(role));
  content.set("mount", Json(role.substr(5, at - 5)));
  content.set("role_id", answer.data()["role_id"]);
  Taken out;
  addDocument(out, {"vault.role-id", "auth-roles", role, role.substr(at + 6), {}}, std::move(content),
              answer.inner);
  return out;
}

} // namespace

Result<Taken> takeRole(const Answer& answer, std::string_view cluster) {
  if (answer.kind == AnswerKind::RoleId) return takeRoleId(answer, cluster);
  const bool ofTokens = answer.kind == AnswerKind::TokenRole;
  std::string path = answer.path;
  if (ofTokens && path.empty() && answer.data()["name"].isString())
    path = "auth/token/roles/" + answer.data()["name"].asString();
  const auto mountEnd = path.find('/', 5);
  if (!path.starts_with("auth/") || mountEnd == std::string::npos || mountEnd + 1 >= path.size())
    return failure(ErrorCode::Malformed, "a role that does not say its name and its auth method",
                   "Give the file the path of the API: auth/<mount>/role/<name>.json");
  Taken out;
  Json content = membersOf(answer.data(), answer.inner, out);
  const std::string name = path.substr(path.rfind('/') + 1);
  content.set("cluster", Json(cluster)).set("path", Json(path)).set("name", Json(name));
  if (!ofTokens) {
    // Behind the mount, which may have slashes itself, stands "role", "users", "certs" …
    const auto kind = path.rfind('/', path.rfind('/') - 1);
    content.set("mount", Json(kind != std::string::npos && kind > 5 ? path.substr(5, kind - 5)
                                                                    : path.substr(5, mountEnd - 5)));
  }
  addDocument(
      out,
      {ofTokens ? "vault.token-role" : "vault.auth-role", std::string(partOf(answer.kind)), path, name, {}},
      std::move(content), answer.inner);
  return out;
}

} // namespace countersign::vault
