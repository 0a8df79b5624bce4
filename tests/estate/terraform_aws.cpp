// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"
#include "tests/estate/terraform_out.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

void declareRole(StateOut& state, const Plan& plan, const Identity& role) {
  state.resource("aws_iam_role", role.name, [&](JsonOut& out) { roleAttributes(out, plan, role, 3600); });
  const PolicyText policy = roleInline(plan, role, false);
  state.resource("aws_iam_role_policy", role.name, [&](JsonOut& out) {
    out.field("id", role.name + ":" + policy.name);
    out.field("name", policy.name);
    out.field("policy", policyText(policy));
    out.field("role", role.name);
  });
  for (const std::string& arn : attachedArns(role, false))
    state.resource("aws_iam_role_policy_attachment", role.name + "_" + arn.substr(arn.rfind('/') + 1),
                   [&](JsonOut& out) {
                     out.field("id", role.name + "-20260101000000000000000001");
                     out.field("policy_arn", arn);
                     out.field("role", role.name);
                   });
  if (hasInstanceProfile(role))
    state.resource("aws_iam_instance_profile", role.name, [&](JsonOut& out) {
      const std::string name = role.name + "-host";
      out.field("arn", "arn:aws:iam::" + std::string(accounts[role.scope].id) + ":instance-profile/" + name);
      out.field("id", name);
      out.field("name", name);
      out.field("path", "/");
      out.field("role", role.name);
    });
}

void declareUser(StateOut& state, const Plan& plan, const Identity& user) {
  state.resource("aws_iam_user", user.name, [&](JsonOut& out) { userAttributes(out, user); });
  for (const PolicyText& policy : userInline(plan, user, false))
    state.resource("aws_iam_user_policy", user.name, [&](JsonOut& out) {
      out.field("id", user.name + ":" + policy.name);
      out.field("name", policy.name);
      out.field("policy", policyText(policy));
      out.field("user", user.name);
    });
  state.resource("aws_iam_user_group_membership", user.name, [&](JsonOut& out) {
    out.strings("groups", std::vector<std::string>{groupName(user.scope, Plan::groupBlock(user.ordinal))});
    out.field("id", "terraform-2026" + std::to_string(user.ordinal));
    out.field("user", user.name);
  });
  for (const AccessKey& key : accessKeys(plan, user, 1))
    state.resource("aws_iam_access_key", user.name + "_" + key.id,
                   [&](JsonOut& out) {
                     out.field("create_date", formatRfc3339Seconds(key.created));
                     out.field("id", key.id);
                     out.field("secret", canary(plan, Canary::AccessKeySecret, user.ordinal));
                     out.field("ses_smtp_password_v4", canary(plan, Canary::AccessKeySecret, user.ordinal));
                     out.field("status", key.active ? "Active" : "Inactive");
                     out.field("user", user.name);
                   },
                   {"secret", "ses_smtp_password_v4"});
}

void declarePolicy(StateOut& state, const Plan& plan, std::size_t account, const PolicyText& policy) {
  state.resource("aws_iam_policy", policy.name, [&](JsonOut& out) {
    const std::string arn = policyArn(account, policy.name);
    out.field("arn", arn);
    out.field("description", "");
    out.field("id", arn);
    out.field("name", policy.name);
    out.field("path", "/");
    out.field("policy", policyText(policy));
    out.field("policy_id", policyId(plan, arn));
  });
}

void declareGroup(StateOut& state, const Plan& plan, std::size_t account, std::size_t block) {
  const std::string name = groupName(account, block);
  const PolicyText policy = groupInline(account, block, false);
  state.resource("aws_iam_group", name, [&](JsonOut& out) {
    out.field("arn", "arn:aws:iam::" + std::string(accounts[account].id) + ":group/" + name);
    out.field("id", name);
    out.field("name", name);
    out.field("path", "/");
    out.field("unique_id", groupId(plan, account, block));
  });
  state.resource("aws_iam_group_policy", name, [&](JsonOut& out) {
    out.field("group", name);
    out.field("id", name + ":" + policy.name);
    out.field("name", policy.name);
    out.field("policy", policyText(policy));
  });
}

} // namespace

void writeAccountState(TextFile& file, const Plan& plan, std::size_t account, int day) {
  StateOut state(file, plan, false, account, day);
  state.begin();
  for (std::size_t block = 0; block < plan.policyBlocks(); ++block)
    declarePolicy(state, plan, account, sharedPolicy(account, block, false));
  if (account == 1) declarePolicy(state, plan, 1, boundary());
  for (std::size_t block = 0; block < plan.groupBlocks(); ++block)
    declareGroup(state, plan, account, block);
  for (const Kind kind : {Kind::Role, Kind::User})
    for (std::size_t i = 0; i < plan.count(kind); ++i)
      if (plan.scopeOf(kind, i) == account)
        if (const Identity id = plan.identityOn(kind, i, day); id.inTerraform)
          kind == Kind::Role ? declareRole(state, plan, id) : declareUser(state, plan, id);
  state.end();
}

} // namespace countersign::estate
