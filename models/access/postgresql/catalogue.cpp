// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/catalogue.h"

#include <unordered_set>

namespace countersign::postgresql {
namespace {

/// Names hold no NUL.
std::string keyOf(ObjectKind kind, const std::string& schema, const std::string& name,
                  const std::string& arguments) {
  std::string out = std::to_string(static_cast<int>(kind));
  for (const std::string* part : {&schema, &name, &arguments}) {
    out += '\0';
    out += *part;
  }
  return out;
}

tl::unexpected<Error> twice(const std::string& what) {
  return failure(ErrorCode::DuplicateKey, what + " occurs twice in the catalogue",
                 "Export each catalogue of one database once.");
}

Result<void> columnsOnce(const Object& object) {
  std::unordered_set<std::string_view> seen;
  for (const Column& column : object.columns)
    if (!seen.insert(column.name).second) return twice("column " + column.name + " of " + object.shown());
  return {};
}

} // namespace

std::string quotedName(const std::string& name) {
  bool plain = !name.empty() && !(name.front() >= '0' && name.front() <= '9');
  std::string out;
  for (const char c : name) {
    plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    out += c;
    if (c == '"') out += c;
  }
  return plain ? out : '"' + out + '"';
}

std::string Object::shown() const {
  std::string out = std::string(kindName(kind)) + ' ';
  if (!schema.empty()) out += quotedName(schema) + '.';
  // Parameters have dots and blanks in their names, which are no SQL identifiers.
  out += kind == ObjectKind::Parameter ? name : quotedName(name);
  if (kind == ObjectKind::Function) out += '(' + arguments + ')';
  return out;
}

Result<Catalogue> Catalogue::of(CatalogueRows rows) {
  Catalogue out;
  out.rows_ = std::move(rows);
  CatalogueRows& r = out.rows_;
  for (std::size_t i = 0; i < r.roles.size(); ++i)
    if (!out.roles_.emplace(r.roles[i].name, i).second) return twice("role " + r.roles[i].name);
  const Object* database = nullptr;
  std::size_t databases = 0;
  for (std::size_t i = 0; i < r.objects.size(); ++i) {
    Object& o = r.objects[i];
    if (o.kind == ObjectKind::Parameter && o.owner.empty()) o.owner = r.bootstrap;
    if (!out.objects_.emplace(keyOf(o.kind, o.schema, o.name, o.arguments), i).second)
      return twice(o.shown());
    COUNTERSIGN_TRY(columnsOnce(o));
    if (o.kind == ObjectKind::Function) out.functions_[keyOf(o.kind, o.schema, o.name, {})].push_back(i);
    if (o.kind != ObjectKind::Database) continue;
    ++databases;
    if (r.database.empty() || r.database == o.name) database = &o;
  }
  if (database != nullptr && (!r.database.empty() || databases == 1)) {
    r.database = database->name;
    out.databaseOwner_ = database->owner;
  }
  return out;
}

const Object* Catalogue::find(ObjectKind kind, const std::string& schema, const std::string& name,
                              const std::string& arguments) const {
  const auto found = objects_.find(keyOf(kind, schema, name, arguments));
  return found == objects_.end() ? nullptr : &rows_.objects[found->second];
}

std::vector<const Object*> Catalogue::functions(const std::string& schema, const std::string& name) const {
  std::vector<const Object*> out;
  if (const auto found = functions_.find(keyOf(ObjectKind::Function, schema, name, {}));
      found != functions_.end())
    for (const std::size_t i : found->second)
      out.push_back(&rows_.objects[i]);
  return out;
}

const Role* Catalogue::role(const std::string& name) const {
  const auto found = roles_.find(name);
  return found == roles_.end() ? nullptr : &rows_.roles[found->second];
}

} // namespace countersign::postgresql
