// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/privileges.h"

#include <algorithm>
#include <array>

namespace countersign::postgresql {
namespace {

WhyStep link(const RoleStep& step) {
  return {step.setRole ? "SET ROLE" : "membership", step.text(), {}, {}};
}

std::string listOf(Privileges privileges) {
  std::string out;
  for (const std::string& name : privilegeNames(privileges))
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

WhyStep stepOf(const Reason& r, const Object& object) {
  const std::string on = " on " +
                         (r.column.empty() ? std::string() : "column " + quotedName(r.column) + " of ") +
                         object.shown();
  const std::string what = listOf(r.privileges) + on;
  switch (r.ground) {
  case Ground::Superuser:
    return {"superuser", r.role + " is a superuser and passes every check", {}, {}};
  case Ground::Owner:
    return {"owner", r.role + " owns " + object.shown() + ": " + what, object.shown(), "/owner"};
  case Ground::Everybody:
  case Ground::Entry: {
    const std::string to = (r.role.empty() ? "PUBLIC" : r.role) + " has " + what;
    if (r.builtIn) return {"built-in privileges", to + ", built in", {}, {}};
    return {r.column.empty() ? "ACL" : "column ACL", to + (r.grantor.empty() ? "" : ", from " + r.grantor),
            r.column.empty() ? object.shown() : std::string(), r.column.empty() ? "/acl" : ""};
  }
  case Ground::Predefined:
    return {"predefined role", r.role + " gives " + what, {}, {}};
  }
  return {};
}

Answer settled(bool allowed, std::vector<std::string> missing) {
  Answer out;
  out.verdict = allowed ? Verdict::Allowed : missing.empty() ? Verdict::Denied : Verdict::NotEvaluated;
  if (allowed) return out;
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  out.missing = std::move(missing);
  if (out.verdict == Verdict::Denied) out.deniedBy = "no grant";
  return out;
}

/// acl.c convert_role_priv_string, and SET for all versions.
struct Asked {
  bool member = false, usage = false, set = false, admin = false;
};
bool readAsked(std::string chunk, Asked& out) {
  const auto from = chunk.find_first_not_of(" \t\n\r\f\v");
  if (from == std::string::npos) return false;
  chunk = chunk.substr(from, chunk.find_last_not_of(" \t\n\r\f\v") - from + 1);
  std::transform(chunk.begin(), chunk.end(), chunk.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (chunk == "MEMBER") return out.member = true;
  if (chunk == "USAGE") return out.usage = true;
  if (chunk == "SET") return out.set = true;
  for (const char* name : {"MEMBER", "USAGE", "SET"})
    for (const char* option : {" WITH ADMIN OPTION", " WITH GRANT OPTION"})
      if (chunk == std::string(name) + option) return out.admin = true;
  return false;
}

Result<Asked> readAskedList(std::string_view what) {
  Asked out;
  while (true) {
    const auto comma = what.find(',');
    if (!readAsked(std::string(what.substr(0, comma)), out))
      return failure(ErrorCode::InvalidArgument,
                     "a role has no privilege '" + std::string(what.substr(0, 60)) + "'");
    if (comma == std::string_view::npos) return out;
    what.remove_prefix(comma + 1);
  }
}

/// Unknown database owner: then nobody knows who is in the role, and what follows from it.
void needDatabaseOwner(const RoleGraph& graph, const std::string& of, std::vector<std::string>& missing) {
  if (of == "pg_database_owner" && graph.catalogue().databaseOwner().empty())
    missing.emplace_back("the owner of the database is not known, who is in pg_database_owner");
}

} // namespace

Answer answerOf(const Holder& holder, const Object& object, const Held& held) {
  Answer out = settled(held.privileges != 0, held.missing);
  if (held.privileges == 0) return out;
  const Reason& reason = held.reasons.front();
  if (!reason.role.empty())
    for (const RoleStep& step : holder.reach().chain(reason.role))
      out.why.push_back(link(step));
  out.why.push_back(stepOf(reason, object));
  return out;
}

Result<Answer> hasRole(const RoleGraph& graph, const std::string& role, const std::string& of,
                       std::string_view what) {
  COUNTERSIGN_ASSIGN(const Asked asked, readAskedList(what));
  const Role* known = graph.catalogue().role(role);
  std::vector<std::string> missing;
  for (const std::string* name : {&role, &of})
    if (graph.catalogue().role(*name) == nullptr) missing.push_back("role " + *name + " is not in pg_roles");
  if (!missing.empty()) return settled(false, std::move(missing));
  Answer yes = settled(true, {});
  if (known->superuser) {
    yes.why.push_back({"superuser", role + " is a superuser and counts as a member of every role", {}, {}});
    return yes;
  }
  const auto within = [&](Follow follow) {
    const Reach reach = graph.reach(role, follow);
    missing.insert(missing.end(), reach.missing().begin(), reach.missing().end());
    if (!reach.contains(of)) return false;
    for (const RoleStep& step : reach.chain(of))
      yes.why.push_back(link(step));
    return true;
  };
  if ((asked.usage && within(Follow::Inherit)) || (asked.member && within(Follow::Member)) ||
      (asked.set && within(Follow::SetRole)))
    return yes;
  if (asked.admin) {
    const Reach members = graph.reach(role, Follow::Member);
    missing.insert(missing.end(), members.missing().begin(), members.missing().end());
    // No role administers itself (acl.c is_admin_of_role since PostgreSQL 15).
    if (const Membership* by = role == of ? nullptr : graph.adminOf(members, of); by != nullptr) {
      for (const RoleStep& step : members.chain(by->member))
        yes.why.push_back(link(step));
      yes.why.push_back(link({by->member, by->role, by, false}));
      return yes;
    }
  }
  needDatabaseOwner(graph, of, missing);
  return settled(false, std::move(missing));
}

} // namespace countersign::postgresql
