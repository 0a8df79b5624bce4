// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"
#include "tests/review/drawn_estate.h"

#include <fstream>

namespace countersign::second {
namespace {

Json list(const Texts& texts) {
  Json out = Json::array();
  for (const std::string& t : texts)
    out.push(t);
  return out;
}
Json object() {
  return Json::object();
}
Json listOf(Json one) {
  return Json::array().push(std::move(one));
}
std::string textOf(const Json& json) {
  return canonicalJsonOrThrow(json);
}

Json conditionOf(Op op) {
  const char* const names[] = {"", "StringEquals", "StringNotEquals", "StringLike"};
  return object().set(names[static_cast<std::size_t>(op)],
                      object().set("aws:SourceVpce", op == Op::Like ? "vpce-*" : "vpce-1"));
}

Json policyOf(const Policy& policy) {
  Json statements = Json::array();
  for (const Statement& s : policy) {
    Json one = object().set("Effect", s.allow ? "Allow" : "Deny");
    one.set(s.notAction ? "NotAction" : "Action", list(s.actions));
    one.set(s.notResource ? "NotResource" : "Resource", list(s.resources));
    if (s.op != Op::None) one.set("Condition", conditionOf(s.op));
    statements.push(std::move(one));
  }
  return object().set("Version", "2012-10-17").set("Statement", std::move(statements));
}

Json trust() {
  return object()
      .set("Version", "2012-10-17")
      .set("Statement", listOf(object()
                                   .set("Effect", "Allow")
                                   .set("Principal", object().set("Service", "ec2.amazonaws.com"))
                                   .set("Action", "sts:AssumeRole")));
}

constexpr const char* born = "2026-01-02T03:04:05Z";

std::string policyArn(const Role& r, const std::string& what) {
  return "arn:aws:iam::" + r.account + ":policy/" + r.name + "-" + what;
}

Json managed(const Role& r, const std::string& what, const Policy& policy) {
  return object()
      .set("PolicyName", r.name + "-" + what)
      .set("PolicyId", "ANPA" + r.name + what)
      .set("Arn", policyArn(r, what))
      .set("Path", "/")
      .set("DefaultVersionId", "v1")
      .set("PolicyVersionList", listOf(object()
                                           .set("Document", policyOf(policy))
                                           .set("VersionId", "v1")
                                           .set("IsDefaultVersion", true)
                                           .set("CreateDate", born)));
}

Json attached(const std::string& arn) {
  return object().set("PolicyName", arn.substr(arn.rfind('/') + 1)).set("PolicyArn", arn);
}

/// One half of its statements inline, one half in a policy that is attached.
void addRole(const Role& r, Json& roles, Json& policies) {
  const auto half = r.live.begin() + static_cast<std::ptrdiff_t>(r.live.size() / 2);
  const Policy own(r.live.begin(), half), shared(half, r.live.end());
  Json attachedList = listOf(attached(policyArn(r, "shared")));
  policies.push(managed(r, "shared", shared));
  if (!r.allShown) attachedList.push(attached(policyArn(r, "unseen")));
  Json role = object().set("Path", "/").set("RoleName", r.name).set("RoleId", "AROA" + r.name);
  role.set("Arn", arnOf(r)).set("CreateDate", born).set("AssumeRolePolicyDocument", trust());
  role.set("InstanceProfileList", Json::array()).set("AttachedManagedPolicies", std::move(attachedList));
  role.set("RolePolicyList",
           own.empty() ? Json::array()
                       : listOf(object().set("PolicyName", "own").set("PolicyDocument", policyOf(own))));
  if (r.hasBoundary) {
    policies.push(managed(r, "boundary", r.boundary));
    role.set("PermissionsBoundary", object()
                                        .set("PermissionsBoundaryType", "Policy")
                                        .set("PermissionsBoundaryArn", policyArn(r, "boundary")));
  }
  roles.push(std::move(role));
}

std::string accountDetails(const Estate& estate, const std::string& account) {
  Json roles = Json::array(), policies = Json::array();
  for (const Role& r : estate.roles)
    if (r.account == account) addRole(r, roles, policies);
  return textOf(object()
                    .set("UserDetailList", Json::array())
                    .set("GroupDetailList", Json::array())
                    .set("RoleDetailList", std::move(roles))
                    .set("Policies", std::move(policies))
                    .set("IsTruncated", false));
}

std::string guardrail(const std::string& id, const Policy& policy, const Texts& targets) {
  const Json summary = object()
                           .set("Id", id)
                           .set("Arn", "arn:aws:organizations::777788889999:policy/o-example/"
                                       "service_control_policy/" +
                                           id)
                           .set("Name", id)
                           .set("Type", "SERVICE_CONTROL_POLICY")
                           .set("AwsManaged", false);
  Json at = Json::array();
  for (const std::string& t : targets)
    at.push(object().set("TargetId", t).set("Name", t).set("Type", t == "r-1" ? "ROOT" : "ACCOUNT"));
  return textOf(object().set(
             "Policy", object().set("PolicySummary", summary).set("Content", textOf(policyOf(policy))))) +
         textOf(object().set("PolicyId", id).set("Targets", std::move(at)));
}

/// Answers of `aws organizations …`, one after the other.
std::string organization(const Estate& estate) {
  const std::string arn = "arn:aws:organizations::777788889999:";
  Json accounts = Json::array();
  for (const auto& [id, levels] : estate.levels)
    accounts.push(object()
                      .set("Id", id)
                      .set("Arn", arn + "account/o-example/" + id)
                      .set("Name", id)
                      .set("Status", "ACTIVE")
                      .set("JoinedMethod", "INVITED"));
  const Json root = object().set("Id", "r-1").set("Arn", arn + "root/o-example/r-1").set("Name", "Root");
  std::string out = textOf(object().set("Organization", object()
                                                            .set("Id", "o-example")
                                                            .set("Arn", arn + "organization/o-example")
                                                            .set("FeatureSet", "ALL")
                                                            .set("MasterAccountId", "777788889999")));
  out += textOf(object().set("Roots", listOf(root)));
  out += textOf(object().set("ParentId", "r-1").set("Accounts", std::move(accounts)));
  out += guardrail("p-root", estate.levels.begin()->second.front(), {"r-1"});
  for (const auto& [id, levels] : estate.levels)
    out += guardrail("p-" + id, levels.back(), {id});
  return out;
}

Json meta(const std::string& name, const std::string& ns) {
  Json out = object().set("name", name).set("uid", "uid-" + ns + "-" + name);
  return out.setUnlessEmpty("namespace", ns);
}

Json ruleOf(const Rule& r, bool terraform) {
  Json out = object().set("verbs", list(r.verbs));
  if (!r.urls.empty()) return out.set(terraform ? "non_resource_urls" : "nonResourceURLs", list(r.urls));
  out.set(terraform ? "api_groups" : "apiGroups", list(r.groups)).set("resources", list(r.resources));
  if (!r.names.empty()) out.set(terraform ? "resource_names" : "resourceNames", list(r.names));
  return out;
}

Json rulesOf(const Bound& b, bool terraform) {
  Json out = Json::array();
  for (const Rule& r : b.rules)
    out.push(ruleOf(r, terraform));
  return out;
}

Json subjectOf(const Account& a, const Bound& b) {
  return b.toGroup ? object().set("kind", "Group").set("name", "system:serviceaccounts:n")
                   : object().set("kind", "ServiceAccount").set("name", a.name).set("namespace", "n");
}

Json kubeObject(const char* kind, Json metadata) {
  const bool core = std::string(kind) == "ServiceAccount";
  return object()
      .set("apiVersion", core ? "v1" : "rbac.authorization.k8s.io/v1")
      .set("kind", kind)
      .set("metadata", std::move(metadata));
}

/// Everything is bound to a cluster role of its own. What nobody is bound to makes every kind appear.
std::string clusterObjects(const Estate& estate) {
  Json items = Json::array();
  const auto bind = [&](const Bound& b, const std::string& name, Json subjects) {
    items.push(kubeObject("ClusterRole", meta(name, {})).set("rules", rulesOf(b, false)));
    items.push(kubeObject(b.wide ? "ClusterRoleBinding" : "RoleBinding", meta(name, b.ns))
                   .set("roleRef", object()
                                       .set("apiGroup", "rbac.authorization.k8s.io")
                                       .set("kind", "ClusterRole")
                                       .set("name", name))
                   .set("subjects", std::move(subjects)));
  };
  items.push(kubeObject("Role", meta("none", "n")).set("rules", Json::array()));
  bind({true, {}, {}, false}, "none-wide", Json::array());
  bind({false, "n", {}, false}, "none-here", Json::array());
  for (const Account& a : estate.accounts) {
    items.push(kubeObject("ServiceAccount", meta(a.name, "n")));
    for (std::size_t i = 0; i < a.live.size(); ++i)
      bind(a.live[i], a.name + "-" + std::to_string(i), listOf(subjectOf(a, a.live[i])));
  }
  return textOf(object().set("apiVersion", "v1").set("kind", "List").set("items", std::move(items)));
}

class State {
public:
  void add(const std::string& type, const std::string& name, Json attributes) {
    const char* provider = type.rfind("aws", 0) == 0 ? "aws" : "kubernetes";
    resources_.push(
        object()
            .set("mode", "managed")
            .set("type", type)
            .set("name", name)
            .set("provider", std::string("provider[\"registry.terraform.io/hashicorp/") + provider + "\"]")
            .set("instances",
                 listOf(object().set("schema_version", 0).set("attributes", std::move(attributes)))));
  }
  std::string text() const {
    return textOf(object()
                      .set("version", 4)
                      .set("terraform_version", "1.9.8")
                      .set("serial", 1)
                      .set("lineage", "l-1")
                      .set("outputs", object())
                      .set("resources", resources_));
  }

private:
  Json resources_ = Json::array();
};

void declare(const Role& r, State& state) {
  state.add("aws_iam_role", r.name,
            object()
                .set("arn", arnOf(r))
                .set("name", r.name)
                .set("path", "/")
                .set("unique_id", "AROA" + r.name)
                .set("assume_role_policy", textOf(trust()))
                .set("inline_policy",
                     listOf(object().set("name", "asked").set("policy", textOf(policyOf(r.intent))))));
}

void declare(const Account& a, State& state) {
  state.add("kubernetes_service_account", a.name, object().set("metadata", listOf(meta(a.name, "n"))));
  for (std::size_t i = 0; i < a.intent.size(); ++i) {
    const Bound& b = a.intent[i];
    const std::string name = "asked-" + a.name + "-" + std::to_string(i);
    state.add("kubernetes_cluster_role", name,
              object().set("metadata", listOf(meta(name, {}))).set("rule", rulesOf(b, true)));
    const Json ref =
        object().set("api_group", "rbac.authorization.k8s.io").set("kind", "ClusterRole").set("name", name);
    state.add(b.wide ? "kubernetes_cluster_role_binding" : "kubernetes_role_binding", name,
              object()
                  .set("metadata", listOf(meta(name, b.ns)))
                  .set("role_ref", listOf(ref))
                  .set("subject", listOf(subjectOf(a, b))));
  }
}

} // namespace

void writeExports(const Estate& estate, const std::filesystem::path& folder) {
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
  };
  for (const auto& [account, levels] : estate.levels)
    write("account-" + account + ".json", accountDetails(estate, account));
  if (estate.organization) write("organization.json", organization(estate));
  write("cluster.json", clusterObjects(estate));
  State state;
  for (const Role& r : estate.roles)
    if (r.declared) declare(r, state);
  for (const Account& a : estate.accounts)
    if (a.declared) declare(a, state);
  write("state.tfstate", state.text());
  std::string tickets = "id,requested_at,requested_by,identity,change,permission,resource\n";
  for (std::size_t i = 0; i < estate.tickets.size(); ++i)
    tickets += "T-" + std::to_string(i) + ",2026-11-20T05:00:00Z,team," + estate.tickets[i].identity +
               ",grant," + estate.tickets[i].action + "," + estate.tickets[i].resource + "\n";
  write("tickets.csv", tickets);
}

} // namespace countersign::second
