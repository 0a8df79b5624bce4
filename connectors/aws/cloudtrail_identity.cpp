// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/cloudtrail_identity.h"

#include "connectors/aws/cloudtrail_actions.h"
#include "connectors/aws/values.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <simdjson.h>

namespace countersign::aws {
namespace {

namespace dom = simdjson::dom;

void addKey(std::vector<std::string>& keys, std::string key) {
  if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
}

/// "AROA…:session" → the unique id, where it is one of a role, user or group.
void addUniqueId(std::vector<std::string>& keys, std::string_view principalId) {
  const std::string_view id = principalId.substr(0, principalId.find(':'));
  if (id.size() >= 16 && (id.substr(0, 4) == "AROA" || id.substr(0, 4) == "AIDA"))
    addKey(keys, keys::awsId(id));
}

/// "arn:aws:iam::1:oidc-provider/issuer/path" or the issuer itself.
std::string_view issuerOf(std::string_view provider) {
  const auto marker = provider.find(":oidc-provider/");
  return marker == std::string_view::npos ? provider : provider.substr(marker + 15);
}

std::string titleOf(std::string_view type, const dom::element& identity, std::string_view arn) {
  if (type == "Root") return "root";
  if (type == "AssumedRole") {
    // arn:aws:sts::1:assumed-role/role/session
    const auto role = arn.find("assumed-role/");
    if (role != std::string_view::npos) return std::string(arn.substr(role + 13));
    const auto issuer = textAt(identity, "sessionContext/sessionIssuer/userName");
    if (!issuer.empty()) return std::string(issuer);
  }
  for (const char* member : {"userName", "invokedBy"})
    if (const auto text = textAt(identity, member); !text.empty()) return std::string(text);
  if (!arn.empty()) return std::string(lastSegment(arn));
  for (const char* member : {"principalId", "accountId"})
    if (const auto text = textAt(identity, member); !text.empty()) return std::string(text);
  return std::string(type);
}

} // namespace

Actor actorOf(const dom::element& record) {
  Actor out;
  dom::element identity;
  if (record["userIdentity"].get(identity) != simdjson::SUCCESS || !identity.is_object()) return out;
  const std::string_view type = textAt(identity, "type"), arn = textAt(identity, "arn");
  const std::string_view account = textAt(identity, "accountId"), user = textAt(identity, "userName");
  const std::string_view principalId = textAt(identity, "principalId");
  const std::string_view issuer = textAt(identity, "sessionContext/sessionIssuer/arn");
  if (type == "IAMUser" && !user.empty() && isAccountId(account)) {
    out.userKey = keys::awsUser(account, user);
    addKey(out.keys, out.userKey);
  } else if (!issuer.empty()) {
    addKey(out.keys, keys::awsPrincipal(issuer)); // AssumedRole, FederatedUser
  } else if (type == "WebIdentityUser") {
    if (const auto provider = textAt(identity, "identityProvider"); !provider.empty() && !user.empty())
      addKey(out.keys, keys::oidcSubject(issuerOf(provider), user));
  } else if (type == "AWSAccount" && isAccountId(account)) {
    addKey(out.keys, keys::awsAccount(account));
  } else if (!arn.empty()) {
    addKey(out.keys, keys::awsPrincipal(arn));
  } else if (type == "Root" && isAccountId(account)) {
    addKey(out.keys, keys::awsArn("arn:aws:iam::" + std::string(account) + ":root"));
  }
  addUniqueId(out.keys, principalId);
  addUniqueId(out.keys, textAt(identity, "sessionContext/sessionIssuer/principalId"));
  if (const auto key = textAt(identity, "accessKeyId"); key.substr(0, 4) == "AKIA") // ASIA…: temporary
    addKey(out.credentialKeys, keys::awsAccessKey(key));
  out.title = titleOf(type, identity, arn);
  out.text = arn.empty() ? out.title : std::string(arn);
  return out;
}

} // namespace countersign::aws
