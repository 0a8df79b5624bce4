// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/calls.h"
#include "tests/estate/kube_objects.h"

namespace countersign::estate {

namespace {
using std::chrono::minutes;
using std::chrono::seconds;
enum Purpose : std::uint64_t { PurposeCall = 570 };
constexpr const char* rbac = "rbac.authorization.k8s.io";
} // namespace

std::vector<KubeCall> kubeCallsOf(const Plan& plan, const Identity& id) {
  const Instant capture = plan.capture(plan.lastDay());
  std::vector<KubeCall> out;
  const auto add = [&](Instant at, const char* verb, const char* resource, const char* group = "",
                       int code = 200) -> KubeCall& {
    out.push_back({at, verb, resource, group, id.ns, id.name, code, {}, 0});
    out.back().number = plan.hash(PurposeCall, id.index, out.size());
    return out.back();
  };
  switch (id.fault.kind) {
  case FaultKind::Moved:
    add(capture - minutes(125), "update", "roles", rbac);
    break;
  case FaultKind::Gone:
    add(capture - minutes(115), "delete", "serviceaccounts");
    break;
  case FaultKind::Recreated:
    add(capture - minutes(121), "delete", "serviceaccounts");
    add(capture - minutes(120), "create", "serviceaccounts", "", 201);
    break;
  case FaultKind::Contradicted:
    if (id.fault.variant % 2 == 0)
      add(capture + seconds(65), "patch", "serviceaccounts");
    else
      add(capture + seconds(65), "update", "rolebindings", rbac);
    break;
  default:
    break;
  }
  const Change* change = plan.changeOf(id.index);
  if (change == nullptr) return out;
  if (change->kind == Case::Reassigned) add(change->happened, "patch", "serviceaccounts");
  if (change->kind == Case::GrantBinding) {
    KubeCall& call = add(change->happened, "create", "rolebindings", rbac, 201);
    call.name = requestedBinding(id);
    if (change->variant % 2 == 0) call.forAccount = id.name; // else the log has no bodies
  }
  return out;
}

} // namespace countersign::estate
