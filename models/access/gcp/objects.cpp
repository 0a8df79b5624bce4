// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/objects.h"

#include "models/access/gcp/names.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

/// "camelCase" or "snake_case": the API's JSON and that of exports.
const Json& either(const Json& json, std::string_view camel, std::string_view snake) {
  return json.has(camel) ? json[camel] : json[snake];
}

std::vector<Member> readMembers(const Json& json) {
  std::vector<Member> out;
  for (const Json& one : json.items())
    if (one.isString()) out.push_back(readMember(one.asString()));
  return out;
}

std::vector<std::string> permissionKeys(const Json& json) {
  std::vector<std::string> out;
  for (const Json& one : json.items())
    if (one.isString()) out.push_back(permissionKey(one.asString()));
  return out;
}

/// A member that is something else than is understood.
bool readsAs(const Json& json, std::initializer_list<std::string_view> known) {
  return std::all_of(json.members().begin(), json.members().end(), [&](const auto& member) {
    return std::find(known.begin(), known.end(), member.first) != known.end();
  });
}

DenyRule readRule(const Json& json) {
  DenyRule out;
  out.denied = readMembers(json["deniedPrincipals"]);
  out.exceptions = readMembers(json["exceptionPrincipals"]);
  out.permissions = json["deniedPermissions"].strings();
  out.exceptionPermissions = json["exceptionPermissions"].strings();
  out.condition = readCondition(json["denialCondition"]);
  return out;
}

std::string text(const Json& json) {
  return json.isInt() ? std::to_string(json.asInt()) : json.asString();
}

} // namespace

Condition readCondition(const Json& json) {
  if (json.isNull()) return {};
  Condition out{json["title"].asString(), json["expression"].asString()};
  // A condition that is not told is none that holds.
  if (out.expression.empty()) out.expression = " ";
  return out;
}

void Objects::addPolicy(const std::string& node, const Json& policy, const std::string& document) {
  const std::string name = nodeName(node);
  if (name.empty()) {
    problems.push_back("an allow policy of " + (node.empty() ? "something without a name" : node));
    return;
  }
  AllowPolicy out{name, {}, document};
  for (const Json& one : policy["bindings"].items()) {
    if (!one["role"].isString() || !one["members"].isArray())
      problems.push_back("a binding of " + name + " cannot be read");
    out.bindings.push_back(
        {one["role"].asString(), readMembers(one["members"]), readCondition(one["condition"])});
  }
  allow.push_back(std::move(out));
}

void Objects::addAsset(const Json& asset) {
  const Json& policy = asset.has("policy") ? asset["policy"] : either(asset, "iamPolicy", "iam_policy");
  const std::string full = asset.has("resource") && asset["resource"].isString()
                               ? asset["resource"].asString()
                               : asset["name"].asString();
  const std::string name = nodeName(full);
  std::vector<std::string> line = asset["ancestors"].strings();
  if (line.empty()) {
    if (asset["project"].isString()) line.push_back(asset["project"].asString());
    for (const std::string& folder : asset["folders"].strings())
      line.push_back(folder);
    if (asset["organization"].isString()) line.push_back(asset["organization"].asString());
  }
  std::string below = name;
  for (std::size_t i = 0; i < line.size() && i < 64 && !below.empty(); ++i) {
    const std::string above = nodeName(line[i]);
    // The first of a container is itself, a project by its number.
    const bool project = name.starts_with("projects/") && above.starts_with("projects/");
    const bool self = i == 0 && (name == above || project);
    if (self && name != above && isNumber(above.substr(9))) nodes.push_back({name, above.substr(9), {}, {}});
    if (!self && !above.empty()) {
      nodes.push_back({below, {}, above, {}});
      below = above;
    }
  }
  if (policy.isObject()) addPolicy(full, policy);
}

void Objects::addDenyPolicy(const Json& policy) {
  DenyPolicy out{policy["name"].asString(), attachmentPoint(policy["name"].asString()), {}, {}};
  if (out.node.empty()) {
    problems.push_back("a deny policy whose name does not tell what it is attached to");
    return;
  }
  if (policy.has("deleteTime")) return;
  for (const Json& rule : policy["rules"].items()) {
    const Json& body = rule["denyRule"];
    if (!body.isObject() || !readsAs(body, {"deniedPrincipals", "exceptionPrincipals", "deniedPermissions",
                                            "exceptionPermissions", "denialCondition"}))
      out.problem = "a rule of " + out.name + " is of a form that is not known here";
    out.rules.push_back(readRule(body));
  }
  deny.push_back(std::move(out));
}

void Objects::addContainer(const Json& json) {
  Node out;
  out.state = json.has("lifecycleState") ? json["lifecycleState"].asString() : json["state"].asString();
  if (json.has("projectId")) {
    out.name = "projects/" + text(json["projectId"]);
    out.number = text(json["projectNumber"]);
    if (out.number.empty() && json["name"].asString().starts_with("projects/"))
      out.number = json["name"].asString().substr(9);
  } else {
    out.name = nodeName(json["name"].asString());
  }
  if (json["parent"].isString())
    out.parent = nodeName(json["parent"].asString());
  else if (json["parent"].isObject())
    out.parent = nodeName(text(json["parent"]["type"]) + "s/" + text(json["parent"]["id"]));
  if (isContainer(out.name))
    nodes.push_back(std::move(out));
  else
    problems.push_back("a project, folder or organization without a name");
}

void Objects::addRole(const Json& json, bool full) {
  Role out{
      json["name"].asString(), json["title"].asString(), permissionKeys(json["includedPermissions"]), {}, {}};
  out.known = full || json.has("includedPermissions");
  out.inactive = json["deleted"].asBool() || json["stage"].asString() == "DISABLED";
  if (!out.name.empty()) roles.push_back(std::move(out));
}

void Objects::addAccount(const Json& json) {
  ServiceAccount out{lowered(json["email"].asString()), text(json["uniqueId"]), text(json["projectId"]),
                     json["disabled"].asBool()};
  if (!out.project.empty()) out.project = "projects/" + out.project;
  if (!out.email.empty()) accounts.push_back(std::move(out));
}

void Objects::addKey(const Json& json) {
  const std::string& name = json["name"].asString();
  const auto account = name.find("/serviceAccounts/"), id = name.find("/keys/");
  if (account == std::string::npos || id == std::string::npos || id < account + 17) {
    problems.push_back("a key without a name");
    return;
  }
  Key out{name.substr(id + 6),
          lowered(name.substr(account + 17, id - account - 17)),
          json["keyType"].asString(),
          json["keyOrigin"].asString(),
          {},
          {},
          json["disabled"].asBool()};
  if (const auto from = parseRfc3339(json["validAfterTime"].asString())) out.from = *from;
  if (const auto until = parseRfc3339(json["validBeforeTime"].asString())) out.until = *until;
  keys.push_back(std::move(out));
}

void Objects::addGroup(const std::string& email, const std::vector<std::string>& members) {
  Group out{lowered(email.starts_with("group:") ? email.substr(6) : email), {}};
  for (const std::string& one : members)
    out.members.push_back(readMember(one));
  groups.push_back(std::move(out));
}

} // namespace countersign::gcp
