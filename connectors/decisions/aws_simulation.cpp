// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decision.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign::decisions {
namespace {

/// IAM API Reference, EvaluationResult: PolicyEvaluationDecisionType.
Result<bool> allowedBy(const std::string& decision) {
  if (decision == "allowed") return true;
  if (decision == "explicitDeny" || decision == "implicitDeny") return false;
  return failure(ErrorCode::Malformed, "an answer is neither allowed nor explicitDeny nor implicitDeny");
}

/// Names of context keys are compared without case (IAM User Guide, "IAM JSON policy elements: Condition").
std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string reasonOf(const Json& result, const std::string& decision) {
  std::string out = decision == "allowed" ? std::string() : decision;
  for (const Json& statement : result["MatchedStatements"].items())
    if (const std::string& policy = statement["SourcePolicyId"].asString(); !policy.empty())
      out += (out.empty() ? "by " : " by ") + policy;
  const auto refused = [&](const char* detail, const char* member, const char* text) {
    const Json& said = result[detail][member];
    if (said.isBool() && !said.asBool()) out += std::string(out.empty() ? "" : "; ") + text;
  };
  refused("OrganizationsDecisionDetail", "AllowedByOrganizations", "not allowed by the organization");
  refused("PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary",
          "not allowed by the permissions boundary");
  return out;
}

Result<void> add(const Json& result, const char* resource, const char* decision, RuntimeDecision base,
                 Decisions& to) {
  if (to.size() >= mostOfOneAnswer)
    return failure(ErrorCode::Limit, "the answer holds more than 100,000 decisions");
  COUNTERSIGN_ASSIGN(base.allowed, allowedBy(result[decision].asString()));
  base.resource = result[resource].asString();
  if (base.resource.empty()) base.resource = "*";
  base.missingContext = result["MissingContextValues"].strings();
  base.reason = reasonOf(result, result[decision].asString());
  to.push_back(std::move(base));
  return {};
}

} // namespace

Result<Decisions> awsDecisions(const Json& answer, const About& about) {
  keys::Arn arn;
  if (!keys::splitArn(about.principal, arn) || keys::awsPrincipal(about.principal).empty())
    return failure(ErrorCode::Malformed, "the principal of a simulation is the ARN of a role or user");
  RuntimeDecision base;
  base.system = "aws";
  base.principal = about.principal;
  base.at = about.at;
  // Without ResourceOwner, resources are simulated as those of the caller's account
  // (SimulatePrincipalPolicy).
  base.context = Json::object().set("aws:resourceaccount", std::string(arn.account));
  for (const auto& [key, value] : about.context.members())
    base.context.set(lowered(key), value);
  Decisions out;
  std::size_t index = 0;
  for (const Json& result : answer["EvaluationResults"].items()) {
    base.pointer = "/EvaluationResults/" + std::to_string(index++);
    base.action = result["EvalActionName"].asString();
    if (base.action.empty()) return failure(ErrorCode::Malformed, "an answer names no action");
    if (result["ResourceSpecificResults"].empty()) {
      COUNTERSIGN_TRY(add(result, "EvalResourceName", "EvalDecision", base, out));
      continue;
    }
    for (const Json& one : result["ResourceSpecificResults"].items())
      COUNTERSIGN_TRY(add(one, "EvalResourceName", "EvalResourceDecision", base, out));
  }
  return out;
}

} // namespace countersign::decisions
