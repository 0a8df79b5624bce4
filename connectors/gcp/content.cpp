// SPDX-License-Identifier: Apache-2.0
#include "connectors/gcp/content.h"

#include "models/identity/keys.h"
#include "models/identity/keys_gcp.h"

#include <algorithm>
#include <vector>

namespace countersign::gcpcontent {
namespace {

Document document(std::string kind, std::string part, std::string uid, std::string name, Json content,
                  std::string uniqueId = {}) {
  Document out;
  out.schema = kind + "/1";
  out.object = {std::move(kind), std::move(uid), std::move(name), std::move(uniqueId)};
  out.part = std::move(part);
  out.content = std::move(content);
  return out;
}

std::string text(const Json& json) {
  return json.isInt() ? std::to_string(json.asInt()) : json.asString();
}

/// Sorted by canonical bytes, each once.
Json sorted(const Json::Array& items) {
  std::vector<std::pair<std::string, Json>> order;
  for (const Json& item : items)
    order.emplace_back(canonicalJsonOrThrow(item), item);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  order.erase(std::unique(order.begin(), order.end(),
                          [](const auto& a, const auto& b) { return a.first == b.first; }),
              order.end());
  Json out = Json::array();
  for (auto& one : order)
    out.push(std::move(one.second));
  return out;
}

/// The whole condition, also where it cannot be read: that there is one matters.
Json condition(const Json& json) {
  Json out = Json::object();
  out.setUnlessEmpty("title", json["title"].asString());
  out.setUnlessEmpty("description", json["description"].asString());
  return out.set("expression", json["expression"].asString());
}

Json strings(const Json& json) {
  return Json::stringSet(json.strings());
}

Json rule(const Json& json) {
  Json out = Json::object();
  for (const char* list :
       {"deniedPrincipals", "exceptionPrincipals", "deniedPermissions", "exceptionPermissions"})
    out.setUnlessEmpty(list, strings(json[list]));
  if (json.has("denialCondition")) out.set("denialCondition", condition(json["denialCondition"]));
  // What is not understood stays in sight, for the rule may mean more.
  std::vector<std::string> others;
  for (const auto& member : json.members())
    if (!out.has(member.first) && !member.second.isNull() && member.second != Json::array())
      others.push_back(member.first);
  return out.setUnlessEmpty("other", Json::stringSet(std::move(others)));
}

std::string lastSegment(const std::string& name) {
  const auto slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

} // namespace

std::string nodeName(std::string_view text) {
  return keys::gcpNodeName(text);
}

std::string nodeOfFile(std::string_view file) {
  file = file.substr(file.find_last_of("/\\!") + 1);
  if (file.ends_with(".json")) file.remove_suffix(5);
  const auto bar = file.find('_');
  if (bar == std::string_view::npos || bar + 1 == file.size()) return {};
  const std::string kind(file.substr(0, bar)), id(file.substr(bar + 1));
  if (kind == "bucket") return "//storage.googleapis.com/projects/_/buckets/" + id;
  return kind == "projects" || kind == "folders" || kind == "organizations" ? nodeName(kind + '/' + id)
                                                                            : std::string();
}

std::optional<Document> policy(const std::string& node, const Json& json) {
  if (node.empty()) return std::nullopt;
  Json::Array bindings;
  for (const Json& one : json["bindings"].items()) {
    Json binding = Json::object().set("role", one["role"].asString()).set("members", strings(one["members"]));
    if (one.has("condition") && !one["condition"].isNull())
      binding.set("condition", condition(one["condition"]));
    bindings.push_back(std::move(binding));
  }
  Json content = Json::object().set("resource", node);
  content.setUnlessEmpty("bindings", sorted(bindings));
  return document("gcp.allow-policy", "allow-policies", node, node, std::move(content));
}

std::optional<Document> deny(const Json& json) {
  const std::string& name = json["name"].asString();
  const std::string attachment = keys::gcpAttachmentPoint(name);
  if (attachment.empty()) return std::nullopt;
  Json::Array rules;
  for (const Json& one : json["rules"].items())
    rules.push_back(Json::object().set("denyRule", rule(one["denyRule"])));
  Json content = Json::object().set("name", name).set("attachedTo", attachment);
  content.setUnlessEmpty("displayName", json["displayName"].asString())
      .setUnlessEmpty("rules", sorted(rules));
  return document("gcp.deny-policy", "deny-policies", name, lastSegment(name), std::move(content),
                  json["uid"].asString());
}

std::optional<Document> role(const Json& json) {
  const std::string& name = json["name"].asString();
  if (name.empty()) return std::nullopt;
  Json content = Json::object().set("name", name);
  content.setUnlessEmpty("title", json["title"].asString());
  // An empty list says that nothing is permitted, none that nobody said what is.
  if (json.has("includedPermissions"))
    content.set("includedPermissions", strings(json["includedPermissions"]));
  if (json["stage"].asString() == "DISABLED") content.set("stage", "DISABLED");
  if (json["deleted"].asBool()) content.set("deleted", true);
  return document("gcp.role", "roles", name, name, std::move(content));
}

std::optional<Document> account(const Json& json) {
  const std::string email = keys::gcpLowered(json["email"].asString());
  if (email.empty()) return std::nullopt;
  const std::string id = text(json["uniqueId"]);
  Json content = Json::object().set("email", email);
  content.setUnlessEmpty("uniqueId", id).setUnlessEmpty("projectId", text(json["projectId"]));
  content.setUnlessEmpty("displayName", json["displayName"].asString());
  content.setUnlessEmpty("description", json["description"].asString());
  content.setUnlessEmpty("oauth2ClientId", text(json["oauth2ClientId"]));
  if (json["disabled"].asBool()) content.set("disabled", true);
  return document("gcp.service-account", "service-accounts", email, email, std::move(content), id);
}

std::optional<Document> container(const Json& json) {
  Json content = Json::object();
  std::string name = nodeName(json["name"].asString());
  if (json.has("projectId")) {
    std::string number = text(json["projectNumber"]);
    if (number.empty() && name.starts_with("projects/")) number = name.substr(9);
    name = "projects/" + text(json["projectId"]);
    content.set("projectId", text(json["projectId"])).setUnlessEmpty("projectNumber", number);
  }
  const auto slash = name.find('/');
  if (slash == std::string::npos || slash + 1 == name.size() || name.starts_with("//")) return std::nullopt;
  content.set("name", name);
  const Json& parent = json["parent"];
  content.setUnlessEmpty("parent", parent.isObject()
                                       ? nodeName(text(parent["type"]) + "s/" + text(parent["id"]))
                                       : nodeName(parent.asString()));
  const char* state = json.has("lifecycleState") ? "lifecycleState" : "state";
  content.setUnlessEmpty("state", json[state].asString());
  content.setUnlessEmpty("displayName", json["displayName"].asString());
  content.setUnlessEmpty("labels", json["labels"].isObject() ? json["labels"] : Json());
  return document("gcp.container", name.substr(0, slash), name, name, std::move(content));
}

std::optional<Document> group(const std::string& name, const Json& members) {
  const std::string email = keys::gcpLowered(name.starts_with("group:") ? name.substr(6) : name);
  if (email.empty() || !members.isArray()) return std::nullopt;
  Json content = Json::object().set("email", email).set("members", strings(members));
  return document("gcp.group", "groups", email, email, std::move(content));
}

Document ancestry(const std::string& node, const std::string& number, const std::string& parent) {
  Json content = Json::object().set("name", node);
  content.setUnlessEmpty("projectNumber", number).setUnlessEmpty("parent", parent);
  return document("gcp.ancestry", "ancestry", node, node, std::move(content));
}

std::optional<Key> key(const Json& json) {
  const std::string& name = json["name"].asString();
  const auto account = name.find("/serviceAccounts/"), id = name.find("/keys/");
  if (account == std::string::npos || id == std::string::npos || id < account + 17 ||
      !name.starts_with("projects/"))
    return std::nullopt;
  Key out{keys::gcpLowered(name.substr(account + 17, id - account - 17)), name.substr(0, account), {}};
  if (json["keyType"].asString() == "SYSTEM_MANAGED") return out;
  out.content = Json::object().set("id", name.substr(id + 6));
  for (const char* member : {"keyAlgorithm", "keyOrigin", "keyType"})
    out.content.setUnlessEmpty(member, json[member].asString());
  for (const char* member : {"validAfterTime", "validBeforeTime"})
    if (const auto at = parseRfc3339(json[member].asString())) out.content.set(member, formatRfc3339(*at));
  if (json["disabled"].asBool()) out.content.set("disabled", true);
  return out;
}

Document keys(const std::string& account, const std::string& project, Json list) {
  Json content = Json::object().set("account", account);
  content.setUnlessEmpty("project", project).setUnlessEmpty("keys", sorted(list.items()));
  return document("gcp.service-account-keys", "service-account-keys", account, account, std::move(content));
}

} // namespace countersign::gcpcontent
