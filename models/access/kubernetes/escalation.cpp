// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/escalation.h"

#include <algorithm>

namespace countersign::rbac {
namespace {

std::string titleOf(const Consequence& c) {
  const std::string who = c.reached.shown();
  switch (c.kind) {
  case ConsequenceKind::Escalate:
    return "Write more rights into " + who;
  case ConsequenceKind::Bind:
    return "Bind " + who;
  case ConsequenceKind::Impersonate:
    return "Act as " + who;
  case ConsequenceKind::RequestToken:
    return "Ask for a token of " + who;
  case ConsequenceKind::ReadToken:
    return "Read a token of " + who;
  case ConsequenceKind::MintSecret:
    return "Make a token of " + who + ", and read it";
  case ConsequenceKind::RunAs:
    return "Run a workload as " + who;
  case ConsequenceKind::Exec:
    return "Run commands in pods of " + who;
  case ConsequenceKind::SignCertificate:
    return "Get a certificate of " + who;
  }
  return {};
}

/// What no rule tells: roles and accounts that may do more, and admission, which is not among the objects.
const char* needsOf(ConsequenceKind kind) {
  switch (kind) {
  case ConsequenceKind::Escalate:
    return "the role is bound to it, or to somebody whom it can become";
  case ConsequenceKind::Bind:
    return "a role that may do more";
  case ConsequenceKind::RunAs:
    return "a service account that may do more; admission that lets the workload through";
  case ConsequenceKind::Exec:
    return "a pod whose service account may do more; admission that lets it through";
  case ConsequenceKind::SignCertificate:
    return "a name that may do more; a signer that is running";
  default:
    return "somebody who may do more";
  }
}

void addSteps(const Consequence& c, std::vector<WhyStep>& out) {
  for (const Held& held : c.path)
    for (WhyStep& step : stepsOf(held))
      out.push_back(std::move(step));
}

void addCondition(const std::string& condition, EscalationPath& path) {
  if (condition.empty()) return;
  path.conditional = true;
  if (path.needs.find(condition) == std::string::npos)
    path.needs += (path.needs.empty() ? "if " : "; if ") + condition;
}

void addMissing(const std::vector<std::string>& from, std::vector<std::string>& to) {
  for (const std::string& text : from)
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

/// The chain of becoming one after the other until any permission can be had.
EscalationPath toEverything(const Reachable& reachable, const Reach& last) {
  EscalationPath out;
  out.id = "kubernetes.everything";
  out.title = "Get any permission of the cluster";
  out.conditional = last.conditional;
  for (const Reach* step : reachable.chain(last)) {
    out.steps.push_back({"step", titleOf(step->by) + " (" + step->by.scope() + ")", {}, {}});
    addSteps(step->by, out.steps);
    addCondition(step->by.condition, out);
  }
  return out;
}

} // namespace

EscalationPaths escalationPaths(const Cluster& cluster, const User& user) {
  EscalationPaths out;
  const Reachable far = reachable(cluster, user);
  for (const Reach& last : far.everything)
    out.list.push_back(toEverything(far, last));
  const Consequences near = consequences(cluster, user);
  for (const Consequence& c : near.list) {
    EscalationPath path;
    path.id = "kubernetes." + std::string(consequenceName(c.kind));
    path.title = titleOf(c) + " (" + c.scope() + ")";
    path.needs = needsOf(c.kind);
    addSteps(c, path.steps);
    addCondition(c.condition, path);
    out.list.push_back(std::move(path));
  }
  addMissing(near.missing, out.missing);
  addMissing(far.missing, out.missing);
  return out;
}

} // namespace countersign::rbac
