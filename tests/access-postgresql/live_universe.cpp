// SPDX-License-Identifier: Apache-2.0
#include "live_universe.h"

namespace countersign::test {
namespace {

const QByteArrayList names{"app",           "etl",        "audit",           "\"Ops Team\"",
                           "\"qu\"\"ote\"", "\"co,mma\"", "\"back\\slash\"", "\"\xc3\xbc\"",
                           "\"br{ace}\"",   "\"\"\"\"",   "plain_9",         "\"eq=ual/\"",
                           "chief"};
const QByteArrayList predefined{"pg_read_all_data",  "pg_write_all_data", "pg_monitor",
                                "pg_read_all_stats", "pg_signal_backend", "super"};
const QByteArrayList schemas{"hr", "\"Sa les\"", "public"};
const QByteArrayList tables{"t0", "t1", "\"T.2\"", "v0", "t3"};
const QByteArrayList columns{"id", "\"Secret Col\"", "a"};

QByteArray all(const QByteArray& kind) {
  if (kind == "column") return "SELECT,INSERT,UPDATE,REFERENCES";
  if (kind == "table") return "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER";
  if (kind == "sequence") return "USAGE,SELECT,UPDATE";
  if (kind == "function") return "EXECUTE";
  if (kind == "schema") return "CREATE,USAGE";
  if (kind == "database") return "CREATE,TEMPORARY,CONNECT";
  if (kind == "tablespace") return "CREATE";
  if (kind == "parameter") return "SET,ALTER SYSTEM";
  return "USAGE";
}

} // namespace

QByteArray LiveUniverse::grantee() {
  return chance(0.15) ? QByteArray("PUBLIC") : one(names);
}

QByteArray LiveUniverse::roles() {
  QByteArray out;
  for (const QByteArray& name : names) {
    out += "CREATE ROLE " + name + (chance(0.3) ? " NOINHERIT" : "") + (chance(0.2) ? " CREATEROLE" : "") +
           (name == "chief" ? " SUPERUSER" : "") + ";\n";
  }
  for (int i = 0; i < 22; ++i)
    out += "GRANT " + (chance(0.25) ? one(predefined) : one(names)) + " TO " + one(names) +
           (chance(0.3) ? " WITH ADMIN OPTION" : "") + ";\n";
  return out;
}

QByteArray LiveUniverse::database(const QByteArray& name) {
  return "CREATE DATABASE " + name + " OWNER " + one(names) + ";\n";
}

QByteArray LiveUniverse::defaults() {
  QByteArray out;
  for (int i = 0; i < 14; ++i) {
    const QByteArray kind = one({"TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS"});
    const QByteArray privilege = kind == "FUNCTIONS"                       ? "EXECUTE"
                                 : kind == "TABLES" || kind == "SEQUENCES" ? one({"SELECT", "UPDATE", "ALL"})
                                                                           : "USAGE";
    const bool revoke = chance(0.4);
    out += "ALTER DEFAULT PRIVILEGES FOR ROLE " + one(names) +
           (kind != "SCHEMAS" && chance(0.4) ? " IN SCHEMA " + one(schemas) : QByteArray()) +
           (revoke ? " REVOKE " : " GRANT ") + privilege + " ON " + kind + (revoke ? " FROM " : " TO ") +
           grantee() + (!revoke && chance(0.2) ? " WITH GRANT OPTION" : "") + ";\n";
  }
  return out;
}

QByteArray LiveUniverse::creation() {
  QByteArray out;
  for (const QByteArray& s : {schemas[0], schemas[1]})
    out += "CREATE SCHEMA " + s + " AUTHORIZATION " + one(names) + ";\n";
  for (const QByteArray& name : names)
    for (const QByteArray& s : schemas)
      out += "GRANT CREATE, USAGE ON SCHEMA " + s + " TO " + name + ";\n";
  out += defaults();
  for (const QByteArray& s : schemas) {
    const auto as = [&](const QByteArray& sql) {
      out += "SET ROLE " + one(names) + ";\n" + sql + ";\nRESET ROLE;\n";
    };
    for (const QByteArray& t : tables)
      as("CREATE " + (t == "v0" ? "VIEW " + s + ".v0 AS SELECT 1 AS id, 2 AS a, 3 AS \"Secret Col\""
                                : "TABLE " + s + '.' + t + "(id int, a int, \"Secret Col\" text)"));
    as("CREATE SEQUENCE " + s + ".s0");
    as("CREATE FUNCTION " + s + ".f0(integer) RETURNS int LANGUAGE sql AS 'select 1'");
    as("CREATE FUNCTION " + s + ".f0(text, \"T0\" integer) RETURNS int LANGUAGE sql AS 'select 1'");
    as("CREATE TYPE " + s + ".\"mood of\" AS ENUM ('a')");
  }
  for (const QByteArray& s : schemas)
    if (chance(0.7))
      out += "REVOKE ALL ON SCHEMA " + s + " FROM PUBLIC, app, etl, audit, plain_9, \"Ops Team\";\n";
  return out + "CREATE FOREIGN DATA WRAPPER \"w 0\";\nCREATE SERVER srv0 FOREIGN DATA WRAPPER \"w 0\";\n";
}

QByteArray LiveUniverse::grants(const QByteArray& database) {
  QByteArray out;
  for (int i = 0; i < 330; ++i) {
    const QByteArray kind =
        one({"table", "table", "table", "column", "column", "sequence", "function", "schema", "database",
             "type", "language", "tablespace", "parameter", "fdw", "server"});
    const QByteArray in = one(schemas) + '.';
    QByteArray on = kind == "table" || kind == "column" ? "TABLE " + in + one(tables)
                    : kind == "sequence"                ? "SEQUENCE " + in + "s0"
                    : kind == "function"                ? "FUNCTION " + in + "f0(integer)"
                    : kind == "schema"                  ? "SCHEMA " + one(schemas)
                    : kind == "database"                ? "DATABASE " + database
                    : kind == "type"                    ? "TYPE " + in + "\"mood of\""
                    : kind == "language"                ? QByteArray("LANGUAGE plpgsql")
                    : kind == "tablespace"              ? QByteArray("TABLESPACE pg_default")
                    : kind == "parameter" ? "PARAMETER " + one({"work_mem", "my.Own", "TimeZone"})
                    : kind == "fdw"       ? QByteArray("FOREIGN DATA WRAPPER \"w 0\"")
                                          : QByteArray("FOREIGN SERVER srv0");
    QByteArray privilege = chance(0.2) ? QByteArray("ALL") : one(all(kind).split(','));
    if (kind == "column") privilege += '(' + one(columns) + ')';
    const bool revoke = chance(0.3);
    if (chance(0.5)) out += "SET ROLE " + one(names) + ";\n";
    out += (revoke ? "REVOKE " + QByteArray(chance(0.2) ? "GRANT OPTION FOR " : "") : QByteArray("GRANT ")) +
           privilege + " ON " + on + (revoke ? " FROM " : " TO ") + grantee() +
           (revoke        ? " CASCADE"
            : chance(0.4) ? " WITH GRANT OPTION"
                          : "") +
           ";\nRESET ROLE;\n";
  }
  return out;
}

QByteArray LiveUniverse::exportOf(const QByteArray& table, int version) {
  const auto owner = [](const QByteArray& column) { return "pg_get_userbyid(" + column + ") AS owner"; };
  QByteArray select;
  if (table == "pg_roles") select = "* FROM pg_roles";
  if (table == "pg_auth_members")
    select = "pg_get_userbyid(roleid) AS role, pg_get_userbyid(member) AS member, pg_get_userbyid(grantor) "
             "AS grantor, admin_option" +
             QByteArray(version >= 16 ? ", inherit_option, set_option" : "") + " FROM pg_auth_members";
  if (table == "pg_class")
    select = "c.oid, nspname, relname, relkind, " + owner("relowner") +
             ", relacl FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN "
             "('r','v','S','t')";
  if (table == "pg_attribute")
    select = "nspname, relname, attname, attacl FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN "
             "pg_namespace n ON "
             "n.oid = relnamespace WHERE attacl IS NOT NULL AND relkind IN ('r','v','S','t')";
  if (table == "pg_proc")
    select =
        "nspname, proname, pg_get_function_identity_arguments(p.oid) AS args, " + owner("proowner") +
        ", proacl, prosecdef FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE proname = 'f0'";
  if (table == "pg_type")
    select = "nspname, typname, " + owner("typowner") +
             ", typacl FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace WHERE typtype = 'e'";
  if (table == "pg_default_acl")
    select = "pg_get_userbyid(defaclrole) AS role, nspname, defaclobjtype, defaclacl FROM pg_default_acl "
             "LEFT JOIN pg_namespace n "
             "ON n.oid = defaclnamespace";
  if (table == "pg_namespace") select = "nspname, " + owner("nspowner") + ", nspacl FROM pg_namespace";
  if (table == "pg_database")
    select = "datname, " + owner("datdba") + ", datacl FROM pg_database WHERE datname = current_database()";
  if (table == "pg_language") select = "lanname, " + owner("lanowner") + ", lanacl FROM pg_language";
  if (table == "pg_tablespace") select = "spcname, " + owner("spcowner") + ", spcacl FROM pg_tablespace";
  if (table == "pg_foreign_data_wrapper")
    select = "fdwname, " + owner("fdwowner") + ", fdwacl FROM pg_foreign_data_wrapper";
  if (table == "pg_foreign_server")
    select = "srvname, " + owner("srvowner") + ", srvacl FROM pg_foreign_server";
  if (table == "pg_parameter_acl") select = "parname, paracl FROM pg_parameter_acl";
  return "COPY (SELECT " + select + ") TO STDOUT WITH (FORMAT csv, HEADER)";
}

} // namespace countersign::test
