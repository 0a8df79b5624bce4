// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/consequences.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace countersign::rbac {
namespace {

using Kind = Reached::Kind;
constexpr const char* masters = "system:masters";

bool holdsEverything(const Role* role) {
  const auto all = [](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), "*") != list.end();
  };
  return role && std::any_of(role->rules.begin(), role->rules.end(), [&](const PolicyRule& rule) {
           return all(rule.verbs) && all(rule.apiGroups) && all(rule.resources) && rule.resourceNames.empty();
         });
}

bool allowsOneOf(const Held& held, const std::vector<std::string>& verbs, const char* resource) {
  Request request;
  request.apiGroup = "rbac.authorization.k8s.io";
  request.resource = resource;
  return std::any_of(verbs.begin(), verbs.end(), [&](const std::string& verb) {
    request.verb = verb;
    return allowsSomeName(*held.rule, request);
  });
}

/// Namespace and names of service accounts.
using Accounts = std::map<std::string, std::set<std::string>>;

/// Breadth first, so that each chain is one of the shortest; whoever is reached is expanded once.
class Walk {
public:
  explicit Walk(const Cluster& cluster) : cluster_(cluster) {
    const Objects& objects = cluster.objects();
    for (const ServiceAccount& account : objects.serviceAccounts)
      existing_[account.ns].insert(account.name);
    for (const Pod& pod : objects.pods)
      running_[pod.ns].insert(pod.serviceAccount);
    for (const auto& [ns, names] : running_)
      existing_[ns].insert(names.begin(), names.end());
    named_ = existing_;
    for (const Binding& binding : objects.bindings)
      for (const Subject& subject : binding.subjects)
        addSubject(subject, binding);
  }

  Reachable from(const User& user) {
    origin_ = user.name;
    expand(user, Reach::origin);
    for (std::size_t i = 0; !stopped_; ++i) {
      if (i == out_.reached.size()) followConditional();
      if (i == out_.reached.size()) break;
      expand(userOf(out_.reached[i].who), i);
    }
    for (std::string& text : cluster_.gaps(true))
      out_.missing.push_back(std::move(text));
    return std::move(out_);
  }

private:
  void addSubject(const Subject& subject, const Binding& binding) {
    if (subject.kind == "Group")
      groups_.insert(subject.name);
    else if (subject.kind == "User")
      users_.insert(subject.name);
    else if (subject.kind == "ServiceAccount")
      named_[subject.ns.empty() ? binding.ns : subject.ns].insert(subject.name);
  }

  static User userOf(const Reached& who) {
    if (who.kind == Kind::ServiceAccount) return serviceAccountUser(who.ns, who.name);
    return who.kind == Kind::User ? authenticated({who.name, {}}) : authenticated({{}, {who.name}});
  }

  void expand(const User& user, std::size_t from) {
    Consequences found = consequences(cluster_, user, work_);
    stopped_ = !found.whole;
    for (const std::string& text : found.missing)
      miss(text);
    canBeSomebody_ = std::any_of(found.list.begin(), found.list.end(), [](const Consequence& c) {
      return c.kind == ConsequenceKind::Impersonate && c.reached.kind != Kind::Group;
    });
    for (Consequence& c : found.list)
      if (c.condition.empty())
        follow(c, from);
      else
        conditional_.emplace_back(std::move(c), from);
  }

  /// Last, so that whoever is reached without a condition is.
  void followConditional() {
    for (const auto& [c, from] : std::exchange(conditional_, {}))
      follow(c, from);
  }

  Reach step(Reached who, std::size_t from, const Consequence& by) const {
    const bool before = from < out_.reached.size() && out_.reached[from].conditional;
    return {std::move(who), from, by, before || !by.condition.empty()};
  }

