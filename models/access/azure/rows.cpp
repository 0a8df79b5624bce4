// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/rows.h"

#include "models/access/azure/directory.h"
#include "models/access/azure/portion.h"
#include "models/access/azure/text.h"

#include <algorithm>
#include <utility>

namespace countersign::azure {
namespace {

void append(Texts& to, const Texts& from) {
  for (const std::string& text : from)
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : ", ") + text;
  return out;
}

class Table {
public:
  Table(const Tenant& tenant, std::string_view principal, Instant now, std::size_t most)
      : tenant_(tenant), who_(tenant.objectId(principal)), now_(now), most_(most),
        groups_(tenant.groupsOf(who_)), standing_(tenant.standing(who_)) {
    groups_.emplace(who_, Membership{});
  }

  Powers run() {
    for (const RoleAssignment& a : tenant_.objects().assignments)
      if (const auto in = groups_.find(a.principal); in != groups_.end()) assignment(a, in->second);
    applicationPermissions();
    delegatedPermissions();
    directoryRoles();
    for (const auto& [kind, text] : {std::pair{"azure.role-assignment", "role assignments"},
                                     std::pair{"azure.deny-assignment", "deny assignments"},
                                     std::pair{"azure.app-role-assignment", "application permissions"},
                                     std::pair{"azure.delegated-grant", "delegated permissions"},
                                     std::pair{"azure.directory-role-assignment", "roles of the directory"}})
      if (!tenant_.wasShown(kind)) out_.missing.push_back(std::string(text) + " were not all imported");
    return std::move(out_);
  }

private:
  void add(Row row, Truth truth) {
    if (out_.rows.size() >= most_) {
      if (out_.missing.empty() || out_.missing.back() != "there are more rows")
        out_.missing.emplace_back("there are more rows");
      return;
    }
    append(row.conditions, standing_.conditions);
    append(row.missing, standing_.missing);
    if (standing_.usable == Truth::No) row.deniedBy.insert(row.deniedBy.begin(), standing_.deniedBy);
    truth = both(truth, standing_.usable);
    row.verdict = truth == Truth::Yes  ? Verdict::Allowed
                  : truth == Truth::If ? Verdict::Conditional
                  : truth == Truth::No ? Verdict::Denied
                                       : Verdict::NotEvaluated;
    out_.rows.push_back(std::move(row));
  }

  void assignment(const RoleAssignment& a, const Membership& in) {
    if (a.until && *a.until <= now_) return;
    Row row;
    row.scope = a.scope;
    row.document = a.document;
    const RoleDefinition* role = tenant_.role(a.role);
    row.role = role == nullptr ? a.role : role->name;
    const std::string via = in.via.empty() ? "" : " ← " + in.via;
    row.path = "role " + row.role + via;
    row.why.push_back({"role assignment", tenant_.shown(a.principal) + " at " + a.scope, cited(a), {}});
    row.until = a.from && *a.from > now_ ? a.from : a.until;
    Truth truth = in.certain;
    if (truth == Truth::Undecided) row.missing.push_back(in.via);
    const auto under = [&](std::string condition) {
      truth = both(truth, Truth::If);
      row.conditions.push_back(std::move(condition));
    };
    if (a.eligible) under("the eligible assignment is activated");
    if (a.from && *a.from > now_) under("from " + formatRfc3339(*a.from) + " on");
    if (!a.condition.empty()) under(a.condition);
    if (role == nullptr) {
      row.missing.push_back("role definition " + a.role + " is in no snapshot");
      return add(std::move(row), both(truth, Truth::Undecided));
    }
    assignable(*role, a, row);
    for (std::size_t i = 0; i < role->blocks.size(); ++i)
      for (const bool data : {false, true})
        block(*role, i, data, row, truth);
  }

  /// What is assigned counts wherever it is; that it could not be assigned there is worth saying.
  void assignable(const RoleDefinition& role, const RoleAssignment& a, Row& row) const {
    const bool inside = !role.custom || role.assignableScopes.empty() ||
                        std::any_of(role.assignableScopes.begin(), role.assignableScopes.end(),
                                    [&](const std::string& scope) {
                                      return tenant_.scopes().contains(scope, a.scope) != Truth::No;
                                    });
    if (!inside)
      row.why.push_back({"assignable scopes", "the role could not be assigned here today", cited(role), {}});
  }

  void block(const RoleDefinition& role, std::size_t index, bool data, Row row, Truth truth) {
    const Block& b = role.blocks[index];
    row.kind = data ? RowKind::DataActions : RowKind::Actions;
    row.actions = data ? b.dataActions : b.actions;
    row.notActions = data ? b.notDataActions : b.notActions;
    if (row.actions.empty()) return;
    row.why.push_back({"role", role.name, cited(role), "/permissions/" + std::to_string(index)});
    if (!b.condition.empty()) {
      truth = both(truth, Truth::If);
      row.conditions.push_back(b.condition);
    }
    denied(b, data, row, truth);
    add(std::move(row), truth);
  }

