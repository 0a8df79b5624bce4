// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/azure/decide.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// A small tenant, put together by hand.
namespace countersign::azure::test {

inline const char* const subscription = "/subscriptions/s1";

/// JSON is written with ' in place of " here, where it has no " itself.
inline std::string quoted(std::string text) {
  if (text.find('"') == std::string::npos) std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline Json json(const std::string& text) {
  auto out = parseJson(quoted(text));
  return out ? *out : Json(); // tests see the lack of what they ask for
}

struct World {
  Objects objects;

  World() {
    for (const char* kind :
         {"azure.role-assignment", "azure.deny-assignment", "azure.group", "azure.app-role-assignment",
          "azure.delegated-grant", "azure.directory-role-assignment"})
      objects.shown.insert(kind);
    objects.tenant = "t1";
    objects.addAncestors(subscription, {"/providers/Microsoft.Management/managementGroups/team",
                                        "/providers/Microsoft.Management/managementGroups/root"});
  }
  World& add(const char* kind, const std::string& text) {
    objects.add(kind, json(text), kind);
    return *this;
  }
  World& service(const std::string& id, const std::string& more = {}) {
    return add("azure.service-principal", object({{"id", id},
                                                  {"appId", "app-" + id},
                                                  {"displayName", id},
                                                  {"servicePrincipalType", "Application"},
                                                  {"appOwnerOrganizationId", "t1"}},
                                                 more));
  }
  World& application(const std::string& id, const std::string& more = {}) {
    return add("azure.application",
               object({{"id", "object-" + id}, {"appId", "app-" + id}, {"displayName", id}}, more));
  }
  World& group(const std::string& id, const std::string& members) {
    return add("azure.group", object({{"id", id}, {"displayName", id}}, "\"members\":" + quoted(members)));
  }
  World& role(const std::string& id, const std::string& blocks) {
    return add("azure.role-definition",
               object({{"name", id}, {"roleName", id}}, "\"permissions\":" + quoted(blocks)));
  }
  World& assign(const std::string& id, const std::string& who, const std::string& role,
                const std::string& scope, const std::string& more = {}) {
    const std::string inner = object({{"principalId", who},
                                      {"principalType", "ServicePrincipal"},
                                      {"roleDefinitionId", "/x/roleDefinitions/" + role},
                                      {"scope", scope}},
                                     more);
    return add("azure.role-assignment", object({{"name", id}}, "\"properties\":" + inner));
  }

private:
  /// Texts and, behind them, further members as JSON.
  static std::string object(const std::vector<std::pair<std::string, std::string>>& texts,
                            const std::string& more) {
    std::string out;
    for (const auto& [name, value] : texts)
      out += (out.empty() ? "\"" : ",\"") + name + "\":\"" + value + '"';
    return '{' + out + (more.empty() ? "" : ',' + quoted(more)) + '}';
  }
};

inline Request request(const std::string& who, const std::string& action, const std::string& scope) {
  Request out;
  out.principal = who;
  out.data = action.compare(0, 5, "data:") == 0;
  out.action = out.data ? action.substr(5) : action;
  out.scope = scope;
  return out;
}

} // namespace countersign::azure::test