  void follow(const Consequence& c, std::size_t from) {
    if (givesEverything(c)) {
      if (out_.everything.empty()) out_.everything.push_back(step({}, from, c));
      return;
    }
    const Reached& to = c.reached;
    const bool certificate = c.kind == ConsequenceKind::SignCertificate;
    switch (to.kind) {
    case Kind::ServiceAccount:
      return accounts(c, from);
    case Kind::User:
      others(users_, Kind::User, c, from);
      if (certificate) others(groups_, Kind::Group, c, from);
      return;
    case Kind::Group:
      // Groups are only impersonated together with a user.
      if (canBeSomebody_) others(groups_, Kind::Group, c, from);
      return;
    case Kind::Role:
    case Kind::ClusterRole:
      if (once("role", to.kind, c.ns + '\n' + to.ns, to.name)) out_.notFollowed.push_back(step(to, from, c));
    }
  }

  bool givesEverything(const Consequence& c) const {
    const Reached& to = c.reached;
    if (c.kind == ConsequenceKind::Impersonate)
      return to.kind == Kind::Group && (to.name == "*" || to.name == masters) && canBeSomebody_;
    if (!c.ns.empty() || to.kind != Kind::ClusterRole) return false;
    if (c.kind == ConsequenceKind::Bind)
      return allowsOneOf(c.path[1], {"create", "update", "patch"}, "clusterrolebindings") &&
             (to.name == "*" || holdsEverything(cluster_.findRole({}, to.name)));
    // Whoever may change cluster roles can change the one that lets it.
    return allowsOneOf(c.path[1], {"update", "patch"}, "clusterroles") &&
           (to.name == "*" || to.name == c.path[0].role->name || to.name == c.path[1].role->name);
  }

  void accounts(const Consequence& c, std::size_t from) {
    const Reached& to = c.reached;
    if (to.name != "*" && !to.ns.empty()) return reach(to, from, c);
    const bool running = c.kind == ConsequenceKind::Exec;
    const bool named = c.kind == ConsequenceKind::Impersonate; // also those that are not there
    if (!running && !cluster_.objects().known.serviceAccounts)
      miss("service accounts were not shown: there may be more that can be reached");
    if (!once(running ? "running" : named ? "named" : "existing", to.kind, to.ns, to.name)) return;
    for (const auto& [ns, names] : running ? running_ : named ? named_ : existing_) {
      if (!to.ns.empty() && to.ns != ns) continue;
      for (const std::string& name : names)
        if (to.name == "*" || to.name == name) reach({Kind::ServiceAccount, ns, name}, from, c);
    }
  }

  void others(const std::set<std::string>& known, Kind kind, const Consequence& c, std::size_t from) {
    const std::string& wanted = c.reached.name;
    if (wanted != "*") return reach({kind, {}, wanted}, from, c);
    if (!once("all", kind, c.kind == ConsequenceKind::SignCertificate ? "signed" : "", "*")) return;
    for (const std::string& name : known)
      if (name != masters) reach({kind, {}, name}, from, c); // no certificate is given for it
  }

  void miss(const std::string& text) {
    std::vector<std::string>& list = out_.missing;
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  }

  bool once(const char* what, Kind kind, const std::string& ns, const std::string& name) {
    return done_.emplace(std::string(what) + std::to_string(static_cast<int>(kind)) + ns, name).second;
  }

  void reach(Reached who, std::size_t from, const Consequence& by) {
    const bool account = who.kind == Kind::ServiceAccount;
    const std::string user = account ? serviceAccountUserName(who.ns, who.name) : who.name;
    const bool self = who.kind != Kind::Group && user == origin_;
    if (!self && once("reached", who.kind == Kind::Group ? Kind::Group : Kind::User, {}, user))
      out_.reached.push_back(step(std::move(who), from, by));
  }

  const Cluster& cluster_;
  Accounts existing_, named_, running_;
  std::set<std::string> users_, groups_;
  std::set<std::pair<std::string, std::string>> done_;
  std::vector<std::pair<Consequence, std::size_t>> conditional_;
  std::string origin_;
  std::size_t work_ = 2'000'000'000;
  bool stopped_ = false, canBeSomebody_ = false;
  Reachable out_;
};

} // namespace

Reachable reachable(const Cluster& cluster, const User& user) {
  return Walk(cluster).from(user);
}

} // namespace countersign::rbac
