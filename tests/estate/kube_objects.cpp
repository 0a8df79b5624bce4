// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/kube_objects.h"

#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

enum Purpose : std::uint64_t { PurposeVersion = 401, PurposeUid };

std::uint64_t textHash(std::string_view text) {
  std::uint64_t h = 0;
  for (const char c : text)
    h = mix(h ^ static_cast<unsigned char>(c));
  return h;
}

void pairs(JsonOut& out, std::string_view key, const TextPairs& list) {
  if (list.empty()) return;
  out.object(key);
  for (const auto& [name, value] : list)
    out.field(name, value);
  out.endObject();
}

} // namespace

std::vector<KubeRule> kubeRules(const Plan& plan, const Identity& id, bool edited) {
  static constexpr const char* kinds[] = {"configmaps", "services", "endpoints", "persistentvolumeclaims"};
  std::vector<KubeRule> rules{
      {{""}, {"pods", kinds[plan.hash(PurposeUid, id.index) % 4]}, {"get", "list", "watch"}},
      {{"apps"}, {"deployments"}, {"get", "list"}}};
  if (edited) rules[1].verbs.push_back("patch");
  return rules;
}

std::vector<std::string> kubePermissions(const std::vector<KubeRule>& rules) {
  std::vector<std::string> out;
  for (const KubeRule& rule : rules)
    for (const std::string& group : rule.apiGroups)
      for (const std::string& resource : rule.resources)
        for (const std::string& verb : rule.verbs)
          out.push_back(verb + " " + resource + (group.empty() ? "" : "." + group));
  return out;
}

std::string requestedBinding(const Identity& id) {
  return id.name + "-requested";
}

TextPairs kubeLabels(const Identity& id) {
  return {{"app.kubernetes.io/name", id.name}, {"tier", id.tier}};
}

TextPairs kubeAnnotations(const Plan& plan, const Identity& id, const std::string& owner) {
  TextPairs out;
  const bool claimed = id.fault.kind == FaultKind::FederationClaimed;
  if (id.peer || claimed)
    out.emplace_back("eks.amazonaws.com/role-arn", plan.identity(claimed ? id.fault.other : *id.peer).arn);
  if (!owner.empty()) out.emplace_back("owner", owner);
  return out;
}

std::string kubeUid(const Plan& plan, std::string_view what, std::size_t number) {
  return drawUuid(plan.hash(PurposeUid, textHash(what), number));
}

std::string tokenSecret(const Identity& id) {
  return id.ordinal % 8 < 2 ? id.name + "-token" : std::string();
}

void beginKubeObject(JsonOut& out, const Plan& plan, int day, std::string_view apiVersion,
                     std::string_view kind, const KubeMeta& meta) {
  out.beginObject();
  out.field("apiVersion", apiVersion);
  out.field("kind", kind);
  out.object("metadata");
  pairs(out, "annotations", meta.annotations);
  out.field("creationTimestamp", formatRfc3339Seconds(meta.created));
  pairs(out, "labels", meta.labels);
  out.field("name", meta.name);
  if (!meta.ns.empty()) out.field("namespace", meta.ns);
  out.field("resourceVersion",
            std::to_string(100000 * day + static_cast<int>(plan.hash(PurposeVersion, textHash(meta.uid),
                                                                     static_cast<std::uint64_t>(day)) %
                                                           100000)));
  out.field("uid", meta.uid);
  out.endObject();
}

void beginKubeList(JsonOut& out) {
  out.beginObject();
  out.field("apiVersion", "v1");
  out.array("items");
}

void endKubeList(JsonOut& out, bool goesOn) {
  out.endArray();
  out.field("kind", "List");
  out.object("metadata");
  if (goesOn) out.field("continue", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MzAwMDAwfQ");
  out.field("resourceVersion", "");
  out.endObject();
  out.endObject();
}

void writeServiceAccounts(TextFile& file, const Plan& plan, std::size_t cluster, int day) {
  JsonOut out(file.buffer(), 4);
  beginKubeList(out);
  eachServiceAccount(plan, cluster, day, 1, [&](const Identity& id) {
    beginKubeObject(out, plan, day, "v1", "ServiceAccount",
                    {id.name, id.ns, plan.uniqueId(id, day), kubeLabels(id),
                     kubeAnnotations(plan, id, id.liveOwner), created(plan, id, day)});
    if (const std::string secret = tokenSecret(id); !secret.empty()) {
      out.array("secrets");
      out.beginObject();
      out.field("name", secret);
      out.endObject();
      out.endArray();
    }
    out.endObject();
    file.step();
  });
  endKubeList(out, plan.partialCluster(cluster, day));
  file.buffer() += '\n';
}

} // namespace countersign::estate
