// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/postgresql/acl.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace countersign::postgresql {

/// pg_roles. Attributes are the role's own: memberships do not hand them on.
struct Role {
  std::string name;
  bool superuser = false, inherit = true, createRole = false, createDatabase = false, login = false,
       replication = false, bypassRowSecurity = false;
  std::string validUntil; ///< of the password, as the server writes it; empty: for ever
};

/// pg_auth_members: `member` is a member of `role`.
struct Membership {
  std::string role, member, grantor;
  bool admin = false;
  std::optional<bool> inherit, set; ///< PostgreSQL 16 and later; before, the member's own attribute counts
};

/// An ACL as the catalogue has it.
struct StoredAcl {
  std::optional<Acl> entries; ///< none: NULL, the built-in privileges
  std::string problem;        ///< why the text could not be read; nothing is known of the entries then
};

struct Column {
  std::string name;
  StoredAcl acl;
};

struct Object {
  ObjectKind kind = ObjectKind::Table;
  std::string schema, name; ///< schema: empty where the kind has none
  std::string arguments;    ///< of a function, as pg_get_function_identity_arguments writes them
  std::string owner;
  StoredAcl acl;
  std::vector<Column> columns; ///< those with an ACL of their own, at least
  bool system = false;         ///< catalogue.c IsSystemClass, and no view: only superusers change its rows
  bool securityDefiner = false;
  /// "table hr.staff", "function hr.pay(integer)", names quoted where SQL needs it.
  std::string shown() const;
};

/// pg_default_acl: what later objects of `role` get.
struct DefaultPrivileges {
  std::string role, schema; ///< schema: empty for all
  ObjectKind kind = ObjectKind::Table;
  StoredAcl acl;
};

/// Rows as they were exported, of one database and the roles of its cluster.
struct CatalogueRows {
  std::vector<Role> roles;
  std::vector<Membership> memberships;
  std::vector<Object> objects;
  std::vector<DefaultPrivileges> defaults;
  std::string database;  ///< that is asked; empty: the only one among the objects
  std::string bootstrap; ///< the role with oid 10, which owns the parameters; empty: not known
  std::set<std::string, std::less<>>
      read; ///< "pg_roles", "pg_auth_members" …: tables that were exported whole
  /// 15 (and before), 16 (options of each membership), 17 (MAINTAIN).
  int version = oldestVersion;
};

/// Adds one table, as `COPY (SELECT …) TO … WITH (FORMAT csv, HEADER)` writes it, to the rows. `table` is the
/// catalogue's name, with "_acl" behind it or not; the columns are those of the catalogue, names in place of
/// oids ("owner", "nspname"). Errors: Unrecognised (no such table here), Malformed, Truncated, DuplicateKey,
/// Limit. ACL texts that cannot be read are kept as such.
Result<void> addCatalogueCsv(CatalogueRows& rows, std::string_view table, std::string_view text);

/// The rows, indexed; can be asked from any thread.
class Catalogue {
public:
  /// Errors: DuplicateKey (a role, an object or a column twice).
  static Result<Catalogue> of(CatalogueRows rows);

  const Object* find(ObjectKind kind, const std::string& schema, const std::string& name,
                     const std::string& arguments = {}) const;
  /// Functions of one name, with whatever arguments.
  std::vector<const Object*> functions(const std::string& schema, const std::string& name) const;
  const Role* role(const std::string& name) const;
  /// The owner of the database that is asked; empty: not known.
  const std::string& databaseOwner() const { return databaseOwner_; }
  const std::string& database() const { return rows_.database; }
  bool hasRead(std::string_view table) const { return rows_.read.find(table) != rows_.read.end(); }
  int version() const { return rows_.version; }
  const CatalogueRows& rows() const { return rows_; }

private:
  CatalogueRows rows_;
  std::string databaseOwner_;
  std::unordered_map<std::string, std::size_t> objects_, roles_;
  std::unordered_map<std::string, std::vector<std::size_t>> functions_;
};

/// The ACL that an object has once `owner` has made it (aclchk.c get_user_default_acl). None: the built-in
/// one. Error: Malformed, where pg_default_acl has a text that cannot be read.
Result<std::optional<Acl>> aclOfNewObject(const Catalogue& catalogue, ObjectKind kind,
                                          const std::string& owner, const std::string& schema);

/// quote_identifier, but for keywords.
std::string quotedName(const std::string& name);

} // namespace countersign::postgresql
