// SPDX-License-Identifier: Apache-2.0
#include "live_universe.h"

namespace countersign::test {
namespace {

struct Asked {
  const char* function;
  const char* resource;   ///< SQL text of the resource in words
  const char* arguments;  ///< between the role and the privilege
  const char* from;       ///< tables and condition
  const char* privileges; ///< by commas; each is asked with its grant option too
};

constexpr const char* relations =
    "pg_class c JOIN pg_namespace n ON n.oid = relnamespace, %P WHERE relkind IN ('r','v','S','t') AND "
    "(nspname IN ('hr','Sa les','public') OR relname IN ('pg_authid','pg_class','pg_tables','pg_settings',"
    "'sql_features','pg_toast_1255','pg_statistic'))";
constexpr const char* sequences =
    "pg_class c JOIN pg_namespace n ON n.oid = relnamespace, %P WHERE relkind = 'S'";
constexpr const char* someColumns = "pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n "
                                    "ON n.oid = relnamespace, %P WHERE "
                                    "relkind IN ('r','v') AND attnum > 0 AND (nspname IN ('hr','Sa "
                                    "les','public') OR relname = 'pg_class' AND attnum < 4)";

const Asked asked[] = {
    {"has_table_privilege", "'table '||quote_ident(nspname)||'.'||quote_ident(relname)", "c.oid", relations,
     "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER"},
    {"has_sequence_privilege", "'sequence '||quote_ident(nspname)||'.'||quote_ident(relname)", "c.oid",
     sequences, "USAGE,SELECT,UPDATE"},
    {"has_column_privilege",
     "'column '||quote_ident(nspname)||'.'||quote_ident(relname)||'.'||quote_ident(attname)", "c.oid, attnum",
     someColumns, "SELECT,INSERT,UPDATE,REFERENCES"},
    {"has_any_column_privilege", "'any column of '||quote_ident(nspname)||'.'||quote_ident(relname)", "c.oid",
     relations, "SELECT,INSERT,UPDATE,REFERENCES"},
    {"has_function_privilege",
     "'function "
     "'||quote_ident(nspname)||'.'||quote_ident(proname)||'('||pg_get_function_identity_arguments(c.oid)||')"
     "'",
     "c.oid", "pg_proc c JOIN pg_namespace n ON n.oid = pronamespace, %P WHERE proname = 'f0'", "EXECUTE"},
    {"has_type_privilege", "'type '||quote_ident(nspname)||'.'||quote_ident(typname)", "c.oid",
     "pg_type c JOIN pg_namespace n ON n.oid = typnamespace, %P WHERE typtype = 'e'", "USAGE"},
    {"has_schema_privilege", "'schema '||quote_ident(nspname)", "c.oid", "pg_namespace c, %P WHERE true",
     "CREATE,USAGE"},
    {"has_database_privilege", "'database '||quote_ident(datname)", "c.oid",
     "pg_database c, %P WHERE datname = current_database()", "CREATE,TEMPORARY,TEMP,CONNECT"},
    {"has_language_privilege", "'language '||quote_ident(lanname)", "c.oid", "pg_language c, %P WHERE true",
     "USAGE"},
    {"has_tablespace_privilege", "'tablespace '||quote_ident(spcname)", "c.oid",
     "pg_tablespace c, %P WHERE true", "CREATE"},
    {"has_foreign_data_wrapper_privilege", "'foreign-data wrapper '||quote_ident(fdwname)", "c.oid",
     "pg_foreign_data_wrapper c, %P WHERE true", "USAGE"},
    {"has_server_privilege", "'foreign server '||quote_ident(srvname)", "c.oid",
     "pg_foreign_server c, %P WHERE true", "USAGE"},
    {"has_parameter_privilege", "'parameter '||c", "c",
     "unnest(ARRAY['work_mem','my.Own','TimeZone','port']) c, %P WHERE true", "SET,ALTER SYSTEM"}};

QByteArray statement(const Asked& a) {
  QByteArray privileges;
  for (const QByteArray& p : QByteArray(a.privileges).split(','))
    privileges += '\'' + p + "','" + p.toLower() + " WITH GRANT OPTION',";
  privileges.chop(1);
  QByteArray from(a.from);
  from.replace("%P", "unnest(ARRAY[" + privileges + "]) p");
  return "COPY (SELECT who AS role, " + QByteArray(a.resource) + " AS resource, p AS action, " + a.function +
         "(who, " + a.arguments +
         ", p) AS granted FROM (SELECT rolname AS who FROM pg_roles UNION ALL SELECT 'public') r, " + from +
         ") TO STDOUT WITH (FORMAT csv, HEADER)";
}

} // namespace

QByteArrayList LiveUniverse::answers(int version) {
  QByteArrayList out;
  for (const Asked& a : asked)
    out << statement(a);
  out << "COPY (SELECT a.rolname AS role, 'role '||quote_ident(b.rolname) AS resource, p AS action, "
         "pg_has_role(a.rolname, b.rolname, p) AS granted FROM pg_roles a, pg_roles b, "
         "unnest(ARRAY['MEMBER','usage',"
         "'MEMBER WITH ADMIN OPTION','USAGE WITH GRANT OPTION','MEMBER, USAGE WITH ADMIN OPTION'" +
             QByteArray(version >= 16 ? ",'SET'" : "") + "]) p) TO STDOUT WITH (FORMAT csv, HEADER)";
  return out;
}

} // namespace countersign::test
