// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/acl.h"

#include <algorithm>
#include <array>

namespace countersign::postgresql {
namespace {

struct Named {
  std::string_view name;
  Privileges privilege;
};

/// The tables of acl.c, convert_table_priv_string and its kin.
std::vector<Named> namesOf(ObjectKind kind, int version) {
  switch (kind) {
  case ObjectKind::Table: {
    std::vector<Named> out{
        {"SELECT", Select},     {"INSERT", Insert},         {"UPDATE", Update},   {"DELETE", Delete},
        {"TRUNCATE", Truncate}, {"REFERENCES", References}, {"TRIGGER", Trigger}, {"RULE", 0}};
    if (version >= 17) out.push_back({"MAINTAIN", Maintain});
    return out;
  }
  case ObjectKind::Sequence:
    return {{"USAGE", Usage}, {"SELECT", Select}, {"UPDATE", Update}};
  case ObjectKind::Column:
    return {{"SELECT", Select}, {"INSERT", Insert}, {"UPDATE", Update}, {"REFERENCES", References}};
  case ObjectKind::Function:
    return {{"EXECUTE", Execute}};
  case ObjectKind::Schema:
    return {{"CREATE", Create}, {"USAGE", Usage}};
  case ObjectKind::Database:
    return {{"CREATE", Create}, {"TEMPORARY", Temporary}, {"TEMP", Temporary}, {"CONNECT", Connect}};
  case ObjectKind::Tablespace:
    return {{"CREATE", Create}};
  case ObjectKind::Parameter:
    return {{"SET", Set}, {"ALTER SYSTEM", AlterSystem}};
  case ObjectKind::LargeObject:
    return {{"SELECT", Select}, {"UPDATE", Update}};
  case ObjectKind::Language:
  case ObjectKind::Type:
  case ObjectKind::ForeignDataWrapper:
  case ObjectKind::ForeignServer:
    return {{"USAGE", Usage}};
  }
  return {};
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const auto from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// One chunk, compared without case but exactly: inner blanks count.
std::optional<Privileges> readOne(const std::vector<Named>& names, std::string_view chunk) {
  std::string name(chunk);
  std::transform(name.begin(), name.end(), name.begin(), upper);
  constexpr std::string_view option = " WITH GRANT OPTION";
  const bool withOption =
      name.size() > option.size() && name.compare(name.size() - option.size(), option.size(), option) == 0;
  if (withOption) name.erase(name.size() - option.size());
  for (const Named& n : names)
    if (n.name == name) return withOption ? grantOption(n.privilege) : n.privilege;
  return std::nullopt;
}

} // namespace

std::string_view kindName(ObjectKind kind) {
  constexpr std::array<std::string_view, 13> names{"table",          "sequence",   "column",
                                                   "function",       "schema",     "database",
                                                   "language",       "type",       "foreign-data wrapper",
                                                   "foreign server", "tablespace", "large object",
                                                   "parameter"};
  return names[static_cast<std::size_t>(kind)];
}

Privileges allPrivileges(ObjectKind kind, int version) {
  Privileges all = 0;
  for (const Named& n : namesOf(kind, version))
    all |= n.privilege;
  return all;
}

std::string privilegeName(Privileges one) {
  constexpr std::array<std::string_view, 15> names{
      "INSERT", "SELECT", "UPDATE",    "DELETE",  "TRUNCATE", "REFERENCES",   "TRIGGER", "EXECUTE",
      "USAGE",  "CREATE", "TEMPORARY", "CONNECT", "SET",      "ALTER SYSTEM", "MAINTAIN"};
  for (std::size_t bit = 0; bit < names.size(); ++bit) {
    if (one == Privileges{1} << bit) return std::string(names[bit]);
    if (one == grantOption(Privileges{1} << bit)) return std::string(names[bit]) + " WITH GRANT OPTION";
  }
  return {};
}

std::vector<std::string> privilegeNames(Privileges privileges) {
  std::vector<std::string> out;
  for (unsigned bit = 0; bit < 64; ++bit)
    if (const Privileges one = Privileges{1} << bit; (privileges & one) != 0)
      if (std::string name = privilegeName(one); !name.empty()) out.push_back(std::move(name));
  return out;
}

Acl builtInAcl(ObjectKind kind, const std::string& owner, int version) {
  Acl acl;
  // "The default ACL for a column grants no privileges" (aclchk.c pg_attribute_aclmask).
  if (kind == ObjectKind::Column) return acl;
  Privileges everybody = 0;
  if (kind == ObjectKind::Database) everybody = Temporary | Connect;
  if (kind == ObjectKind::Function) everybody = Execute;
  if (kind == ObjectKind::Language || kind == ObjectKind::Type) everybody = Usage;
  if (everybody != 0) acl.push_back({{}, owner, true, everybody});
  acl.push_back({owner, owner, false, allPrivileges(kind, version)});
  return acl;
}

Result<Privileges> readPrivileges(ObjectKind kind, std::string_view text, int version) {
  const std::vector<Named> names = namesOf(kind, version);
  Privileges out = 0;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view chunk = trimmed(text.substr(0, comma));
    const auto one = readOne(names, chunk);
    if (!one)
      return failure(ErrorCode::InvalidArgument,
                     "a " + std::string(kindName(kind)) + " has no privilege '" + std::string(chunk) + "'");
    out |= *one;
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

} // namespace countersign::postgresql
