// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRandomGenerator>
#include <optional>
#include <string>
#include <vector>

/// Small random sets of policies, and who may do what by the words of the IAM User Guide: written without the
/// evaluator, by trying everything out.
namespace smallworld {

using Texts = std::vector<std::string>;
/// The value of the one context key "k:x"; nothing: it is absent.
using Key = std::optional<std::string>;

struct Statement {
  bool allow = true, notAction = false, notResource = false, notPrincipal = false;
  Texts actions, resources, principals;
  std::string op, value; ///< condition on k:x; empty: none
};
using Policy = std::vector<Statement>;

struct World {
  Policy identity, boundary, resource;
  std::vector<Policy> organization; ///< SCPs, one policy a level
};

inline const char* const ann = "arn:aws:iam::111111111111:user/ann";
inline const char* const bob = "arn:aws:iam::111111111111:user/bob";
inline const char* const eve = "arn:aws:iam::222222222222:user/eve";
inline const char* const owner = "111111111111"; ///< of the resources

inline const Texts& principals() {
  static const Texts all{ann, bob, eve};
  return all;
}
inline const Texts& actions() {
  static const Texts all{"s3:a", "s3:ab", "s3:b", "s3:ba", "ec2:a"};
  return all;
}
inline const Texts& resources() {
  static const Texts all{"r", "ra", "rb", "rab", "rba"};
  return all;
}
inline const std::vector<Key>& keys() {
  static const std::vector<Key> all{std::nullopt, "1", "2"};
  return all;
}

bool matches(std::string_view pattern, std::string_view text);
bool holds(const Statement& statement, const Key& key);
/// Action and resource, without condition and principal.
bool isAbout(const Statement& statement, const std::string& action, const std::string& resource);

enum class Result { Allowed, Denied, DeniedByStatement };
Result decide(const World& world, const std::string& principal, const std::string& action,
              const std::string& resource, const Key& key);

Policy randomPolicy(QRandomGenerator& random, bool withPrincipals, bool mostlyAllow = true);
World randomWorld(QRandomGenerator& random);
std::string jsonOf(const Policy& policy);

} // namespace smallworld
