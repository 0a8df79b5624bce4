// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// A small Vault as lines {"path", "answer"}.
namespace countersign::test {

inline std::string line(const std::string& path, const std::string& data) {
  return R"({"path":")" + path + R"(","answer":{"request_id":"r","lease_id":"","data":)" + data +
         R"(,"auth":null}})" + "\n";
}

inline std::string policyLine(const std::string& name, const std::string& escaped) {
  return line("sys/policies/acl/" + name, R"({"name":")" + name + R"(","policy":")" + escaped + "\"}");
}

const std::string entityData = R"({"id":"e-1","name":"svc-billing","namespace_id":"root","disabled":false,
"policies":["billing"],"direct_group_ids":["g-1"],"group_ids":["g-1"],"inherited_group_ids":[],
"metadata":{"team":"billing","owner":"billing@example.org"},"merged_entity_ids":null,
"creation_time":"2026-01-02T03:04:05.678Z","last_update_time":"2026-01-09T00:00:00Z",
"aliases":[{"id":"a-1","canonical_id":"e-1","name":"11111111-2222-3333-4444-555555555555",
"mount_accessor":"auth_approle_1","mount_path":"auth/approle/","mount_type":"approle","metadata":null}]})";

const std::string groupData = R"({"id":"g-1","name":"services","type":"internal","namespace_id":"root",
"policies":["Shared"],"member_entity_ids":["e-1"],"member_group_ids":null,"parent_group_ids":null,"metadata":null})";

const std::string roleData = R"({"bind_secret_id":true,"secret_id_num_uses":0,"secret_id_ttl":3600,
"secret_id_bound_cidrs":null,"token_policies":["deploy","billing"],"token_ttl":600,"token_max_ttl":0,
"token_bound_cidrs":["10.0.0.0/8"],"token_no_default_policy":true,"token_type":"default"})";

/// Everything that there is, with the lists that say so.
inline std::string wholeVault() {
  return line("sys/health",
              R"({"initialized":true,"sealed":false,"version":"1.15.2","cluster_name":"prod"})") +
         line("sys/auth", R"({"approle/":{"accessor":"auth_approle_1","type":"approle","config":{}},
"token/":{"accessor":"auth_token_1","type":"token","config":{}}})") +
         line("sys/policies/acl", R"({"keys":["billing","deploy","shared","root"]})") +
         policyLine("billing", "path \\\"secret/data/billing/*\\\" { capabilities = [\\\"read\\\"] }") +
         policyLine("deploy",
                    "path \\\"secret/data/+/release\\\" { capabilities = [\\\"update\\\", \\\"read\\\"] }\\n"
                    "path \\\"secret/data/billing/top\\\" { capabilities = [\\\"deny\\\"] }") +
         policyLine("shared", "path \\\"transit/encrypt/billing\\\" { capabilities = [\\\"update\\\"]\\n"
                              "  required_parameters = [\\\"plaintext\\\"] }") +
         line("identity/entity/id", R"({"keys":["e-1"]})") + line("identity/entity/id/e-1", entityData) +
         line("identity/group/id", R"({"keys":["g-1"]})") + line("identity/group/id/g-1", groupData) +
         line("auth/approle/role", R"({"keys":["billing"]})") + line("auth/approle/role/billing", roleData) +
         line("auth/approle/role/billing/role-id", R"({"role_id":"11111111-2222-3333-4444-555555555555"})");
}

/// A look-up of a token without an entity.
const std::string tokenData = R"({"accessor":"acc-1","creation_time":1767323045,"creation_ttl":3600,
"display_name":"token-ci","entity_id":"","expire_time":"2026-01-02T05:04:05Z","explicit_max_ttl":0,
"id":"hvs.CAESIcanarycanarycanarycanarycanary","issue_time":"2026-01-02T03:04:05Z","meta":{"owner":"ci@example.org"},
"num_uses":5,"orphan":true,"path":"auth/token/create","policies":["root"],"renewable":false,"ttl":3599,
"type":"service"})";

} // namespace countersign::test
