// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/effective.h"

#include "models/identity/azure_keys.h"

#include <algorithm>
#include <deque>

namespace countersign::azure {
namespace {

constexpr std::size_t mostGroups = 5'000, mostScopes = 5'000;

struct Part {
  const char *kind, *part;
};
constexpr Part parts[] = {{"azure.role-assignment", "role-assignments"},
                          {"azure.deny-assignment", "deny-assignments"},
                          {"azure.group", "groups"},
                          {"azure.app-role-assignment", "app-role-assignments"},
                          {"azure.delegated-grant", "delegated-grants"},
                          {"azure.directory-role-assignment", "directory-role-assignments"}};

class Collector {
public:
  Collector(DocumentReader& reader, SourceRole plane, const HeldDocumentPtr& principal)
      : reader_(reader), plane_(plane), tenant_(principal->document.content["tenant"].asString()) {
    out_.objects.tenant = tenant_;
    add(principal);
  }

  Closure run(const HeldDocumentPtr& principal) {
    self(principal);
    for (const Part& part : parts)
      if (reader_.partImported("azure", tenant_, part.part, plane_))
        out_.objects.shown.insert(part.kind);
      else
        reader_.absent(std::string(part.part) + " of tenant " + tenant_);
    if (out_.who.empty()) {
      out_.missing.emplace_back(
          "the application has no service principal in any snapshot: nothing can be given to it");
      return std::move(out_);
    }
    groups();
    for (const std::string& id : ids_)
      held(id);
    general(keys::azureEveryone, "azure.deny-assignment");
    general(keys::azureOwnServicePrincipals, "azure.conditional-access-policy");
    definitions();
    scopes();
    return std::move(out_);
  }

private:
  bool add(const HeldDocumentPtr& d) {
    const Json& c = d->document.content;
    if (d->role != plane_ || (!tenant_.empty() && c["tenant"].asString() != tenant_)) return false;
    return put(d);
  }
  /// Also of another plane: a role that is built in is the same everywhere.
  bool put(const HeldDocumentPtr& d) {
    const std::string name = d->document.object.kind + ' ' + d->document.object.uid;
    if (!out_.documents.emplace(name, d).second) return false;
    out_.objects.add(d->document.object.kind, d->document.content, name);
    return true;
  }

  /// The service principal, and its application.
  void self(const HeldDocumentPtr& principal) {
    const std::string appId = principal->document.content["appId"].asString();
    if (principal->document.object.kind == "azure.service-principal")
      out_.who = principal->document.object.uid;
    if (appId.empty()) return;
    for (const HeldDocumentPtr& d :
         reader_.withKey(keys::azureApp(tenant_, appId), {"azure.service-principal", "azure.application"})) {
      add(d);
      if (out_.who.empty() && d->role == plane_ && d->document.object.kind == "azure.service-principal")
        out_.who = d->document.object.uid;
    }
  }

  void groups() {
    std::deque<std::string> open{out_.who};
    ids_ = {out_.who};
    const auto found = [&](const HeldDocumentPtr& d) {
      if (!add(d) || ids_.size() >= mostGroups) return;
      ids_.push_back(d->document.object.uid);
      open.push_back(d->document.object.uid);
    };
    while (!open.empty()) {
      const std::string id = open.front();
      open.pop_front();
      for (const HeldDocumentPtr& d : reader_.naming(keys::azureObject(id), {"azure.group"}))
        found(d);
      const auto& all = out_.objects.principals;
      const auto self = std::find_if(all.begin(), all.end(), [&](const Principal& p) { return p.id == id; });
      const Texts over = self == all.end() ? Texts() : self->memberOf;
      for (const std::string& group : over)
        for (const HeldDocumentPtr& d : reader_.withKey(keys::azureObject(group), {"azure.group"}))
          found(d);
    }
    for (const HeldDocumentPtr& d : reader_.naming(keys::azureUnknownMembers(tenant_), {"azure.group"}))
      found(d);
    if (ids_.size() >= mostGroups) out_.missing.emplace_back("there are too many groups to look at all");
    if (out_.objects.shown.count("azure.group") == 0 && !membershipShown())
      out_.missing.emplace_back("in which groups it is was not imported");
  }

