// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/vault/acl.h"
#include "models/access/vault/estate.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::vault {

/// Why a holder has a policy.
struct PolicyPath {
  std::string policy;
  std::string by; ///< "token", "entity svc-ci", "group ops", "group ops, of which team is a member"
};

/// Somebody with a token, or who could get one: policies joined, and what is not known about them.
struct Holder {
  Acl acl;
  std::vector<PolicyPath> policies; ///< one a reason: a policy can stand here several times
  std::string refused;              ///< not empty: every request is denied (disabled entity …)
  std::vector<std::string> missing; ///< what was not imported: no rule can be called the best one

  /// Why the holder has the policy, each way.
  std::vector<std::string> reasonsFor(std::string_view policy) const;
};

/// A token as it is.
Holder holderOfToken(const Estate& estate, const Token& token, const Engine& engine, Instant now);
/// What a login with the role gives: the policies of the role, "default" unless the role leaves it out, and
/// those of the entity that logs in. Without an entity id those are missing.
Holder holderOfRole(const Estate& estate, const Role& role, std::optional<std::string> entityId,
                    const Engine& engine, Instant now);
/// The entity alone: what each of its tokens has.
Holder holderOfEntity(const Estate& estate, const std::string& entityId, const Engine& engine, Instant now);

/// As sys/capabilities; nothing where it is not known.
std::optional<std::vector<std::string>> capabilities(const Holder& holder, std::string_view path);

/// May the holder do this? `action` is the operation, `resource` the path; parameters are in `context` as
/// "parameter:<name>", the response-wrapping TTL in seconds as "wrap-ttl".
Answer answer(const Holder& holder, const Question& question);

} // namespace countersign::vault
