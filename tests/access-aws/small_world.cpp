// SPDX-License-Identifier: Apache-2.0
#include "small_world.h"

#include <algorithm>

namespace smallworld {
namespace {

std::string accountOf(const std::string& principal) {
  return principal.substr(13, 12);
}

/// How a policy of a resource names somebody.
enum class Named { No, ByAccount, Directly };

Named named(const Statement& statement, const std::string& principal, bool hasBoundary) {
  // "Permissions boundaries": a Deny with NotPrincipal always denies whoever has a boundary.
  if (statement.notPrincipal && !statement.allow && hasBoundary) return Named::Directly;
  const auto has = [&](const std::string& text) {
    return std::find(statement.principals.begin(), statement.principals.end(), text) !=
           statement.principals.end();
  };
  const bool directly = has("*") || has(principal);
  if (statement.notPrincipal) return directly ? Named::No : Named::Directly;
  return directly ? Named::Directly : has(accountOf(principal)) ? Named::ByAccount : Named::No;
}

struct Asked {
  std::string principal, action, resource;
  Key key;
};

bool says(const Statement& statement, bool allow, const Asked& asked) {
  return statement.allow == allow && isAbout(statement, asked.action, asked.resource) &&
         holds(statement, asked.key);
}

bool any(const Policy& policy, bool allow, const Asked& asked) {
  return std::any_of(policy.begin(), policy.end(), [&](const Statement& s) { return says(s, allow, asked); });
}

Named strongest(const World& world, bool allow, const Asked& asked) {
  Named out = Named::No;
  for (const Statement& s : world.resource)
    if (says(s, allow, asked)) out = std::max(out, named(s, asked.principal, !world.boundary.empty()));
  return out;
}

template <class T>
const T& oneOf(QRandomGenerator& random, const std::vector<T>& all) {
  return all[static_cast<std::size_t>(random.bounded(static_cast<int>(all.size())))];
}

std::string listOf(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "\"" : ",\"") + text + '"';
  return '[' + out + ']';
}

} // namespace

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         matches(pattern.substr(1), text.substr(1));
}

bool isAbout(const Statement& statement, const std::string& action, const std::string& resource) {
  const auto one = [](const Texts& patterns, const std::string& text) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const auto& p) { return matches(p, text); });
  };
  return one(statement.actions, action) != statement.notAction &&
         one(statement.resources, resource) != statement.notResource;
}

bool holds(const Statement& statement, const Key& key) {
  const std::string& op = statement.op;
  if (op.empty()) return true;
  if (op == "Null") return (statement.value == "true") == !key;
  if (op == "StringNotEquals") return !key || *key != statement.value;
  if (op == "StringEqualsIfExists") return !key || *key == statement.value;
  return key && *key == statement.value; // StringEquals
}

Result decide(const World& world, const std::string& principal, const std::string& action,
              const std::string& resource, const Key& key) {
  const Asked asked{principal, action, resource, key};
  bool denied = any(world.identity, false, asked) || any(world.boundary, false, asked) ||
                strongest(world, false, asked) != Named::No;
  bool guarded = true;
  for (const Policy& level : world.organization) {
    denied = denied || any(level, false, asked);
    guarded = guarded && any(level, true, asked);
  }
  if (denied) return Result::DeniedByStatement;
  const bool own =
      any(world.identity, true, asked) && (world.boundary.empty() || any(world.boundary, true, asked));
  const Named given = strongest(world, true, asked);
  const bool allowed =
      accountOf(principal) == owner ? own || given == Named::Directly : own && given != Named::No;
  return allowed && guarded ? Result::Allowed : Result::Denied;
}

Policy randomPolicy(QRandomGenerator& random, bool withPrincipals, bool mostlyAllow) {
  static const Texts actionPatterns{"*", "s3:*", "s3:a*", "s3:?", "s3:b", "s3:*a", "s3:?*", "ec2:*"};
  static const Texts resourcePatterns{"*", "r*", "ra", "*b", "r?", "r?*", "*a*", "r"};
  static const Texts ops{"StringEquals", "StringNotEquals", "StringEqualsIfExists", "Null"};
  static const Texts who{"*", ann, bob, eve, "111111111111", "222222222222"};
  Policy out(static_cast<std::size_t>(1 + random.bounded(3)));
  for (Statement& s : out) {
    s.allow = random.bounded(mostlyAllow ? 4 : 2) != 0;
    s.notAction = random.bounded(6) == 0;
    s.notResource = random.bounded(6) == 0;
    for (int i = random.bounded(3); i >= 0; --i)
      s.actions.push_back(oneOf(random, actionPatterns));
    for (int i = random.bounded(2); i >= 0; --i)
      s.resources.push_back(oneOf(random, resourcePatterns));
    if (withPrincipals) {
      s.notPrincipal = !s.allow && random.bounded(5) == 0;
      s.principals.push_back(oneOf(random, who));
      if (random.bounded(2) == 0) s.principals.push_back(oneOf(random, who));
    }
    if (random.bounded(3) != 0) continue;
    s.op = oneOf(random, ops);
    s.value =
        s.op == "Null" ? (random.bounded(2) == 0 ? "true" : "false") : (random.bounded(2) == 0 ? "1" : "2");
  }
  return out;
}

World randomWorld(QRandomGenerator& random) {
  World out;
  out.identity = randomPolicy(random, false);
  if (random.bounded(2) == 0) out.boundary = randomPolicy(random, false);
  if (random.bounded(2) == 0) out.resource = randomPolicy(random, true);
  for (int levels = random.bounded(3); levels > 0; --levels)
    out.organization.push_back(randomPolicy(random, false));
  return out;
}

std::string jsonOf(const Policy& policy) {
  std::string out;
  for (const Statement& s : policy) {
    out += out.empty() ? "{" : ",{";
    out += std::string(R"("Effect":")") + (s.allow ? "Allow" : "Deny") + '"';
    out += std::string(s.notAction ? R"(,"NotAction":)" : R"(,"Action":)") + listOf(s.actions);
    out += std::string(s.notResource ? R"(,"NotResource":)" : R"(,"Resource":)") + listOf(s.resources);
    if (!s.principals.empty())
      out += std::string(s.notPrincipal ? R"(,"NotPrincipal":{"AWS":)" : R"(,"Principal":{"AWS":)") +
             listOf(s.principals) + '}';
    if (!s.op.empty()) out += ",\"Condition\":{\"" + s.op + "\":{\"k:x\":\"" + s.value + "\"}}";
    out += '}';
  }
  return R"({"Version":"2012-10-17","Statement":[)" + out + "]}";
}

} // namespace smallworld
