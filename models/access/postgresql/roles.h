// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/catalogue.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::postgresql {

/// Which memberships are gone along (acl.c enum RoleRecurseType).
enum class Follow {
  Inherit, ///< those that hand on privileges (has_privs_of_role)
  Member,  ///< all (is_member_of_role)
  SetRole  ///< those that let one SET ROLE (member_can_set_role; before PostgreSQL 16 all)
};

/// One step from a member to a role.
struct RoleStep {
  std::string member, role;
  const Membership* by = nullptr; ///< null: the owner of the database is in pg_database_owner
  bool setRole = false;           ///< taken with SET ROLE, not by inheritance
  std::string text() const;
};

/// Roles that one reaches.
class Reach {
public:
  bool contains(const std::string& role) const { return steps_.find(role) != steps_.end(); }
  /// The steps to a role that is contained, shortest chain; none to where it began.
  std::vector<RoleStep> chain(const std::string& role) const;
  /// In the order in which they were found.
  const std::vector<std::string>& roles() const { return order_; }
  /// What is not known; further roles may follow from it.
  const std::vector<std::string>& missing() const { return missing_; }

private:
  friend class RoleGraph;
  bool add(const std::string& role, std::size_t from, RoleStep step);
  struct Came {
    RoleStep step;
    std::size_t from = 0; ///< into order_; itself: here it began
  };
  std::unordered_map<std::string, Came> steps_;
  std::vector<std::string> order_;
  std::vector<std::string> missing_;
};

/// Memberships of a catalogue, which has to outlive it; can be asked from any thread. Cycles, which no server
/// would accept, end the walk.
class RoleGraph {
public:
  explicit RoleGraph(const Catalogue& catalogue);
  RoleGraph(RoleGraph&&) = default;
  RoleGraph(const RoleGraph&) = delete;
  RoleGraph& operator=(const RoleGraph&) = delete;

  const Catalogue& catalogue() const { return *catalogue_; }
  /// roles_is_member_of; holds the role itself.
  Reach reach(const std::string& role, Follow follow) const;
  /// Roles whose privileges one can use after SET ROLE: those that may be set, and what these inherit.
  Reach afterSetRole(const std::string& role) const;
  /// The first role of `members` that holds ADMIN OPTION on `role` (is_admin_of_role). Null: none.
  const Membership* adminOf(const Reach& members, const std::string& role) const;

private:
  void walk(Reach& reach, std::size_t at, Follow follow) const;
  bool follows(const Membership& membership, Follow follow) const;

  const Catalogue* catalogue_;
  std::unordered_map<std::string, std::vector<const Membership*>> byMember_, byRole_;
};

} // namespace countersign::postgresql
