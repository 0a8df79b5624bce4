// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/calls.h"
#include "tests/estate/company.h"
#include "tests/estate/kube_objects.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
enum Purpose : std::uint64_t { PurposeUse = 550, PurposeEvent };

/// One day's audit log of one cluster: one event a line.
class Audit {
public:
  Audit(TextFile& file, const Plan& plan, std::size_t cluster, int day)
      : file_(file), plan_(plan), cluster_(cluster), day_(day), capture_(plan.capture(day)) {}

  void write() {
    uses();
    quiet();
    changes();
  }

private:
  void event(Instant truly, const std::string& user, const std::vector<std::string>& groups,
             const KubeCall& request, const std::string& reason) {
    const Instant at = truly + plan_.ahead(cluster_);
    const std::uint64_t id =
        request.number != 0
            ? request.number
            : plan_.hash(PurposeEvent, events_++, cluster_ * 100 + static_cast<std::size_t>(day_));
    JsonOut out(file_.buffer());
    out.beginObject();
    out.field("kind", "Event");
    out.field("apiVersion", "audit.k8s.io/v1");
    out.field("level", request.forAccount.empty() ? "Metadata" : "Request");
    out.field("auditID", drawUuid(id));
    out.field("stage", "ResponseComplete");
    const std::string base = request.apiGroup.empty() ? "/api/v1" : "/apis/" + request.apiGroup + "/v1";
    out.field("requestURI", base + "/namespaces/" + request.ns + "/" + request.resource + "/" + request.name);
    out.field("verb", request.verb);
    out.object("user");
    out.field("username", user);
    out.strings("groups", groups);
    out.endObject();
    out.strings("sourceIPs", std::vector<std::string_view>{kubeActorFrom});
    out.object("objectRef");
    out.field("resource", request.resource);
    out.field("namespace", request.ns);
    out.field("name", request.name);
    if (!request.apiGroup.empty()) out.field("apiGroup", request.apiGroup);
    out.field("apiVersion", "v1");
    out.endObject();
    if (!request.forAccount.empty()) body(out, request);
    out.object("responseStatus");
    out.field("code", request.code);
    out.endObject();
    out.field("requestReceivedTimestamp", withMicros(at - std::chrono::microseconds(4120)));
    out.field("stageTimestamp", withMicros(at));
    out.object("annotations");
    out.field("authorization.k8s.io/decision", request.code == 403 ? "forbid" : "allow");
    out.field("authorization.k8s.io/reason", reason);
    out.endObject();
    out.endObject();
    file_.buffer() += '\n';
    file_.step();
  }

  static void body(JsonOut& out, const KubeCall& request) {
    out.object("requestObject");
    out.field("apiVersion", "rbac.authorization.k8s.io/v1");
    out.field("kind", "RoleBinding");
    out.object("roleRef");
    out.field("apiGroup", "rbac.authorization.k8s.io");
    out.field("kind", "ClusterRole");
    out.field("name", requestedRole);
    out.endObject();
    out.array("subjects");
    out.beginObject();
    out.field("kind", "ServiceAccount");
    out.field("name", request.forAccount);
    out.field("namespace", request.ns);
    out.endObject();
    out.endArray();
    out.endObject();
  }

  static std::string withMicros(Instant at) {
    const auto micros = std::to_string(1000000 + toMicros(at) % 1000000);
    std::string text = formatRfc3339Seconds(at);
    text.pop_back();
    return text + "." + micros.substr(1) + "Z";
  }

  static KubeCall call(Instant at, const char* verb, const char* resource, const std::string& ns,
                       const std::string& name, int code = 200) {
    return {at, verb, resource, {}, ns, name, code, {}, 0};
  }

  void byAccount(const Identity& id, const KubeCall& request) {
    event(request.at, "system:serviceaccount:" + id.ns + ":" + id.name,
          {"system:serviceaccounts", "system:serviceaccounts:" + id.ns, "system:authenticated"}, request,
          "RBAC: allowed by RoleBinding \"" + id.name + "/" + id.ns + "\" of Role \"" + id.name +
              "\" to ServiceAccount \"" + id.name + "/" + id.ns + "\"");
  }
  void byAdministrator(const KubeCall& request) {
    event(request.at, std::string(kubeActor), {"oidc:platform", "system:authenticated"}, request,
          request.code == 403 ? ""
                              : "RBAC: allowed by ClusterRoleBinding \"platform\" of ClusterRole \"admin\" "
                                "to Group \"oidc:platform\"");
  }

  void uses() {
    std::size_t written = 0;
    eachServiceAccount(plan_, cluster_, day_, 4, [&](const Identity& id) {
      const std::uint64_t h = plan_.hash(PurposeUse, id.index, static_cast<std::uint64_t>(day_));
      if (h % 3 != 0 || ++written > 3000) return;
      byAccount(id, call(capture_ - minutes(10 + h % 1400), "list", "pods", id.ns, ""));
    });
  }

  // Newer than the capture, and yet no change: read, and refused.
  void quiet() {
    bool done = false;
    eachServiceAccount(plan_, cluster_, day_, 0, [&](const Identity& id) {
      if (done || id.fault.kind != FaultKind::None) return;
      done = true;
      byAdministrator(call(capture_ + seconds(40), "get", "serviceaccounts", id.ns, id.name));
      byAdministrator(call(capture_ + seconds(55), "delete", "serviceaccounts", id.ns, id.name, 403));
    });
  }

  void changes() {
    const std::size_t first = plan_.indexOf(Kind::ServiceAccount, 0);
    for (auto it = plan_.faults().lower_bound(first); it != plan_.faults().end(); ++it)
      callsOf(it->first);
    for (auto it = plan_.changes().lower_bound(first); it != plan_.changes().end(); ++it)
      callsOf(it->first);
  }

  void callsOf(std::size_t index) {
    const Identity id = plan_.identity(index);
    if (id.scope != cluster_) return;
    for (const KubeCall& call : kubeCallsOf(plan_, id)) {
      const int day = dayOf(plan_, call.at);
      if (day_ == day || (day_ == day + 1 && deliveredTwice(call.number))) byAdministrator(call);
    }
  }

  TextFile& file_;
  const Plan& plan_;
  std::size_t cluster_;
  int day_;
  Instant capture_;
  std::uint64_t events_ = 0;
};

} // namespace

void writeKubernetesAudit(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  Audit(file, plan, cluster, day).write();
}

} // namespace countersign::estate
