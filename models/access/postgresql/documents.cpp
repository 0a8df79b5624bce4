// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/documents.h"

#include "models/access/postgresql/document_content.h"
#include "models/access/postgresql/privileges.h"
#include "models/identity/postgresql_keys.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace countersign::postgresql {
namespace {

constexpr std::size_t maxRoles = 100'000;

/// "postgresql/<scope>/live" → scope.
std::string scopeOf(const HeldDocumentPtr& d) {
  const std::string& key = d->document.source;
  const auto from = key.find('/'), to = key.rfind('/');
  return from == std::string::npos || to <= from ? std::string() : key.substr(from + 1, to - from - 1);
}

class Gatherer {
public:
  Gatherer(DocumentReader& reader, const HeldDocumentPtr& principal)
      : reader_(reader), principal_(principal), cluster_(principal->document.content["cluster"].asString()) {}

  RoleDocuments gather(const std::string& resource) {
    RoleDocuments out;
    out.role = principal_->document.content["name"].asString();
    roles(out.role);
    if (!superuser_) objects();
    asked(resource);
    version();
    if (databases_.empty() || (databases_.size() > 1 && databases_.contains(std::string())))
      spreadClusterWide();
    for (auto& [name, database] : databases_) {
      database.database = name;
      database.rows.database = name;
      database.rows.roles = common_.roles;
      database.rows.memberships = common_.memberships;
      database.rows.version = common_.version;
      tables(name, database.rows, out.missing);
      out.databases.push_back(std::move(database));
    }
    std::sort(out.missing.begin(), out.missing.end());
    out.missing.erase(std::unique(out.missing.begin(), out.missing.end()), out.missing.end());
    return out;
  }

private:
  bool live(const HeldDocumentPtr& d) const { return d->role == principal_->role; }
  bool once(const HeldDocumentPtr& d) {
    return seen_.insert(d->document.object.kind + '\n' + d->document.source + '\n' + d->document.object.uid)
        .second;
  }
  HeldDocumentPtr one(const std::string& key, std::string_view kind) {
    for (const HeldDocumentPtr& d : reader_.withKey(key, {kind}))
      if (live(d)) return d;
    return nullptr;
  }

  /// The role and all that it is a member of, by whatever membership; who owns the database is in
  /// pg_database_owner.
  void roles(const std::string& start) {
    std::deque<std::string> open{start};
    const auto owners = databaseOwners();
    while (!open.empty() && reached_.size() < maxRoles) {
      const std::string name = open.front();
      open.pop_front();
      if (!reached_.insert(name).second) continue;
      if (owners.contains(name)) open.emplace_back("pg_database_owner");
      if (const HeldDocumentPtr d =
              name == start ? principal_ : one(keys::pgRole(cluster_, name), "pg.role")) {
        common_.roles.push_back(roleOf(d->document.content));
        superuser_ = superuser_ || (name == start && common_.roles.back().superuser);
      } else {
        reader_.absent("pg.role " + cluster_ + "/" + name);
      }
      for (const HeldDocumentPtr& m : reader_.naming(keys::pgMember(cluster_, name), {"pg.membership"})) {
        if (!live(m) || m->document.content["member"].asString() != name || !addMembership(m)) continue;
        open.push_back(m->document.content["role"].asString());
      }
    }
  }

  bool addMembership(const HeldDocumentPtr& d) {
    const Json& c = d->document.content;
    Membership m{
        c["role"].asString(), c["member"].asString(), c["grantor"].asString(), c["admin"].asBool(), {}, {}};
    if (!memberships_.insert(m.member + '\n' + m.role + '\n' + m.grantor).second) return true;
    if (c.has("inherit")) {
      m.inherit = c["inherit"].asBool();
      m.set = c["set"].asBool();
      common_.version = std::max(common_.version, 16);
    }
    common_.memberships.push_back(std::move(m));
    return true;
  }

  std::set<std::string> databaseOwners() {
    std::set<std::string> out;
    for (const HeldDocumentPtr& d : reader_.withKey(keys::pgObjects(cluster_, "database"), {"pg.object"}))
      if (live(d)) {
        out.insert(d->document.content["owner"].asString());
        addObject(d);
      }
    return out;
  }

  void objects() {
    const DocumentReader::Kinds kinds{"pg.object", "pg.column", "pg.default-privileges"};
    const auto take = [&](const DocumentReader::Documents& all) {
      for (const HeldDocumentPtr& d : all)
        if (live(d)) add(d);
    };
    for (const std::string& role : reached_)
      take(reader_.naming(keys::pgHolder(cluster_, role), kinds));
    take(reader_.naming(keys::pgPublic(cluster_), kinds));
    const bool data = reached_.contains("pg_read_all_data") || reached_.contains("pg_write_all_data");
    if (data || reached_.contains("pg_maintain"))
      take(reader_.withKey(keys::pgObjects(cluster_, "relation"), kinds));
    if (data) take(reader_.withKey(keys::pgObjects(cluster_, "schema"), kinds));
  }

