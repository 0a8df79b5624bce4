// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/kube_objects.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

constexpr std::string_view rbacApi = "rbac.authorization.k8s.io/v1";
constexpr std::string_view rbacGroup = "rbac.authorization.k8s.io";

void roleRef(JsonOut& out, std::string_view kind, std::string_view name) {
  out.object("roleRef");
  out.field("apiGroup", rbacGroup);
  out.field("kind", kind);
  out.field("name", name);
  out.endObject();
}

void ruleList(JsonOut& out, const std::vector<KubeRule>& rules) {
  out.array("rules");
  for (const KubeRule& rule : rules) {
    out.beginObject();
    out.strings("apiGroups", rule.apiGroups);
    out.strings("resources", rule.resources);
    out.strings("verbs", rule.verbs);
    out.endObject();
  }
  out.endArray();
}

/// The RBAC objects of one cluster on one day.
class Rbac {
public:
  Rbac(TextFile& file, const Plan& plan, std::size_t cluster, int day)
      : file_(file), plan_(plan), cluster_(cluster), day_(day), out_(file.buffer(), 4) {}

  void write() {
    beginKubeList(out_);
    eachServiceAccount(
        plan_, cluster_, day_, 2, [this](const Identity& id) { ofAccount(id); }, true);
    shared();
    endKubeList(out_);
    file_.buffer() += '\n';
  }

private:
  void subjects(const std::function<void()>& fill) {
    out_.array("subjects");
    out_.beginObject();
    fill();
    out_.endObject();
    out_.endArray();
    out_.endObject();
  }

  void binding(const Identity& id, const std::string& name, std::string_view what, Instant made,
               std::string_view kind, std::string_view role) {
    beginKubeObject(out_, plan_, day_, rbacApi, "RoleBinding",
                    {name, id.ns, kubeUid(plan_, what, id.index), {}, {}, made});
    roleRef(out_, kind, role);
    subjects([&] {
      out_.field("kind", "ServiceAccount");
      out_.field("name", id.name);
      out_.field("namespace", id.ns);
    });
  }

  void ofAccount(const Identity& id) {
    const Instant made = created(plan_, id, 1);
    beginKubeObject(out_, plan_, day_, rbacApi, "Role",
                    {id.name, id.ns, kubeUid(plan_, "role", id.index), {}, {}, made});
    ruleList(out_, kubeRules(plan_, id, plan_.edited(id, day_)));
    out_.endObject();
    binding(id, id.name, "binding", made, "Role", id.name);
    if (const Change* change = plan_.inForce(id.index, day_); change && change->kind == Case::GrantBinding)
      binding(id, requestedBinding(id), "requested", change->happened, "ClusterRole", requestedRole);
    file_.step();
  }

  // What belongs to no service account.
  void shared() {
    const Instant old = plan_.capture(1) - std::chrono::hours(24 * 300);
    beginKubeObject(out_, plan_, day_, rbacApi, "ClusterRole",
                    {std::string(requestedRole), "", kubeUid(plan_, "quota", cluster_), {}, {}, old});
    ruleList(out_, {{{""}, {"resourcequotas"}, {"get"}}});
    out_.endObject();
    beginKubeObject(out_, plan_, day_, rbacApi, "ClusterRole",
                    {"metrics-reader", "", kubeUid(plan_, "metrics", cluster_), {}, {}, old});
    out_.array("rules");
    out_.beginObject();
    out_.strings("nonResourceURLs", std::vector<std::string_view>{"/metrics"});
    out_.strings("verbs", std::vector<std::string_view>{"get"});
    out_.endObject();
    out_.endArray();
    out_.endObject();
    beginKubeObject(out_, plan_, day_, rbacApi, "ClusterRoleBinding",
                    {"metrics-readers", "", kubeUid(plan_, "metrics-binding", cluster_), {}, {}, old});
    roleRef(out_, "ClusterRole", "metrics-reader");
    subjects([this] {
      out_.field("apiGroup", rbacGroup);
      out_.field("kind", "Group");
      out_.field("name", "system:serviceaccounts:observability");
    });
  }

  TextFile& file_;
  const Plan& plan_;
  std::size_t cluster_;
  int day_;
  JsonOut out_;
};

} // namespace

void writeRbac(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  Rbac(file, plan, cluster, day).write();
}

} // namespace countersign::estate
