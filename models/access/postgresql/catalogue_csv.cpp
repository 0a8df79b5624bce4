// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/catalogue.h"
#include "models/access/postgresql/csv.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign::postgresql {
namespace {

/// A catalogue of objects and how it names things.
struct ObjectTable {
  std::string_view table;
  ObjectKind kind;
  std::string_view name, acl;
};
constexpr std::array<ObjectTable, 11> objectTables{
    {{"pg_class", ObjectKind::Table, "relname", "relacl"},
     {"pg_proc", ObjectKind::Function, "proname", "proacl"},
     {"pg_namespace", ObjectKind::Schema, "nspname", "nspacl"},
     {"pg_database", ObjectKind::Database, "datname", "datacl"},
     {"pg_language", ObjectKind::Language, "lanname", "lanacl"},
     {"pg_type", ObjectKind::Type, "typname", "typacl"},
     {"pg_foreign_data_wrapper", ObjectKind::ForeignDataWrapper, "fdwname", "fdwacl"},
     {"pg_foreign_server", ObjectKind::ForeignServer, "srvname", "srvacl"},
     {"pg_tablespace", ObjectKind::Tablespace, "spcname", "spcacl"},
     {"pg_largeobject_metadata", ObjectKind::LargeObject, "oid", "lomacl"},
     {"pg_parameter_acl", ObjectKind::Parameter, "parname", "paracl"}}};

tl::unexpected<Error> atRow(const CsvTable& csv, std::size_t row, std::string_view column,
                            std::string message) {
  Place place;
  place.line = csv.line(row);
  place.pointer = std::string(column);
  return failure(ErrorCode::Malformed, std::move(message), {}, std::move(place));
}

Result<void> needs(const CsvTable& csv, std::initializer_list<std::string_view> columns) {
  for (const std::string_view column : columns)
    if (!csv.has(column))
      return failure(ErrorCode::Malformed, "the table has no column " + std::string(column));
  return {};
}

Result<bool> flag(const CsvTable& csv, std::size_t row, std::string_view column) {
  const std::string& text = csv.at(row, column);
  if (text == "t" || text == "true") return true;
  if (text == "f" || text == "false") return false;
  return atRow(csv, row, column, "neither true nor false");
}

StoredAcl aclOf(const std::string& text) {
  StoredAcl out;
  auto acl = readAclArray(text);
  if (acl)
    out.entries = std::move(*acl);
  else
    out.problem = acl.error().message;
  return out;
}

Result<void> addRoles(CatalogueRows& rows, const CsvTable& csv) {
  COUNTERSIGN_TRY(needs(csv, {"rolname", "rolsuper", "rolinherit", "rolcreaterole", "rolcreatedb",
                              "rolcanlogin", "rolreplication", "rolbypassrls"}));
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    Role role;
    role.name = csv.at(i, "rolname");
    if (role.name.empty()) return atRow(csv, i, "rolname", "a role has no name");
    COUNTERSIGN_ASSIGN(role.superuser, flag(csv, i, "rolsuper"));
    COUNTERSIGN_ASSIGN(role.inherit, flag(csv, i, "rolinherit"));
    COUNTERSIGN_ASSIGN(role.createRole, flag(csv, i, "rolcreaterole"));
    COUNTERSIGN_ASSIGN(role.createDatabase, flag(csv, i, "rolcreatedb"));
    COUNTERSIGN_ASSIGN(role.login, flag(csv, i, "rolcanlogin"));
    COUNTERSIGN_ASSIGN(role.replication, flag(csv, i, "rolreplication"));
    COUNTERSIGN_ASSIGN(role.bypassRowSecurity, flag(csv, i, "rolbypassrls"));
    role.validUntil = csv.at(i, "rolvaliduntil");
    if (csv.at(i, "oid") == "10") rows.bootstrap = role.name;
    // These came with the versions.
    if (role.name == "pg_create_subscription") rows.version = std::max(rows.version, 16);
    if (role.name == "pg_maintain") rows.version = std::max(rows.version, 17);
    rows.roles.push_back(std::move(role));
  }
  return {};
}

Result<void> addMemberships(CatalogueRows& rows, const CsvTable& csv) {
  COUNTERSIGN_TRY(needs(csv, {"role", "member", "admin_option"}));
  const bool options = csv.has("inherit_option");
  if (options) {
    COUNTERSIGN_TRY(needs(csv, {"set_option"}));
    rows.version = std::max(rows.version, 16);
  }
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    Membership m{csv.at(i, "role"), csv.at(i, "member"), csv.at(i, "grantor"), false, {}, {}};
    if (m.role.empty() || m.member.empty()) return atRow(csv, i, "role", "a membership lacks a role");
    COUNTERSIGN_ASSIGN(m.admin, flag(csv, i, "admin_option"));
    if (options) {
      COUNTERSIGN_ASSIGN(m.inherit, flag(csv, i, "inherit_option"));
      COUNTERSIGN_ASSIGN(m.set, flag(csv, i, "set_option"));
    }
    rows.memberships.push_back(std::move(m));
  }
  return {};
}

/// catalog.c IsSystemClass: pinned oids and TOAST tables. Where no oid was exported, all of pg_catalog.
Result<bool> isSystem(const CsvTable& csv, std::size_t row, const std::string& schema, char relkind) {
  if (relkind == 'v') return false;
  if (schema == "pg_toast" || schema.rfind("pg_toast_temp_", 0) == 0) return true;
  if (!csv.has("oid")) return schema == "pg_catalog";
  const std::string& text = csv.at(row, "oid");
  std::uint32_t oid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), oid);
  if (error != std::errc() || end != text.data() + text.size()) return atRow(csv, row, "oid", "no oid");
  return oid < 12000;
}

