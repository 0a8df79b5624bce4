// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"
#include "models/identity/keys_gcp.h"

#include <array>
#include <initializer_list>

namespace countersign::keys {
namespace {
std::string join(std::string_view prefix, std::initializer_list<std::string_view> parts) {
  std::string out(prefix);
  bool first = true;
  for (const auto part : parts) {
    if (!first) out += '/';
    first = false;
    out += part;
  }
  return out;
}
std::string_view afterLastSlash(std::string_view text) {
  const auto slash = text.rfind('/');
  return slash == std::string_view::npos ? text : text.substr(slash + 1);
}
} // namespace

bool splitArn(std::string_view arn, Arn& out) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < 5; ++i) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return false;
    parts[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn") return false;
  out = Arn{parts[1], parts[2], parts[3], parts[4], arn};
  return true;
}

std::string awsArn(std::string_view arn) {
  return join("aws-arn:", {arn});
}
std::string awsId(std::string_view uniqueId) {
  return join("aws-id:", {uniqueId});
}
std::string awsRole(std::string_view account, std::string_view name) {
  return join("aws-role:", {account, name});
}
std::string awsUser(std::string_view account, std::string_view name) {
  return join("aws-user:", {account, name});
}
std::string awsGroup(std::string_view account, std::string_view name) {
  return join("aws-group:", {account, name});
}
std::string awsAccount(std::string_view account) {
  return join("aws-account:", {account});
}
std::string awsTarget(std::string_view id) {
  return join("aws-target:", {id});
}
std::string awsAccessKey(std::string_view accessKeyId) {
  return join("aws-key:", {accessKeyId});
}

std::string awsPrincipal(std::string_view arn) {
  Arn parts;
  if (!splitArn(arn, parts)) return {};
  const auto starts = [&](std::string_view prefix) {
    return parts.resource.substr(0, prefix.size()) == prefix;
  };
  if (parts.service == "sts" && starts("assumed-role/")) {
    const auto rest = parts.resource.substr(13);
    return awsRole(parts.account, rest.substr(0, rest.find('/')));
  }
  if (parts.service == "iam") {
    if (starts("role/")) return awsRole(parts.account, afterLastSlash(parts.resource));
    if (starts("user/")) return awsUser(parts.account, afterLastSlash(parts.resource));
    if (starts("group/")) return awsGroup(parts.account, afterLastSlash(parts.resource));
  }
  return awsArn(arn);
}

std::string k8sServiceAccount(std::string_view cluster, std::string_view ns, std::string_view name) {
  return join("k8s-sa:", {cluster, ns, name});
}
std::string k8sUid(std::string_view uid) {
  return join("k8s-uid:", {uid});
}
std::string k8sRole(std::string_view cluster, std::string_view ns, std::string_view name) {
  return join("k8s-role:", {cluster, ns, name});
}
std::string k8sClusterRole(std::string_view cluster, std::string_view name) {
  return join("k8s-clusterrole:", {cluster, name});
}
std::string k8sRoleBinding(std::string_view cluster, std::string_view ns, std::string_view name) {
  return join("k8s-rolebinding:", {cluster, ns, name});
}
std::string k8sClusterRoleBinding(std::string_view cluster, std::string_view name) {
  return join("k8s-clusterrolebinding:", {cluster, name});
}
std::string k8sUser(std::string_view cluster, std::string_view name) {
  return join("k8s-user:", {cluster, name});
}
std::string k8sGroup(std::string_view cluster, std::string_view name) {
  return join("k8s-group:", {cluster, name});
}
std::string k8sNamespace(std::string_view cluster, std::string_view ns) {
  return join("k8s-ns:", {cluster, ns});
}
std::string k8sAllClusterRoles(std::string_view cluster) {
  return join("k8s-clusterroles:", {cluster});
}

std::string k8sSubject(std::string_view cluster, std::string_view userName) {
  constexpr std::string_view prefix = "system:serviceaccount:";
  if (userName.substr(0, prefix.size()) == prefix) {
    const auto rest = userName.substr(prefix.size());
    const auto colon = rest.find(':');
    if (colon != std::string_view::npos)
      return k8sServiceAccount(cluster, rest.substr(0, colon), rest.substr(colon + 1));
  }
  return k8sUser(cluster, userName);
}

std::string oidcSubject(std::string_view issuer, std::string_view subject) {
  constexpr std::string_view scheme = "https://";
  if (issuer.substr(0, scheme.size()) == scheme) issuer.remove_prefix(scheme.size());
  while (!issuer.empty() && issuer.back() == '/')
    issuer.remove_suffix(1);
  std::string out = join("oidc:", {issuer});
  out += '#';
  out += subject;
  return out;
}
std::string neutral(std::string_view uid) {
  return join("uid:", {uid});
}

std::string fromNeutralUid(std::string_view uid) {
  if (uid.substr(0, 8) == "aws:arn:") {
    const std::string key = awsPrincipal(uid.substr(4));
    if (!key.empty()) return key;
  }
  if (uid.substr(0, 4) == "k8s:") {
    const auto rest = uid.substr(4);
    const auto marker = rest.find(":system:serviceaccount:");
    if (marker != std::string_view::npos) return k8sSubject(rest.substr(0, marker), rest.substr(marker + 1));
  }
  if (uid.substr(0, 7) == "gcp:sa:" && uid.size() > 7) return gcpId(uid.substr(7));
  return neutral(uid);
}

} // namespace countersign::keys
