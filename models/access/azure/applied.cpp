// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/effective.h"
#include "models/access/azure/tenant.h"

#include <algorithm>
#include <utility>

namespace countersign {
namespace {

using namespace azure;

const char* prefixOf(RowKind kind) {
  switch (kind) {
  case RowKind::DataActions:
    return "data:";
  case RowKind::ApplicationPermission:
    return "app-role:";
  case RowKind::DelegatedPermission:
    return "scope:";
  case RowKind::DirectoryRole:
    return "directory:";
  case RowKind::Actions:
    break;
  }
  return "";
}

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : " and ") + text;
  return out;
}

class Applied {
public:
  Applied(DocumentReader& reader, Closure closure) : reader_(reader), closure_(std::move(closure)) {}

  GrantList run() {
    out_.missing = closure_.missing;
    // What is given, without what forbids its use.
    const std::vector<DenyAssignment> denies = std::exchange(closure_.objects.denies, {});
    closure_.objects.policies.clear();
    for (Principal& p : closure_.objects.principals)
      p.disabled = false;
    out_.known = closure_.objects.shown.count("azure.role-assignment") != 0 ||
                 closure_.objects.shown.count("azure.app-role-assignment") != 0;
    if (closure_.who.empty()) return std::move(out_);
    const Tenant tenant(std::move(closure_.objects));
    for (const Row& row : powersOf(tenant, closure_.who, Instant{}).rows)
      add(row);
    Memberships groups = tenant.groupsOf(closure_.who);
    groups.emplace(closure_.who, Membership{});
    for (const DenyAssignment& deny : denies)
      if (names(deny.principals, groups) && !names(deny.excluded, groups)) add(deny);
    out_.known = out_.known || !out_.grants.empty();
    return std::move(out_);
  }

private:
  static bool names(const Texts& ids, const Memberships& groups) {
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      const auto found = groups.find(id);
      return id == everyone || (found != groups.end() && found->second.certain == Truth::Yes);
    });
  }

  HeldDocumentPtr document(const std::string& name) const {
    const auto found = closure_.documents.find(name);
    return found == closure_.documents.end() ? nullptr : found->second;
  }

  void add(const Row& row) {
    for (const std::string& text : row.missing)
      if (std::find(out_.missing.begin(), out_.missing.end(), text) == out_.missing.end())
        out_.missing.push_back(text);
    for (const std::string& action : row.actions) {
      Grant g;
      g.action = prefixOf(row.kind) + action;
      g.shown = prefixOf(row.kind) + reader_.spelling(action);
      g.resource = row.scope;
      g.condition = joined(row.conditions);
      g.scope = row.scope;
      g.path = row.path;
      g.exact = row.notActions.empty();
      g.document = document(row.document);
      out_.grants.push_back(std::move(g));
    }
  }

  void add(const DenyAssignment& deny) {
    for (const Block& block : deny.blocks)
      for (const bool data : {false, true})
        for (const std::string& action : data ? block.dataActions : block.actions) {
          Grant g;
          g.deny = true;
          g.action = (data ? "data:" : "") + action;
          g.shown = (data ? "data:" : "") + reader_.spelling(action);
          g.resource = deny.scope;
          g.condition = deny.condition;
          g.scope = deny.scope;
          g.path = "deny assignment " + deny.name;
          g.exact = (data ? block.notDataActions : block.notActions).empty();
          g.document = document(deny.document);
          out_.grants.push_back(std::move(g));
        }
  }

  DocumentReader& reader_;
  Closure closure_;
  GrantList out_;
};

} // namespace

GrantList azureGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  return Applied(reader, closureOf(reader, principal, plane)).run();
}

} // namespace countersign
