// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe_kinds.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <map>

namespace countersign::kinds {
namespace {

void nameArns(const Json& arns, Description& out) {
  for (const std::string& arn : arns.strings())
    out.namingKeys.push_back(keys::awsArn(arn));
}

/// "oidc.eks.eu-west-1.amazonaws.com/id/X" of a provider ARN "arn:aws:iam::A:oidc-provider/oidc.eks…/id/X".
std::string issuerOf(const std::string& providerArn) {
  constexpr std::string_view marker = ":oidc-provider/";
  const auto at = providerArn.find(marker);
  return at == std::string::npos ? std::string() : providerArn.substr(at + marker.size());
}

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// Subjects of web-identity statements: condition keys "<issuer>:sub" (IAM User Guide, "AWS STS condition
/// context keys for OIDC federation").
void federated(const Json& statement, Description& out) {
  if (statement["effect"].asString() != "Allow") return;
  for (const std::string& provider : statement["principal"]["Federated"].strings()) {
    const std::string issuer = issuerOf(provider);
    if (issuer.empty()) continue;
    out.namingKeys.push_back(keys::awsArn(provider));
    for (const auto& [op, tests] : statement["condition"].members())
      for (const auto& [key, values] : tests.members()) {
        if (lowerCase(key) != lowerCase(issuer) + ":sub") continue;
        const std::string name =
            lowerCase(op.substr(op.find(':') == std::string::npos ? 0 : op.find(':') + 1));
        for (const std::string& subject : values.strings()) {
          const bool plain = subject.find_first_of("*?") == std::string::npos;
          const bool equals = name == "stringequals" || (name == "stringlike" && plain);
          if (equals || name == "stringlike") out.letsIn.push_back({issuer, subject, equals});
        }
      }
  }
}

void trust(const Json& policy, Description& out) {
  for (const Json& statement : policy["statements"].items()) {
    for (const std::string& who : statement["principal"]["AWS"].strings())
      out.namingKeys.push_back(keys::awsPrincipal(who));
    federated(statement, out);
  }
}

void people(const Json& content, Description& out) {
  out.owner = ownerFrom(content["tags"], "tag", "/tags");
  out.tier = tierFromMap(content["tags"], "tag");
}

void principal(const Document& d, Description& out, const char* label, std::string nameKey) {
  const Json& c = d.content;
  out.principal = true;
  out.system = "aws";
  out.kindLabel = label;
  out.place = c["account"].asString();
  out.neutralUid = c["arn"].asString().empty() ? d.object.uid : "aws:" + c["arn"].asString();
  if (!d.object.uniqueId.empty()) out.idKey = keys::awsId(d.object.uniqueId);
  out.nameKeys.push_back(std::move(nameKey));
  out.searchTerms = {d.object.uniqueId, c["arn"].asString(), c["account"].asString()};
  out.selfKeys.push_back(out.idKey);
  if (!c["arn"].asString().empty()) out.selfKeys.push_back(keys::awsArn(c["arn"].asString()));
}

bool hasAccount(const Document& d) {
  return !d.content["account"].asString().empty();
}

std::string plannedKey(const Document& d) {
  return "planned:" + d.source + "|" + d.object.uid;
}

void role(const Document& d, Description& out) {
  principal(d, out, "AWS role",
            hasAccount(d) ? keys::awsRole(d.content["account"].asString(), d.object.name) : plannedKey(d));
  out.rank = 0;
  nameArns(d.content["attached"], out);
  nameArns(d.content["boundary"], out);
  trust(d.content["trust"], out);
  people(d.content, out);
}

void user(const Document& d, Description& out) {
  const std::string account = d.content["account"].asString();
  principal(d, out, "AWS user", hasAccount(d) ? keys::awsUser(account, d.object.name) : plannedKey(d));
  out.rank = 1;
  nameArns(d.content["attached"], out);
  nameArns(d.content["boundary"], out);
  for (const std::string& group : d.content["groups"].strings())
    out.namingKeys.push_back(keys::awsGroup(account, group));
  people(d.content, out);
}

/// The root user of an account is a person's, not a non-human identity: its row is kept, but is no record.
void credentialRow(const Document& d, Description& out) {
  const std::string key = keys::awsPrincipal(d.content["arn"].asString());
  if (d.content["user"].asString() == "<root_account>") {
    out.selfKeys = {key};
    return;
  }
  principal(d, out, "AWS user", key);
  out.rank = 3;
  out.selfKeys.push_back(key);
}

void accessKeys(const Document& d, Description& out) {
  const std::string user = keys::awsUser(d.content["account"].asString(), d.content["user"].asString());
  for (const Json& key : d.content["keys"].items()) {
    out.selfKeys.push_back(keys::awsAccessKey(key["id"].asString()));
    out.searchTerms.push_back(key["id"].asString());
  }
  out.namingKeys.push_back(user);
  if (d.content["account"].asString().empty() || d.object.uid.compare(0, 5, "user/") != 0) return;
  out.principal = true;
  out.system = "aws";
  out.kindLabel = "AWS user";
  out.place = d.content["account"].asString();
  out.neutralUid = "aws:" + d.object.uid;
  out.nameKeys.push_back(user);
  out.rank = 4;
}

/// The key of whom an attachment is for.
std::string target(const Json& to) {
  const std::string kind = to["kind"].asString(), account = to["account"].asString(),
                    name = to["name"].asString();
  if (account.empty()) return {};
  return kind == "role"   ? keys::awsRole(account, name)
         : kind == "user" ? keys::awsUser(account, name)
                          : keys::awsGroup(account, name);
}

void group(const Document& d, Description& out) {
  out.selfKeys = {keys::awsArn(d.content["arn"].asString()),
                  keys::awsGroup(d.content["account"].asString(), d.object.name)};
  nameArns(d.content["attached"], out);
}

void policy(const Document& d, Description& out) {
  out.selfKeys = {keys::awsArn(d.content["arn"].asString())};
  if (!d.object.uniqueId.empty()) out.selfKeys.push_back(keys::awsId(d.object.uniqueId));
}

void attachment(const Document& d, Description& out) {
  out.namingKeys = {target(d.content["to"]), keys::awsArn(d.content["policy"].asString())};
}

void inlinePolicy(const Document& d, Description& out) {
  out.namingKeys = {target(d.content["to"])};
}

void groupMembership(const Document& d, Description& out) {
  const std::string account = d.content["account"].asString();
  if (!account.empty())
    out.namingKeys = {keys::awsUser(account, d.content["user"].asString()),
                      keys::awsGroup(account, d.content["group"].asString())};
}

void organizationPolicy(const Document& d, Description& out) {
  out.selfKeys = {"aws-orgpolicy:" + d.content["id"].asString()};
}

void organizationTargets(const Document& d, Description& out) {
  out.namingKeys.push_back("aws-orgpolicy:" + d.content["id"].asString());
  for (const Json& to : d.content["targets"].items())
    out.namingKeys.push_back(keys::awsTarget(to["id"].asString()));
}

void organizationUnit(const Document& d, Description& out) {
  out.selfKeys = {keys::awsTarget(d.content["id"].asString())};
  if (!d.content["parent"].asString().empty())
    out.namingKeys = {keys::awsTarget(d.content["parent"].asString())};
}

void oidcProvider(const Document& d, Description& out) {
  out.selfKeys = {keys::awsArn(d.content["arn"].asString())};
}

/// Principals that the policy's statements name, by role and user or, for an account, by its root. "*" is
/// everyone, and names nobody.
void resourcePolicy(const Document& d, Description& out) {
  out.selfKeys = {keys::awsArn(d.content["arn"].asString())};
  for (const Json& statement : d.content["document"]["statements"].items())
    for (const char* element : {"principal", "notPrincipal"})
      for (const std::string& who : statement[element]["AWS"].strings())
        if (std::string key = keys::awsPrincipal(who); !key.empty()) out.namingKeys.push_back(std::move(key));
}

void secret(const Document& d, Description& out) {
  out.selfKeys = {keys::awsArn(d.content["arn"].asString())};
  nameArns(d.content["kmsKey"], out);
  nameArns(d.content["rotation"]["lambda"], out);
}

} // namespace

bool aws(const Document& document, Description& out) {
  using Describe = void (*)(const Document&, Description&);
  static const std::map<std::string, Describe, std::less<>> kinds{
      {"aws.role", role},
      {"aws.user", user},
      {"aws.group", group},
      {"aws.policy", policy},
      {"aws.credential-report-row", credentialRow},
      {"aws.access-keys", accessKeys},
      {"aws.attachment", attachment},
      {"aws.inline-policy", inlinePolicy},
      {"aws.group-membership", groupMembership},
      {"aws.organization-policy", organizationPolicy},
      {"aws.organization-policy-targets", organizationTargets},
      {"aws.organization-unit", organizationUnit},
      {"aws.oidc-provider", oidcProvider},
      {"aws.resource-policy", resourcePolicy},
      {"aws.secret", secret}};
  const auto found = kinds.find(document.object.kind);
  if (found == kinds.end()) return false;
  found->second(document, out);
  if (out.principal) out.selfKeys.insert(out.selfKeys.end(), out.nameKeys.begin(), out.nameKeys.end());
  return true;
}

} // namespace countersign::kinds
