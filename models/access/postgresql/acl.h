// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::postgresql {

/// Kinds of objects with an ACL (src/include/nodes/parsenodes.h ObjectType).
enum class ObjectKind {
  Table, ///< also views, materialised views, foreign and partitioned tables
  Sequence,
  Column,
  Function,
  Schema,
  Database,
  Language,
  Type,
  ForeignDataWrapper,
  ForeignServer,
  Tablespace,
  LargeObject,
  Parameter
};
std::string_view kindName(ObjectKind kind);

/// A set of privileges: AclMode. The upper half are the grant options.
using Privileges = std::uint64_t;
enum : Privileges {
  Insert = 1U << 0,
  Select = 1U << 1,
  Update = 1U << 2,
  Delete = 1U << 3,
  Truncate = 1U << 4,
  References = 1U << 5,
  Trigger = 1U << 6,
  Execute = 1U << 7,
  Usage = 1U << 8,
  Create = 1U << 9,
  Temporary = 1U << 10,
  Connect = 1U << 11,
  Set = 1U << 12,
  AlterSystem = 1U << 13,
  Maintain = 1U << 14 ///< PostgreSQL 17 and later
};
constexpr Privileges grantOption(Privileges privileges) {
  return privileges << 32;
}
constexpr Privileges grantOptionBits = 0xffffffff00000000ULL;

/// One entry of an ACL. An empty grantee is PUBLIC where `toPublic`.
struct AclItem {
  std::string grantee, grantor;
  bool toPublic = false;
  Privileges privileges = 0;
  bool operator==(const AclItem&) const = default;
};
using Acl = std::vector<AclItem>;

/// Reads the text of one aclitem, "grantee=privileges/grantor", as src/backend/utils/adt/acl.c aclparse does:
/// names in double quotes where they need to be, a doubled quote for a quote, `*` behind a privilege for its
/// grant option, "user x" and "group x". Error: Malformed.
Result<AclItem> readAclItem(std::string_view text);
/// Reads the text of an aclitem[] (PostgreSQL documentation, "Array Input and Output Syntax"). An empty text
/// is NULL: the built-in privileges hold. Error: Malformed.
Result<std::optional<Acl>> readAclArray(std::string_view text);
/// Reads a cell of psql's \dp, one entry a line. Empty is NULL. Error: Malformed.
Result<std::optional<Acl>> readAclLines(std::string_view text);
/// aclitemout: as the server writes an entry.
std::string aclItemText(const AclItem& item);

/// Major versions that differ in what they decide: 15 stands for those before it too.
constexpr int oldestVersion = 15;

/// All privileges that a kind of object has (src/include/utils/acl.h ACL_ALL_RIGHTS_*).
Privileges allPrivileges(ObjectKind kind, int version = oldestVersion);
/// "SELECT", "TEMPORARY" …: one bit; a bit of the upper half ends in " WITH GRANT OPTION".
std::string privilegeName(Privileges one);
/// The names of all bits, in the order of the bits.
std::vector<std::string> privilegeNames(Privileges privileges);
/// What an object has whose ACL is NULL: the owner all, and PUBLIC what the kind gives it (acl.c acldefault;
/// PostgreSQL documentation, table 5.2).
Acl builtInAcl(ObjectKind kind, const std::string& owner, int version = oldestVersion);

/// Reads "SELECT", "select with grant option", "INSERT, UPDATE": the privileges that a kind's has_…_privilege
/// knows (acl.c convert_any_priv_string). Any of them is enough. Error: InvalidArgument.
Result<Privileges> readPrivileges(ObjectKind kind, std::string_view text, int version = oldestVersion);

} // namespace countersign::postgresql
