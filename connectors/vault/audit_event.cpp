// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/audit_event.h"

#include "connectors/vault/content.h"
#include "models/access/vault/policy.h"
#include "models/identity/vault_keys.h"

#include <algorithm>

namespace countersign::vault {
namespace {

/// One line of plain text, at most `most` bytes, cut between characters.
std::string plain(std::string text, std::size_t most) {
  if (text.size() > most) {
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
      --most;
    text.resize(most);
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  Json value(std::move(text));
  starSecrets(value);
  return value.asString();
}

bool isHmac(std::string_view text) {
  return text.starts_with("hmac-");
}

std::string outcomeOf(const Json& entry, bool response) {
  const std::string& error = entry["error"].asString();
  if (error.find("permission denied") != std::string::npos) return "denied";
  if (!error.empty()) return "error: " + plain(error, 120);
  if (!response) return "unknown";
  // The message of an error that the backend made is hashed like all data.
  return entry["response"]["data"].has("error") ? "error: hidden by the audit device" : "success";
}

bool begins(std::string_view path, std::string_view with) {
  return path.size() > with.size() && path.starts_with(with);
}

/// The mount of a path below auth/: as the entry says, else its first segment.
std::string authMount(const Json& request, const std::string& path) {
  std::string mount = request["mount_point"].asString();
  while (mount.ends_with('/'))
    mount.pop_back();
  if (begins(mount, "auth/")) return mount.substr(5);
  return path.substr(5, path.find('/', 5) - 5);
}

/// What a request at this path changes, where that governs access.
std::string objectKey(const std::string& path, std::string_view cluster) {
  for (const std::string_view prefix : {"sys/policies/acl/", "sys/policy/"})
    if (begins(path, prefix)) return keys::vaultPolicy(cluster, lowerCase(path.substr(prefix.size())));
  if (begins(path, "identity/entity/id/")) return keys::vaultEntity(path.substr(19));
  if (begins(path, "identity/group/id/")) return keys::vaultGroup(path.substr(18));
  if (begins(path, "sys/auth/")) return keys::vaultMount(cluster, path.substr(4));
  if (begins(path, "sys/mounts/")) return keys::vaultMount(cluster, path.substr(11));
  if (begins(path, "auth/token/roles/")) return keys::vaultRole(cluster, path.substr(5));
  if (!begins(path, "auth/")) return {};
  for (const std::string_view kind : {"/role/", "/users/", "/groups/", "/certs/"}) {
    const auto at = path.find(kind);
    if (at == std::string::npos) continue;
    const auto end = path.find('/', at + kind.size()); // …/secret-id, …/policies
    return keys::vaultRole(cluster, path.substr(5, end == std::string::npos ? end : end - 5));
  }
  return {};
}

bool writes(const std::string& operation) {
  return operation == "create" || operation == "update" || operation == "patch" || operation == "delete";
}

/// Requests that hand out something and change nothing of what is configured.
bool handsOut(const std::string& path) {
  return path.ends_with("/secret-id") || path.ends_with("/lookup") || path.ends_with("/login") ||
         path.find("/secret-id-accessor/") != std::string::npos ||
         path.find("/secret-id/") != std::string::npos;
}

/// Who it was, by all that tells it. Accessors are HMACs unless the device was told otherwise.
void addActor(Event& out, const Json& auth, const Json& request, const std::string& path,
              std::string_view cluster) {
  const std::string& role = auth["metadata"]["role_name"].asString();
  out.actor = plain(auth["display_name"].asString(), 200);
  if (!role.empty()) out.actor += (out.actor.empty() ? "" : " ") + plain(role, 100);
  if (const std::string& id = auth["entity_id"].asString(); !id.empty())
    out.actorKeys.push_back(keys::vaultEntity(id));
  for (const Json* accessor : {&auth["accessor"], &request["client_token_accessor"]}) {
    const std::string& text = accessor->asString();
    if (text.empty()) continue;
    const std::string key = keys::vaultAccessor(cluster, text);
    if (!isHmac(text)) out.actorKeys.push_back(key);
    out.credentialKeys.push_back(key);
  }
  // A login names the role that it is with.
  if (!role.empty() && begins(path, "auth/") && path.ends_with("/login"))
    out.actorKeys.push_back(keys::vaultRole(cluster, authMount(request, path) + "/role/" + role));
  for (auto* list : {&out.actorKeys, &out.credentialKeys}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
}

Json detailsOf(const Json& entry) {
  const Json &auth = entry["auth"], &request = entry["request"];
  Json out = Json::object();
  copySets(auth, out, {"policies", "token_policies", "identity_policies"});
  copyScalars(auth, out, {"entity_id", "token_type", "token_ttl"});
  copyTimes(auth, out, {"token_issue_time"});
  copyScalars(request, out, {"mount_type", "mount_point", "mount_accessor"});
  out.setUnlessEmpty("path", Json(plain(request["path"].asString(), 500)));
  out.setUnlessEmpty("namespace", request["namespace"]["path"]);
  const Json& granting = auth["policy_results"]["granting_policies"];
  Json::Array policies;
  for (const Json& policy : granting.items())
    policies.push_back(policy["name"]);
  if (!policies.empty()) out.set("granting_policies", Json(std::move(policies)));
  starSecrets(out);
  return out;
}

/// Names are of a namespace: what lies in another than the root has the scope of an export of it.
std::string withNamespace(std::string_view cluster, std::string path) {
  while (path.ends_with('/'))
    path.pop_back();
  return std::string(cluster) + (path.empty() ? "" : '/' + path);
}

std::vector<std::string> masksOf(const Json& entry) {
  std::vector<std::string> out;
  for (const char* pointer :
       {"/request/data", "/request/headers", "/request/client_token", "/request/wrap_ttl_token",
        "/auth/client_token", "/auth/external_namespace_policies", "/response/data", "/response/headers",
        "/response/auth", "/response/wrap_info", "/response/secret"})
    if (const Json* found = entry.find(pointer); found != nullptr && !found->isNull())
      out.emplace_back(pointer);
  return out;
}

} // namespace

bool isAuditEntry(const Json& json) {
  const std::string& type = json["type"].asString();
  return (type == "request" || type == "response") && json["request"].isObject();
}

Result<AuditRecord> auditRecord(const Json& json, std::string_view scope) {
  const Json& request = json["request"];
  const std::string cluster = withNamespace(scope, request["namespace"]["path"].asString());
  AuditRecord out;
  out.masks = masksOf(json);
  out.response = json["type"].asString() == "response";
  out.requestId = request["id"].asString();
  const std::string path = request["path"].asString();
  if (out.requestId.empty() || path.empty())
    return failure(ErrorCode::Malformed, "an entry without the id or the path of its request");
  const auto time = parseRfc3339(json["time"].asString());
  if (!time) return failure(ErrorCode::MissingTime, "an entry without a time: nobody knows when it was");
  const std::string operation = request["operation"].asString();
  Event& event = out.event;
  event.id = out.requestId + '/' + json["type"].asString();
  event.at = *time;
  event.action = plain(operation + ' ' + path, 300);
  event.outcome = outcomeOf(json, out.response);
  event.from = plain(request["remote_address"].asString(), 100);
  event.details = detailsOf(json);
  // What a login gave is in the response; who asks for it is nobody yet.
  const bool login = json["response"]["auth"].isObject() && path.ends_with("/login");
  addActor(event,
           login && json["auth"]["entity_id"].asString().empty() ? json["response"]["auth"] : json["auth"],
           request, path, cluster);
  if (const std::string key = objectKey(path, cluster); !key.empty() && writes(operation)) {
    event.aboutKeys.push_back(key);
    event.stateChanging = event.outcome == "success" && !handsOut(path);
  }
  event.summary = plain((event.actor.empty() ? "somebody" : event.actor) + ": " + event.action + " (" +
                            event.outcome + ")",
                        400);
  return out;
}

} // namespace countersign::vault
