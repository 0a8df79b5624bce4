// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/privileges.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::postgresql {

enum class AbilityKind {
  Everything, ///< a superuser
  Attribute,  ///< CREATEROLE, BYPASSRLS … of the role itself
  Capability, ///< what a predefined role is there for
  Object,     ///< privileges on an object or a column
  Admin,      ///< may hand on membership in a role
  Future      ///< privileges on objects that a role will make
};

/// One thing that a role can do.
struct Ability {
  AbilityKind kind{};
  const Object* object = nullptr; ///< Object: of the catalogue
  std::string column;             ///< Object: of a column's ACL
  std::string subject;       ///< "table hr.staff", "role app", "CREATEROLE", "tables of etl in schema hr" …
  Privileges privileges = 0; ///< Object, Future
  Reason reason;             ///< Object, Future
  std::string text;          ///< the same for people
  std::vector<RoleStep> chain;    ///< from the role that is asked to the one that holds it
  bool afterSetRole = false;      ///< not held as it is: some step of the chain takes SET ROLE
  std::vector<std::string> lacks; ///< what it takes besides and is not held: USAGE of the schema
};

struct Abilities {
  std::vector<Ability> rows;
  std::vector<std::string> missing; ///< what is not known; there may be more
  bool cut = false;                 ///< there are more rows than asked for
};

/// All that a role can do: as it is, then what SET ROLE adds. A superuser has one row for all objects. Chains
/// longer than people read count towards `cut` too. Error: NotFound (no such role).
Result<Abilities> abilitiesOf(const RoleGraph& graph, const std::string& role,
                              std::size_t maxRows = 1'000'000);

} // namespace countersign::postgresql
