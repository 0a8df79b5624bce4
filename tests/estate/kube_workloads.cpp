// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/kube_objects.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {
enum Purpose : std::uint64_t { PurposePod = 450 };

void container(JsonOut& out, const Plan& plan, const Identity& id, std::size_t cluster, bool withSecret) {
  out.beginObject();
  out.array("env");
  out.beginObject();
  out.field("name", "LOG_LEVEL");
  out.field("value", "info");
  out.endObject();
  if (withSecret) {
    out.beginObject();
    out.field("name", "DB_PASSWORD");
    out.field("value", canary(plan, Canary::PodValue, cluster));
    out.endObject();
  }
  out.endArray();
  out.field("image", "registry.example.org/" + id.ns + "/" + id.name + ":1.4.2");
  out.field("imagePullPolicy", "IfNotPresent");
  out.field("name", id.name);
  out.endObject();
}
} // namespace

void writePods(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  JsonOut out(file.buffer(), 4);
  bool first = true;
  beginKubeList(out);
  eachServiceAccount(plan, cluster, day, 3, [&](const Identity& id) {
    if (id.ordinal % 4 > 1) return;
    const std::uint64_t h = plan.hash(PurposePod, id.index, static_cast<std::uint64_t>(day));
    const std::string set = id.name + "-" + drawHex(plan.hash(PurposePod, id.index), 9);
    beginKubeObject(out, plan, day, "v1", "Pod",
                    {set + "-" + drawHex(h, 5),
                     id.ns,
                     drawUuid(h),
                     {{"app.kubernetes.io/name", id.name}},
                     {},
                     plan.capture(day) - std::chrono::minutes(30 + h % 1300)});
    out.object("spec");
    out.array("containers");
    container(out, plan, id, cluster, first);
    out.endArray();
    out.field("nodeName", "node-" + std::to_string(h % 6 + 1));
    out.field("serviceAccount", id.name);
    out.field("serviceAccountName", id.name);
    out.endObject();
    out.object("status");
    out.field("phase", "Running");
    out.endObject();
    out.endObject();
    first = false;
    file.step();
  });
  endKubeList(out);
  file.buffer() += '\n';
}

std::optional<Identity> tokenHolder(const Plan& plan, std::size_t cluster, int day) {
  std::optional<Identity> out;
  eachServiceAccount(plan, cluster, day, 0, [&](const Identity& id) {
    if (!out && !tokenSecret(id).empty()) out = id;
  });
  return out;
}

// What `kubectl get secrets -o json` gives away: the importer has to leave the token behind.
void writeTokenSecrets(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  JsonOut out(file.buffer(), 4);
  beginKubeList(out);
  if (const auto holder = tokenHolder(plan, cluster, day)) {
    const Identity& id = *holder;
    beginKubeObject(out, plan, day, "v1", "Secret",
                    {tokenSecret(id),
                     id.ns,
                     kubeUid(plan, "secret", id.index),
                     {},
                     {{"kubernetes.io/service-account.name", id.name},
                      {"kubernetes.io/service-account.uid", plan.uniqueId(id, day)}},
                     created(plan, id, 1)});
    out.object("data");
    out.field("token", canary(plan, Canary::ClusterToken, cluster));
    out.endObject();
    out.field("type", "kubernetes.io/service-account-token");
    out.endObject();
  }
  endKubeList(out);
  file.buffer() += '\n';
}

void writeNamespaces(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  std::string& out = file.buffer();
  out += "apiVersion: v1\nitems:\n";
  for (std::size_t i = 0; i < teams.size(); ++i) {
    const std::string team = teams[i];
    out += "- apiVersion: v1\n  kind: Namespace\n  metadata:\n    creationTimestamp: \"" +
           formatRfc3339Seconds(plan.capture(1) - std::chrono::hours(24 * 350)) +
           "\"\n    labels:\n      kubernetes.io/metadata.name: " + team + "\n    name: " + team +
           "\n    resourceVersion: \"" + std::to_string(1000 * day + static_cast<int>(i)) +
           "\"\n    uid: " + kubeUid(plan, "namespace", cluster * 100 + i) +
           "\n  spec:\n    finalizers:\n    - kubernetes\n  status:\n    phase: Active\n";
  }
  out += "kind: List\nmetadata:\n  resourceVersion: \"\"\n";
}

} // namespace countersign::estate
