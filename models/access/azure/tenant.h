// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/azure/objects.h"
#include "models/access/azure/scopes.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::azure {

/// How a principal is in a group.
struct Membership {
  Truth certain = Truth::Yes; ///< Undecided: the members of some group are not known
  std::string via;            ///< "group a ← group b"
};
using Memberships = std::map<std::string, Membership, std::less<>>;

/// Whether a principal can sign in at all.
struct Standing {
  Truth usable = Truth::Yes;
  std::string deniedBy; ///< where it cannot
  Texts conditions, missing;
};

/// A tenant that can be asked.
class Tenant {
public:
  explicit Tenant(Objects objects);
  Tenant(const Tenant&) = delete; // indices point into the objects
  Tenant& operator=(const Tenant&) = delete;

  const Objects& objects() const { return objects_; }
  const Hierarchy& scopes() const { return scopes_; }

  /// By object id, or by application id of a service principal; in any case.
  const Principal* find(std::string_view id) const;
  /// The object id that `id` stands for; in lower case what it is where nothing is known of it.
  std::string objectId(std::string_view id) const;
  const Application* application(std::string_view appId) const;
  const Principal* servicePrincipalOf(std::string_view appId) const;
  const RoleDefinition* role(std::string_view id) const;
  const DirectoryRole* directoryRole(std::string_view id) const;
  /// "service principal ci (1234…)", "service principal 1234…" where its name is not known.
  std::string shown(std::string_view id) const;

  /// All groups that it is in, or may be in.
  Memberships groupsOf(std::string_view id) const;
  /// Members of a group, and of the groups in it.
  Texts membersOf(std::string_view group) const;
  Standing standing(std::string_view id) const;
  bool wasShown(std::string_view kind) const { return objects_.shown.count(kind) != 0; }

private:
  Memberships perhaps() const;
  void accessPolicies(const Principal& who, Standing& out) const;

  Objects objects_;
  Hierarchy scopes_;
  using Index = std::map<std::string, std::size_t, std::less<>>;
  Index principals_, byApp_, applications_, roles_, directoryRoles_;
  std::map<std::string, Texts, std::less<>> groupsByMember_, membersByGroup_;
  Memberships perhaps_; ///< groups of which somebody unknown may be a member
};

/// The condition text and reason for what was looked for and is not there.
inline constexpr std::string_view everyone = "00000000-0000-0000-0000-000000000000";

} // namespace countersign::azure
