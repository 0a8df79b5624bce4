// SPDX-License-Identifier: Apache-2.0
// After the Kubernetes documentation (see consequences.h) and kubernetes:
// pkg/registry/rbac/escalation_check.go.
#include "models/access/kubernetes/consequences.h"
#include "models/access/kubernetes/held_rules.h"

#include <algorithm>
#include <array>
#include <set>

namespace countersign::rbac {
namespace {

using Kind = Reached::Kind;

constexpr const char* rbacGroup = "rbac.authorization.k8s.io";
constexpr const char* certificates = "certificates.k8s.io";
const Verbs writing{"create", "update", "patch"}, changing{"update", "patch"},
    reading{"get", "list", "watch"};

struct Workload {
  const char *group, *resource;
  bool templated; ///< its pods are made from a template that an update can change
};
/// "Workload creation" in the good practices.
constexpr std::array<Workload, 8> workloads{{{"", "pods", false},
                                             {"", "replicationcontrollers", true},
                                             {"apps", "deployments", true},
                                             {"apps", "daemonsets", true},
                                             {"apps", "replicasets", true},
                                             {"apps", "statefulsets", true},
                                             {"batch", "jobs", false},
                                             {"batch", "cronjobs", true}}};

/// How often the rules of a scope are gone through at most.
constexpr std::size_t passes = 64;

/// What follows from the rules of one scope.
class Finder {
public:
  Finder(const Cluster& cluster, const HeldRules& rules, Consequences& out)
      : cluster_(cluster), rules_(rules), wide_(rules.ns().empty()), out_(out) {}

  void find() {
    escalate("roles", Kind::Role);
    if (wide_) escalate("clusterroles", Kind::ClusterRole);
    bind();
    impersonate();
    each(ConsequenceKind::RequestToken, Kind::ServiceAccount,
         rules_.permission({"create"}, "", "serviceaccounts", "token"));
    secrets();
    run();
    exec();
    if (wide_) sign();
  }

private:
  void add(ConsequenceKind kind, Reached reached, std::vector<Held> path, const char* condition = "") {
    // What holds cluster-wide is said once, there.
    const bool here = wide_ || std::any_of(path.begin(), path.end(),
                                           [](const Held& held) { return !held.binding->isCluster(); });
    if (here) out_.list.push_back({kind, std::move(reached), rules_.ns(), std::move(path), condition});
  }

  void miss(const char* what) {
    std::vector<std::string>& list = out_.missing;
    if (std::find(list.begin(), list.end(), what) == list.end()) list.emplace_back(what);
  }

  /// One permission that reaches whatever it is for: any, or those that are named.
  void each(ConsequenceKind kind, Kind reached, const Permission& permission) {
    if (permission.any) add(kind, {reached, rules_.ns(), "*"}, {*permission.any});
    for (const auto& [name, held] : permission.named)
      add(kind, {reached, rules_.ns(), name}, {held});
  }

  /// Verb "escalate" lets through what the check of a written role would refuse (RoleEscalationAuthorized). A
  /// role that is created has no name yet.
  void escalate(const char* resource, Kind kind) {
    const Permission on = rules_.permission({"escalate"}, rbacGroup, resource);
    const Permission change = rules_.permission(changing, rbacGroup, resource);
    const Permission make = rules_.permission({"create"}, rbacGroup, resource);
    const auto found = [&](const std::string& name, const Held& a, const Held& b) {
      add(ConsequenceKind::Escalate, {kind, rules_.ns(), name}, {a, b});
    };
    if (on.any && (change.any || make.any)) return found("*", *on.any, change.any ? *change.any : *make.any);
    for (const auto& [name, held] : on.any ? change.named : on.named)
      if (const Held* a = on.on(name), *b = change.on(name); a && b) found(name, *a, *b);
  }

  /// Verb "bind" on the role, in the namespace of the binding (BindingAuthorized).
  void bind() {
    const Permission narrow = rules_.permission(writing, rbacGroup, "rolebindings");
    if (narrow.some()) bind("roles", Kind::Role, *narrow.some());
    const Permission wide =
        wide_ ? rules_.permission(writing, rbacGroup, "clusterrolebindings") : Permission();
    if (const Held* write = wide.some() ? wide.some() : narrow.some())
      bind("clusterroles", Kind::ClusterRole, *write);
  }
  void bind(const char* resource, Kind kind, const Held& write) {
    const Permission permission = rules_.permission({"bind"}, rbacGroup, resource);
    const std::string ns = kind == Kind::Role ? rules_.ns() : std::string();
    if (permission.any) add(ConsequenceKind::Bind, {kind, ns, "*"}, {*permission.any, write});
    for (const auto& [name, held] : permission.named)
      add(ConsequenceKind::Bind, {kind, ns, name}, {held, write});
  }

  /// k8s.io/apiserver/pkg/endpoints/filters/impersonation: users and groups are asked for cluster-wide.
  void impersonate() {
    const auto ask = [&](const char* resource, Kind kind) {
      each(ConsequenceKind::Impersonate, kind, rules_.permission({"impersonate"}, "", resource));
    };
    ask("serviceaccounts", Kind::ServiceAccount);
    if (!wide_) return;
    ask("users", Kind::User);
    ask("groups", Kind::Group);
  }

