// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/request.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace countersign::iam {
namespace {

/// The values of aws:PrincipalType (IAM User Guide, "AWS global condition context keys").
std::string_view principalType(Principal::Kind kind) {
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

std::string_view Request::resourceOf(std::string_view service) const {
  const std::string_view all = resource;
  return all.substr(arnService_.at, arnService_.size) == service
             ? all.substr(arnResource_.at, arnResource_.size)
             : std::string_view();
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

Symbols Request::symbols() const {
  return resourceIsPattern ? wildcardSymbols(resource) : literalSymbols(resource);
}

void Request::ask(std::string_view who, std::string_view what, std::string_view on, std::string_view account,
                  bool isPattern) {
  assignPrincipal(principal, who);
  setAction(what);
  setResource(on, account, isPattern);
  followPrincipal();
}

void Request::within(Context asked) {
  context = std::move(asked);
  own_ = 0;
  followPrincipal();
}

/// Keys that AWS itself sets from who asks (IAM User Guide, "AWS global condition context keys"), where the
/// request is known only in part and the question does not say otherwise.
void Request::followPrincipal() {
  if (context.complete || context.knowledge) return;
  using Kind = Principal::Kind;
  unsigned bit = 1;
  const auto follow = [&](const char* key, std::string_view value) {
    const bool own = (own_ & bit) != 0;
    if (own || context.values.count(key) == 0) {
      own_ = value.empty() ? own_ & ~bit : own_ | bit;
      if (!value.empty())
        context.values[key].assign(1, std::string(value));
      else if (own)
        context.values.erase(key);
    }
    bit <<= 1U;
  };
  const bool iam = principal.isIam(), user = principal.kind == Kind::User;
  follow("aws:principalisawsservice", principal.kind == Kind::Service ? "true" : "false");
  follow("aws:principalservicename",
         principal.kind == Kind::Service ? std::string_view(principal.text) : std::string_view());
  follow("aws:principaltype", principalType(principal.kind));
  follow("kms:calleraccount", iam && service() == "kms" ? principal.account() : std::string_view());
  follow("aws:principalaccount", iam ? principal.account() : std::string_view());
  follow("aws:username", user ? principal.name() : std::string_view());
  // Of a session it is the ARN of the role, whose path the session's ARN does not have.
  const bool named = user || principal.kind == Kind::Role || principal.kind == Kind::Root;
  follow("aws:principalarn", named ? std::string_view(principal.text) : std::string_view());
  // They say for which resource an AWS service calls by its own name; no call of an IAM principal has them.
  for (const char* key : {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
                          "aws:sourceowner", "aws:principalservicename", "aws:principalservicenameslist"}) {
    if (iam && (own_ & bit) == 0 && context.absent.insert(key).second) own_ |= bit;
    if (!iam && (own_ & bit) != 0 && context.absent.erase(key) != 0) own_ &= ~bit;
    bit <<= 1U;
  }
}

void Request::setAction(std::string_view what) {
  lowerInto(what, action);
  serviceSize_ = std::min(action.find(':'), action.size());
}

void Request::setResource(std::string_view on, std::string_view account, bool isPattern) {
  resource.assign(on);
  const ArnFields fields(resource);
  const auto part = [this](std::string_view of) {
    return Principal::Part{static_cast<std::uint32_t>(of.data() - resource.data()),
                           static_cast<std::uint32_t>(of.size())};
  };
  const bool arn = !fields.empty() && fields[0] == "arn";
  arnService_ = arn ? part(fields[2]) : Principal::Part();
  arnResource_ = arn ? part(fields[5]) : Principal::Part();
  // An action on no resource in particular is asked of "*", and is the account's own.
  if (account.empty() && on == "*") account = principal.account();
  if (account.empty() && !fields.empty() && isAccountId(fields[4])) account = fields[4];
  resourceAccount.assign(account);
  resourceIsPattern = isPattern;
  shape_ = Shape(resource, isPattern);
}

Request requestOf(Principal principal, std::string action, std::string resource, std::string resourceAccount,
                  bool resourceIsPattern, Context context) {
  Request out;
  out.principal = std::move(principal);
  out.setAction(action);
  out.setResource(resource, resourceAccount, resourceIsPattern);
  out.within(std::move(context));
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
