// SPDX-License-Identifier: Apache-2.0
// After src/backend/catalog/aclchk.c (pg_class_aclmask and its kin) and utils/adt/acl.c (aclmask).
#include "models/access/postgresql/privileges.h"

#include <algorithm>

namespace countersign::postgresql {
namespace {

constexpr Privileges changes = Insert | Update | Delete;
constexpr const char* databaseOwnerRole = "pg_database_owner";

bool isRelation(ObjectKind kind) {
  return kind == ObjectKind::Table || kind == ObjectKind::Sequence;
}

void add(Held& out, Reason reason) {
  if (reason.privileges == 0) return;
  out.privileges |= reason.privileges;
  out.reasons.push_back(std::move(reason));
}

} // namespace

Holder Holder::ofRole(const RoleGraph& graph, const std::string& role) {
  Holder out(graph);
  out.reach_ = graph.reach(role, Follow::Inherit);
  const Role* known = graph.catalogue().role(role);
  out.superuser_ = known != nullptr && known->superuser;
  out.someRole_ = true;
  return out;
}

Holder Holder::afterSetRole(const RoleGraph& graph, const std::string& role) {
  Holder out(graph);
  out.reach_ = graph.afterSetRole(role);
  out.someRole_ = true;
  return out;
}

Holder Holder::ofPublic(const RoleGraph& graph) {
  return Holder(graph);
}

void Holder::byAcl(const StoredAcl& stored, const Object& object, const Column* column, Privileges wanted,
                   Held& out) const {
  const std::string columnName = column == nullptr ? std::string() : column->name;
  if (!stored.problem.empty()) {
    out.missing.push_back("the ACL of " + object.shown() +
                          (column == nullptr ? "" : ", column " + columnName) +
                          " cannot be read: " + stored.problem);
  }
  const bool builtIn = stored.problem.empty() && !stored.entries;
  // A column without an ACL gives its owner nothing either; nor does a parameter without one.
  if (builtIn && (column != nullptr || object.kind == ObjectKind::Parameter)) return;
  const Acl acl = builtIn ? builtInAcl(object.kind, object.owner, graph_->catalogue().version())
                          : stored.entries.value_or(Acl());
  if (!object.owner.empty() && reach_.contains(object.owner)) {
    const Privileges own = builtIn ? acl.back().privileges : 0; // the built-in entry of the owner is the last
    add(out, {Ground::Owner, wanted & (grantOptionBits | own), object.owner, {}, builtIn, columnName});
  }
  for (const AclItem& item : acl) {
    if (!item.toPublic && (builtIn || !reach_.contains(item.grantee))) continue;
    add(out, {item.toPublic ? Ground::Everybody : Ground::Entry, item.privileges & wanted, item.grantee,
              item.grantor, builtIn, columnName});
  }
  byDatabaseOwner(object, acl, wanted, out);
}

/// Who is in pg_database_owner depends on the database that is asked.
void Holder::byDatabaseOwner(const Object& object, const Acl& acl, Privileges wanted, Held& out) const {
  if (!graph_->catalogue().databaseOwner().empty() || !someRole_) return;
  bool matters = object.owner == databaseOwnerRole && (wanted & grantOptionBits) != 0;
  for (const AclItem& item : acl)
    matters = matters || (item.grantee == databaseOwnerRole && (item.privileges & wanted) != 0);
  if (matters)
    out.missing.emplace_back("the owner of the database is not known, who is in pg_database_owner");
}

void Holder::byPredefined(const Object& object, Privileges wanted, Held& out) const {
  const auto grant = [&](const char* role, Privileges privileges) {
    if (reach_.contains(role)) add(out, {Ground::Predefined, wanted & privileges, role, {}, false, {}});
  };
  if (isRelation(object.kind)) {
    grant("pg_read_all_data", Select);
    grant("pg_write_all_data", changes);
    grant("pg_maintain", Maintain);
  } else if (object.kind == ObjectKind::Schema) {
    grant("pg_read_all_data", Usage);
    grant("pg_write_all_data", Usage);
  }
}

Held Holder::held(const Object& object, Privileges wanted) const {
  Held out;
  if (superuser_) {
    add(out, {Ground::Superuser, wanted, reach_.roles().front(), {}, false, {}});
    return out;
  }
  if (object.system && isRelation(object.kind)) wanted &= ~(changes | Truncate | Usage);
  if (wanted == 0) return out;
  byAcl(object.acl, object, nullptr, wanted, out);
  const bool unlisted =
      object.kind == ObjectKind::Parameter && object.acl.problem.empty() && !object.acl.entries;
  if (object.owner.empty() && !unlisted && (wanted & grantOptionBits) != 0 && someRole_)
    out.missing.push_back("the owner of " + object.shown() + " is not known");
  byPredefined(object, wanted, out);
  out.missing.insert(out.missing.end(), reach_.missing().begin(), reach_.missing().end());
  return out;
}

Held Holder::heldByColumnAcl(const Object& relation, const Column& column, Privileges wanted) const {
  Held out;
  byAcl(column.acl, relation, &column, wanted, out);
  return out;
}

Held Holder::heldOnColumn(const Object& relation, const std::string& column, Privileges wanted) const {
  Held out = held(relation, wanted);
  if (superuser_) return out;
  if (!graph_->catalogue().hasRead("pg_attribute")) out.missing.emplace_back("pg_attribute was not read");
  for (const Column& c : relation.columns)
    if (c.name == column) byAcl(c.acl, relation, &c, wanted, out);
  return out;
}

Held Holder::heldOnAnyColumn(const Object& relation, Privileges wanted) const {
  Held out = held(relation, wanted);
  if (superuser_) return out;
  if (!graph_->catalogue().hasRead("pg_attribute")) out.missing.emplace_back("pg_attribute was not read");
  for (const Column& c : relation.columns)
    byAcl(c.acl, relation, &c, wanted, out);
  return out;
}

} // namespace countersign::postgresql