  Membership among(const Texts& ids) const {
    Membership out{Truth::No, {}};
    for (const std::string& id : ids) {
      if (id == everyone) return {};
      const auto found = groups_.find(id);
      if (found != groups_.end() && found->second.certain > out.certain) out = found->second;
    }
    return out;
  }

  /// What deny assignments take: all of the row, or a part of it.
  void denied(const Block& given, bool data, Row& row, Truth& truth) {
    pattern::Splitter split;
    Regions rest;
    bool begun = false;
    for (const DenyAssignment& deny : tenant_.objects().denies) {
      const Truth applies = both(among(deny.principals).certain, inverse(among(deny.excluded).certain));
      if (applies == Truth::No) continue;
      if (!std::exchange(begun, true)) rest = regionsOf(split, portionOf(tenant_, given, data, row.scope));
      for (const Block& block : deny.blocks) {
        const Portion portion = portionOf(tenant_, block, data, deny.scope, deny.childScopes);
        const Regions inside = within(split, rest, portion);
        if (inside.empty() && !unsure(deny, row)) continue;
        if (applies != Truth::Yes || !deny.condition.empty() || !block.condition.empty() || inside.empty()) {
          truth = both(truth, Truth::If);
          row.conditions.push_back("deny assignment " + deny.name + " does not apply");
          continue;
        }
        rest = without(split, rest, portion);
        row.deniedBy.push_back(
            "deny assignment " + deny.name + ": " + pattern::languageText(inside.front().actions) + " at " +
            pattern::languageText(inside.front().resources) + (inside.size() > 1 ? " and more" : ""));
        row.why.push_back({"deny assignment", deny.name + " at " + deny.scope, cited(deny), {}});
      }
    }
    if (begun && !split.tooMany && rest.empty()) truth = Truth::No;
    if (!split.tooMany) return;
    truth = both(truth, Truth::If);
    row.missing.emplace_back("deny assignments overlap with it in too many parts to compare them");
  }

  /// It may be about the same scopes: nobody knows where a subscription lies.
  bool unsure(const DenyAssignment& deny, const Row& row) const {
    return deny.childScopes && tenant_.scopes().contains(deny.scope, row.scope) == Truth::Undecided;
  }

  void applicationPermissions() {
    for (const AppRoleAssignment& a : tenant_.objects().appRoles) {
      if (a.principal != who_) continue;
      bool known = false;
      Row row;
      row.kind = RowKind::ApplicationPermission;
      row.actions = {appRoleValue(tenant_, a, &known)};
      row.scope = tenant_.shown(a.resource);
      row.path = "application permission on " + row.scope;
      row.document = a.document;
      row.why.push_back({"application permission", row.actions.front() + " on " + row.scope, a.document, {}});
      if (!known) row.missing.push_back("what permission " + a.role + " is called");
      add(std::move(row), Truth::Yes);
    }
  }

  void delegatedPermissions() {
    for (const DelegatedGrant& grant : tenant_.objects().delegated) {
      if (grant.client != who_) continue;
      Row row;
      row.kind = RowKind::DelegatedPermission;
      row.actions = grant.scopes;
      row.scope = tenant_.shown(grant.resource);
      row.path = "delegated permission on " + row.scope;
      row.document = grant.document;
      row.conditions.push_back((grant.user.empty() ? "a user" : tenant_.shown(grant.user)) +
                               " is signed in to it and may do this, too");
      add(std::move(row), Truth::If);
    }
  }

  void directoryRoles() {
    for (const DirectoryHeld& held : directoryRolesOf(tenant_, who_, now_)) {
      bool whole = false;
      Row row;
      row.kind = RowKind::DirectoryRole;
      row.actions = directoryActions(held, &whole);
      row.scope = held.assignment->scope;
      row.role = held.roleName();
      row.path = "directory role " + row.role + (held.via.empty() ? "" : " ← " + held.via);
      row.conditions = held.conditions;
      row.missing = held.missing;
      row.until = held.assignment->until;
      row.document = held.assignment->document;
      if (!whole) row.missing.push_back("all that the role " + row.role + " may do");
      add(std::move(row), whole || !row.actions.empty() ? held.truth : both(held.truth, Truth::Undecided));
    }
  }

  const Tenant& tenant_;
  std::string who_;
  Instant now_;
  std::size_t most_;
  Memberships groups_;
  Standing standing_;
  Powers out_;
};

} // namespace

std::string Row::text() const {
  std::string out = (kind == RowKind::DataActions ? "data: " : "") + joined(actions);
  if (!notActions.empty()) out += " but not " + joined(notActions);
  out += " at " + scope + " (" + path + ")";
  if (!conditions.empty()) out += " if " + joined(conditions);
  if (!deniedBy.empty()) out += "; denied by " + joined(deniedBy);
  return out;
}

Powers powersOf(const Tenant& tenant, std::string_view principal, Instant now, std::size_t most) {
  return Table(tenant, principal, now, most).run();
}

} // namespace countersign::azure
