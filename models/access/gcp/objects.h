// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/member.h"
#include "models/identity/json.h"
#include "models/identity/time.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::gcp {

struct Condition {
  std::string title, expression; ///< no expression: there is no condition
};
struct Binding {
  std::string role;
  std::vector<Member> members;
  Condition condition;
};
/// An allow policy, on the node that it is of.
struct AllowPolicy {
  std::string node;
  std::vector<Binding> bindings;
  std::string document; ///< uid of the document, for people to look it up
};
struct DenyRule {
  std::vector<Member> denied, exceptions;
  std::vector<std::string> permissions, exceptionPermissions;
  Condition condition;
};
struct DenyPolicy {
  std::string name, node;
  std::vector<DenyRule> rules;
  std::string problem; ///< something of it that cannot be read; it may deny more than is seen
};
/// An organization, folder or project; or a resource of a service whose project is known.
struct Node {
  std::string name, number, parent, state;
};
struct Role {
  std::string name, title;
  std::vector<std::string> permissions; ///< as deny policies write them
  bool known = false;                   ///< its permissions were shown
  bool inactive = false;                ///< deleted or disabled: gives nothing
};
struct ServiceAccount {
  std::string email, uniqueId, project;
  bool disabled = false;
};
struct Key {
  std::string id, account, type, origin;
  std::optional<Instant> from, until;
  bool disabled = false;
};
struct Group {
  std::string email;
  std::vector<Member> members;
};

/// What exports of Google Cloud show, and of what they show all.
struct Objects {
  std::vector<AllowPolicy> allow;
  std::vector<DenyPolicy> deny;
  std::vector<Node> nodes;
  std::vector<Role> roles;
  std::vector<ServiceAccount> accounts;
  std::vector<Key> keys;
  std::vector<Group> groups;

  bool allowComplete = false;           ///< every allow policy there is: who has none here has none
  bool denyComplete = false;            ///< every deny policy
  std::set<std::string> denyListed;     ///< nodes whose deny policies are all here
  std::set<std::string> accountsListed; ///< projects whose service accounts are all here
  std::set<std::string> keysListed;     ///< accounts (email) whose keys are all here
  bool boundaries = false; ///< there are principal access boundary policies, which are not evaluated
  std::vector<std::string> problems; ///< what could not be read

  /// {"bindings": […]} of a node.
  void addPolicy(const std::string& node, const Json& policy, const std::string& document = {});
  /// One result of search-all-iam-policies or one asset with its policy.
  void addAsset(const Json& asset);
  void addDenyPolicy(const Json& policy);
  /// A project (v1 and v3 form), a folder or an organization.
  void addContainer(const Json& container);
  /// `full`: one that is shown with all permissions that it has, which may be none.
  void addRole(const Json& role, bool full = false);
  void addAccount(const Json& account);
  void addKey(const Json& key);
  void addGroup(const std::string& email, const std::vector<std::string>& members);
};

Condition readCondition(const Json& json);

} // namespace countersign::gcp
