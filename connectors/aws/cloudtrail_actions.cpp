// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/cloudtrail_actions.h"

#include "models/identity/keys.h"

#include <simdjson.h>
#include <unordered_map>

namespace countersign::aws {
namespace {

namespace dom = simdjson::dom;

enum class Names {
  Role,
  User,
  UserOrCaller,
  Group,
  Id,
  Key,
  Arn,
  Principal,
  Target,
  InstanceProfile,
  Account
};

/// One line of the table: for these actions, the text at `path` names an object in the way of `what`. Only
/// what an action changes is named: attaching a policy to a role changes the role, not the policy.
struct Rule {
  std::string_view service;
  Names what;
  std::string_view path;
  bool changes;
  std::string_view actions;
};
constexpr Rule rules[] = {
    {"iam", Names::Role, "requestParameters/roleName", true,
     "AddRoleToInstanceProfile AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary "
     "DeleteRolePolicy "
     "DeleteServiceLinkedRole DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy "
     "RemoveRoleFromInstanceProfile TagRole "
     "UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription"},
    {"iam", Names::Role, "responseElements/role/roleName", true, "CreateServiceLinkedRole"},
    {"iam", Names::Id, "responseElements/role/roleId", true, "CreateRole CreateServiceLinkedRole"},
    {"iam", Names::User, "requestParameters/userName", true,
     "AddUserToGroup AttachUserPolicy CreateLoginProfile CreateUser DeleteLoginProfile DeleteUser "
     "DeleteUserPermissionsBoundary "
     "DeleteUserPolicy DetachUserPolicy PutUserPermissionsBoundary PutUserPolicy RemoveUserFromGroup TagUser "
     "UntagUser "
     "UpdateLoginProfile UpdateUser"},
    {"iam", Names::User, "requestParameters/newUserName", true, "UpdateUser"},
    {"iam", Names::Id, "responseElements/user/userId", true, "CreateUser"},
    {"iam", Names::UserOrCaller, "requestParameters/userName", true,
     "ChangePassword CreateAccessKey CreateServiceSpecificCredential DeactivateMFADevice DeleteAccessKey "
     "DeleteServiceSpecificCredential "
     "DeleteSigningCertificate DeleteSSHPublicKey EnableMFADevice ResetServiceSpecificCredential "
     "UpdateAccessKey "
     "UpdateServiceSpecificCredential UpdateSigningCertificate UpdateSSHPublicKey UploadSigningCertificate "
     "UploadSSHPublicKey"},
    {"iam", Names::Key, "requestParameters/accessKeyId", true, "DeleteAccessKey UpdateAccessKey"},
    {"iam", Names::Key, "responseElements/accessKey/accessKeyId", true, "CreateAccessKey"},
    {"iam", Names::Group, "requestParameters/groupName", true,
     "AttachGroupPolicy CreateGroup DeleteGroup DeleteGroupPolicy DetachGroupPolicy PutGroupPolicy "
     "UpdateGroup"},
    {"iam", Names::Group, "requestParameters/newGroupName", true, "UpdateGroup"},
    {"iam", Names::Id, "responseElements/group/groupId", true, "CreateGroup"},
    {"iam", Names::Arn, "requestParameters/policyArn", true,
     "CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion"},
    {"iam", Names::Arn, "responseElements/policy/arn", true, "CreatePolicy"},
    {"iam", Names::Arn, "requestParameters/openIDConnectProviderArn", true,
     "AddClientIDToOpenIDConnectProvider DeleteOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider "
     "UpdateOpenIDConnectProviderThumbprint TagOpenIDConnectProvider UntagOpenIDConnectProvider"},
    {"iam", Names::Arn, "responseElements/openIDConnectProviderArn", true, "CreateOpenIDConnectProvider"},
    {"iam", Names::Arn, "requestParameters/sAMLProviderArn", true, "DeleteSAMLProvider UpdateSAMLProvider"},
    {"iam", Names::Arn, "responseElements/sAMLProviderArn", true, "CreateSAMLProvider"},
    {"iam", Names::InstanceProfile, "requestParameters/instanceProfileName", true,
     "AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile"},
    {"iam", Names::Account, "recipientAccountId", true,
     "DeleteAccountPasswordPolicy UpdateAccountPasswordPolicy"},
    {"sts", Names::Principal, "requestParameters/roleArn", false,
     "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity"},
    {"organizations", Names::Target, "requestParameters/targetId", true, "AttachPolicy DetachPolicy"},
    {"organizations", Names::Target, "requestParameters/policyId", true,
     "AttachPolicy DeletePolicy DetachPolicy UpdatePolicy"},
    {"organizations", Names::Arn, "responseElements/policy/policySummary/arn", true,
     "CreatePolicy UpdatePolicy"},
    {"organizations", Names::Target, "requestParameters/rootId", true, "DisablePolicyType EnablePolicyType"},
    {"organizations", Names::Target, "requestParameters/accountId", true,
     "CloseAccount MoveAccount RemoveAccountFromOrganization"},
    {"organizations", Names::Target, "requestParameters/organizationalUnitId", true,
     "DeleteOrganizationalUnit UpdateOrganizationalUnit"},
    {"organizations", Names::Target, "responseElements/organizationalUnit/id", true,
     "CreateOrganizationalUnit"},
    {"organizations", Names::Target, "recipientAccountId", true, "LeaveOrganization"},
};

using Table = std::unordered_multimap<std::string, const Rule*>;

const Table& table() {
  static const Table all = [] {
    Table out;
    for (const Rule& rule : rules)
      for (std::string_view rest = rule.actions; !rest.empty();) {
        const auto space = std::min(rest.find(' '), rest.size());
        out.emplace(std::string(rule.service) + ':' + std::string(rest.substr(0, space)), &rule);
        rest.remove_prefix(std::min(space + 1, rest.size()));
      }
    return out;
  }();
  return all;
}

std::string_view lastPart(std::string_view arn) {
  const auto slash = arn.rfind('/');
  return slash == std::string_view::npos ? arn : arn.substr(slash + 1);
}

EventObject objectOf(Names what, std::string_view name, std::string_view account) {
  const std::string text(name);
  switch (what) {
  case Names::Role:
    return {keys::awsRole(account, name), "role " + text};
  case Names::User:
  case Names::UserOrCaller:
    return {keys::awsUser(account, name), "user " + text};
  case Names::Group:
    return {keys::awsGroup(account, name), "group " + text};
  case Names::Id:
    return {keys::awsId(name), {}};
  case Names::Key:
    return {keys::awsAccessKey(name), "access key " + text};
  case Names::Arn:
    return {keys::awsArn(name), std::string(lastPart(name))};
  case Names::Principal:
    return {keys::awsPrincipal(name), "role " + std::string(lastPart(name))};
  case Names::Target:
    return {keys::awsTarget(name), text};
  case Names::InstanceProfile:
    return {keys::awsArn("arn:aws:iam::" + std::string(account) + ":instance-profile/" + text),
            "instance profile " + text};
  case Names::Account:
    return {keys::awsAccount(name), "account " + text};
  }
  return {};
}

/// Roles before what they are put into, so that a summary names the role first.
int rank(const Rule& rule) {
  return static_cast<int>(&rule - rules);
}

} // namespace

std::string_view textAt(const dom::element& value, std::string_view path) {
  dom::element at = value;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    if (at[path.substr(0, slash)].get(at) != simdjson::SUCCESS) return {};
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  std::string_view out;
  return at.get(out) == simdjson::SUCCESS ? out : std::string_view{};
}

EventObjects objectsOf(std::string_view action, const dom::element& record, std::string_view account,
                       const std::string& callerKey, const std::string& callerTitle) {
  EventObjects out;
  const auto [begin, end] = table().equal_range(std::string(action));
  std::vector<const Rule*> matching;
  for (auto it = begin; it != end; ++it)
    matching.push_back(it->second);
  std::sort(matching.begin(), matching.end(),
            [](const Rule* a, const Rule* b) { return rank(*a) < rank(*b); });
  for (const Rule* rule : matching) {
    out.changes = out.changes || rule->changes;
    const std::string_view name = textAt(record, rule->path);
    EventObject object;
    if (!name.empty())
      object = objectOf(rule->what, name, account);
    else if (rule->what == Names::UserOrCaller)
      object = {callerKey, callerTitle};
    if (!object.key.empty()) out.objects.push_back(std::move(object));
  }
  return out;
}

} // namespace countersign::aws
