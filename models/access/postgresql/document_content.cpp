// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/document_content.h"

#include <map>

namespace countersign::postgresql {
namespace {

ObjectKind objectKind(const Json& content) {
  static const std::map<std::string, ObjectKind, std::less<>> kinds{
      {"relation", ObjectKind::Table},
      {"function", ObjectKind::Function},
      {"schema", ObjectKind::Schema},
      {"database", ObjectKind::Database},
      {"language", ObjectKind::Language},
      {"type", ObjectKind::Type},
      {"tablespace", ObjectKind::Tablespace},
      {"foreign-data wrapper", ObjectKind::ForeignDataWrapper},
      {"foreign server", ObjectKind::ForeignServer},
      {"large object", ObjectKind::LargeObject},
      {"parameter", ObjectKind::Parameter}};
  if (content["relkind"].asString() == "S") return ObjectKind::Sequence;
  const auto found = kinds.find(content["kind"].asString());
  return found == kinds.end() ? ObjectKind::Table : found->second;
}

} // namespace

StoredAcl aclOf(const Json& content) {
  StoredAcl out;
  if (content.has("aclUnreadable")) {
    out.problem = "it is not written as the server writes it";
    return out;
  }
  if (!content["acl"].isArray()) return out;
  out.entries = Acl();
  for (const Json& text : content["acl"].items()) {
    auto item = readAclItem(text.asString());
    if (!item) {
      out.problem = item.error().message;
      return out;
    }
    out.entries->push_back(std::move(*item));
  }
  return out;
}

ObjectKind defaultKind(const std::string& letter) {
  static const std::map<std::string, ObjectKind, std::less<>> kinds{
      {"r", ObjectKind::Table}, {"S", ObjectKind::Sequence}, {"f", ObjectKind::Function},
      {"T", ObjectKind::Type},  {"n", ObjectKind::Schema},   {"L", ObjectKind::LargeObject}};
  const auto found = kinds.find(letter);
  return found == kinds.end() ? ObjectKind::Table : found->second;
}

Object objectOf(const Json& c) {
  Object out;
  out.kind = objectKind(c);
  out.schema = c["schema"].asString();
  out.name = c["name"].asString();
  out.arguments = c["arguments"].asString();
  out.owner = c["owner"].asString();
  out.acl = aclOf(c);
  out.system = c["system"].asBool();
  out.securityDefiner = c["securityDefiner"].asBool();
  return out;
}

Role roleOf(const Json& c) {
  Role out;
  out.name = c["name"].asString();
  out.superuser = c["superuser"].asBool();
  out.inherit = c["inherit"].asBool(true);
  out.createRole = c["createRole"].asBool();
  out.createDatabase = c["createDatabase"].asBool();
  out.login = c["login"].asBool();
  out.replication = c["replication"].asBool();
  out.bypassRowSecurity = c["bypassRowSecurity"].asBool();
  out.validUntil = c["passwordValidUntil"].asString();
  return out;
}

} // namespace countersign::postgresql
