// SPDX-License-Identifier: Apache-2.0
#include "connectors/postgresql/rows.h"

#include "connectors/common/secrets.h"
#include "models/access/postgresql/catalogue.h"
#include "models/identity/time.h"

#include <charconv>

namespace countersign::postgresql {
namespace {

tl::unexpected<Error> malformed(std::string_view column, std::string message) {
  Place place;
  place.pointer = std::string(column);
  return failure(ErrorCode::Malformed, std::move(message), {}, std::move(place));
}

Result<bool> flag(const Field& field, std::string_view column) {
  const std::string& text = field(column);
  if (text == "t" || text == "true") return true;
  if (text == "f" || text == "false") return false;
  return malformed(column, "neither true nor false");
}

Result<void> copyFlags(const Field& field, Json& content,
                       std::initializer_list<std::pair<std::string_view, const char*>> flags) {
  for (const auto& [column, member] : flags) {
    COUNTERSIGN_ASSIGN(const bool value, flag(field, column));
    content.set(member, Json(value));
  }
  return {};
}

/// "2026-01-01 00:00:00+00" as RFC 3339; what is no such time stays as it is ("infinity").
std::string timeText(const std::string& text) {
  std::string out = text;
  if (out.size() < 20 || out[10] != ' ') return text;
  out[10] = 'T';
  if (const auto sign = out.find_last_of("+-");
      sign != std::string::npos && sign > 18 && out.size() == sign + 3)
    out += ":00";
  const auto time = parseRfc3339(out);
  return time ? formatRfc3339(*time) : text;
}

/// How a password is kept, never the password.
std::string passwordForm(const std::string& text) {
  if (text.empty() || text.find_first_not_of('*') == std::string::npos) return {};
  if (text.starts_with("SCRAM-SHA-256$")) return "scram-sha-256";
  return text.starts_with("md5") && text.size() == 35 ? "md5" : "set";
}

/// The entries in a fixed order. NULL, the built-in privileges, is no member at all.
void setAcl(const std::string& text, Row& row) {
  auto acl = readAclArray(text);
  if (!acl) {
    row.document.content.set("aclUnreadable", Json(text.substr(0, 1000)));
    row.warning = "an ACL that cannot be read: " + acl.error().message;
    return;
  }
  if (!*acl) return;
  std::vector<std::string> entries;
  for (const AclItem& item : **acl)
    entries.push_back(aclItemText(item));
  row.document.content.set("acl", Json::stringSet(std::move(entries)));
}

Row begin(const char* kind, const Table& table, const std::string& uid, const std::string& name) {
  Row row;
  row.document.schema = std::string(kind) + "/1";
  row.document.object = {kind, uid, name, {}};
  row.document.part = table.catalogue;
  return row;
}

std::string cleanText(std::string text) {
  maskSpans(text.data(), text.size(), 0, findSecrets(text, 0));
  return text;
}

Result<Row> role(const Table& table, const Field& field, const Origin& from) {
  const std::string& name = field("rolname");
  if (name.empty()) return malformed("rolname", "a role has no name");
  Row row = begin("pg.role", table, name, name);
  Json& content = row.document.content;
  content.set("cluster", Json(from.cluster)).set("name", Json(name));
  COUNTERSIGN_TRY(copyFlags(field, content,
                            {{"rolsuper", "superuser"},
                             {"rolinherit", "inherit"},
                             {"rolcreaterole", "createRole"},
                             {"rolcreatedb", "createDatabase"},
                             {"rolcanlogin", "login"},
                             {"rolreplication", "replication"},
                             {"rolbypassrls", "bypassRowSecurity"}}));
  content.setUnlessEmpty("oid", Json(field("oid")));
  if (!field("oid").empty() && !from.cluster.empty())
    row.document.object.uniqueId = from.cluster + '/' + field("oid");
  const std::string& limit = field("rolconnlimit");
  if (!limit.empty() && limit != "-1") content.set("connectionLimit", Json(limit));
  content.setUnlessEmpty("passwordValidUntil", Json(timeText(field("rolvaliduntil"))));
  content.setUnlessEmpty("password", Json(passwordForm(field("rolpassword"))));
  const std::string& comment = field("comment").empty() ? field("description") : field("comment");
  content.setUnlessEmpty("comment", Json(cleanText(comment)));
  return row;
}

Result<Row> membership(const Table& table, const Field& field, const Origin& from) {
  const std::string &of = field("role"), &member = field("member"), &grantor = field("grantor");
  if (of.empty() || member.empty()) return malformed("role", "a membership lacks a role");
  Row row = begin("pg.membership", table,
                  quotedName(member) + " in " + quotedName(of) +
                      (grantor.empty() ? "" : " by " + quotedName(grantor)),
                  member + " in " + of);
  Json& content = row.document.content;
  content.set("cluster", Json(from.cluster)).set("role", Json(of)).set("member", Json(member));
  content.setUnlessEmpty("grantor", Json(grantor));
  COUNTERSIGN_TRY(copyFlags(field, content, {{"admin_option", "admin"}}));
  if (!field("inherit_option").empty())
    COUNTERSIGN_TRY(copyFlags(field, content, {{"inherit_option", "inherit"}, {"set_option", "set"}}));
  return row;
}

/// catalog.c IsSystemClass: pinned oids and TOAST tables. Where no oid was exported, all of pg_catalog.
Result<bool> isSystem(const Field& field) {
  const std::string &schema = field("nspname"), &text = field("oid");
  if (field("relkind") == "v") return false;
  if (schema == "pg_toast" || schema.starts_with("pg_toast_temp_")) return true;
  if (text.empty()) return schema == "pg_catalog";
  std::uint32_t oid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), oid);
  if (error != std::errc() || end != text.data() + text.size()) return malformed("oid", "no oid");
  return oid < 12000;
}