  bool membershipShown() const {
    const auto& all = out_.objects.principals;
    return std::any_of(all.begin(), all.end(),
                       [&](const Principal& p) { return p.id == out_.who && p.membershipWhole; });
  }

  void held(const std::string& id) {
    for (const HeldDocumentPtr& d : reader_.naming(
             keys::azureObject(id),
             {"azure.role-assignment", "azure.deny-assignment", "azure.app-role-assignment",
              "azure.delegated-grant", "azure.directory-role-assignment", "azure.conditional-access-policy"}))
      add(d);
  }

  void general(std::string_view id, std::string_view kind) {
    for (const HeldDocumentPtr& d : reader_.naming(keys::azureObject(id), {kind}))
      add(d);
  }

  /// Of the plane, else of any.
  void fetch(const std::string& key, std::string_view kind, const std::string& id) {
    const auto found = reader_.withKey(key, {kind});
    bool any = false;
    for (const HeldDocumentPtr& d : found)
      any = (d->role == plane_ && put(d)) || any || d->role == plane_;
    if (!any && !found.empty()) put(found.front());
    if (found.empty()) reader_.absent(std::string(kind) + " " + id);
  }

  void definitions() {
    std::set<std::string> roles, directory, resources;
    for (const RoleAssignment& a : out_.objects.assignments)
      roles.insert(a.role);
    for (const DirectoryAssignment& a : out_.objects.directoryAssignments)
      directory.insert(a.role);
    for (const AppRoleAssignment& a : out_.objects.appRoles)
      resources.insert(a.resource);
    for (const DelegatedGrant& g : out_.objects.delegated)
      resources.insert(g.resource);
    for (const std::string& id : roles)
      fetch(keys::azureRole(id), "azure.role-definition", id);
    for (const std::string& id : directory)
      fetch(keys::azureDirectoryRole(tenant_, id), "azure.directory-role", id);
    for (const std::string& id : resources)
      fetch(keys::azureObject(id), "azure.service-principal", id);
  }

  /// The management groups over what assignments are at, and what lies below those that are named.
  void scopes() {
    std::set<std::string> all, seen;
    for (const RoleAssignment& a : out_.objects.assignments)
      all.insert(isManagementGroup(a.scope) ? a.scope : std::string(subscriptionOf(a.scope)));
    for (const DenyAssignment& d : out_.objects.denies)
      all.insert(isManagementGroup(d.scope) ? d.scope : std::string(subscriptionOf(d.scope)));
    std::deque<std::string> open(all.begin(), all.end());
    while (!open.empty() && seen.size() < mostScopes) {
      const std::string scope = open.front();
      open.pop_front();
      if (scope.empty() || !seen.insert(scope).second) continue;
      for (const HeldDocumentPtr& d :
           reader_.withKey(keys::azureScope(scope), {"azure.management-group", "azure.subscription"}))
        if (add(d)) open.push_back(d->document.content["parent"].asString());
      if (isManagementGroup(scope) && all.count(scope) != 0)
        for (const HeldDocumentPtr& d :
             reader_.naming(keys::azureScope(scope), {"azure.management-group", "azure.subscription"}))
          if (add(d)) {
            all.insert(d->document.object.uid);
            open.push_back(d->document.object.uid);
          }
    }
  }

  DocumentReader& reader_;
  SourceRole plane_;
  std::string tenant_;
  Texts ids_;
  Closure out_;
};

} // namespace

Closure closureOf(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return Collector(reader, plane, principal).run(principal);
}

Powers effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now) {
  Closure closure = closureOf(reader, principal, SourceRole::Live);
  Powers out;
  if (!closure.who.empty()) out = powersOf(Tenant(std::move(closure.objects)), closure.who, now);
  out.missing.insert(out.missing.end(), closure.missing.begin(), closure.missing.end());
  return out;
}

} // namespace countersign::azure
