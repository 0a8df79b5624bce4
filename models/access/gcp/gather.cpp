// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/gather.h"

#include "models/identity/keys_gcp.h"

#include <algorithm>

namespace countersign::gcp {
namespace {

/// The container that the path of a resource begins with.
std::string containerIn(const std::string& node) {
  const auto slash = node.starts_with("//") ? node.find('/', 2) : std::string::npos;
  if (slash == std::string::npos) return {};
  const std::string path = node.substr(slash + 1);
  const auto kind = path.find('/');
  return kind == std::string::npos ? std::string()
                                   : keys::gcpNodeName(path.substr(0, path.find('/', kind + 1)));
}

class Gatherer {
public:
  Gatherer(DocumentReader& reader, SourceRole plane) : reader_(reader), plane_(plane) {}

  Gathered all(const HeldDocumentPtr& principal, const std::string& resource) {
    const Json& content = principal->document.content;
    out_.email = content["email"].asString();
    parts();
    member("serviceAccount:" + out_.email, "");
    member("allUsers", "allUsers");
    member("allAuthenticatedUsers", "allAuthenticatedUsers");
    if (!content["projectId"].asString().empty())
      setsOfAccounts("projects/" + content["projectId"].asString());
    policies();
    if (!resource.empty()) asked(resource);
    basicRoles();
    for (const HeldDocumentPtr& policy : out_.policies)
      climb(policy->document.content["resource"].asString());
    roles();
    deny();
    for (const HeldDocumentPtr& one :
         reader_.naming(keys::gcpMember("serviceAccount:" + out_.email), {"gcp.service-account-keys"}))
      take(out_.keys, one);
    return std::move(out_);
  }

private:
  void parts() {
    out_.known = reader_.partImported("gcp", {}, "allow-policies", plane_);
    out_.denyKnown = reader_.partImported("gcp", {}, "deny-policies", plane_);
    if (!out_.known) out_.missing.emplace_back("no allow policies of Google Cloud were imported");
    if (!out_.denyKnown) {
      out_.missing.emplace_back("no deny policies of Google Cloud were imported");
      reader_.absent("gcp deny policies");
    }
    if (!reader_.partImported("gcp", {}, "groups", plane_)) {
      out_.missing.emplace_back("no members of groups were imported: groups may give more");
      reader_.absent("gcp groups");
    }
  }

  bool take(DocumentReader::Documents& to, const HeldDocumentPtr& one) {
    if (one->role != plane_ || !taken_.insert(one->digest).second) return false;
    to.push_back(one);
    return true;
  }

  /// A name that means the principal, and the groups that it is in by that name.
  void member(const std::string& name, const std::string& by) {
    std::vector<std::pair<std::string, std::string>> open{{name, by}};
    while (!open.empty()) {
      const auto [at, why] = std::move(open.back());
      open.pop_back();
      const std::string key = keys::gcpMember(at);
      if (!out_.members.emplace(key, why).second) continue;
      for (const HeldDocumentPtr& group : reader_.naming(key, {"gcp.group"})) {
        const std::string next = "group:" + group->document.content["email"].asString();
        if (group->role != plane_) continue;
        take(out_.groups, group);
        open.emplace_back(next, why.empty() ? next : why + " ← " + next);
      }
    }
  }

  /// principalSet://cloudresourcemanager.googleapis.com/… of the project and all above it.
  void setsOfAccounts(const std::string& project) {
    for (const std::string& node : climb(project)) {
      const std::string set =
          "principalSet://cloudresourcemanager.googleapis.com/" + node + "/type/ServiceAccount";
      member(set, set);
    }
  }

