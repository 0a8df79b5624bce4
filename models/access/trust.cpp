// SPDX-License-Identifier: Apache-2.0
#include "models/access/trust.h"

#include "models/identity/keys.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

using Mechanism = TrustEntry::Mechanism;

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string withoutScheme(std::string issuer) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (issuer.starts_with(scheme)) issuer.erase(0, scheme.size());
  while (!issuer.empty() && issuer.back() == '/')
    issuer.pop_back();
  return issuer;
}

/// Does a test on a value leave anything out? "*" and its kin do not.
bool restricts(const std::string& pattern) {
  return pattern.find_first_not_of("*?") != std::string::npos;
}

/// Values that a statement asks of a condition key, by an operator that only lets through what is named. The
/// opposite operators leave everybody else in; "IfExists" lets a request without the key through, and every
/// token has `sub` and `aud` (OpenID Connect Core 1.0, 2). A set operator "ForAllValues" is true where the
/// key is missing (IAM User Guide, "Multivalued context keys"), as above.
std::vector<std::string> asked(const Json& statement, const std::string& wantedKey) {
  std::vector<std::string> out;
  for (const auto& [op, tests] : statement["condition"].members())
    for (const auto& [key, values] : tests.members()) {
      if (lowered(key) != wantedKey) continue;
      std::string operation = lowered(op.substr(op.find(':') == std::string::npos ? 0 : op.find(':') + 1));
      if (operation.ends_with("ifexists")) operation.resize(operation.size() - 8);
      if (operation != "stringequals" && operation != "stringlike" && operation != "stringequalsignorecase")
        continue;
      for (const std::string& value : values.strings())
        out.push_back(value);
    }
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : ", ") + text;
  return out;
}

/// All of them restrict: one that does not lets everybody in.
bool bound(const std::vector<std::string>& values) {
  return !values.empty() && std::all_of(values.begin(), values.end(), restricts);
}

TrustEntry federated(const Json& statement, const std::string& who) {
  TrustEntry t;
  t.who = who;
  constexpr std::string_view oidc = ":oidc-provider/";
  if (const auto at = who.find(oidc); at != std::string::npos) {
    t.issuer = who.substr(at + oidc.size());
  } else if (who.find(":saml-provider/") != std::string::npos) {
    t.mechanism = Mechanism::Saml;
    return t;
  } else {
    t.issuer = who; // "accounts.google.com", "www.amazon.com" …: issuers that need no provider
  }
  t.mechanism = Mechanism::Oidc;
  const std::string key = lowered(t.issuer);
  const auto subjects = asked(statement, key + ":sub"), audiences = asked(statement, key + ":aud");
  t.subject = joined(subjects);
  t.audience = joined(audiences);
  t.subjectBound = bound(subjects);
  t.audienceBound = bound(audiences);
  return t;
}

TrustEntry ofAccount(const Json& statement, const std::string& who) {
  TrustEntry t;
  t.who = who;
  if (who == "*") {
    t.mechanism = Mechanism::Anyone;
    return t;
  }
  keys::Arn arn;
  if (keys::splitArn(who, arn)) {
    t.account = std::string(arn.account);
    t.mechanism = arn.resource == "root"                 ? Mechanism::Account
                  : arn.resource.substr(0, 5) == "user/" ? Mechanism::User
                                                         : Mechanism::Workload;
  }
  t.externalId = bound(asked(statement, "sts:externalid"));
  return t;
}

/// Trust policy of a role (IAM User Guide, "AWS JSON policy elements: Principal").
std::vector<TrustEntry> awsRole(const Document& d) {
  std::vector<TrustEntry> out;
  const Json& statements = d.content["trust"]["statements"];
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Json& s = statements.at(i);
    if (s["effect"].asString() != "Allow") continue;
    for (const auto& [kind, names] : s["principal"].members())
      for (const std::string& who : names.strings()) {
        TrustEntry t = kind == "Federated" ? federated(s, who) : ofAccount(s, who);
        if (kind == "Service") t.mechanism = Mechanism::Service;
        t.conditional = !s["condition"].empty();
        t.inner = "/trust/statements/" + std::to_string(i);
        out.push_back(std::move(t));
      }
  }
  return out;
}

/// A federated credential of Entra always names issuer, subject and audience (Microsoft Graph,
/// federatedIdentityCredential).
std::vector<TrustEntry> azureFederated(const Document& d) {
  TrustEntry t;
  t.mechanism = Mechanism::Oidc;
  t.issuer = withoutScheme(d.content["issuer"].asString());
  t.subject = d.content["subject"].asString();
  t.audience = joined(d.content["audiences"].strings());
  t.who = t.issuer + " " + t.subject;
  t.subjectBound = restricts(t.subject);
  t.audienceBound = !t.audience.empty();
  return {std::move(t)};
}