  /// What is asked about, in each database.
  void asked(const std::string& resource) {
    const auto object = askedObject(resource);
    if (!object) return;
    std::set<std::string> scopes{cluster_, scopeOf(principal_)};
    for (const HeldDocumentPtr& d : reader_.withKey(keys::pgObjects(cluster_, "database"), {"pg.object"}))
      scopes.insert(cluster_ + "/" + d->document.content["name"].asString());
    for (const std::string& in : scopes)
      if (const HeldDocumentPtr d = one(keys::pgObject(in, object->first, object->second), "pg.object"))
        addObject(d);
  }

  void add(const HeldDocumentPtr& d) {
    const std::string& kind = d->document.object.kind;
    const Json& c = d->document.content;
    if (kind == "pg.object") {
      addObject(d);
    } else if (kind == "pg.column" && once(d)) {
      const HeldDocumentPtr relation =
          one(keys::pgObject(scope(c), "relation", c["relation"].asString()), "pg.object");
      if (relation) {
        Object& object = addObject(relation);
        object.columns.push_back({c["name"].asString(), aclOf(c)});
      } else {
        reader_.absent("pg.object " + scope(c) + " relation " + c["relation"].asString());
      }
    } else if (kind == "pg.default-privileges" && once(d)) {
      databases_[c["database"].asString()].rows.defaults.push_back(
          {c["role"].asString(), c["schema"].asString(), defaultKind(c["type"].asString()), aclOf(c)});
    }
  }

  static std::string scope(const Json& content) {
    const std::string database = content["database"].asString();
    return content["cluster"].asString() + (database.empty() ? "" : "/" + database);
  }

  /// With its schema, without whose USAGE nobody can name it.
  Object& addObject(const HeldDocumentPtr& d) {
    const Json& c = d->document.content;
    DocumentCatalogue& database = databases_[c["database"].asString()];
    const std::string key = c["database"].asString() + '\n' + d->document.object.uid;
    if (const auto found = places_.find(key); found != places_.end())
      return database.rows.objects[found->second];
    const std::size_t at = database.objects.size();
    places_.emplace(key, at);
    database.objects.push_back(d);
    database.rows.objects.push_back(objectOf(c));
    if (const std::string& schema = c["schema"].asString(); !schema.empty())
      if (const HeldDocumentPtr s = one(keys::pgObject(scope(c), "schema", quotedName(schema)), "pg.object"))
        addObject(s);
    return database.rows.objects[at];
  }

  /// Databases themselves lie in none; each catalogue has them beside its own objects.
  void spreadClusterWide() {
    const auto wide = databases_.extract(std::string());
    if (wide.empty() || databases_.empty()) {
      databases_[std::string()] = wide.empty() ? DocumentCatalogue() : std::move(wide.mapped());
      return;
    }
    for (auto& [name, database] : databases_) {
      const DocumentCatalogue& from = wide.mapped();
      database.objects.insert(database.objects.end(), from.objects.begin(), from.objects.end());
      database.rows.objects.insert(database.rows.objects.end(), from.rows.objects.begin(),
                                   from.rows.objects.end());
      database.rows.defaults.insert(database.rows.defaults.end(), from.rows.defaults.begin(),
                                    from.rows.defaults.end());
    }
  }

  /// Roles that came with a version.
  void version() {
    if (one(keys::pgRole(cluster_, "pg_create_subscription"), "pg.role"))
      common_.version = std::max(common_.version, 16);
    if (one(keys::pgRole(cluster_, "pg_maintain"), "pg.role"))
      common_.version = std::max(common_.version, 17);
  }

  void tables(const std::string& database, CatalogueRows& rows, std::vector<std::string>& missing) {
    for (const char* table : {"pg_roles", "pg_auth_members", "pg_class", "pg_attribute", "pg_proc",
                              "pg_namespace", "pg_database", "pg_default_acl"}) {
      std::set<std::string> scopes{cluster_, scopeOf(principal_)};
      if (!database.empty()) scopes.insert(cluster_ + "/" + database);
      const bool read = std::any_of(scopes.begin(), scopes.end(), [&](const std::string& scope) {
        return reader_.partImported("postgresql", scope, table, principal_->role);
      });
      if (read)
        rows.read.emplace(table);
      else if (!superuser_ || std::string_view(table) == "pg_auth_members")
        missing.push_back(std::string(table) + " was not imported" +
                          (database.empty() ? "" : " of database " + database));
    }
  }

  DocumentReader& reader_;
  const HeldDocumentPtr& principal_;
  std::string cluster_;
  CatalogueRows common_;
  std::set<std::string> reached_, memberships_, seen_;
  std::map<std::string, DocumentCatalogue> databases_;
  std::map<std::string, std::size_t> places_;
  bool superuser_ = false;
};

} // namespace

RoleDocuments catalogueOf(DocumentReader& reader, const HeldDocumentPtr& role, const std::string& resource) {
  return Gatherer(reader, role).gather(resource);
}

} // namespace countersign::postgresql
