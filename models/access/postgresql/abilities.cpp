// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/abilities.h"

#include <array>
#include <set>
#include <unordered_map>

namespace countersign::postgresql {
namespace {

/// PostgreSQL documentation, "Predefined Roles": what no ACL shows.
struct Capability {
  const char* role;
  const char* text;
};
constexpr std::array<Capability, 15> capabilities{{
    {"pg_execute_server_program", "runs programs on the server as the server's user"},
    {"pg_read_server_files", "reads any file on the server that the server can read"},
    {"pg_write_server_files", "writes any file on the server that the server can write"},
    {"pg_read_all_settings", "reads all settings, also those for superusers"},
    {"pg_read_all_stats", "reads all statistics views, also what other roles' sessions run"},
    {"pg_stat_scan_tables", "runs monitoring functions that lock tables"},
    {"pg_monitor", "reads monitoring views and functions"},
    {"pg_signal_backend", "cancels queries and ends sessions of other roles that are no superusers"},
    {"pg_signal_autovacuum_worker", "ends autovacuum workers"},
    {"pg_checkpoint", "runs CHECKPOINT"},
    {"pg_read_all_data", "reads all tables, views and sequences, also later ones"},
    {"pg_write_all_data", "changes rows of all tables, views and sequences, also later ones"},
    {"pg_maintain", "maintains all tables, also later ones"},
    {"pg_create_subscription", "makes subscriptions, with CREATE on the database"},
    {"pg_use_reserved_connections", "uses reserved connections"},
}};

std::string listOf(Privileges privileges) {
  std::string out;
  for (const std::string& name : privilegeNames(privileges))
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string pluralOf(ObjectKind kind) {
  return std::string(kindName(kind)) + 's';
}

constexpr std::size_t maxSteps = 2'000'000;

class Collector {
public:
  Collector(const RoleGraph& graph, const std::string& role, std::size_t maxRows)
      : graph_(graph), catalogue_(graph.catalogue()), role_(role), maxRows_(maxRows),
        now_(Holder::ofRole(graph, role)), later_(Holder::afterSetRole(graph, role)) {}

  Abilities collect() {
    lack(later_.reach().missing());
    attributes(role_);
    if (!now_.superuser()) {
      held(now_, false);
      const Reach settable = graph_.reach(role_, Follow::SetRole);
      for (const std::string& other : settable.roles())
        if (other != role_) attributes(other);
      held(later_, true);
    }
    admin();
    out_.missing.assign(missing_.begin(), missing_.end());
    return std::move(out_);
  }

private:
  void lack(const std::vector<std::string>& missing) { missing_.insert(missing.begin(), missing.end()); }
  bool full() {
    out_.cut = out_.cut || out_.rows.size() >= maxRows_ || steps_ >= maxSteps;
    return out_.cut;
  }
  void push(Ability row, const Holder& holder, const std::string& role, bool afterSetRole) {
    if (full()) return;
    if (!role.empty()) row.chain = holder.reach().chain(role);
    steps_ += row.chain.size();
    row.afterSetRole = afterSetRole;
    out_.rows.push_back(std::move(row));
  }

  /// They go with the role itself: others get at them with SET ROLE only.
  void attributes(const std::string& name) {
    const Role* role = catalogue_.role(name);
    if (role == nullptr) return;
    const auto row = [&](bool has, AbilityKind kind, const char* subject, const std::string& text) {
      if (!has) return;
      Ability ability;
      ability.kind = kind;
      ability.subject = subject;
      ability.text = text;
      push(std::move(ability), later_, name, name != role_);
    };
    row(role->superuser, AbilityKind::Everything, "SUPERUSER", "passes every check of privileges");
    row(role->createRole, AbilityKind::Attribute, "CREATEROLE",
        catalogue_.version() >= 16
            ? "makes roles and changes those that it administers"
            : "makes, changes and drops roles and grants membership in any role that is "
              "no superuser, also to itself");
    row(role->createDatabase, AbilityKind::Attribute, "CREATEDB", "makes databases");
    row(role->replication, AbilityKind::Attribute, "REPLICATION", "reads all data by replication");
    row(role->bypassRowSecurity, AbilityKind::Attribute, "BYPASSRLS",
        "is not bound by row security policies");
    // Whoever runs SET ROLE is logged in already.
    row(role->login && name == role_, AbilityKind::Attribute, "LOGIN",
        role->validUntil.empty() ? "logs in" : "logs in; the password is valid until " + role->validUntil);
  }

  void held(const Holder& holder, bool afterSetRole) {
    for (const Capability& c : capabilities) {
      if (!holder.reach().contains(c.role) || (afterSetRole && now_.reach().contains(c.role))) continue;
      Ability ability;
      ability.kind = AbilityKind::Capability;
      ability.subject = c.role;
      ability.text = c.text;
      push(std::move(ability), holder, c.role, afterSetRole);
    }
    for (const Object& object : catalogue_.rows().objects) {
      if (full()) return;
      onObject(holder, object, nullptr, afterSetRole);
      for (const Column& column : object.columns)
        onObject(holder, object, &column, afterSetRole);
    }
    future(holder, afterSetRole);
  }

  /// A row for each reason that gives something that those before it do not.
  void onObject(const Holder& holder, const Object& object, const Column* column, bool afterSetRole) {
    const Privileges all =
        allPrivileges(column == nullptr ? object.kind : ObjectKind::Column, catalogue_.version());
    const Privileges wanted = all | grantOption(all);
    const auto ask = [&](const Holder& who) {
      return column == nullptr ? who.held(object, wanted) : who.heldByColumnAcl(object, *column, wanted);
    };
    Held held = ask(holder);
    lack(held.missing);
    Privileges seen = afterSetRole ? ask(now_).privileges : 0;
    for (Reason& reason : held.reasons) {
      reason.privileges &= ~seen;
      if (reason.privileges == 0) continue;
      seen |= reason.privileges;
      Ability ability;
      ability.kind = AbilityKind::Object;
      ability.object = &object;
      ability.subject = object.shown();
      ability.privileges = reason.privileges;
      if (column != nullptr) ability.column = column->name;
      ability.text = listOf(reason.privileges) + " on " +
                     (column == nullptr ? std::string() : "column " + quotedName(column->name) + " of ") +
                     object.shown();
      ability.lacks = lacking(holder, object);
      const std::string by = reason.role;
      ability.reason = std::move(reason);
      push(std::move(ability), holder, by, afterSetRole);
    }
  }

  /// Without USAGE of its schema an object cannot be named (documentation, "Schemas and Privileges").
  std::vector<std::string> lacking(const Holder& holder, const Object& object) {
    if (object.schema.empty()) return {};
    auto& known = afterwards_[&holder];
    const auto found = known.find(object.schema);
    if (found != known.end()) return found->second;
    std::vector<std::string> out;
    const Object* schema = catalogue_.find(ObjectKind::Schema, {}, object.schema);
    if (schema != nullptr) {
      const Held usage = holder.held(*schema, Usage);
      if (usage.privileges == 0 && usage.missing.empty()) out.push_back("USAGE on " + schema->shown());
    }
    return known.emplace(object.schema, std::move(out)).first->second;
  }

  void future(const Holder& holder, bool afterSetRole) {
    for (const DefaultPrivileges& d : catalogue_.rows().defaults) {
      if (!d.acl.problem.empty()) missing_.insert("default privileges of " + d.role + ": " + d.acl.problem);
      for (const AclItem& item : d.acl.entries.value_or(Acl())) {
        const bool already = item.toPublic || now_.reach().contains(item.grantee);
        if (item.privileges == 0 || (afterSetRole && already)) continue;
        if (!item.toPublic && !holder.reach().contains(item.grantee)) continue;
        Ability ability;
        ability.kind = AbilityKind::Future;
        ability.subject = "later " + pluralOf(d.kind) + " of " + quotedName(d.role) +
                          (d.schema.empty() ? std::string() : " in schema " + quotedName(d.schema));
        ability.privileges = item.privileges;
        ability.reason = {item.toPublic ? Ground::Everybody : Ground::Entry,
                          item.privileges,
                          item.grantee,
                          item.grantor,
                          false,
                          {}};
        ability.text = listOf(item.privileges) + " on " + ability.subject;
        push(std::move(ability), holder, item.grantee, afterSetRole);
      }
    }
  }

  void admin() {
    const Reach members = graph_.reach(role_, Follow::Member);
    std::unordered_map<std::string, bool> told;
    for (const Membership& m : catalogue_.rows().memberships) {
      if (!m.admin || m.role == role_ || !members.contains(m.member) || full()) continue;
      if (!told.emplace(m.role, true).second) continue;
      Ability ability;
      ability.kind = AbilityKind::Admin;
      ability.subject = "role " + quotedName(m.role);
      ability.text = "grants and revokes membership in " + ability.subject;
      ability.chain = members.chain(m.member);
      ability.chain.push_back({m.member, m.role, &m, false});
      out_.rows.push_back(std::move(ability));
    }
  }

  const RoleGraph& graph_;
  const Catalogue& catalogue_;
  const std::string& role_;
  std::size_t maxRows_;
  Holder now_, later_;
  Abilities out_;
  std::set<std::string> missing_;
  std::size_t steps_ = 0; ///< of all chains
  std::unordered_map<const Holder*, std::unordered_map<std::string, std::vector<std::string>>> afterwards_;
};

} // namespace

Result<Abilities> abilitiesOf(const RoleGraph& graph, const std::string& role, std::size_t maxRows) {
  if (graph.catalogue().role(role) == nullptr)
    return failure(ErrorCode::NotFound, "role " + role + " is not in pg_roles");
  return Collector(graph, role, maxRows).collect();
}

} // namespace countersign::postgresql