Result<void> classify(const CsvTable& csv, std::size_t row, Object& object) {
  if (object.kind == ObjectKind::Table) {
    const std::string& relkind = csv.at(row, "relkind");
    if (relkind.size() != 1) return atRow(csv, row, "relkind", "no kind of relation");
    if (relkind[0] == 'S') object.kind = ObjectKind::Sequence;
    COUNTERSIGN_ASSIGN(object.system, isSystem(csv, row, object.schema, relkind[0]));
  }
  if (object.kind == ObjectKind::Function) {
    object.arguments = csv.at(row, "args");
    if (csv.has("prosecdef")) {
      COUNTERSIGN_ASSIGN(object.securityDefiner, flag(csv, row, "prosecdef"));
    }
  }
  return {};
}

Result<void> addObjects(CatalogueRows& rows, const CsvTable& csv, const ObjectTable& table) {
  const bool inSchema =
      table.kind == ObjectKind::Table || table.kind == ObjectKind::Function || table.kind == ObjectKind::Type;
  const bool owned = table.kind != ObjectKind::Parameter;
  COUNTERSIGN_TRY(needs(csv, {table.name, table.acl}));
  if (owned) COUNTERSIGN_TRY(needs(csv, {"owner"}));
  if (inSchema) COUNTERSIGN_TRY(needs(csv, {"nspname"}));
  if (table.kind == ObjectKind::Table) COUNTERSIGN_TRY(needs(csv, {"relkind"}));
  if (table.kind == ObjectKind::Function) COUNTERSIGN_TRY(needs(csv, {"args"}));
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    Object object;
    object.kind = table.kind;
    object.name = csv.at(i, table.name);
    if (object.name.empty()) return atRow(csv, i, table.name, "an object has no name");
    if (inSchema) object.schema = csv.at(i, "nspname");
    if (owned) object.owner = csv.at(i, "owner");
    object.acl = aclOf(csv.at(i, table.acl));
    COUNTERSIGN_TRY(classify(csv, i, object));
    rows.objects.push_back(std::move(object));
  }
  return {};
}

/// pg_class has to be there before.
Result<void> addColumns(CatalogueRows& rows, const CsvTable& csv) {
  COUNTERSIGN_TRY(needs(csv, {"nspname", "relname", "attname", "attacl"}));
  std::unordered_map<std::string, Object*> relations;
  for (Object& object : rows.objects)
    if (object.kind == ObjectKind::Table || object.kind == ObjectKind::Sequence)
      relations[object.schema + '\0' + object.name] = &object;
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    const auto found = relations.find(csv.at(i, "nspname") + '\0' + csv.at(i, "relname"));
    if (found == relations.end()) return atRow(csv, i, "relname", "pg_class has no such relation");
    found->second->columns.push_back({csv.at(i, "attname"), aclOf(csv.at(i, "attacl"))});
  }
  return {};
}

std::optional<ObjectKind> kindOfDefault(const std::string& letter) {
  if (letter == "r") return ObjectKind::Table;
  if (letter == "S") return ObjectKind::Sequence;
  if (letter == "f") return ObjectKind::Function;
  if (letter == "T") return ObjectKind::Type;
  if (letter == "n") return ObjectKind::Schema;
  if (letter == "L") return ObjectKind::LargeObject;
  return std::nullopt;
}

Result<void> addDefaults(CatalogueRows& rows, const CsvTable& csv) {
  COUNTERSIGN_TRY(needs(csv, {"role", "nspname", "defaclobjtype", "defaclacl"}));
  for (std::size_t i = 0; i < csv.rows(); ++i) {
    const auto kind = kindOfDefault(csv.at(i, "defaclobjtype"));
    if (!kind) return atRow(csv, i, "defaclobjtype", "no kind of object with default privileges");
    rows.defaults.push_back({csv.at(i, "role"), csv.at(i, "nspname"), *kind, aclOf(csv.at(i, "defaclacl"))});
  }
  return {};
}

Result<void> addTable(CatalogueRows& rows, std::string_view table, const CsvTable& csv) {
  if (table == "pg_roles") return addRoles(rows, csv);
  if (table == "pg_auth_members") return addMemberships(rows, csv);
  if (table == "pg_attribute") return addColumns(rows, csv);
  if (table == "pg_default_acl") return addDefaults(rows, csv);
  for (const ObjectTable& o : objectTables)
    if (o.table == table) return addObjects(rows, csv, o);
  return failure(ErrorCode::Unrecognised, "no catalogue with privileges is called " + std::string(table));
}

} // namespace

Result<void> addCatalogueCsv(CatalogueRows& rows, std::string_view table, std::string_view text) {
  constexpr std::string_view suffix = "_acl";
  if (table != "pg_default_acl" && table != "pg_parameter_acl" && table.size() > suffix.size() &&
      table.substr(table.size() - suffix.size()) == suffix)
    table.remove_suffix(suffix.size());
  COUNTERSIGN_ASSIGN(const CsvTable csv, CsvTable::read(text));
  COUNTERSIGN_TRY(addTable(rows, table, csv));
  rows.read.emplace(table);
  return {};
}

} // namespace countersign::postgresql
