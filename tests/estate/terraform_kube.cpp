// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/kube_objects.h"
#include "tests/estate/policies.h"
#include "tests/estate/terraform_out.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

void metadata(JsonOut& out, const std::string& name, const std::string& ns, const std::string& uid,
              const TextPairs& annotations, const TextPairs& labels) {
  const auto pairs = [&out](std::string_view key, const TextPairs& list) {
    out.object(key);
    for (const auto& [k, v] : list)
      out.field(k, v);
    out.endObject();
  };
  out.array("metadata");
  out.beginObject();
  pairs("annotations", annotations);
  out.field("generate_name", "");
  out.field("generation", 0);
  pairs("labels", labels);
  out.field("name", name);
  out.field("namespace", ns);
  out.field("resource_version", "481516");
  out.field("uid", uid);
  out.endObject();
  out.endArray();
}

void one(JsonOut& out, std::string_view key, const TextPairs& members) {
  out.array(key);
  out.beginObject();
  for (const auto& [name, value] : members)
    out.field(name, value);
  out.endObject();
  out.endArray();
}

void declare(StateOut& state, const Plan& plan, const Identity& id) {
  state.resource("kubernetes_service_account_v1", id.name, [&](JsonOut& out) {
    out.field("automount_service_account_token", true);
    out.field("id", id.ns + "/" + id.name);
    out.array("image_pull_secret");
    out.endArray();
    metadata(out, id.name, id.ns, id.uniqueId, kubeAnnotations(plan, id, id.terraformOwner), kubeLabels(id));
    out.array("secret");
    out.endArray();
  });
  state.resource("kubernetes_role_v1", id.name, [&](JsonOut& out) {
    out.field("id", id.ns + "/" + id.name);
    metadata(out, id.name, id.ns, kubeUid(plan, "role", id.index), {}, {});
    out.array("rule");
    for (const KubeRule& rule : kubeRules(plan, id, false)) {
      out.beginObject();
      out.strings("api_groups", rule.apiGroups);
      out.strings("resource_names", std::vector<std::string>{});
      out.strings("resources", rule.resources);
      out.strings("verbs", rule.verbs);
      out.endObject();
    }
    out.endArray();
  });
  state.resource("kubernetes_role_binding_v1", id.name, [&](JsonOut& out) {
    out.field("id", id.ns + "/" + id.name);
    metadata(out, id.name, id.ns, kubeUid(plan, "binding", id.index), {}, {});
    one(out, "role_ref", {{"api_group", "rbac.authorization.k8s.io"}, {"kind", "Role"}, {"name", id.name}});
    one(out, "subject",
        {{"api_group", ""}, {"kind", "ServiceAccount"}, {"name", id.name}, {"namespace", id.ns}});
  });
}

} // namespace

void writeClusterState(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  StateOut state(file, plan, true, cluster, day);
  state.begin();
  for (std::size_t i = 0; i < plan.count(Kind::ServiceAccount); ++i)
    if (plan.scopeOf(Kind::ServiceAccount, i) == cluster)
      if (const Identity id = plan.identityOn(Kind::ServiceAccount, i, day); id.inTerraform)
        declare(state, plan, id);
  state.end();
}

std::optional<Identity> plannedRole(const Plan& plan) {
  for (std::size_t i = 0; i < plan.count(Kind::Role); ++i)
    if (const Identity id = plan.identity(Kind::Role, i);
        id.scope == 0 && id.inTerraform && id.fault.kind == FaultKind::None && !id.peer && !plan.changeOf(i))
      return id;
  return {};
}

void writeTerraformPlan(TextFile& file, const Plan& plan) {
  constexpr const char* provider = "registry.terraform.io/hashicorp/aws";
  const std::optional<Identity> role = plannedRole(plan);
  JsonOut out(file.buffer());
  out.beginObject();
  out.field("format_version", "1.2");
  out.field("terraform_version", "1.13.4");
  out.object("planned_values");
  out.object("root_module");
  out.array("resources");
  const auto head = [&] {
    out.field("address", "aws_iam_role." + stateName(role->name));
    out.field("mode", "managed");
    out.field("type", "aws_iam_role");
    out.field("name", stateName(role->name));
    out.field("provider_name", provider);
  };
  const auto values = [&](std::string_view key, int maxSession) {
    out.object(key);
    roleAttributes(out, plan, *role, maxSession);
    out.endObject();
  };
  if (role) {
    out.beginObject();
    head();
    out.field("schema_version", 0);
    values("values", 7200);
    out.endObject();
  }
  out.endArray();
  out.endObject();
  out.endObject();
  out.array("resource_changes");
  if (role) {
    out.beginObject();
    head();
    out.object("change");
    out.strings("actions", std::vector<std::string_view>{"update"});
    values("before", 3600);
    values("after", 7200);
    for (const char* key : {"after_unknown", "before_sensitive", "after_sensitive"})
      out.object(key), out.endObject();
    out.endObject();
    out.endObject();
  }
  out.endArray();
  out.field("timestamp", formatRfc3339Seconds(plan.capture(1) - std::chrono::hours(5)));
  out.field("applyable", role.has_value());
  out.field("complete", true);
  out.field("errored", false);
  out.endObject();
  file.buffer() += '\n';
}

} // namespace countersign::estate