Result<Row> object(const Table& table, const Field& field, const Origin& from) {
  const std::string& name = field(table.name);
  if (name.empty()) return malformed(table.name, "an object has no name");
  const std::string schema = table.inSchema ? field("nspname") : std::string();
  std::string shown = (schema.empty() ? "" : quotedName(schema) + '.') + quotedName(name);
  if (table.object == "parameter" || table.object == "large object") shown = name;
  if (table.object == "function") shown += '(' + field("args") + ')';
  Row row = begin("pg.object", table, std::string(table.object) + ' ' + shown, shown);
  Json& content = row.document.content;
  content.set("cluster", Json(from.cluster)).set("kind", Json(table.object)).set("name", Json(name));
  content.set("shown", Json(shown));
  if (table.inDatabase) content.setUnlessEmpty("database", Json(from.database));
  content.setUnlessEmpty("schema", Json(schema));
  content.setUnlessEmpty("owner", Json(field("owner")));
  if (table.object == "relation") {
    if (field("relkind").size() != 1) return malformed("relkind", "no kind of relation");
    content.set("relkind", Json(field("relkind")));
    COUNTERSIGN_ASSIGN(const bool system, isSystem(field));
    if (system) content.set("system", Json(true));
  }
  if (table.object == "function") {
    content.set("arguments", Json(field("args")));
    if (!field("prosecdef").empty())
      COUNTERSIGN_TRY(copyFlags(field, content, {{"prosecdef", "securityDefiner"}}));
  }
  setAcl(field(table.acl), row);
  return row;
}

Result<Row> column(const Table& table, const Field& field, const Origin& from) {
  const std::string &schema = field("nspname"), &relation = field("relname"), &name = field("attname");
  if (relation.empty() || name.empty()) return malformed("attname", "a column has no name");
  const std::string shown = quotedName(schema) + '.' + quotedName(relation);
  Row row = begin("pg.column", table, shown + '.' + quotedName(name), name);
  Json& content = row.document.content;
  content.set("cluster", Json(from.cluster)).set("name", Json(name)).set("relation", Json(shown));
  content.setUnlessEmpty("database", Json(from.database));
  setAcl(field("attacl"), row);
  return row;
}

Result<Row> defaults(const Table& table, const Field& field, const Origin& from) {
  const std::string &owner = field("role"), &schema = field("nspname"), &type = field("defaclobjtype");
  if (owner.empty()) return malformed("role", "default privileges of nobody");
  if (type.size() != 1 || std::string_view("rSfTnL").find(type) == std::string_view::npos)
    return malformed("defaclobjtype", "no kind of object with default privileges");
  const std::string uid = quotedName(owner) + '|' + (schema.empty() ? "" : quotedName(schema)) + '|' + type;
  Row row = begin("pg.default-privileges", table, uid, uid);
  Json& content = row.document.content;
  content.set("cluster", Json(from.cluster)).set("role", Json(owner)).set("type", Json(type));
  content.setUnlessEmpty("database", Json(from.database));
  content.setUnlessEmpty("schema", Json(schema));
  setAcl(field("defaclacl"), row);
  return row;
}

} // namespace

Result<Row> rowDocument(const Table& table, const Field& field, const Origin& from) {
  switch (table.kind) {
  case TableKind::Roles:
    return role(table, field, from);
  case TableKind::Memberships:
    return membership(table, field, from);
  case TableKind::Objects:
    return object(table, field, from);
  case TableKind::Columns:
    return column(table, field, from);
  case TableKind::Defaults:
    return defaults(table, field, from);
  }
  return failure(ErrorCode::Internal, "a table of no kind");
}

} // namespace countersign::postgresql
