// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/capability.h"
#include "models/access/vault/duration.h"
#include "models/access/vault/hcl.h"
#include "models/identity/json.h"
#include "models/identity/time.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::vault {

/// A value that a parameter may or must not have. HCL 1 reads an object inside an object as a list of
/// objects, which equals no value that a request can hold.
struct ParameterValue {
  Json value;
  bool comparable = true;
  bool operator==(const ParameterValue&) const = default;
};
/// By the name in lower case. No values: any value.
using Parameters = std::map<std::string, std::vector<ParameterValue>>;

/// What one path of a policy, or all the policies with that path, say.
struct Permissions {
  Capabilities capabilities;
  Duration minWrappingTtl{}, maxWrappingTtl{}; ///< 0: not set
  Parameters allowed, denied;
  std::vector<std::string> required;
  std::vector<std::string> mfaMethods;
  std::int64_t paginationLimit = 0; ///< 0: none
  std::string listKeysFilter;
  bool controlGroup = false;
};

/// Where a pattern applies.
struct Placement {
  std::string path; ///< without a leading `/`; without its trailing `*` where `prefix`
  bool prefix = false;
  bool segmentWildcards = false; ///< has `+`; keeps its trailing `*`
  bool operator==(const Placement&) const = default;
};

struct PathRule {
  std::string key; ///< as written, with `{{…}}`
  Placement placement;
  Permissions permissions;
  std::optional<Instant> expiration;
  std::uint64_t line = 0;
  bool templated() const { return key.find("{{") != std::string::npos; }
};

struct Policy {
  std::string name;
  std::vector<PathRule> rules;
};

/// Reads a policy, HCL or JSON, as `engine` does (vault/policy.go, ParseACLPolicy; "Policies" in the
/// documentation of both products). Errors: Malformed and Limit with the line; what the engine refuses is
/// refused here.
Result<Policy> parsePolicy(std::string_view text, const Engine& engine);

/// Where the pattern `key` applies; Malformed for `+*`.
Result<Placement> placePattern(std::string_view key);

// Decoding of HCL values the way hcl.DecodeObject does it (hcl/decoder.go).
Result<std::string> decodeString(const hcl::Value& value);
Result<std::vector<std::string>> decodeStrings(const hcl::Value& value);
Result<std::int64_t> decodeInteger(const hcl::Value& value);
Result<Duration> decodeDuration(const hcl::Value& value);
/// How a policy spells its parameters, by the name in lower case.
using Spellings = std::map<std::string, std::string>;
/// Adds to `out`: lists of the same name are joined. Malformed where a name has two spellings.
Result<void> decodeParameters(const hcl::Body& items, Parameters& out, Spellings& spellings);

std::string lowerCase(std::string_view text);

} // namespace countersign::vault