  /// get, list and watch each show the content. A secret made with the annotation
  /// kubernetes.io/service-account.name is given a token.
  void secrets() {
    const Permission read = rules_.permission(reading, "", "secrets");
    if (!read.some()) return;
    if (!cluster_.objects().known.secrets)
      miss("secrets were not shown: which of those that may be read hold tokens is not known");
    for (const TokenSecret& secret : cluster_.objects().tokenSecrets)
      if (wide_ || secret.ns == rules_.ns())
        if (const Held* held = read.on(secret.name))
          add(ConsequenceKind::ReadToken, {Kind::ServiceAccount, secret.ns, secret.serviceAccount}, {*held});
    if (const Permission make = rules_.permission({"create"}, "", "secrets"); make.any)
      add(ConsequenceKind::MintSecret, {Kind::ServiceAccount, rules_.ns(), "*"}, {*make.any, *read.some()});
  }

  /// A pod runs under any service account of its namespace that it names.
  void run() {
    const Permission* found = nullptr;
    std::vector<Permission> all;
    all.reserve(2 * workloads.size());
    for (const Workload& w : workloads) {
      all.push_back(rules_.permission({"create"}, w.group, w.resource));
      all.back().named.clear(); // what is created has no name yet
      if (w.templated) all.push_back(rules_.permission(changing, w.group, w.resource));
    }
    for (const Permission& permission : all)
      if (!found || (!found->any && permission.any) || !found->some()) found = &permission;
    if (const Held* held = found->some())
      add(ConsequenceKind::RunAs, {Kind::ServiceAccount, rules_.ns(), "*"}, {*held});
  }

  /// Commands, further containers, and the kubelet's own door to the pods of its node. A web socket is asked
  /// for with "get", which before Kubernetes 1.35 was enough (feature gate
  /// AuthorizePodWebsocketUpgradeCreatePermission).
  void exec() {
    exec(rules_.permission({"create"}, "", "pods", "exec"), &Pod::name);
    exec(rules_.permission(changing, "", "pods", "ephemeralcontainers"), &Pod::name);
    if (wide_) exec(rules_.permission({"create", "get"}, "", "nodes", "proxy"), &Pod::node);
    exec(rules_.permission({"get"}, "", "pods", "exec"), &Pod::name,
         "the API server does not ask web sockets for create (before Kubernetes 1.35)");
  }
  void exec(const Permission& permission, const std::string Pod::*name, const char* condition = "") {
    if (permission.some() && !cluster_.objects().known.pods)
      miss("pods were not shown: under which service accounts they run is not known");
    if (permission.any) return exec({}, "*", *permission.any, condition);
    for (const Pod& pod : cluster_.objects().pods)
      if (wide_ || pod.ns == rules_.ns())
        if (const auto found = permission.named.find(pod.*name); found != permission.named.end())
          exec(pod.ns, pod.serviceAccount, found->second, condition);
  }
  void exec(const std::string& ns, const std::string& account, const Held& held, const char* condition) {
    if (executed_.count({{}, "*"}) != 0 || !executed_.insert({ns, account}).second) return;
    add(ConsequenceKind::Exec, {Kind::ServiceAccount, ns.empty() ? rules_.ns() : ns, account}, {held},
        condition);
  }

  /// k8s.io/kubernetes/plugin/pkg/admission/certificates: approving also takes "approve" on the signer.
  void sign() {
    const Permission make = rules_.permission({"create"}, certificates, "certificatesigningrequests");
    const Permission accept =
        rules_.permission(changing, certificates, "certificatesigningrequests", "approval");
    const Permission signer = rules_.permission({"approve"}, certificates, "signers");
    const Held* on = signer.on("kubernetes.io/kube-apiserver-client");
    if (!on) on = signer.on("kubernetes.io/*");
    if (make.any && accept.some() && on)
      add(ConsequenceKind::SignCertificate, {Kind::User, {}, "*"}, {*make.any, *accept.some(), *on});
  }

  const Cluster& cluster_;
  const HeldRules& rules_;
  bool wide_;
  Consequences& out_;
  std::set<std::pair<std::string, std::string>> executed_;
};

} // namespace

Consequences consequences(const Cluster& cluster, const User& user, std::size_t& work) {
  Consequences out;
  const Objects& objects = cluster.objects();
  std::vector<std::string> scopes{{}};
  for (std::string& ns : cluster.namespacesOf(user))
    scopes.push_back(std::move(ns));
  for (std::string& ns : scopes) {
    const HeldRules rules(cluster, user, std::move(ns));
    const std::size_t cost =
        passes * (rules.weight() + 1) + 4 * (objects.pods.size() + objects.tokenSecrets.size());
    if (cost > work) {
      work = 0;
      out.whole = false;
      out.missing.emplace_back("there are too many rules: what else follows from them was not worked out");
      break;
    }
    work -= cost;
    Finder(cluster, rules, out).find();
  }
  return out;
}

Consequences consequences(const Cluster& cluster, const User& user) {
  std::size_t work = 500'000'000;
  return consequences(cluster, user, work);
}

} // namespace countersign::rbac
