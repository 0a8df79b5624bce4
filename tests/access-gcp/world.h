// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/evaluate.h"

#include <QTest>

#include <algorithm>
#include <string>

namespace countersign::test {

inline Json json(const std::string& text) {
  auto out = parseJson(text);
  if (!out) qFatal("%s", out.error().text().c_str());
  return *out;
}

inline Question ask(std::string principal, std::string action, std::string resource,
                    const std::string& at = "2026-11-21T10:00:00Z") {
  return {std::move(principal), std::move(action), std::move(resource), {}, false, *parseRfc3339(at)};
}

/// organizations/1 → folders/2 → projects/shop (number 11), projects/lab (12) beside the folder.
inline gcp::Objects smallWorld() {
  gcp::Objects out;
  out.allowComplete = out.denyComplete = true;
  for (
      const char* one :
      {R"({"name":"folders/2","parent":"organizations/1","state":"ACTIVE"})",
       R"({"projectId":"shop","projectNumber":"11","parent":{"type":"folder","id":"2"},"lifecycleState":"ACTIVE"})",
       R"({"name":"projects/12","projectId":"lab","parent":"organizations/1","state":"ACTIVE"})"})
    out.addContainer(json(one));
  for (
      const char* one :
      {R"({"name":"roles/reader","includedPermissions":["storage.buckets.get","storage.objects.get"]})",
       R"({"name":"roles/writer","includedPermissions":["storage.buckets.delete","storage.objects.create"]})",
       R"({"name":"roles/owner","includedPermissions":["storage.buckets.get","storage.buckets.delete"]})",
       R"({"name":"roles/minter","includedPermissions":["iam.serviceAccounts.getAccessToken"]})",
       R"({"name":"roles/delegate","includedPermissions":["iam.serviceAccounts.implicitDelegation"]})",
       R"({"name":"roles/user","includedPermissions":["iam.serviceAccounts.actAs"]})",
       R"({"name":"projects/shop/roles/off","stage":"DISABLED","includedPermissions":["storage.buckets.get"]})"})
    out.addRole(json(one));
  for (const char* name : {"a", "b", "c"})
    out.addAccount(json(std::string(R"({"email":")") + name +
                        R"(@shop.iam.gserviceaccount.com","uniqueId":"10)" +
                        std::to_string(static_cast<int>(name[0])) + R"(","projectId":"shop"})"));
  return out;
}

inline std::string account(const std::string& name) {
  return "serviceAccount:" + name + "@shop.iam.gserviceaccount.com";
}
inline std::string resourceOf(const std::string& name) {
  return "//iam.googleapis.com/projects/shop/serviceAccounts/" + name + "@shop.iam.gserviceaccount.com";
}
inline void give(gcp::Objects& out, const std::string& node, const std::string& role,
                 const std::string& member, const std::string& condition = {}) {
  Json binding = Json::object();
  binding.set("role", role).set("members", Json(Json::Array{Json(member)}));
  if (!condition.empty()) binding.set("condition", Json::object().set("expression", condition));
  const std::string name = node;
  for (gcp::AllowPolicy& policy : out.allow)
    if (policy.node == name) {
      policy.bindings.push_back({role, {gcp::readMember(member)}, gcp::readCondition(binding["condition"])});
      return;
    }
  out.addPolicy(node, Json::object().set("bindings", Json(Json::Array{binding})));
}
inline void deny(gcp::Objects& out, const std::string& node, const std::string& rule) {
  std::string point;
  for (const char c : node)
    point += c == '/' ? "%2F" : std::string(1, c);
  out.addDenyPolicy(json(R"({"name":"policies/cloudresourcemanager.googleapis.com%2F)" + point +
                         "/denypolicies/d" + std::to_string(out.deny.size()) + R"(","rules":[{"denyRule":)" +
                         rule + "}]}"));
}

/// A deny rule about everybody; `more`: members of the rule in JSON, with ' for ".
inline std::string ruleFor(const std::string& permission, std::string more = {}) {
  std::replace(more.begin(), more.end(), '\'', '"');
  return "{\"deniedPrincipals\":[\"principalSet://goog/public:all\"],\"deniedPermissions\":[\"" + permission +
         "\"]" + (more.empty() ? "" : "," + more) + "}";
}

} // namespace countersign::test
