// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/answer_content.h"

#include "connectors/common/secrets.h"
#include "connectors/vault/content.h"
#include "connectors/vault/policy_text.h"
#include "models/access/vault/policy.h"
#include "models/identity/json_text.h"

namespace countersign::vault {
namespace {

Json ofCluster(std::string_view cluster) {
  return Json::object().set("cluster", Json(cluster));
}

std::string lastSegment(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Auth methods, secrets engines and audit devices by their paths.
Result<Taken> takeMounts(const Answer& answer, std::string_view cluster) {
  Taken out;
  const bool auth = answer.kind == AnswerKind::AuthMounts, audit = answer.kind == AnswerKind::AuditDevices;
  for (const auto& [name, mount] : answer.data().members()) {
    if (name.size() < 2 || name.back() != '/' || !mount.isObject()) continue;
    std::string path = name.substr(0, name.size() - 1), pointer = answer.inner;
    appendPointer(pointer, name);
    Json content = ofCluster(cluster);
    content.set("path", Json((auth ? "auth/" : "") + path));
    copyScalars(mount, content, {"type", "accessor", "description", "local", "seal_wrap", "running_version"});
    if (audit) {
      copyScalars(mount["options"], content, {"log_raw", "hmac_accessor"});
    } else {
      copyScalars(mount["config"], content,
                  {"default_lease_ttl", "max_lease_ttl", "token_type", "listing_visibility"});
      if (mount["options"]["version"].isString()) content.set("version", mount["options"]["version"]);
    }
    if (audit && mount["options"].isObject()) out.masks.push_back(pointer + "/options"); // addresses, headers
    addDocument(out,
                {auth    ? "vault.auth-mount"
                 : audit ? "vault.audit-device"
                         : "vault.mount",
                 std::string(partOf(answer.kind)),
                 (auth ? "auth/" : "") + path,
                 path,
                 {}},
                std::move(content), pointer);
  }
  return out;
}

Result<Taken> takePolicy(const Answer& answer, std::string_view cluster) {
  const Json& data = answer.data();
  const std::string name = data["name"].isString() ? data["name"].asString() : lastSegment(answer.path);
  if (name.empty())
    return failure(ErrorCode::Malformed, "a policy that does not say its name",
                   "Give the file the path of the API: sys/policies/acl/<name>.json");
  Taken out;
  const char* member = data["policy"].isString() ? "policy" : "rules";
  Document document = policyDocument(cluster, name, data[member].asString());
  for (const char* option : {"allow_wildcards_in_identity_templates", "allow_slashes_in_identity_templates"})
    if (data[option].asBool()) document.content.set(option, Json(true));
  out.documents.emplace_back(std::move(document), answer.inner);
  return out;
}

Result<Taken> takeList(const Answer& answer, std::string_view cluster) {
  const Json& data = answer.data();
  std::string path = answer.path;
  if (data["key_info"].isObject() && path.empty()) path = "identity/entity/id";
  if (path.empty())
    return failure(ErrorCode::Malformed, "a list that does not say of what",
                   "Give the file the path of the API: auth/<mount>/role.json, sys/policies/acl.json");
  if (path == "sys/policy") path = "sys/policies/acl";
  if (path == "identity/entity/name" || path == "identity/group/name")
    return failure(ErrorCode::Unsupported, "a list of names, not of ids",
                   "Export identity/entity/id and identity/group/id");
  Taken out;
  Json content = ofCluster(cluster);
  content.set("path", Json(path));
  content.set("keys", Json::stringSet(data[data["keys"].isArray() ? "keys" : "policies"].strings()));
  addDocument(out, {"vault.list", "lists", path, path, {}}, std::move(content), answer.inner);
  return out;
}

Result<Taken> takeKvMetadata(const Answer& answer, std::string_view cluster) {
  const Json& data = answer.data();
  if (answer.path.empty())
    return failure(ErrorCode::Malformed, "metadata of a secret that does not say its path",
                   "Write the answers as lines {\"path\": \"secret/metadata/…\", \"answer\": …}");
  Taken out;
  Json content = ofCluster(cluster);
  content.set("path", Json(answer.path));
  copyScalars(data, content, {"cas_required", "delete_version_after", "max_versions"});
  copyTimes(data, content, {"created_time"});
  content.setUnlessEmpty("custom_metadata",
                         cleanMap(data["custom_metadata"], answer.inner + "/custom_metadata", out));
  Json versions = Json::object();
  copyScalars(data, versions, {"current_version", "oldest_version"});
  copyTimes(data, versions, {"updated_time"});
  if (!versions.empty())
    out.observations.push_back(
        {{"vault.kv-metadata", answer.path, "versions", std::move(versions), {}}, answer.inner});
  addDocument(out, {"vault.kv-metadata", "kv-metadata", answer.path, lastSegment(answer.path), {}},
              std::move(content), answer.inner);
  return out;
}

Result<Taken> takeServer(const Answer& answer, std::string_view cluster) {
  Taken out;
  Json content = ofCluster(cluster);
  copyScalars(answer.data(), content, {"version", "cluster_name", "cluster_id", "enterprise"});
  addDocument(out, {"vault.server", "server", "server", answer.data()["cluster_name"].asString(), {}},
              std::move(content), answer.inner);
  return out;
}

Result<Taken> takeAny(const Answer& answer, std::string_view cluster) {
  switch (answer.kind) {
  case AnswerKind::AuthMounts:
  case AnswerKind::Mounts:
  case AnswerKind::AuditDevices:
    return takeMounts(answer, cluster);
  case AnswerKind::Policy:
    return takePolicy(answer, cluster);
  case AnswerKind::Entity:
  case AnswerKind::EntityAlias:
  case AnswerKind::Group:
    return takeIdentity(answer, cluster);
  case AnswerKind::Token:
  case AnswerKind::Login:
  case AnswerKind::SecretId:
    return takeCredential(answer, cluster);
  case AnswerKind::RoleId:
  case AnswerKind::AuthRole:
  case AnswerKind::TokenRole:
    return takeRole(answer, cluster);
  case AnswerKind::KvMetadata:
    return takeKvMetadata(answer, cluster);
  case AnswerKind::Server:
    return takeServer(answer, cluster);
  case AnswerKind::List:
    return takeList(answer, cluster);
  case AnswerKind::SecretValue:
    return failure(ErrorCode::Unsupported, "the value of a secret: it is not read and not kept",
                   "Export secret/metadata/… and nothing below secret/data/");
  case AnswerKind::Refusal:
    return failure(
        ErrorCode::Unsupported, "the server refused: " + [&] {
          std::string text = answer.json["errors"].at(0).asString().substr(0, 120);
          for (char& c : text)
            if (static_cast<unsigned char>(c) < 0x20) c = ' ';
          return text;
        }());
  case AnswerKind::Unknown:
    break;
  }
  return failure(ErrorCode::Unsupported, "an answer that nothing is known of",
                 "'countersign sources --commands' lists what is read");
}

} // namespace

Document policyDocument(std::string_view cluster, std::string_view name, std::string_view text) {
  Document out;
  out.schema = "vault.policy/1";
  out.object = {"vault.policy", lowerCase(name), lowerCase(name), {}};
  out.part = "policies";
  out.content = ofCluster(cluster).set("name", Json(lowerCase(name)));
  const Json rules = policyContent(text);
  for (const auto& [member, value] : rules.members())
    out.content.set(member, value);
  return out;
}

Result<Taken> take(const Answer& answer, std::string_view cluster) {
  COUNTERSIGN_ASSIGN(Taken out, takeAny(answer, cluster));
  for (auto& [document, pointer] : out.documents) {
    for (std::string* text : {&document.object.name, &document.object.uid})
      maskSpans(text->data(), text->size(), 0, findSecrets(*text, 0));
    if (document.object.kind != "vault.policy") starSecrets(document.content);
  }
  for (auto& [observation, pointer] : out.observations)
    starSecrets(observation.value);
  return out;
}

} // namespace countersign::vault
