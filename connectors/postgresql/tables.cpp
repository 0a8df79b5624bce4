// SPDX-License-Identifier: Apache-2.0
#include "connectors/postgresql/tables.h"

#include <algorithm>

namespace countersign::postgresql {
namespace {

using Columns = std::vector<std::string_view>;

Table objects(std::string_view catalogue, std::string_view object, std::string_view name,
              std::string_view acl, bool inSchema, bool inDatabase, Columns more = {}, Columns takes = {}) {
  Table out{catalogue, TableKind::Objects, object,      name,        acl,
            inSchema,  inDatabase,         {name, acl}, {name, acl}, std::move(takes)};
  if (inSchema) out.needs.emplace_back("nspname");
  if (object != "parameter") out.needs.emplace_back("owner");
  out.needs.insert(out.needs.end(), more.begin(), more.end());
  return out;
}

const std::vector<Table>& tables() {
  static const std::vector<Table> all{
      {"pg_roles",
       TableKind::Roles,
       {},
       {},
       {},
       false,
       false,
       {"rolname", "rolsuper"},
       {"rolname", "rolsuper", "rolinherit", "rolcreaterole", "rolcreatedb", "rolcanlogin", "rolreplication",
        "rolbypassrls"},
       {"oid", "rolconnlimit", "rolvaliduntil", "comment", "description"}},
      {"pg_auth_members",
       TableKind::Memberships,
       {},
       {},
       {},
       false,
       false,
       {"role", "member", "admin_option"},
       {"role", "member", "admin_option"},
       {"grantor", "inherit_option", "set_option"}},
      {"pg_attribute",
       TableKind::Columns,
       {},
       {},
       {},
       true,
       true,
       {"attname", "attacl"},
       {"nspname", "relname", "attname", "attacl"},
       {}},
      {"pg_default_acl",
       TableKind::Defaults,
       {},
       {},
       {},
       false,
       true,
       {"defaclobjtype", "defaclacl"},
       {"role", "nspname", "defaclobjtype", "defaclacl"},
       {}},
      objects("pg_class", "relation", "relname", "relacl", true, true, {"relkind"}, {"oid"}),
      objects("pg_proc", "function", "proname", "proacl", true, true, {"args"}, {"prosecdef"}),
      objects("pg_namespace", "schema", "nspname", "nspacl", false, true),
      objects("pg_database", "database", "datname", "datacl", false, false),
      objects("pg_language", "language", "lanname", "lanacl", false, true),
      objects("pg_type", "type", "typname", "typacl", true, true),
      objects("pg_foreign_data_wrapper", "foreign-data wrapper", "fdwname", "fdwacl", false, true),
      objects("pg_foreign_server", "foreign server", "srvname", "srvacl", false, true),
      objects("pg_tablespace", "tablespace", "spcname", "spcacl", false, false),
      objects("pg_largeobject_metadata", "large object", "oid", "lomacl", false, true),
      objects("pg_parameter_acl", "parameter", "parname", "paracl", false, false)};
  return all;
}

bool holds(const std::vector<std::string>& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}
bool holds(const Columns& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

} // namespace

const Table* tableOf(const std::vector<std::string>& columns) {
  for (const Table& table : tables())
    if (std::all_of(table.tells.begin(), table.tells.end(),
                    [&](std::string_view name) { return holds(columns, name); }))
      return &table;
  return nullptr;
}

std::string_view missingColumn(const Table& table, const std::vector<std::string>& columns) {
  for (const std::string_view name : table.needs)
    if (!holds(columns, name)) return name;
  return {};
}

bool isRead(const Table& table, std::string_view column) {
  return holds(table.needs, column) || holds(table.takes, column);
}

} // namespace countersign::postgresql
