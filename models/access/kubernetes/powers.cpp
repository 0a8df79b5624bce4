// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/powers.h"

#include <algorithm>

namespace countersign::rbac {
namespace {

/// As Countersign's grants spell it: "pods", "deployments.apps/scale".
std::string spelled(const std::string& group, const std::string& resource) {
  if (group.empty()) return resource;
  const auto slash = std::min(resource.find('/'), resource.size());
  return resource.substr(0, slash) + "." + group + resource.substr(slash);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& text : list)
    out += (out.empty() ? "" : ", ") + text;
  return out;
}

/// Adds the rows of one scope. A rule without verbs, or for nothing, gives nothing; neither do URLs in a
/// namespace.
class Rows {
public:
  Rows(const Cluster& cluster, const User& user, std::size_t most, Powers& out)
      : cluster_(cluster), user_(user), most_(most), out_(out) {}

  bool add(const std::string& ns) {
    return cluster_.visitBound(
        user_, ns,
        [&](const Held& held) {
          const PolicyRule& rule = *held.rule;
          if (rule.verbs.empty()) return true;
          return (rule.apiGroups.empty() || rule.resources.empty() || row({held, false, ns})) &&
                 (rule.nonResourceUrls.empty() || !ns.empty() || row({held, true, ns}));
        },
        &out_.missing);
  }

private:
  bool row(Power power) {
    if (out_.rows.size() >= most_) return false;
    out_.rows.push_back(std::move(power));
    return true;
  }

  const Cluster& cluster_;
  const User& user_;
  std::size_t most_;
  Powers& out_;
};

} // namespace

std::vector<std::string> Power::what(std::size_t most) const {
  const PolicyRule& rule = *by.rule;
  const std::size_t all = urls ? rule.nonResourceUrls.size() : rule.apiGroups.size() * rule.resources.size();
  std::vector<std::string> out;
  if (urls)
    for (std::size_t i = 0; i < std::min(all, most); ++i)
      out.push_back(rule.nonResourceUrls[i]);
  else
    for (std::size_t i = 0; i < std::min(all, most); ++i)
      out.push_back(
          spelled(rule.apiGroups[i / rule.resources.size()], rule.resources[i % rule.resources.size()]));
  if (all > most) out.push_back("and " + std::to_string(all - most) + " more");
  return out;
}

std::string Power::scope() const {
  return ns.empty() ? "cluster-wide" : "namespace " + ns;
}

std::string Power::path() const {
  const Subject& subject = by.binding->subjects[by.subject];
  std::string out = by.role->shown() + " ← " + by.binding->shown();
  return subject.kind == "Group" ? out + " ← group " + subject.name : out;
}

std::string Power::text() const {
  const bool named = !urls && !names().empty();
  return joined(verbs()) + " " + joined(what()) + (named ? " / " + joined(names()) : "") + " (" + scope() +
         ") ← " + path();
}

Powers powersOf(const Cluster& cluster, const User& user, std::size_t most) {
  Powers out;
  Rows rows(cluster, user, most, out);
  bool whole = rows.add({});
  const std::vector<std::string> namespaces = cluster.namespacesOf(user);
  for (std::size_t i = 0; whole && i < namespaces.size(); ++i)
    whole = rows.add(namespaces[i]);
  if (!whole) out.missing.push_back("there are more than " + std::to_string(most) + " rules");
  Consequences found = consequences(cluster, user);
  out.consequences = std::move(found.list);
  for (const std::vector<std::string>& list : {found.missing, cluster.gaps(true)})
    out.missing.insert(out.missing.end(), list.begin(), list.end());
  out.everything = std::find(user.groups.begin(), user.groups.end(), "system:masters") != user.groups.end();
  return out;
}

Powers powersOf(const Cluster& cluster, const ServiceAccount& account, std::size_t most) {
  return powersOf(cluster, serviceAccountUser(account.ns, account.name), most);
}

} // namespace countersign::rbac
