// SPDX-License-Identifier: Apache-2.0
// After kubernetes: pkg/registry/rbac/validation/rule.go and plugin/pkg/auth/authorizer/rbac/rbac.go.
#include "models/access/kubernetes/cluster.h"

#include <algorithm>
#include <set>

namespace countersign::rbac {
namespace {

std::string scoped(const std::string& ns, const std::string& name) {
  return ns + '/' + name;
}

/// What a subject is looked up by: service accounts by their user name, so that a subject of kind User that
/// spells it applies, too. Empty: the subject applies to nobody.
std::string subjectKey(const Subject& subject, const std::string& bindingNamespace) {
  if (subject.kind == "User") return "U" + subject.name;
  if (subject.kind == "Group") return "G" + subject.name;
  if (subject.kind != "ServiceAccount") return {};
  const std::string& ns = subject.ns.empty() ? bindingNamespace : subject.ns;
  return ns.empty() ? std::string() : "U" + serviceAccountUserName(ns, subject.name);
}

std::string placed(const std::string& ns, const std::string& key) {
  return ns + '\n' + key;
}

std::vector<std::string> keysOf(const User& user) {
  std::vector<std::string> keys{"U" + user.name};
  for (const std::string& group : user.groups)
    keys.push_back("G" + group);
  return keys;
}

/// Keeps of each name the last.
template <class T>
void keepLast(std::vector<T>& list) {
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<T> kept;
  for (auto it = list.rbegin(); it != list.rend(); ++it)
    if (seen.emplace(it->ns, it->name).second) kept.push_back(std::move(*it));
  std::reverse(kept.begin(), kept.end());
  list = std::move(kept);
}

void note(std::vector<std::string>* list, std::string text) {
  if (list) list->push_back(std::move(text));
}

} // namespace

bool appliesTo(const Subject& subject, const User& user, const std::string& ns) {
  const std::string key = subjectKey(subject, ns);
  if (key.empty()) return false;
  if (key.front() == 'U') return key.compare(1, std::string::npos, user.name) == 0;
  return std::find(user.groups.begin(), user.groups.end(), subject.name) != user.groups.end();
}

Cluster::Cluster(Objects objects) : objects_(std::move(objects)) {
  keepLast(objects_.roles);
  keepLast(objects_.bindings);
  for (std::size_t i = 0; i < objects_.roles.size(); ++i)
    roles_[scoped(objects_.roles[i].ns, objects_.roles[i].name)] = i;
  indexSubjects();
  settleAggregation();
}

void Cluster::indexSubjects() {
  for (std::size_t b = 0; b < objects_.bindings.size(); ++b) {
    const Binding& binding = objects_.bindings[b];
    for (std::size_t s = 0; s < binding.subjects.size(); ++s) {
      const std::string key = subjectKey(binding.subjects[s], binding.ns);
      if (key.empty()) continue;
      bySubject_[placed(binding.ns, key)].emplace_back(b, s);
      if (!binding.isCluster()) namespaces_[key].push_back(binding.ns);
    }
  }
}

const Role* Cluster::findRole(const std::string& ns, const std::string& name) const {
  const auto found = roles_.find(scoped(ns, name));
  return found == roles_.end() ? nullptr : &objects_.roles[found->second];
}

const Role* Cluster::referenced(const Binding& binding, std::vector<std::string>* missing) const {
  if (binding.roleKind != "Role" && binding.roleKind != "ClusterRole") {
    note(missing, binding.shown() + " refers to a role of unknown kind '" + binding.roleKind + "'");
    return nullptr;
  }
  const bool cluster = binding.roleKind == "ClusterRole";
  // A ClusterRoleBinding has no namespace in which a Role could be found.
  const Role* role =
      !cluster && binding.isCluster() ? nullptr : findRole(cluster ? "" : binding.ns, binding.roleName);
  if (!role)
    note(missing,
         binding.shown() + " refers to " +
             (cluster ? "cluster role " + binding.roleName : "role " + scoped(binding.ns, binding.roleName)) +
             ", which is not there");
  return role;
}

bool Cluster::visitBound(const User& user, const std::string& ns,
                         const std::function<bool(const Held&)>& visit,
                         std::vector<std::string>* missing) const {
  std::vector<std::pair<std::size_t, std::size_t>> applying;
  for (const std::string& key : keysOf(user))
    if (const auto found = bySubject_.find(placed(ns, key)); found != bySubject_.end())
      applying.insert(applying.end(), found->second.begin(), found->second.end());
  std::sort(applying.begin(), applying.end());
  std::size_t last = objects_.bindings.size();
  for (const auto& [b, s] : applying) {
    if (b == last) continue; // the first subject that applies is enough
    last = b;
    const Binding& binding = objects_.bindings[b];
    const Role* role = referenced(binding, missing);
    for (std::size_t i = 0; role && i < role->rules.size(); ++i)
      if (!visit({&binding, s, role, &role->rules[i], i})) return false;
  }
  return true;
}

void Cluster::visitRules(const User& user, const std::string& ns,
                         const std::function<bool(const Held&)>& visit,
                         std::vector<std::string>* missing) const {
  if (visitBound(user, {}, visit, missing) && !ns.empty()) visitBound(user, ns, visit, missing);
}

Effective Cluster::rulesFor(const User& user, const std::string& ns) const {
  Effective out;
  visitRules(
      user, ns,
      [&](const Held& held) {
        out.rules.push_back(*held.rule);
        return true;
      },
      &out.missing);
  return out;
}

std::vector<std::string> Cluster::gaps(bool inNamespace) const {
  std::vector<std::string> out;
  const KnownParts& known = objects_.known;
  if (!known.clusterRoleBindings) out.emplace_back("cluster role bindings were not shown");
  if (!known.clusterRoles) out.emplace_back("cluster roles were not shown");
  if (!known.roleBindings && inNamespace) out.emplace_back("role bindings were not shown");
  if (!known.roles && inNamespace) out.emplace_back("roles were not shown");
  for (const std::string& object : objects_.unread)
    out.push_back("could not be read: " + object);
  return out;
}

Decision Cluster::authorize(const User& user, const Request& request) const {
  Decision out;
  visitRules(
      user, request.ns,
      [&](const Held& held) {
        if ((out.by.empty() || out.by.back().binding != held.binding) && allows(*held.rule, request))
          out.by.push_back(held);
        return true;
      },
      &out.missing);
  out.verdict = Verdict::Allowed;
  if (!out.by.empty()) return out;
  // RBAC has no deny: a no is only known where everything that could grant is.
  const std::vector<std::string> open = gaps(!request.ns.empty());
  out.verdict = open.empty() ? Verdict::Denied : Verdict::NotEvaluated;
  out.missing.insert(out.missing.end(), open.begin(), open.end());
  return out;
}

Cluster::Who Cluster::whoCan(const Request& request) const {
  Who out;
  std::set<std::string> seen;
  for (const Binding& binding : objects_.bindings) {
    if (!binding.isCluster() && binding.ns != request.ns) continue;
    const Role* role = referenced(binding, &out.missing);
    if (!role) continue;
    const auto rule = std::find_if(role->rules.begin(), role->rules.end(),
                                   [&](const PolicyRule& r) { return allows(r, request); });
    if (rule == role->rules.end()) continue;
    const auto index = static_cast<std::size_t>(rule - role->rules.begin());
    for (std::size_t s = 0; s < binding.subjects.size(); ++s) {
      const std::string key = subjectKey(binding.subjects[s], binding.ns);
      if (key.empty() || !seen.insert(key).second) continue;
      out.subjects.push_back(
          {{key.front() == 'U' ? "User" : "Group", key.substr(1), {}}, {&binding, s, role, &*rule, index}});
    }
  }
  const std::vector<std::string> open = gaps(!request.ns.empty());
  out.missing.insert(out.missing.end(), open.begin(), open.end());
  return out;
}

std::vector<std::string> Cluster::namespacesOf(const User& user) const {
  std::set<std::string> out;
  for (const std::string& key : keysOf(user))
    if (const auto found = namespaces_.find(key); found != namespaces_.end())
      out.insert(found->second.begin(), found->second.end());
  return {out.begin(), out.end()};
}

} // namespace countersign::rbac
