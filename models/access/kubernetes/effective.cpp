// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/effective.h"

#include "models/access/kubernetes/cluster.h"
#include "models/access/kubernetes/escalation.h"
#include "models/access/kubernetes/held_bindings.h"

#include <map>

namespace countersign {
namespace {

/// The objects that decide about one account, and their documents by the names that answers give them.
struct About {
  rbac::Objects objects;
  std::map<std::string, HeldDocumentPtr> documents;
};

About aboutAccount(DocumentReader& reader, const HeldBindings& held) {
  About out;
  out.objects.serviceAccounts.push_back({held.ns, held.name});
  const auto known = [&](const char* part) {
    return reader.partImported("kubernetes", held.cluster, part, SourceRole::Live);
  };
  out.objects.known.roleBindings = known("rolebindings");
  out.objects.known.clusterRoleBindings = known("clusterrolebindings");
  for (const HeldBinding& b : held.list) {
    if (!b.role) { // it gives nothing, or nobody looked
      const bool wide = b.binding->document.content["roleRef"]["kind"].asString() == "ClusterRole";
      bool& part = wide ? out.objects.known.clusterRoles : out.objects.known.roles;
      part = part && known(wide ? "clusterroles" : "roles");
    }
    if (!out.documents.emplace(b.binding->document.object.kind + b.binding->document.object.uid, b.binding)
             .second)
      continue;
    const std::size_t bindings = out.objects.bindings.size(), roles = out.objects.roles.size();
    out.objects.addDocument(b.binding->document.object.kind, b.binding->document.content);
    if (out.objects.bindings.size() > bindings)
      out.documents[out.objects.bindings.back().shown()] = b.binding;
    if (!b.role ||
        !out.documents.emplace(b.role->document.object.kind + b.role->document.object.uid, b.role).second)
      continue;
    out.objects.addDocument(b.role->document.object.kind, b.role->document.content,
                            b.role->role == SourceRole::Live);
    if (out.objects.roles.size() > roles) out.documents[out.objects.roles.back().shown()] = b.role;
  }
  return out;
}

} // namespace

EffectiveList kubernetesEffective(const GrantList& applied) {
  EffectiveList out;
  out.known = applied.known;
  out.missing = applied.missing;
  for (const Grant& g : applied.grants) {
    EffectiveRow row;
    row.action = row.ofAction = g.action;
    row.resource = row.ofResource = g.resource;
    row.verdict = Tri::Yes;
    row.document = g.document;
    row.inner = g.inner;
    out.rows.push_back(std::move(row));
  }
  return out;
}

std::vector<EscalationPath> kubernetesEscalations(DocumentReader& reader, const HeldBindings& held) {
  if (held.cluster.empty() || held.list.empty()) return {};
  About about = aboutAccount(reader, held);
  const rbac::Cluster cluster(std::move(about.objects));
  return rbac::escalationPaths(cluster, rbac::serviceAccountUser(held.ns, held.name)).list;
}

Answer kubernetesAnswer(DocumentReader& reader, const HeldDocumentPtr& account, const Question& question) {
  const HeldBindings held = kubernetesHeldBindings(reader, account, SourceRole::Live);
  if (held.cluster.empty()) {
    Answer out;
    out.missing = held.missing;
    return out;
  }
  About about = aboutAccount(reader, held);
  Question asked = question;
  if (asked.principal.empty()) asked.principal = rbac::serviceAccountUserName(held.ns, held.name);
  const rbac::Cluster cluster(std::move(about.objects));
  Answer out = rbac::answer(cluster, asked);
  const auto imported = [&](const char* part) {
    return reader.partImported("kubernetes", held.cluster, part, SourceRole::Live);
  };
  // A role that is bound and not there gives nothing, where roles were shown at all.
  if (out.verdict == Verdict::Denied && !out.missing.empty() &&
      !(imported("roles") && imported("clusterroles"))) {
    out.verdict = Verdict::NotEvaluated;
    out.nothingAllows = true;
    out.deniedBy.clear();
  }
  for (WhyStep& step : out.why) {
    const auto found = about.documents.find(step.document);
    if (found == about.documents.end()) continue;
    step.held = found->second;
    step.document = found->second->document.object.uid;
  }
  return out;
}

} // namespace countersign
