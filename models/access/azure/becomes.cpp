// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/becomes.h"

#include "models/access/azure/text.h"

#include <algorithm>
#include <array>

namespace countersign::azure {
namespace {

constexpr std::string_view applicationCredentials = "microsoft.directory/applications/credentials/update",
                           principalCredentials = "microsoft.directory/serviceprincipals/credentials/update",
                           roleAssignments = "microsoft.directory/roleassignments/allproperties/alltasks",
                           assignRoles = "microsoft.authorization/roleassignments/write";

bool has(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

class Steps {
public:
  Steps(const Tenant& tenant, std::string_view principal, Instant now, std::size_t& work)
      : tenant_(tenant), who_(principal), now_(now), work_(work), self_(tenant.find(principal)),
        groups_(tenant.groupsOf(who_)), standing_(tenant.standing(who_)) {}

  std::vector<Step> run() {
    if (standing_.usable == Truth::No) return {};
    readPermissions();
    owned();
    byDirectoryRoles();
    byPermissions();
    byAzureRoles();
    if (work_ == 0 && !out_.empty()) out_.back().missing.emplace_back("there was too much to look at");
    return std::move(out_);
  }

private:
  bool pay(std::size_t cost = 1) {
    if (work_ < cost) {
      work_ = 0;
      return false;
    }
    work_ -= cost;
    return true;
  }

  void add(Way way, const std::string& target, std::string text, const std::string& document,
           Texts conditions = {}, Texts missing = {}, std::string scope = {}) {
    if (!target.empty() && target == who_) return;
    conditions.insert(conditions.end(), standing_.conditions.begin(), standing_.conditions.end());
    missing.insert(missing.end(), standing_.missing.begin(), standing_.missing.end());
    const Truth truth = conditions.empty() && missing.empty() ? Truth::Yes : Truth::If;
    out_.push_back({way, target, std::move(scope), std::move(text), truth, std::move(conditions),
                    std::move(missing), document});
  }

  /// The application permissions on Microsoft Graph that it has.
  void readPermissions() {
    for (const AppRoleAssignment& a : tenant_.objects().appRoles)
      if (a.principal == who_ && isGraph(tenant_, a) == Truth::Yes)
        permissions_[appRoleValue(tenant_, a)] = a.document;
  }
  bool permitted(std::string_view value) const { return permissions_.find(value) != permissions_.end(); }
  bool isApp() const {
    return self_ != nullptr &&
           (self_->kind == PrincipalKind::ServicePrincipal || self_->kind == PrincipalKind::ManagedIdentity);
  }

  /// A service principal that owns something needs a permission on Microsoft Graph to change it ("Add
  /// password", permissions). False where it certainly has none.
  bool ownerMayChange(std::initializer_list<std::string_view> anyOf, Texts& conditions) const {
    if (!isApp()) return true;
    for (const std::string_view value : anyOf)
      if (permitted(value)) return true;
    if (tenant_.wasShown("azure.app-role-assignment")) return false;
    conditions.push_back("it has " + std::string(*anyOf.begin()) + " on Microsoft Graph");
    return true;
  }

  /// Credentials of a service principal itself: managed identities take none, and an application can lock
  /// those of its service principals ("App instance property lock").
  static bool takesCredentials(const Principal& p) { return p.kind == PrincipalKind::ServicePrincipal; }
  void lock(const Principal& p, bool& locked, Texts& conditions) const {
    const Application* app = tenant_.application(p.appId);
    locked = app != nullptr && app->credentialsLocked;
    if (app == nullptr)
      conditions.push_back("the application of " + tenant_.shown(p.id) + " does not lock its credentials");
  }

  void intoApplication(Way way, const Application& app, const std::string& text, const std::string& document,
                       const Texts& conditions, const Texts& missing = {}) {
    const Principal* target = tenant_.servicePrincipalOf(app.appId);
    if (target != nullptr && pay() && target->kind != PrincipalKind::ManagedIdentity)
      add(way, target->id, text + " and adds a credential to application " + app.name, document, conditions,
          missing);
  }
  void intoPrincipal(Way way, const Principal& p, const std::string& text, const std::string& document,
                     Texts conditions, const Texts& missing = {}) {
    bool locked = false;
    if (!takesCredentials(p) || !pay()) return;
    lock(p, locked, conditions);
    if (!locked)
      add(way, p.id, text + " and adds a credential to " + tenant_.shown(p.id), document,
          std::move(conditions), missing);
  }

  void owned() {
    Texts conditions, groupConditions;
    const bool may =
        ownerMayChange({"Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"}, conditions);
    const bool mayGroups =
        ownerMayChange({"GroupMember.ReadWrite.All", "Group.ReadWrite.All"}, groupConditions);
    for (const Application& app : tenant_.objects().applications)
      if (may && has(app.owners, who_))
        intoApplication(Way::OwnApplication, app, "owns it", app.document, conditions);
    for (const Principal& p : tenant_.objects().principals) {
      if (!has(p.owners, who_)) continue;
      if (p.kind == PrincipalKind::Group && mayGroups)
        add(Way::JoinGroup, p.id, "owns " + tenant_.shown(p.id) + " and adds a member", p.document,
            groupConditions);
      else if (may)
        intoPrincipal(Way::OwnServicePrincipal, p, "owns it", p.document, conditions);
    }
  }

  /// All, or the one that a scope of the directory names.
  static bool inScope(const std::string& scope, const std::string& id) {
    return scope == "/" || scope == "/" + id;
  }

  void byDirectoryRoles() {
    for (const DirectoryHeld& held : directoryRolesOf(tenant_, who_, now_)) {
      bool whole = false;
      const Texts actions = directoryActions(held, &whole);
      const auto may = [&](std::string_view asked) {
        return std::any_of(actions.begin(), actions.end(),
                           [&](const std::string& one) { return directoryCovers(one, asked); });
      };
      const std::string text = "has the directory role " + held.roleName();
      const DirectoryAssignment& a = *held.assignment;
      if (may(roleAssignments) && a.scope == "/")
        add(Way::GrantDirectoryRoles, {}, text + " and gives itself any other", a.document, held.conditions,
            held.missing);
      if (may(applicationCredentials))
        for (const Application& app : tenant_.objects().applications)
          if (inScope(a.scope, app.id))
            intoApplication(Way::DirectoryRole, app, text, a.document, held.conditions, held.missing);
      if (may(principalCredentials))
        for (const Principal& p : tenant_.objects().principals)
          if (inScope(a.scope, p.id))
            intoPrincipal(Way::DirectoryRole, p, text, a.document, held.conditions, held.missing);
    }
  }

  void byPermissions() {
    const auto with = [&](std::string_view value, const auto& use) {
      const auto found = permissions_.find(value);
      if (found != permissions_.end())
        use("has " + std::string(value) + " on Microsoft Graph", found->second);
    };
    with("Application.ReadWrite.All", [&](const std::string& text, const std::string& document) {
      for (const Application& app : tenant_.objects().applications)
        intoApplication(Way::GraphPermission, app, text, document, {});
      for (const Principal& p : tenant_.objects().principals)
        intoPrincipal(Way::GraphPermission, p, text, document, {});
    });
    with("AppRoleAssignment.ReadWrite.All", [&](const std::string& text, const std::string& document) {
      add(Way::GrantAppRoles, {}, text + " and gives itself any application permission", document);
    });
    with("RoleManagement.ReadWrite.Directory", [&](const std::string& text, const std::string& document) {
      add(Way::GrantDirectoryRoles, {}, text + " and gives itself any role of the directory", document);
    });
    for (const std::string_view value : {"GroupMember.ReadWrite.All", "Group.ReadWrite.All"})
      with(value, [&](const std::string& text, const std::string& document) {
        for (const Principal& p : tenant_.objects().principals)
          // Groups that may hold roles of the directory ask for RoleManagement.ReadWrite.Directory.
          if (p.kind == PrincipalKind::Group && !p.roleAssignable && pay())
            add(Way::JoinGroup, p.id, text + " and makes itself a member of " + tenant_.shown(p.id),
                document);
      });
  }

  /// May it do this by Azure roles? Adds the step where it may, perhaps under conditions.
  void ask(Way way, const std::string& target, std::string_view action, const std::string& scope,
           const std::string& text, const Texts& extra = {}) {
    if (!pay(1 + tenant_.objects().assignments.size() / 64)) return;
    Request request;
    request.principal = who_;
    request.action = action;
    request.scope = scope;
    request.now = now_;
    const Decision decision = decide(tenant_, request);
    if (decision.verdict == Verdict::Denied || decision.by.empty()) return;
    Texts conditions = extra;
    for (const std::string& one : decision.conditions)
      if (!has(standing_.conditions, one)) conditions.push_back(one);
    Texts missing;
    for (const std::string& one : decision.missing)
      if (!has(standing_.missing, one)) missing.push_back(one);
    add(way, target, "may " + std::string(action) + " at " + scope + ": " + text,
        decision.by.front().assignment->document, std::move(conditions), std::move(missing), scope);
  }

  void byAzureRoles() {
    const auto& assignments = tenant_.objects().assignments;
    std::set<std::string> scopes;
    for (const RoleAssignment& a : assignments)
      if (a.principal == who_ || groups_.count(a.principal) != 0) scopes.insert(a.scope);
    if (scopes.empty()) return;
    for (const std::string& scope : scopes)
      ask(Way::GrantRoles, {}, assignRoles, scope, "gives itself roles there");
    for (const Principal& p : tenant_.objects().principals)
      for (const std::string& resource : p.resources)
        managedIdentity(p.id, resource);
  }

  void managedIdentity(const std::string& id, const std::string& resource) {
    if (id == who_) return;
    const auto is = [&](std::string_view type) { return resource.find(type) != std::string::npos; };
    if (is("/providers/microsoft.managedidentity/userassignedidentities/")) {
      ask(Way::FederateIdentity, id,
          "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials/write", resource,
          "lets an identity of its own in");
      ask(Way::RunAsIdentity, id, "microsoft.managedidentity/userassignedidentities/assign/action", resource,
          "runs a workload as it", {"it may run a workload somewhere"});
    }
    if (is("/providers/microsoft.compute/virtualmachines/"))
      for (const char* action : {"microsoft.compute/virtualmachines/runcommand/action",
                                 "microsoft.compute/virtualmachines/extensions/write"})
        ask(Way::RunAsIdentity, id, action, resource, "runs code on the machine");
  }

  const Tenant& tenant_;
  std::string who_;
  Instant now_;
  std::size_t& work_;
  const Principal* self_;
  Memberships groups_;
  Standing standing_;
  std::map<std::string, std::string, std::less<>> permissions_; ///< and the document that gives it
  std::vector<Step> out_;
};

} // namespace

std::string_view wayName(Way way) {
  static constexpr std::array<std::string_view, 10> names{
      "owns the application",   "owns the service principal",
      "directory role",         "Graph permission",
      "joins the group",        "federates the identity",
      "runs code as it",        "grants app permissions",
      "grants directory roles", "grants roles"};
  return names[static_cast<std::size_t>(way)];
}

std::vector<Step> stepsFrom(const Tenant& tenant, std::string_view principal, Instant now,
                            std::size_t& work) {
  return Steps(tenant, principal, now, work).run();
}

} // namespace countersign::azure
