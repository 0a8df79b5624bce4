// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/postgresql/roles.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::postgresql {

/// Why a role holds privileges on an object.
enum class Ground {
  Superuser, ///< passes all checks
  Owner,     ///< owners hold all grant options
  Entry,     ///< an ACL entry for a role that it is or inherits
  Everybody, ///< an ACL entry for PUBLIC
  Predefined ///< pg_read_all_data and its kin
};

struct Reason {
  Ground ground{};
  Privileges privileges = 0;
  std::string role;     ///< the role that holds them in the first place; empty: PUBLIC
  std::string grantor;  ///< of the entry
  bool builtIn = false; ///< the object's ACL is NULL: the entry is a built-in one
  std::string column;   ///< whose ACL it is; empty: the object's
};

/// What of the wanted privileges is held.
struct Held {
  Privileges privileges = 0;
  std::vector<Reason> reasons;      ///< each with the bits that it gives; may overlap
  std::vector<std::string> missing; ///< what is not known, from which more may follow
};

/// Somebody who holds privileges: a role as it is, what it can be after SET ROLE, or PUBLIC alone.
class Holder {
public:
  /// `graph` has to outlive it. `role` has to be in the catalogue.
  static Holder ofRole(const RoleGraph& graph, const std::string& role);
  static Holder afterSetRole(const RoleGraph& graph, const std::string& role);
  static Holder ofPublic(const RoleGraph& graph);

  /// pg_class_aclmask, pg_namespace_aclmask …: each wanted bit is decided for itself, so that any of them
  /// that comes back is what has_…_privilege calls true. A question about columns is not among them.
  Held held(const Object& object, Privileges wanted) const;
  /// has_column_privilege: by the column's ACL or on the whole relation.
  Held heldOnColumn(const Object& relation, const std::string& column, Privileges wanted) const;
  /// has_any_column_privilege.
  Held heldOnAnyColumn(const Object& relation, Privileges wanted) const;
  /// By the column's own ACL alone.
  Held heldByColumnAcl(const Object& relation, const Column& column, Privileges wanted) const;
  const Reach& reach() const { return reach_; }
  const RoleGraph& graph() const { return *graph_; }
  bool superuser() const { return superuser_; }

private:
  explicit Holder(const RoleGraph& graph) : graph_(&graph) {}
  void byAcl(const StoredAcl& acl, const Object& object, const Column* column, Privileges wanted,
             Held& out) const;
  void byPredefined(const Object& object, Privileges wanted, Held& out) const;
  void byDatabaseOwner(const Object& object, const Acl& acl, Privileges wanted, Held& out) const;

  const RoleGraph* graph_;
  Reach reach_;
  bool superuser_ = false, someRole_ = false;
};

/// The answer that held privileges are to `wanted`: Allowed with the chain of memberships, Denied, or
/// NotEvaluated where something is missing.
Answer answerOf(const Holder& holder, const Object& object, const Held& held);
/// pg_has_role(role, of, what). `what`: "MEMBER", "USAGE", "SET", each also "… WITH ADMIN OPTION" or "… WITH
/// GRANT OPTION", and lists of these: any is enough. SET is what SET ROLE asks, also before PostgreSQL 16.
/// Error: InvalidArgument.
Result<Answer> hasRole(const RoleGraph& graph, const std::string& role, const std::string& of,
                       std::string_view what);

/// The answer to a question in words. principal = role name, or "public"; action = as has_…_privilege reads
/// it; resource = kind and name: "table hr.staff", "column hr.staff.\"Secret Col\"", "any column of
/// hr.staff", "function hr.pay(integer)", "schema hr", "database erp", "role app" …, names as SQL writes
/// identifiers. A question that cannot be read and an object that the catalogue does not have are
/// NotEvaluated.
Answer answer(const RoleGraph& graph, const Question& question);

/// Kind and name, as a document pg.object has them, of what a question's resource is; nothing where it is a
/// role or cannot be read.
std::optional<std::pair<std::string, std::string>> askedObject(const std::string& resource);

} // namespace countersign::postgresql
