// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/policy.h"
#include "models/access/vault/template.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::vault {

/// A rule of one policy that makes part of a merged one.
struct Source {
  std::string policy;
  std::string key; ///< path as written
  std::uint64_t line = 0;
  Capabilities capabilities;
  std::optional<Instant> expires;
};

/// One pattern with what all the policies say about it.
struct MergedRule {
  Placement placement;
  Permissions permissions;
  std::vector<Source> sources;
  std::string pattern() const { return placement.path + (placement.prefix ? "*" : ""); }
};

struct Request {
  std::string operation; ///< read, list, scan, create, update, patch, delete, help, revoke, renew, rollback …
  std::string path;      ///< without /v1/
  std::vector<Json::Member> parameters;
  std::optional<Duration> wrapTtl;
  /// The parameters came over HTTP, where numbers equal no number of a policy (they are json.Number there).
  bool overHttp = false;
};

/// Why a request is not allowed.
enum class Denial {
  None,
  NoRule,
  Deny,
  NoCapability,
  Wrapping,
  Required,
  DeniedParameter,
  NotAllowedParameter,
  Pagination
};

struct Decision {
  bool allowed = false;
  bool sudo = false; ///< may use root-protected paths
  bool root = false; ///< by the policy "root"
  Denial denial = Denial::None;
  std::string parameter;            ///< that is missing, denied or not allowed
  const MergedRule* rule = nullptr; ///< that decides; of the Acl
  std::vector<std::string> grantingPolicies;
};

/// A rule that cannot be placed because of what was not imported.
struct Unplaced {
  Source source;
  std::string reason;
};

/// Policies joined for one token (vault/acl.go, NewACL and AllowOperation; "Policies" in the documentation).
class Acl {
public:
  Acl(Engine engine, Instant now) : engine_(engine), now_(now) {}

  /// Adds a policy. Error: a template fills in to a path that the engine refuses.
  Result<void> add(const Policy& policy, const TemplateValues& values);
  /// The token has the policy "root".
  void setRoot() { root_ = true; }

  Decision decide(const Request& request) const;
  /// As sys/capabilities answers.
  std::vector<std::string> capabilities(std::string_view path) const;
  /// Is the mount shown to the holder: any permission at or below the prefix that is no deny?
  bool mountVisible(std::string_view prefix) const;
  /// The rule for `path`, as an operation with that trait finds it.
  const MergedRule* ruleFor(std::string_view path, bool listing) const;
  /// Unplaced rules that could be about `path`.
  std::vector<Unplaced> unplacedFor(std::string_view path) const;
  const std::vector<Unplaced>& unplaced() const { return unplaced_; }
  /// All rules: exact ones, prefixes, those with `+`.
  std::vector<const MergedRule*> rules() const;
  /// The soonest time at which a rule expires.
  std::optional<Instant> nextExpiration() const { return nextExpiration_; }
  bool isRoot() const { return root_; }
  const Engine& engine() const { return engine_; }

private:
  using Rules = std::map<std::string, MergedRule, std::less<>>;
  const MergedRule* inexact(std::string_view path) const;
  const MergedRule* longestPrefix(std::string_view path) const;
  void place(const PathRule& rule, Placement placement, const std::string& policy);

  Engine engine_;
  Instant now_;
  bool root_ = false;
  Rules exact_, prefixes_, wildcards_;
  std::set<std::size_t> prefixLengths_;
  std::vector<Unplaced> unplaced_;
  std::optional<Instant> nextExpiration_;
};

} // namespace countersign::vault
