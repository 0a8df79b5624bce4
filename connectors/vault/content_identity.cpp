// SPDX-License-Identifier: Apache-2.0
// Entities, their aliases, groups; tokens, logins, secret ids.
#include "connectors/vault/content.h"

#include <algorithm>

namespace countersign::vault {
namespace {

std::string withoutSlash(std::string path) {
  while (path.ends_with('/'))
    path.pop_back();
  return path;
}

Json aliasContent(const Json& alias, const std::string& pointer, Taken& out) {
  Json content = Json::object();
  copyScalars(alias, content, {"id", "name", "canonical_id", "mount_accessor", "mount_type", "local"});
  content.setUnlessEmpty("mount_path", Json(withoutSlash(alias["mount_path"].asString())));
  copyTimes(alias, content, {"creation_time"});
  for (const char* map : {"metadata", "custom_metadata"})
    content.setUnlessEmpty(map, cleanMap(alias[map], pointer + '/' + map, out));
  return content;
}

void copyIdentity(const Json& data, const std::string& pointer, Json& content, Taken& out) {
  copyScalars(data, content, {"id", "name", "namespace_id", "disabled", "type"});
  copySets(data, content, {"policies"});
  copyTimes(data, content, {"creation_time"});
  content.setUnlessEmpty("metadata", cleanMap(data["metadata"], pointer + "/metadata", out));
}

Result<void> needsId(const Answer& answer) {
  if (!answer.data()["id"].asString().empty()) return {};
  return failure(ErrorCode::Malformed, "an identity without an id");
}

Taken takeEntity(const Answer& answer, Json content) {
  const Json& data = answer.data();
  Taken out;
  copyIdentity(data, answer.inner, content, out);
  copySets(data, content, {"merged_entity_ids"});
  // That it is in no group is something else than that nothing was said of groups.
  for (const char* groups : {"direct_group_ids", "inherited_group_ids", "group_ids"})
    if (data.has(groups)) content.set(groups, Json::stringSet(data[groups].strings()));
  Json::Array aliases;
  for (std::size_t i = 0; i < data["aliases"].size(); ++i)
    aliases.push_back(
        aliasContent(data["aliases"].at(i), answer.inner + "/aliases/" + std::to_string(i), out));
  std::sort(aliases.begin(), aliases.end(),
            [](const Json& a, const Json& b) { return canonicalJsonOrThrow(a) < canonicalJsonOrThrow(b); });
  content.setUnlessEmpty("aliases", Json(std::move(aliases)));
  const std::string id = data["id"].asString();
  addDocument(out, {"vault.entity", "entities", id, data["name"].asString(), id}, std::move(content),
              answer.inner);
  return out;
}

Taken takeGroup(const Answer& answer, Json content) {
  const Json& data = answer.data();
  Taken out;
  copyIdentity(data, answer.inner, content, out);
  copySets(data, content, {"member_entity_ids", "member_group_ids", "parent_group_ids"});
  if (data["alias"].isObject())
    content.setUnlessEmpty("alias", aliasContent(data["alias"], answer.inner + "/alias", out));
  const std::string id = data["id"].asString();
  addDocument(out, {"vault.group", "groups", id, data["name"].asString(), id}, std::move(content),
              answer.inner);
  return out;
}

void observe(Taken& out, const std::string& kind, const std::string& uid, const char* name, Json value,
             const std::string& pointer) {
  if (!value.empty()) out.observations.push_back({{kind, uid, name, std::move(value), {}}, pointer});
}

/// A look-up. What is left of it (time, uses) changes by itself.
Result<Taken> takeToken(const Answer& answer, Json content) {
  const Json& data = answer.data();
  const std::string accessor = data["accessor"].asString();
  Taken out;
  if (accessor.empty())
    return failure(ErrorCode::Unsupported, "a token without an accessor: it cannot be told from others",
                   "Batch tokens have none and live no longer than their TTL; leave them out");
  copyScalars(data, content,
              {"accessor", "display_name", "entity_id", "path", "orphan", "renewable", "type", "period",
               "explicit_max_ttl", "creation_ttl", "role", "namespace_path"});
  copySets(data, content, {"policies", "bound_cidrs"});
  // An empty list says that there were none.
  if (data.has("identity_policies"))
    content.set("identity_policies", Json::stringSet(data["identity_policies"].strings()));
  copyTimes(data, content, {"creation_time", "issue_time"});
  content.setUnlessEmpty("meta", cleanMap(data["meta"], answer.inner + "/meta", out));
  Json left = Json::object();
  if (data["ttl"].isInt()) left.set("ttl", data["ttl"]);
  copyTimes(data, left, {"expire_time", "last_renewal"});
  if (data["num_uses"].isInt() && data["num_uses"].asInt() != 0) left.set("num_uses", data["num_uses"]);
  observe(out, "vault.token", accessor, "left", std::move(left), answer.inner);
  const std::string name = data["display_name"].asString();
  addDocument(out, {"vault.token", "tokens", accessor, name.empty() ? accessor : name, accessor},
              std::move(content), answer.inner);
  return out;
}

Result<Taken> takeLogin(const Answer& answer, Json content) {
  const Json& data = answer.data();
  const std::string accessor = data["accessor"].asString();
  if (accessor.empty())
    return failure(ErrorCode::Unsupported, "a login that gave a batch token, which has no accessor");
  Taken out;
  copyScalars(data, content, {"accessor", "entity_id", "orphan", "renewable", "token_type"});
  content.setUnlessEmpty("path", Json(answer.path));
  for (const char* list : {"token_policies", "identity_policies"})
    if (data.has(list)) content.set(list, Json::stringSet(data[list].strings()));
  content.setUnlessEmpty("metadata", cleanMap(data["metadata"], answer.inner + "/metadata", out));
  addDocument(out, {"vault.login", "tokens", accessor, accessor, accessor}, std::move(content), answer.inner);
  return out;
}

Taken takeSecretId(const Answer& answer, Json content) {
  const Json& data = answer.data();
  const std::string accessor = data["secret_id_accessor"].asString();
  Taken out;
  content.set("accessor", Json(accessor));
  // auth/<mount>/role/<name>/secret-id-accessor/lookup, or …/secret-id/<accessor>
  const auto cut = answer.path.find("/secret-id");
  if (answer.path.starts_with("auth/") && cut != std::string::npos)
    content.set("role", Json(answer.path.substr(0, cut)));
  copySets(data, content, {"cidr_list", "token_bound_cidrs"});
  copyScalars(data, content, {"secret_id_ttl"});
  copyTimes(data, content, {"creation_time", "expiration_time"});
  content.setUnlessEmpty("metadata", cleanMap(data["metadata"], answer.inner + "/metadata", out));
  Json left = Json::object();
  copyScalars(data, left, {"secret_id_num_uses"});
  copyTimes(data, left, {"last_updated_time"});
  observe(out, "vault.secret-id", accessor, "left", std::move(left), answer.inner);
  addDocument(out, {"vault.secret-id", "secret-ids", accessor, accessor, accessor}, std::move(content),
              answer.inner);
  return out;
}

} // namespace

Result<Taken> takeIdentity(const Answer& answer, std::string_view cluster) {
  COUNTERSIGN_TRY(needsId(answer));
  Json content = Json::object();
  content.set("cluster", Json(cluster));
  if (answer.kind == AnswerKind::Entity) return takeEntity(answer, std::move(content));
  if (answer.kind == AnswerKind::Group) return takeGroup(answer, std::move(content));
  Taken out;
  const Json& data = answer.data();
  const Json alias = aliasContent(data, answer.inner, out);
  for (const auto& [name, value] : alias.members())
    content.set(name, value);
  const std::string id = data["id"].asString();
  addDocument(out, {"vault.entity-alias", "entities", id, data["name"].asString(), id}, std::move(content),
              answer.inner);
  return out;
}

Result<Taken> takeCredential(const Answer& answer, std::string_view cluster) {
  Json content = Json::object();
  content.set("cluster", Json(cluster));
  if (answer.kind == AnswerKind::SecretId) return takeSecretId(answer, std::move(content));
  return answer.kind == AnswerKind::Token ? takeToken(answer, std::move(content))
                                          : takeLogin(answer, std::move(content));
}

} // namespace countersign::vault
