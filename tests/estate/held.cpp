// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/held.h"

#include "tests/estate/kube_objects.h"

namespace countersign::estate {

namespace {

void add(std::set<Permission>& out, const PolicyText& policy) {
  for (Permission& p : permissionsOf(policy))
    out.insert(std::move(p));
}

/// A managed policy by its ARN, as it is on a day.
PolicyText managed(const Plan& plan, const Identity& role, const std::string& arn, int day) {
  const std::size_t block = Plan::policyBlock(role.ordinal);
  for (const PolicyText& aws : awsManaged())
    if (arn == awsManagedArn(aws.name)) return aws;
  return sharedPolicy(role.scope, block, plan.sharedPolicyEdited(role.scope, block, day));
}

} // namespace

std::vector<Permission> permissionsOf(const PolicyText& policy) {
  std::vector<Permission> out;
  for (const Statement& s : policy.statements)
    for (const std::string& action : s.actions)
      for (const std::string& resource : s.resources)
        out.push_back({action, resource});
  return out;
}

Permission bindingPermission(const Identity& id) {
  return {std::string(requestedVerb), "namespace " + id.ns};
}

std::vector<Permission> takenPermissions(const Plan& plan, const Identity& role) {
  PolicyText policy = roleInline(plan, role, false);
  Statement& s = policy.statements[1];
  s.actions.resize(1);
  policy.statements = {s};
  return permissionsOf(policy);
}

std::set<Permission> heldOn(const Plan& plan, const Identity& id, int day) {
  std::set<Permission> out;
  switch (id.kind) {
  case Kind::Role:
    for (const PolicyText& policy : roleInlineOn(plan, id, day))
      add(out, policy);
    for (const std::string& arn : attachedOn(plan, id, day))
      add(out, managed(plan, id, arn, day));
    break;
  case Kind::User: {
    const std::size_t block = Plan::groupBlock(id.ordinal);
    for (const PolicyText& policy : userInline(plan, id, plan.edited(id, day)))
      add(out, policy);
    add(out, groupInline(id.scope, block, plan.groupEdited(id.scope, block, day)));
    break;
  }
  case Kind::ServiceAccount:
    for (std::string& verb : kubePermissions(kubeRules(plan, id, plan.edited(id, day))))
      out.insert({std::move(verb), "namespace " + id.ns});
    if (const Change* c = plan.inForce(id.index, day); c && c->kind == Case::GrantBinding)
      out.insert(bindingPermission(id));
    break;
  }
  return out;
}

} // namespace countersign::estate