/// The application of a service principal may be of another tenant, whose people hold its credentials.
std::vector<TrustEntry> azureServicePrincipal(const Document& d) {
  const std::string& owner = d.content["appOwnerOrganizationId"].asString();
  if (owner.empty() || d.content["servicePrincipalType"].asString() == "ManagedIdentity") return {};
  TrustEntry t;
  t.mechanism = Mechanism::Account;
  t.who = "tenant " + owner;
  t.account = owner;
  t.inner = "/appOwnerOrganizationId";
  return {std::move(t)};
}

/// Roles that let their members become a service account (Google Cloud documentation, "Roles for service
/// account authentication").
bool becomes(const std::string& role) {
  return role == "roles/iam.serviceAccountTokenCreator" || role == "roles/iam.workloadIdentityUser" ||
         role == "roles/iam.serviceAccountOpenIdTokenCreator" || role == "roles/iam.serviceAccountKeyAdmin" ||
         role == "roles/iam.serviceAccountUser" || role == "roles/owner" || role == "roles/editor";
}

/// "principalSet://…/workloadIdentityPools/POOL/*" lets in every identity of the pool (Google Cloud
/// documentation, "Principal identifiers").
TrustEntry gcpMember(const std::string& member) {
  TrustEntry t;
  t.who = member;
  if (member == "allUsers" || member == "allAuthenticatedUsers") {
    t.mechanism = Mechanism::Anyone;
  } else if (member.starts_with("principal://") || member.starts_with("principalSet://")) {
    t.mechanism = Mechanism::Oidc;
    t.issuer = member.substr(member.find("://") + 3);
    t.subject = t.issuer.substr(t.issuer.rfind('/') + 1);
    t.subjectBound = restricts(t.subject);
    t.audienceBound = true; // the pool's provider has it
  } else if (member.starts_with("user:")) {
    t.mechanism = Mechanism::User;
  } else if (member.starts_with("serviceAccount:")) {
    t.mechanism = Mechanism::Workload;
  }
  return t;
}

std::vector<TrustEntry> gcpAllowPolicy(const Document& d) {
  std::vector<TrustEntry> out;
  if (d.content["resource"].asString().find("/serviceAccounts/") == std::string::npos) return out;
  const Json& bindings = d.content["bindings"];
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    const Json& binding = bindings.at(i);
    if (!becomes(binding["role"].asString())) continue;
    for (const std::string& member : binding["members"].strings()) {
      TrustEntry t = gcpMember(member);
      t.conditional = !binding["condition"].empty();
      t.inner = "/bindings/" + std::to_string(i);
      out.push_back(std::move(t));
    }
  }
  return out;
}

std::vector<TrustEntry> neutralTrust(const Document& d) {
  static const std::map<std::string, Mechanism, std::less<>> mechanisms{{"oidc", Mechanism::Oidc},
                                                                        {"saml", Mechanism::Saml},
                                                                        {"assume_role", Mechanism::Workload},
                                                                        {"impersonate", Mechanism::Workload},
                                                                        {"act_as", Mechanism::Workload}};
  const Json& c = d.content;
  TrustEntry t;
  if (const auto found = mechanisms.find(c["mechanism"].asString()); found != mechanisms.end())
    t.mechanism = found->second;
  t.who = c["subject"].asString();
  t.issuer = withoutScheme(c["issuer"].asString());
  t.subject = t.who;
  t.audience = joined(c["audience"].strings());
  t.subjectBound = c["subject_match"].asString() != "any" && restricts(t.who);
  t.audienceBound = !t.audience.empty();
  t.conditional = c.has("conditions_raw");
  t.externalId = c.has("external_id");
  if (c["subject_match"].asString() == "any" && t.issuer.empty()) t.mechanism = Mechanism::Anyone;
  return {std::move(t)};
}

} // namespace

std::string_view name(TrustEntry::Mechanism mechanism) {
  constexpr std::string_view names[] = {"OpenID Connect", "SAML",    "account", "user",
                                        "workload",       "service", "anyone",  "other"};
  return names[static_cast<std::size_t>(mechanism)];
}

std::vector<TrustEntry> trustsOf(const Document& document) {
  using Read = std::vector<TrustEntry> (*)(const Document&);
  static const std::map<std::string, Read, std::less<>> kinds{
      {"aws.role", awsRole},
      {"azure.federated-credential", azureFederated},
      {"azure.service-principal", azureServicePrincipal},
      {"gcp.allow-policy", gcpAllowPolicy},
      {"neutral.trust", neutralTrust}};
  const auto found = kinds.find(document.object.kind);
  return found == kinds.end() ? std::vector<TrustEntry>() : found->second(document);
}

} // namespace countersign
