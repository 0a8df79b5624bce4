// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys: the exact names by which documents, events and credentials refer to objects, written the same way
/// wherever they come from. Two things with an equal key are the same thing; nothing weaker is a key.
namespace countersign::keys {

/// "aws-arn:<arn>". Case-sensitive, as AWS is. An assumed-role ARN
/// (arn:aws:sts::A:assumed-role/R/session) is no role ARN: use `awsPrincipal`.
std::string awsArn(std::string_view arn);
/// "aws-id:<AROA…|AIDA…|ANPA…>": never reused by AWS.
std::string awsId(std::string_view uniqueId);
/// "aws-role:<account>/<name>": roles, users and groups are unique by name inside an account, whatever
/// their path (IAM User Guide, "IAM identifiers").
std::string awsRole(std::string_view account, std::string_view name);
std::string awsUser(std::string_view account, std::string_view name);
std::string awsGroup(std::string_view account, std::string_view name);
/// "aws-account:<account>".
std::string awsAccount(std::string_view account);
/// "aws-target:<account, ou-… or r-…>": what organization policies attach to.
std::string awsTarget(std::string_view id);
/// "aws-key:<AKIA…>": an access key id.
std::string awsAccessKey(std::string_view accessKeyId);
/// The key of whom an ARN names: role, user or group by account and name, assumed-role by its role,
/// everything else by the whole ARN. Empty for text that is no ARN.
std::string awsPrincipal(std::string_view arn);

/// "k8s-sa:<cluster>/<namespace>/<name>".
std::string k8sServiceAccount(std::string_view cluster, std::string_view ns, std::string_view name);
/// "k8s-uid:<metadata.uid>": never reused.
std::string k8sUid(std::string_view uid);
/// "k8s-role:<cluster>/<namespace>/<name>" and "k8s-clusterrole:<cluster>/<name>".
std::string k8sRole(std::string_view cluster, std::string_view ns, std::string_view name);
std::string k8sClusterRole(std::string_view cluster, std::string_view name);
/// "k8s-rolebinding:<cluster>/<namespace>/<name>" and "k8s-clusterrolebinding:<cluster>/<name>".
std::string k8sRoleBinding(std::string_view cluster, std::string_view ns, std::string_view name);
std::string k8sClusterRoleBinding(std::string_view cluster, std::string_view name);
/// "k8s-user:<cluster>/<name>" and "k8s-group:<cluster>/<name>"; service accounts are `k8sServiceAccount`.
std::string k8sUser(std::string_view cluster, std::string_view name);
std::string k8sGroup(std::string_view cluster, std::string_view name);
std::string k8sNamespace(std::string_view cluster, std::string_view ns);
/// The service account that a user name "system:serviceaccount:ns:name" stands for, else `k8sUser`.
std::string k8sSubject(std::string_view cluster, std::string_view userName);
/// "k8s-clusterroles:<cluster>": all cluster roles, for aggregation.
std::string k8sAllClusterRoles(std::string_view cluster);

/// "oidc:<issuer without https:// and trailing slash>#<subject>": a federated subject.
std::string oidcSubject(std::string_view issuer, std::string_view subject);
/// "uid:<uid>": an identity of the neutral format.
std::string neutral(std::string_view uid);
/// The native key that a neutral uid names ("aws:<arn>", "k8s:<cluster>:system:serviceaccount:ns:n"),
/// else `neutral(uid)`.
std::string fromNeutralUid(std::string_view uid);

/// Parts of an ARN "arn:partition:service:region:account:resource".
struct Arn {
  std::string_view partition, service, region, account, resource;
};
/// False for text that has not six parts.
bool splitArn(std::string_view arn, Arn& out);

} // namespace countersign::keys
