// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/service_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace countersign::iam {
namespace {

bool startsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

std::string_view operationOf(const Request& request) {
  const std::string_view service = request.service();
  return service.size() < request.action.size() ? std::string_view(request.action).substr(service.size() + 1)
                                                : std::string_view();
}

bool readsOnly(std::string_view operation) {
  return startsWith(operation, "get") || startsWith(operation, "list") || startsWith(operation, "generate") ||
         startsWith(operation, "simulate");
}

/// The policies and the trust policy of a service-linked role are not the customer's (IAM User Guide, "Create
/// a service-linked role"); it is deleted by iam:DeleteServiceLinkedRole.
bool closedForServiceLinkedRoles(std::string_view operation) {
  constexpr std::array<std::string_view, 9> closed{"attachrolepolicy",
                                                   "detachrolepolicy",
                                                   "putrolepolicy",
                                                   "deleterolepolicy",
                                                   "putrolepermissionsboundary",
                                                   "deleterolepermissionsboundary",
                                                   "createrole",
                                                   "deleterole",
                                                   "updateassumerolepolicy"};
  return std::find(closed.begin(), closed.end(), operation) != closed.end();
}

} // namespace

bool alwaysAllowed(const Request& request) {
  return request.action == "sts:getcalleridentity" && request.principal.kind != Principal::Kind::Anonymous;
}

std::string_view refusedByAws(const Request& request) {
  const std::string_view operation = operationOf(request);
  if (request.service() == "iam") {
    const auto fields = arnFields(request.resource);
    const std::string_view resource = request.resourceOf("iam");
    // AWS managed policies are changed by AWS only (IAM User Guide, "Managed policies
    // and inline policies").
    if (fields.size() == 6 && fields[4] == "aws" && startsWith(resource, "policy/") && !readsOnly(operation))
      return "nobody but AWS changes an AWS managed policy";
    // Roles below /aws-reserved/ are managed by IAM Identity Center (IAM Identity Center User Guide,
    // "Referencing permission sets in resource policies").
    if (startsWith(resource, "role/aws-reserved/") && !readsOnly(operation))
      return "nobody but AWS changes or passes on a role below /aws-reserved/";
    if (startsWith(resource, "role/aws-service-role/") && closedForServiceLinkedRoles(operation))
      return "nobody but AWS changes a service-linked role";
  }
  // Aliases that begin with alias/aws/ are for AWS managed keys (AWS KMS Developer Guide,
  // "Aliases").
  if (request.service() == "kms" && startsWith(request.resourceOf("kms"), "alias/aws/") &&
      (operation == "createalias" || operation == "updatealias" || operation == "deletealias"))
    return "nobody but AWS changes an alias that begins with alias/aws/";
  return {};
}

/// IAM policies are about a KMS key only where its key policy leaves it to them (AWS KMS Developer Guide,
/// "Key policies in AWS KMS"); aliases and actions on no key have none. A role is assumed only as its trust
/// policy allows (IAM User Guide, "IAM roles").
bool needsResourcePolicy(const Request& request) {
  if (request.service() == "kms") return startsWith(request.resourceOf("kms"), "key/");
  return request.service() == "sts" && startsWith(request.resourceOf("iam"), "role/");
}

bool resourcePolicyApplies(const Request& request) {
  return !startsWith(request.resourceOf("iam"), "role/") || request.service() == "sts";
}

bool isServiceLinkedRole(const Principal& principal) {
  return principal.kind == Principal::Kind::Role && startsWith(principal.path(), "/aws-service-role/");
}

Truth supportsResourceControl(const Request& request) {
  constexpr std::array<std::string_view, 10> services{"s3",  "sts",  "kms",  "sqs",      "secretsmanager",
                                                      "ecr", "aoss", "logs", "dynamodb", "cognito-idp"};
  // RCPs have no effect on it ("Resources and entities not restricted by RCPs").
  if (request.action == "kms:retiregrant") return Truth::No;
  return std::find(services.begin(), services.end(), request.service()) != services.end() ? Truth::Yes
                                                                                          : Truth::Undecided;
}

} // namespace countersign::iam
