// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/mapping.h"

#include "models/identity/keys.h"
#include "models/identity/time.h"

#include <algorithm>
#include <array>

namespace countersign::terraform {
namespace {

/// "role/123456789012/deploy": to what something is attached, as text.
std::string targetName(const Json& to) {
  std::string result = to["kind"].asString();
  if (to.has("account")) result += "/" + to["account"].asString();
  return result + "/" + to["name"].asString();
}

Json target(std::string_view kind, const std::string& account, std::string_view name) {
  Json to = Json::object();
  to.set("kind", kind);
  to.setUnlessEmpty("account", account);
  to.setUnlessEmpty("name", name);
  return to;
}

/// Tags with those that the provider adds by default (`tags_all`), as they are on the object.
Json tagsOf(const Json& values) {
  std::map<std::string, Json> tags;
  for (const char* member : {"tags_all", "tags"})
    for (const auto& [key, value] : values[member].members())
      if (value.isString()) tags.try_emplace(key, value);
  return Json(Json::Object(tags.begin(), tags.end()));
}

std::string timeOf(const Json& text) {
  const auto time = parseRfc3339(text.asString());
  return time ? formatRfc3339(*time) : std::string();
}

/// "/ci/" from "arn:aws:iam::1:user/ci/deploy".
std::string pathOf(std::string_view arn) {
  keys::Arn parts;
  if (!keys::splitArn(arn, parts)) return {};
  const auto first = parts.resource.find('/');
  const auto last = parts.resource.rfind('/');
  return first == std::string_view::npos ? std::string()
                                         : std::string(parts.resource.substr(first, last - first + 1));
}

/// What roles, users, groups and policies have in common.
Json nativeObject(const Resource& resource, const Context& context, bool withAccount) {
  const Json& values = resource.values;
  const std::string& arn = values["arn"].asString();
  Json content = Json::object();
  content.setUnlessEmpty("arn", arn);
  if (withAccount)
    content.setUnlessEmpty(
        "account", context.accountFor(resource.provider, {arn, values["permissions_boundary"].asString()}));
  std::string name = values["name"].asString();
  if (name.empty() && !arn.empty()) name = arn.substr(arn.rfind('/') + 1);
  content.setUnlessEmpty("name", name);
  content.setUnlessEmpty("path", values["path"].asString().empty() ? Json(pathOf(arn)) : values["path"]);
  content.setUnlessEmpty("created", timeOf(values["create_date"]));
  return content;
}

void addNative(std::string_view kind, Json content, std::string_view uniqueId, Emitter& emitter) {
  const std::string arn = content["arn"].asString();
  const std::string name = content["name"].asString();
  emitter.add(std::string(kind), arn, name, std::string(uniqueId), std::move(content));
}

void mapRole(const Resource& resource, const Context& context, Emitter& emitter) {
  const Json& values = resource.values;
  Json content = nativeObject(resource, context, true);
  content.setUnlessEmpty("trust", emitter.policy(values["assume_role_policy"]));
  std::map<std::string, Json> inlinePolicies;
  for (const Json& block : values["inline_policy"].items())
    if (!block["name"].asString().empty())
      if (Json policy = emitter.policy(block["policy"]); !policy.isNull())
        inlinePolicies.try_emplace(block["name"].asString(), std::move(policy));
  content.setUnlessEmpty("inline", Json(Json::Object(inlinePolicies.begin(), inlinePolicies.end())));
  content.setUnlessEmpty("attached", Json::stringSet(values["managed_policy_arns"].strings()));
  content.setUnlessEmpty("boundary", values["permissions_boundary"].asString());
  content.setUnlessEmpty("tags", tagsOf(values));
  if (values["max_session_duration"].isInt()) content.set("maxSession", values["max_session_duration"]);
  content.setUnlessEmpty("description", values["description"].asString());
  addNative("aws.role", std::move(content), values["unique_id"].asString(), emitter);
}

void mapUser(const Resource& resource, const Context& context, Emitter& emitter) {
  Json content = nativeObject(resource, context, true);
  content.setUnlessEmpty("boundary", resource.values["permissions_boundary"].asString());
  content.setUnlessEmpty("tags", tagsOf(resource.values));
  addNative("aws.user", std::move(content), resource.values["unique_id"].asString(), emitter);
}

void mapGroup(const Resource& resource, const Context& context, Emitter& emitter) {
  addNative("aws.group", nativeObject(resource, context, true), resource.values["unique_id"].asString(),
            emitter);
}

void mapPolicy(const Resource& resource, const Context& context, Emitter& emitter) {
  Json content = nativeObject(resource, context, false);
  Json named = Json::object();
  for (const char* member : {"arn", "name", "path"})
    named.setUnlessEmpty(member, content[member]);
  named.setUnlessEmpty("document", emitter.policy(resource.values["policy"]));
  addNative("aws.policy", std::move(named), resource.values["policy_id"].asString(), emitter);
}

void mapOidcProvider(const Resource& resource, const Context& context, Emitter& emitter) {
  const Json& values = resource.values;
  Json content = Json::object();
  const std::string& arn = values["arn"].asString();
  content.setUnlessEmpty("arn", arn);
  content.setUnlessEmpty("account", context.accountFor(resource.provider, {arn}));
  // The API gives the URL without scheme; the provider keeps what the configuration says.
  std::string url = values["url"].asString();
  if (url.rfind("https://", 0) == 0) url.erase(0, 8);
  while (!url.empty() && url.back() == '/')
    url.pop_back();
  content.setUnlessEmpty("url", url);
  content.setUnlessEmpty("clientIds", Json::stringSet(values["client_id_list"].strings()));
  std::vector<std::string> prints = values["thumbprint_list"].strings();
  for (std::string& print : prints)
    std::transform(print.begin(), print.end(), print.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  content.setUnlessEmpty("thumbprints", Json::stringSet(std::move(prints)));
  content.setUnlessEmpty("tags", tagsOf(values));
  emitter.add("aws.oidc-provider", arn, url, {}, std::move(content));
}

void mapInstanceProfile(const Resource& resource, const Context&, Emitter& emitter) {
  const Json& values = resource.values;
  Json content = Json::object();
  for (const char* member : {"arn", "name", "role"})
    content.setUnlessEmpty(member, values[member].asString());
  emitter.add("aws.instance-profile", values["arn"].asString(), values["name"].asString(), {},
              std::move(content));
}

void mapAccessKey(const Resource& resource, const Context& context, Emitter& emitter) {
  const Json& values = resource.values;
  const std::string account = context.accountFor(resource.provider, {});
  if (account.empty()) emitter.noAccount();
  Json key = Json::object();
  key.setUnlessEmpty("id", values["id"].asString());
  key.setUnlessEmpty("status", values["status"].asString());
  key.setUnlessEmpty("created", timeOf(values["create_date"]));
  const std::string& user = values["user"].asString();
  Json content = Json::object();
  content.setUnlessEmpty("account", account);
  content.setUnlessEmpty("user", user);
  content.set("keys", Json::Array{std::move(key)});
  std::string uid;
  if (!user.empty() && !values["id"].asString().empty()) uid = context.qualified(account, "user/" + user);
  emitter.add("aws.access-keys", std::move(uid), user, {}, std::move(content));
}

void addAttachment(std::string_view kind, const std::string& name, const std::string& policyArn,
                   const Context& context, Emitter& emitter, std::string_view suffix = {}) {
  const std::string account = context.accountFor(emitter.resource().provider, {policyArn});
  if (account.empty()) emitter.noAccount();
  Json to = target(kind, account, name);
  const bool known = !name.empty() && !policyArn.empty();
  std::string uid = known ? targetName(to) + "/" + policyArn : std::string();
  Json content = Json::object();
  content.set("to", std::move(to));
  content.setUnlessEmpty("policy", policyArn);
  std::string title = policyArn.substr(policyArn.rfind('/') + 1);
  emitter.add("aws.attachment", std::move(uid), std::move(title), {}, std::move(content), suffix);
}

template <const char* Kind>
void mapAttachment(const Resource& resource, const Context& context, Emitter& emitter) {
  addAttachment(Kind, resource.values[Kind].asString(), resource.values["policy_arn"].asString(), context,
                emitter);
}

void mapPolicyAttachment(const Resource& resource, const Context& context, Emitter& emitter) {
  static constexpr std::array lists{std::pair{"roles", "role"}, std::pair{"users", "user"},
                                    std::pair{"groups", "group"}};
  for (const auto& [list, kind] : lists)
    for (const std::string& name : resource.values[list].strings())
      addAttachment(kind, name, resource.values["policy_arn"].asString(), context, emitter,
                    std::string(kind) + "/" + name);
}

template <const char* Kind>
void mapInline(const Resource& resource, const Context& context, Emitter& emitter) {
  const Json& values = resource.values;
  const std::string account = context.accountFor(resource.provider, {});
  if (account.empty()) emitter.noAccount();
  Json to = target(Kind, account, values[Kind].asString());
  const std::string& name = values["name"].asString();
  const bool known = !values[Kind].asString().empty() && !name.empty();
  std::string uid = known ? targetName(to) + "/" + name : std::string();
  Json content = Json::object();
  content.set("to", std::move(to));
  content.setUnlessEmpty("name", name);
  content.setUnlessEmpty("document", emitter.policy(values["policy"]));
  emitter.add("aws.inline-policy", std::move(uid), name, {}, std::move(content));
}

void addMembership(const std::string& user, const std::string& group, const Context& context,
                   Emitter& emitter) {
  const std::string account = context.accountFor(emitter.resource().provider, {});
  if (account.empty()) emitter.noAccount();
  Json content = Json::object();
  content.setUnlessEmpty("account", account);
  content.setUnlessEmpty("user", user);
  content.setUnlessEmpty("group", group);
  const std::string pair = user + "/" + group;
  std::string uid = user.empty() || group.empty() ? std::string() : context.qualified(account, pair);
  emitter.add("aws.group-membership", std::move(uid), pair, {}, std::move(content), pair);
}

void mapGroupMembers(const Resource& resource, const Context& context, Emitter& emitter) {
  for (const std::string& user : resource.values["users"].strings())
    addMembership(user, resource.values["group"].asString(), context, emitter);
}

void mapUserGroups(const Resource& resource, const Context& context, Emitter& emitter) {
  for (const std::string& group : resource.values["groups"].strings())
    addMembership(resource.values["user"].asString(), group, context, emitter);
}

void mapPodIdentity(const Resource& resource, const Context&, Emitter& emitter) {
  const Json& values = resource.values;
  Json content = Json::object();
  content.setUnlessEmpty("cluster", values["cluster_name"].asString());
  content.setUnlessEmpty("namespace", values["namespace"].asString());
  content.setUnlessEmpty("serviceAccount", values["service_account"].asString());
  content.setUnlessEmpty("role", values["role_arn"].asString());
  content.setUnlessEmpty("targetRole", values["target_role_arn"].asString());
  std::string id = values["association_id"].asString();
  if (id.empty()) id = values["id"].asString();
  emitter.add("aws.pod-identity-association", id, values["service_account"].asString(), {},
              std::move(content));
}

constexpr char role[] = "role";
constexpr char user[] = "user";
constexpr char group[] = "group";

constexpr std::array mappings = std::to_array<Mapping>({
    {"aws_iam_role", mapRole, {}},
    {"aws_iam_service_linked_role", mapRole, {}},
    {"aws_iam_user", mapUser, {}},
    {"aws_iam_group", mapGroup, {}},
    {"aws_iam_policy", mapPolicy, {}},
    {"aws_iam_openid_connect_provider", mapOidcProvider, {}},
    {"aws_iam_instance_profile", mapInstanceProfile, {}},
    {"aws_iam_access_key", mapAccessKey, {}},
    {"aws_iam_role_policy", mapInline<role>, {}},
    {"aws_iam_user_policy", mapInline<user>, {}},
    {"aws_iam_group_policy", mapInline<group>, {}},
    {"aws_iam_role_policy_attachment", mapAttachment<role>, {}},
    {"aws_iam_user_policy_attachment", mapAttachment<user>, {}},
    {"aws_iam_group_policy_attachment", mapAttachment<group>, {}},
    {"aws_iam_policy_attachment", mapPolicyAttachment, {}},
    {"aws_iam_group_membership", mapGroupMembers, {}},
    {"aws_iam_user_group_membership", mapUserGroups, {}},
    {"aws_eks_pod_identity_association", mapPodIdentity, {}},
});

} // namespace

const Mapping* findAwsMapping(std::string_view type) {
  const auto at =
      std::find_if(mappings.begin(), mappings.end(), [&](const Mapping& m) { return m.type == type; });
  return at == mappings.end() ? nullptr : &*at;
}

} // namespace countersign::terraform
