// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/request.h"

#include <iterator>
#include <utility>

namespace countersign::iam {
namespace {

std::string accountOf(std::string_view resource) {
  const auto fields = arnFields(resource);
  return fields.size() == 6 && isAccountId(fields[4]) ? std::string(fields[4]) : std::string();
}

/// The values of aws:PrincipalType (IAM User Guide, "AWS global condition context keys").
std::string principalType(Principal::Kind kind) {
  switch (kind) {
  case Principal::Kind::Root:
    return "Account";
  case Principal::Kind::User:
    return "User";
  case Principal::Kind::FederatedUser:
    return "FederatedUser";
  case Principal::Kind::Role:
  case Principal::Kind::RoleSession:
    return "AssumedRole";
  default:
    return {};
  }
}

/// Keys that AWS itself sets from who asks (IAM User Guide, "AWS global condition context keys"), where the
/// request is known only in part.
void addPrincipalKeys(const Principal& who, bool kms, Context& context) {
  const auto set = [&](const char* key, const std::string& value) {
    if (!value.empty()) context.values.emplace(key, std::vector<std::string>{value});
  };
  set("aws:principalisawsservice", who.kind == Principal::Kind::Service ? "true" : "false");
  if (who.kind == Principal::Kind::Service) set("aws:principalservicename", who.text);
  if (!who.isIam()) return;
  // They say for which resource an AWS service calls by its own name; no call of an IAM principal has them.
  context.absent.insert({"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
                         "aws:sourceowner", "aws:principalservicename", "aws:principalservicenameslist"});
  set("aws:principalaccount", who.account);
  set("aws:principaltype", principalType(who.kind));
  if (kms) set("kms:calleraccount", who.account);
  if (who.kind == Principal::Kind::User) set("aws:username", who.name);
  // Of a session it is the ARN of the role, whose path the session's ARN does not have.
  if (who.kind == Principal::Kind::Role || who.kind == Principal::Kind::User ||
      who.kind == Principal::Kind::Root)
    set("aws:principalarn", who.text);
}

} // namespace

bool saysWhoAsks(const std::string& lowerKey) {
  return lowerKey == "aws:username" || lowerKey == "aws:principalarn" || lowerKey == "aws:userid";
}

Knowledge Context::knows(const std::string& lowerKey) const {
  if (knowledge) return knowledge(lowerKey);
  return complete || values.count(lowerKey) != 0 || absent.count(lowerKey) != 0 ? Knowledge::Value
                                                                                : Knowledge::Nothing;
}

/// A key without values counts as absent.
const std::vector<std::string>* Context::find(const std::string& lowerKey) const {
  const auto found = values.find(lowerKey);
  return found == values.end() || found->second.empty() ? nullptr : &found->second;
}

std::string_view Request::service() const {
  return std::string_view(action).substr(0, action.find(':'));
}

void dropBucketTags(Request& request) {
  const auto fields = arnFields(request.resource);
  const bool bucket = fields.size() == 6 && fields[2] == "s3" && fields[3].empty() && fields[4].empty() &&
                      fields[5].find('/') == std::string_view::npos;
  if (request.service() != "s3" || !bucket) return;
  const auto isTag = [](const std::string& key) {
    return key.compare(0, 16, "aws:resourcetag/") == 0 || key.compare(0, 13, "s3:buckettag/") == 0;
  };
  auto& values = request.context.values;
  for (auto it = values.begin(); it != values.end();)
    it = isTag(it->first) ? values.erase(it) : std::next(it);
  const Context before = request.context;
  request.context.knowledge = [before, isTag](const std::string& key) {
    return isTag(key) ? Knowledge::Value : before.knows(key);
  };
}

Request requestOf(Principal principal, std::string action, std::string resource, std::string resourceAccount,
                  bool resourceIsPattern, Context context) {
  Request out;
  out.principal = std::move(principal);
  out.action = lowered(action);
  out.resourceAccount = resourceAccount.empty() ? accountOf(resource) : std::move(resourceAccount);
  // An action on no resource in particular is asked of "*", and is the account's own.
  if (out.resourceAccount.empty() && resource == "*") out.resourceAccount = out.principal.account;
  out.resourceSymbols = resourceIsPattern ? wildcardSymbols(resource) : literalSymbols(resource);
  out.resource = std::move(resource);
  out.resourceIsPattern = resourceIsPattern;
  out.context = std::move(context);
  if (!out.context.complete && !out.context.knowledge)
    addPrincipalKeys(out.principal, out.service() == "kms", out.context);
  return out;
}

Request requestOf(const Question& question, std::string resourceAccount) {
  Context context;
  context.complete = question.contextComplete;
  context.now = question.now;
  for (const auto& [key, values] : question.context)
    context.values[lowered(key)] = values;
  return requestOf(principalOf(question.principal), question.action, question.resource,
                   std::move(resourceAccount), false, std::move(context));
}

} // namespace countersign::iam
