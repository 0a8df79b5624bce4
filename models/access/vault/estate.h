// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/engine.h"
#include "models/access/vault/identity.h"
#include "models/identity/json.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::vault {

struct PolicyText {
  std::string text;
  bool allowsWildcardValues = false; ///< allow_wildcards_in_identity_templates
  bool allowsSlashValues = false;    ///< allow_slashes_in_identity_templates
};

/// A role of an auth mount: what a token that it mints gets.
struct Role {
  std::string mount, name; ///< "approle", "payments-api"
  std::vector<std::string> policies;
  bool noDefaultPolicy = false;
};

/// A token, of a login or a look-up.
struct Token {
  std::vector<std::string> policies;                        ///< its own, without those of its entity
  std::optional<std::vector<std::string>> identityPolicies; ///< as the engine said then
  std::string entityId;
};

/// What the API of a Vault or OpenBao server answered. Nothing here is judged; what is absent stays unknown.
struct Estate {
  std::map<std::string, PolicyText> policies;       ///< by name, lower case
  std::optional<std::set<std::string>> policyNames; ///< all that there are, where they were listed
  std::map<std::string, Entity> entities;           ///< by id
  std::optional<std::set<std::string>> entityIds;   ///< all that there are
  std::map<std::string, Group> groups;              ///< by id
  std::map<std::string, Role> roles;                ///< by "mount/name", users by "mount/users/name"
  std::map<std::string, Token> tokens;              ///< by the path below "auth/" that answered

  /// Takes the answer that `path` gave, for example "sys/policies/acl/ci", "identity/entity/id/…",
  /// "auth/approle/role/ci", "auth/approle/login/ci". False where it is about nothing of the above.
  bool take(std::string_view path, const Json& answer);
  void takePolicy(std::string_view name, std::string text);
};

} // namespace countersign::vault
