// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/acl.h"
#include "models/correlate/describe_kinds.h"
#include "models/identity/postgresql_keys.h"

#include <algorithm>
#include <map>

namespace countersign::kinds {
namespace {

namespace pg = postgresql;

std::string clusterOf(const Document& d) {
  return d.content["cluster"].asString();
}
/// The cluster and, for what lies in one, the database.
std::string scopeOf(const Document& d) {
  const std::string database = d.content["database"].asString();
  return clusterOf(d) + (database.empty() ? "" : "/" + database);
}

/// "owner: platform@example.org; tier=high" as a map.
Json commentMap(std::string_view comment) {
  Json out = Json::object();
  while (!comment.empty()) {
    const auto end = std::min(comment.find_first_of(";,\n"), comment.size());
    std::string_view part = comment.substr(0, end);
    comment.remove_prefix(std::min(end + 1, comment.size()));
    const auto cut = part.find_first_of(":=");
    if (cut == std::string_view::npos) continue;
    const auto trim = [](std::string_view text) {
      while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
      while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
      return text;
    };
    const std::string_view name = trim(part.substr(0, cut));
    if (!name.empty() && name.find(' ') == std::string_view::npos)
      out.set(std::string(name), Json(trim(part.substr(cut + 1))));
  }
  return out;
}

/// Roles that log in are identities; the others are groups of privileges.
void role(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string cluster = clusterOf(d), name = c["name"].asString(), oid = c["oid"].asString();
  out.selfKeys = {keys::pgRole(cluster, name)};
  if (!oid.empty()) out.selfKeys.push_back(keys::pgOid(cluster, oid));
  if (!c["login"].asBool()) return;
  out.principal = true;
  out.rank = 3;
  out.system = "postgresql";
  out.kindLabel = "PostgreSQL role";
  out.place = cluster;
  out.neutralUid = "pg:" + cluster + ":" + (oid.empty() ? name : oid);
  if (!oid.empty()) out.idKey = keys::pgOid(cluster, oid);
  out.nameKeys = {keys::pgRole(cluster, name)};
  out.searchTerms = {name, cluster, oid};
  const Json comment = commentMap(c["comment"].asString());
  out.owner = ownerFrom(comment, "comment", "/comment");
  if (out.owner) out.owner->inner = "/comment";
  out.tier = tierFromMap(comment, "comment");
}

void membership(const Document& d, Description& out) {
  const std::string cluster = clusterOf(d);
  const std::string member = d.content["member"].asString(), of = d.content["role"].asString();
  out.namingKeys = {keys::pgMember(cluster, member), keys::pgRole(cluster, member),
                    keys::pgRole(cluster, of)};
}

/// Kinds of objects whose built-in privileges give PUBLIC something (PostgreSQL documentation, table 5.2).
bool publicByDefault(const std::string& kind) {
  return kind == "function" || kind == "type" || kind == "language" || kind == "database";
}

void nameGrantees(const Document& d, Description& out) {
  const std::string cluster = clusterOf(d);
  for (const std::string& text : d.content["acl"].strings()) {
    const auto item = pg::readAclItem(text);
    if (!item) continue;
    out.namingKeys.push_back(item->toPublic ? keys::pgPublic(cluster)
                                            : keys::pgHolder(cluster, item->grantee));
  }
  // Who stands in an ACL that cannot be read is not known: everybody has to ask.
  if (d.content.has("aclUnreadable")) out.namingKeys.push_back(keys::pgPublic(cluster));
}

void object(const Document& d, Description& out) {
  const Json& c = d.content;
  const std::string cluster = clusterOf(d), kind = c["kind"].asString();
  out.selfKeys = {keys::pgObject(scopeOf(d), kind, c["shown"].asString()), keys::pgObjects(cluster, kind)};
  if (const std::string& owner = c["owner"].asString(); !owner.empty())
    out.namingKeys.push_back(keys::pgHolder(cluster, owner));
  nameGrantees(d, out);
  if (!c.has("acl") && publicByDefault(kind)) out.namingKeys.push_back(keys::pgPublic(cluster));
}

void column(const Document& d, Description& out) {
  out.namingKeys = {keys::pgObject(scopeOf(d), "relation", d.content["relation"].asString())};
  nameGrantees(d, out);
}

void defaults(const Document& d, Description& out) {
  out.namingKeys = {keys::pgRole(clusterOf(d), d.content["role"].asString())};
  nameGrantees(d, out);
}

} // namespace

bool postgresql(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{{"pg.role", role},
                                                                  {"pg.membership", membership},
                                                                  {"pg.object", object},
                                                                  {"pg.column", column},
                                                                  {"pg.default-privileges", defaults}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  return true;
}

} // namespace countersign::kinds