  /// The names of a node and of all above it; reads what says so.
  std::vector<std::string> climb(const std::string& from) {
    std::vector<std::string> names;
    std::string at = from;
    for (int depth = 0; !at.empty() && depth < 100; ++depth) {
      if (std::find(names.begin(), names.end(), at) != names.end()) break;
      names.push_back(at);
      std::string above = containerIn(at);
      for (const HeldDocumentPtr& one :
           reader_.withKey(keys::gcpNode(at), {"gcp.container", "gcp.ancestry"})) {
        if (one->role != plane_) continue;
        take(out_.nodes, one);
        const Json& content = one->document.content;
        for (const std::string& name :
             {content["name"].asString(), "projects/" + content["projectNumber"].asString()})
          if (!keys::gcpNodeName(name).empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
        if (above.empty() || above == at) above = content["parent"].asString();
      }
      if (above.empty() && !at.starts_with("organizations/")) reader_.absent("gcp parent of " + at);
      at = above;
    }
    nodes_.insert(names.begin(), names.end());
    return names;
  }

  void policies() {
    const auto members = out_.members;
    for (const auto& [key, by] : members)
      for (const HeldDocumentPtr& policy : reader_.naming(key, {"gcp.allow-policy"}))
        take(out_.policies, policy);
  }

  /// All that is bound on a resource and above it: a group whose members are not known may have the
  /// principal.
  void asked(const std::string& resource) {
    std::vector<std::string> open;
    for (const std::string& node : climb(resource))
      for (const HeldDocumentPtr& policy : reader_.naming(keys::gcpNode(node), {"gcp.allow-policy"})) {
        take(out_.policies, policy);
        for (const Json& binding : policy->document.content["bindings"].items())
          for (const std::string& one : binding["members"].strings())
            if (one.starts_with("group:")) {
              open.push_back(one);
              asked_.insert(binding["role"].asString());
            }
      }
    std::set<std::string> seen;
    while (!open.empty() && seen.size() < 10'000) {
      const std::string key = keys::gcpMember(open.back());
      open.pop_back();
      if (!seen.insert(key).second) continue;
      for (const HeldDocumentPtr& group : reader_.withKey(key, {"gcp.group"})) {
        take(out_.groups, group);
        for (const std::string& one : group->document.content["members"].strings())
          if (one.starts_with("group:")) open.push_back(one);
      }
    }
  }

  /// Who has a basic role on a project is in its projectOwner: and so on.
  void basicRoles() {
    const DocumentReader::Documents found = out_.policies;
    for (const HeldDocumentPtr& policy : found) {
      const std::string& node = policy->document.content["resource"].asString();
      if (!node.starts_with("projects/")) continue;
      for (const auto& [role, name] :
           {std::pair{"roles/owner", "projectOwner:"}, std::pair{"roles/editor", "projectEditor:"},
            std::pair{"roles/viewer", "projectViewer:"}})
        for (const Json& binding : policy->document.content["bindings"].items())
          if (binding["role"].asString() == role && named(binding))
            member(name + node.substr(9), name + node.substr(9));
    }
    policies();
  }

  bool named(const Json& binding) const {
    const auto& all = binding["members"].items();
    return std::any_of(all.begin(), all.end(), [&](const Json& one) {
      return out_.members.count(keys::gcpMember(one.asString())) > 0;
    });
  }

  void roles() {
    std::set<std::string> wanted = asked_;
    for (const HeldDocumentPtr& policy : out_.policies)
      for (const Json& binding : policy->document.content["bindings"].items())
        if (named(binding)) wanted.insert(binding["role"].asString());
    for (const std::string& role : wanted) {
      bool found = false;
      for (const HeldDocumentPtr& one : reader_.withKey(keys::gcpRole(role), {"gcp.role"}))
        found = take(out_.roles, one) || found;
      if (found) continue;
      reader_.absent("gcp.role " + role);
      out_.missing.push_back("what " + role + " permits is in no snapshot");
    }
  }

  /// Deny policies on the way up, and those further down that name the principal.
  void deny() {
    const std::set<std::string> nodes = nodes_;
    for (const std::string& node : nodes)
      for (const HeldDocumentPtr& one : reader_.naming(keys::gcpNode(node), {"gcp.deny-policy"}))
        take(out_.deny, one);
    const auto members = out_.members;
    for (const auto& [key, by] : members)
      for (const HeldDocumentPtr& one : reader_.naming(key, {"gcp.deny-policy"}))
        if (take(out_.deny, one)) climb(one->document.content["attachedTo"].asString());
  }

  DocumentReader& reader_;
  SourceRole plane_;
  std::set<std::string> nodes_, asked_;
  std::set<Digest> taken_;
  Gathered out_;
};

} // namespace

Gathered gather(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane,
                const std::string& resource) {
  return Gatherer(reader, plane).all(principal, resource);
}

} // namespace countersign::gcp
