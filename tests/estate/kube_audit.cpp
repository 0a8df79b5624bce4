// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/kube_objects.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
enum Purpose : std::uint64_t { PurposeUse = 550, PurposeEvent };

/// What one request was about.
struct Request {
  std::string verb, resource, apiGroup, ns, name;
  int code = 200;
};

/// One day's audit log of one cluster: one event a line.
class Audit {
public:
  Audit(TextFile& file, const Plan& plan, std::size_t cluster, int day)
      : file_(file), plan_(plan), cluster_(cluster), day_(day), capture_(plan.capture(day)) {}

  void write() {
    uses();
    quiet();
    if (day_ == plan_.lastDay()) changes();
  }

private:
  void event(Instant at, const std::string& user, const std::vector<std::string>& groups,
             const Request& request, const std::string& reason) {
    JsonOut out(file_.buffer());
    out.beginObject();
    out.field("kind", "Event");
    out.field("apiVersion", "audit.k8s.io/v1");
    out.field("level", "Metadata");
    out.field("auditID",
              drawUuid(plan_.hash(PurposeEvent, events_++, cluster_ * 100 + static_cast<std::size_t>(day_))));
    out.field("stage", "ResponseComplete");
    const std::string base = request.apiGroup.empty() ? "/api/v1" : "/apis/" + request.apiGroup + "/v1";
    out.field("requestURI", base + "/namespaces/" + request.ns + "/" + request.resource + "/" + request.name);
    out.field("verb", request.verb);
    out.object("user");
    out.field("username", user);
    out.strings("groups", groups);
    out.endObject();
    out.strings("sourceIPs", std::vector<std::string_view>{"198.51.100.31"});
    out.object("objectRef");
    out.field("resource", request.resource);
    out.field("namespace", request.ns);
    out.field("name", request.name);
    if (!request.apiGroup.empty()) out.field("apiGroup", request.apiGroup);
    out.field("apiVersion", "v1");
    out.endObject();
    out.object("responseStatus");
    out.field("code", request.code);
    out.endObject();
    out.field("requestReceivedTimestamp", withMicros(at));
    out.field("stageTimestamp", withMicros(at + std::chrono::microseconds(4120)));
    out.object("annotations");
    out.field("authorization.k8s.io/decision", request.code == 403 ? "forbid" : "allow");
    out.field("authorization.k8s.io/reason", reason);
    out.endObject();
    out.endObject();
    file_.buffer() += '\n';
    file_.step();
  }

  static std::string withMicros(Instant at) {
    const auto micros = std::to_string(1000000 + toMicros(at) % 1000000);
    std::string text = formatRfc3339Seconds(at);
    text.pop_back();
    return text + "." + micros.substr(1) + "Z";
  }

  void byAccount(Instant at, const Identity& id, const Request& request) {
    event(at, "system:serviceaccount:" + id.ns + ":" + id.name,
          {"system:serviceaccounts", "system:serviceaccounts:" + id.ns, "system:authenticated"}, request,
          "RBAC: allowed by RoleBinding \"" + id.name + "/" + id.ns + "\" of Role \"" + id.name +
              "\" to ServiceAccount \"" + id.name + "/" + id.ns + "\"");
  }
  void byAdministrator(Instant at, const Request& request) {
    event(at, "oidc:platform-oncall", {"oidc:platform", "system:authenticated"}, request,
          request.code == 403 ? ""
                              : "RBAC: allowed by ClusterRoleBinding \"platform\" of ClusterRole \"admin\" "
                                "to Group \"oidc:platform\"");
  }

  void uses() {
    std::size_t written = 0;
    eachServiceAccount(plan_, cluster_, day_, 4, [&](const Identity& id) {
      const std::uint64_t h = plan_.hash(PurposeUse, id.index, static_cast<std::uint64_t>(day_));
      if (h % 3 != 0 || ++written > 3000) return;
      byAccount(capture_ - minutes(10 + h % 1400), id, {"list", "pods", "", id.ns, ""});
    });
  }

  // Newer than the capture, and yet no change: read, and refused.
  void quiet() {
    bool done = false;
    eachServiceAccount(plan_, cluster_, day_, 0, [&](const Identity& id) {
      if (done || id.fault.kind != FaultKind::None) return;
      done = true;
      byAdministrator(capture_ + seconds(40), {"get", "serviceaccounts", "", id.ns, id.name});
      byAdministrator(capture_ + seconds(55), {"delete", "serviceaccounts", "", id.ns, id.name, 403});
    });
  }

  void changes() {
    constexpr const char* rbac = "rbac.authorization.k8s.io";
    for (auto it = plan_.faults().lower_bound(plan_.indexOf(Kind::ServiceAccount, 0));
         it != plan_.faults().end(); ++it) {
      const Identity id = plan_.identity(it->first);
      if (id.scope != cluster_) continue;
      switch (id.fault.kind) {
      case FaultKind::Moved:
        byAdministrator(capture_ - minutes(125), {"update", "roles", rbac, id.ns, id.name});
        break;
      case FaultKind::Gone:
        byAdministrator(capture_ - minutes(115), {"delete", "serviceaccounts", "", id.ns, id.name});
        break;
      case FaultKind::Recreated:
        byAdministrator(capture_ - minutes(121), {"delete", "serviceaccounts", "", id.ns, id.name});
        byAdministrator(capture_ - minutes(120), {"create", "serviceaccounts", "", id.ns, id.name, 201});
        break;
      case FaultKind::Contradicted:
        byAdministrator(capture_ + seconds(65),
                        id.fault.variant % 2 == 0 ? Request{"patch", "serviceaccounts", "", id.ns, id.name}
                                                  : Request{"update", "rolebindings", rbac, id.ns, id.name});
        break;
      default:
        break;
      }
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
